package io.github.ekyc

import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.child.VirtualThreads
import io.github.ekyc.support.ChildJvm
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.condition.EnabledForJreRange
import org.junit.jupiter.api.condition.JRE
import org.junit.jupiter.api.extension.RegisterExtension

/** `cargo xtask test` runs the suite on the newest Java too, which has virtual threads. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest {
    /** None of the calls is answered before all have been made; one that pinned the only carrier would hold up the rest for ever. */
    @Test
    fun `two hundred virtual threads wait on one carrier`() {
        sandbox.control.set(Fault("hold").times(200))
        val outcome = ChildJvm(VirtualThreads::class.java, options = listOf("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1"))
            .run(sandbox.endpoint, sandbox.rootCertificateFile.toString(), sandbox.accessKeyId, sandbox.accessKeySecret, sandbox.control.endpoint)
        assertEquals("200 transactions\n", outcome.output, outcome.errors)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
