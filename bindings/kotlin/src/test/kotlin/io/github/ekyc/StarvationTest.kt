package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ForkJoinPool
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.extension.RegisterExtension

/** Nobody's threads are needed: each test ends though all threads of the application's pools are held until it has ended. */
class StarvationTest {
    @Test
    fun `a call succeeds`() = busy {
        sandbox.once().use { client ->
            runBlocking { client.initialize(aRequest()) }
            client.initializeBlocking(aRequest())
            client.initializeFuture(aRequest()).get()
        }
    }

    @Test
    fun `a deadline holds`() = busy {
        sandbox.control.set(Fault("hang"))
        sandbox.once { copy { overallTimeout = 1.seconds } }.use { client ->
            runBlocking { fails<EkycException.Timeout>("timeout") { client.initialize(aRequest()) } }
        }
    }

    @Test
    fun `a time limit of coroutines holds`() = busy {
        sandbox.control.set(Fault("hang"))
        sandbox.once().use { client ->
            runBlocking { assertThrows<TimeoutCancellationException> { withTimeout(500) { client.initialize(aRequest()) } } }
            sandbox.control.waitFor("aborted", 1)
        }
    }

    @Test
    fun `a cancellation holds`() = busy {
        sandbox.control.set(Fault("hang"))
        sandbox.once().use { client ->
            runBlocking {
                val call = launch { client.initialize(aRequest()) }
                launch(Dispatchers.IO) { sandbox.control.waitFor("requests", 1) }.join()
                call.cancelAndJoin()
            }
            sandbox.control.waitFor("aborted", 1)
        }
    }

    /** As many as there are threads, each holding one. */
    @Test
    fun `blocking bridges on Default itself do not hang`() {
        sandbox.once().use { client ->
            val ids = runBlocking {
                List(THREADS) { async(Dispatchers.Default) { runBlocking { client.initialize(aRequest()).transactionId } } }.awaitAll()
            }
            assertEquals(THREADS, ids.toSet().size)
        }
    }

    /** The stages run on threads of the library's own; each holds one until another call has ended. */
    @Test
    fun `stages that wait for further calls do not hang`() {
        sandbox.once().use { client ->
            val chains = List(4 * THREADS) { client.initializeFuture(aRequest()).thenApply { client.initializeFuture(aRequest()).join() } }
            assertEquals(4 * THREADS, chains.map { it.join().transactionId }.toSet().size)
        }
    }

    @OptIn(DelicateCoroutinesApi::class)
    private fun busy(test: () -> Unit) {
        val end = CountDownLatch(1)
        val held = CountDownLatch(THREADS + ForkJoinPool.getCommonPoolParallelism())
        repeat(THREADS) {
            GlobalScope.launch(Dispatchers.Default) {
                held.countDown()
                end.await()
            }
        }
        repeat(ForkJoinPool.getCommonPoolParallelism()) {
            ForkJoinPool.commonPool().execute {
                held.countDown()
                end.await()
            }
        }
        held.await()
        try {
            test()
        } finally {
            end.countDown()
        }
    }

    companion object {
        /** Of Dispatchers.Default. */
        private val THREADS = Runtime.getRuntime().availableProcessors().coerceAtLeast(2)

        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
