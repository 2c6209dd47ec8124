package io.github.ekyc

import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.child.CallAndReturn
import io.github.ekyc.support.ChildJvm
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class ExitTest {
    @Test
    fun `the JVM exits when main returns`() {
        val outcome = ChildJvm(CallAndReturn::class.java)
            .run(sandbox.endpoint, sandbox.rootCertificateFile.toString(), sandbox.accessKeyId, sandbox.accessKeySecret)
        assertEquals("main returns; other threads that hold the JVM: []\n", outcome.output, outcome.errors)
        assertEquals(0 to "", outcome.exit to outcome.errors)
        assertEquals(3, sandbox.control.seen().requests)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
