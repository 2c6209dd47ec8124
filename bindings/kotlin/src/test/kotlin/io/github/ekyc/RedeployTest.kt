package io.github.ekyc

import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.child.Redeploy
import io.github.ekyc.support.ChildJvm
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class RedeployTest {
    @Test
    fun `class loaders each have their library, and after the last close neither a thread nor the loader is left`() {
        val outcome = ChildJvm(Redeploy::class.java)
            .run(sandbox.endpoint, sandbox.rootCertificateFile.toString(), sandbox.accessKeyId, sandbox.accessKeySecret)
        val said = listOf("two at once work", "threads left: none", "loaders that are gone: all")
        assertEquals(said, outcome.output.trim().lines(), outcome.errors)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
