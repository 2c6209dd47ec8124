package io.github.ekyc

import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.child.Observe
import io.github.ekyc.support.ChildJvm
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class OptionalDependenciesTest {
    @Test
    fun `without slf4j and OpenTelemetry all but their adapters works`() {
        val outcome = ChildJvm(Observe::class.java, without = Regex("slf4j|logback|opentelemetry"))
            .run(sandbox.endpoint, sandbox.rootCertificateFile.toString(), sandbox.accessKeyId, sandbox.accessKeySecret)
        assertEquals("told: success; missing: org.slf4j.Logger, io.opentelemetry.api.OpenTelemetry\n", outcome.output, outcome.errors)
        assertEquals(0 to "", outcome.exit to outcome.errors)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
