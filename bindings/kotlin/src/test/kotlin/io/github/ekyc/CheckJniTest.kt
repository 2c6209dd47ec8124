package io.github.ekyc

import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.child.CallAndReturn
import io.github.ekyc.child.Observe
import io.github.ekyc.support.ChildJvm
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** The JVM's own check of what native code does: it warns on standard output, or ends the process. */
class CheckJniTest {
    @Test
    fun `the JVM finds nothing wrong with the bridge`() {
        for ((child, said) in mapOf(CallAndReturn::class.java to "main returns", Observe::class.java to "told: success")) {
            val outcome = ChildJvm(child, options = listOf("-Xcheck:jni"))
                .run(sandbox.endpoint, sandbox.rootCertificateFile.toString(), sandbox.accessKeyId, sandbox.accessKeySecret)
            val lines = outcome.output.trim().lines()
            assertEquals(listOf(true), lines.map { it.startsWith(said) }, outcome.output)
            assertEquals(0, outcome.exit, outcome.errors)
        }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
