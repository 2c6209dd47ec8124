package io.github.ekyc

import io.github.ekyc.child.Soak
import io.github.ekyc.support.ChildJvm
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledOnOs
import org.junit.jupiter.api.condition.OS
import org.junit.jupiter.api.extension.RegisterExtension

/** About a minute of it here; `cargo xtask soak kotlin --calls 200000` for more. */
class SoakTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    fun `of many calls none is lost, and nothing grows`() {
        val calls = System.getenv("EKYC_SOAK_CALLS") ?: "60000"
        val soak = ChildJvm(Soak::class.java, options = listOf("-XX:+UseSerialGC"), minutes = 1 + calls.toLong() / 10_000)
            .run(sandbox.endpoint, sandbox.rootCertificateFile.toString(), sandbox.control.endpoint, sandbox.accessKeyId, sandbox.accessKeySecret, calls)
        println(soak.output)
        assertEquals(0 to "", soak.exit to soak.errors)
        assertEquals(emptyList<String>(), soak.output.lines().filter { it.startsWith("wrong: ") })
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
