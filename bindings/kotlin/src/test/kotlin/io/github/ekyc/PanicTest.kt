package io.github.ekyc

import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.child.Panic
import io.github.ekyc.support.ChildJvm
import io.github.ekyc.support.Environment
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** The library's debug build panics when asked to; a JVM of its own loads it. */
class PanicTest {
    @Test
    fun `a panic in the core is a typed error without its text, and the client goes on`() {
        val outcome = ChildJvm(Panic::class.java, mapOf("io.github.ekyc.library.path" to Environment.debugLibrary.toString()))
            .run(sandbox.endpoint, sandbox.rootCertificateFile.toString(), sandbox.accessKeyId, sandbox.accessKeySecret)
        val each = "io.github.ekyc.EkycException\$Internal: attempts 1, outcome unknown true"
        assertEquals(List(3) { each } + "then a transaction", outcome.output.trim().lines(), outcome.errors)
        assertFalse((outcome.output + outcome.errors).contains(Panic.PLANTED), outcome.errors)
        assertEquals(0, outcome.exit)
        assertEquals(4, sandbox.control.seen().requests)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
