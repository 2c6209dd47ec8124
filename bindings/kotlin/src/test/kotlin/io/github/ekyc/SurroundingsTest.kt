package io.github.ekyc

import ch.qos.logback.classic.Level
import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.LoggerContext
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.AppenderBase
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.aRequest
import java.net.URLClassLoader
import java.util.concurrent.BlockingQueue
import java.util.concurrent.CompletableFuture
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.slf4j.MDC

/** What only the user's own threads know is there when the library calls back: the context class loader, and the log's context. */
class SurroundingsTest {
    @Test
    fun `observers and providers have the context class loader of whoever made the client`() {
        val own = URLClassLoader("application", emptyArray(), javaClass.classLoader)
        val loaders = LinkedBlockingQueue<Pair<String, ClassLoader?>>()
        fun note(who: String) = loaders.add(who to Thread.currentThread().contextClassLoader)
        val observer = object : EkycObserver {
            override fun onAttempt(event: AttemptEvent) {
                note("onAttempt")
            }

            override fun onCall(event: CallEvent) {
                note("onCall")
            }
        }
        val keys = TemporaryKeys(sandbox.accessKeyId, sandbox.accessKeySecret)
        val sources = within(own) {
            listOf(
                Credentials.provider { note("provider"); keys },
                Credentials.providerBlocking({ note("providerBlocking"); keys }),
                Credentials.providerFuture({ note("providerFuture"); CompletableFuture.completedFuture(keys) }),
            )
        }
        for (source in sources) {
            val client = within(own) { EkycClient(sandbox.config, source, observer) }
            // The caller's own loader is another one, and does not matter.
            client.use { it.initializeBlocking(aRequest()) }
            for (who in List(3) { loaders.next() }) assertSame(own, who.second, who.first)
        }
    }

    @Test
    fun `each call is logged with the MDC of its caller`() {
        val lines = Lines()
        EkycClient(sandbox.config, sandbox.credentials(), Slf4jObserver(lines.logger)).use { client ->
            List(20) { number ->
                thread {
                    MDC.put("request", "of $number")
                    client.initializeBlocking(aRequest(), CallOptions { tag = "$number" })
                    client.initializeFuture(aRequest(), CallOptions { tag = "$number" }).join()
                }
            }.forEach { it.join() }
            client.initializeBlocking(aRequest())
        }
        val events = List(20 * 4 + 2) { lines.events.next() }
        val tags = events.associateWith { event -> event.keyValuePairs.find { it.key == "ekyc.tag" }?.value }
        for ((event, tag) in tags) assertEquals(if (tag == null) emptyMap() else mapOf("request" to "of $tag"), event.mdcPropertyMap)
        assertEquals(20 + 1, tags.values.toSet().size)
        assertEquals(emptyMap<String, String>(), MDC.getCopyOfContextMap().orEmpty())
    }

    private fun <T> within(loader: ClassLoader, work: () -> T): T {
        val thread = Thread.currentThread()
        val before = thread.contextClassLoader
        thread.contextClassLoader = loader
        try {
            return work()
        } finally {
            thread.contextClassLoader = before
        }
    }

    /** A log of its own, whose lines can be waited for. */
    private class Lines : AppenderBase<ILoggingEvent>() {
        val events = LinkedBlockingQueue<ILoggingEvent>()
        val logger: Logger = LoggerContext().apply { setMDCAdapter(MDC.getMDCAdapter()) }.getLogger("surroundings").also {
            it.level = Level.DEBUG
            it.addAppender(this)
            start()
        }

        override fun append(event: ILoggingEvent) {
            event.prepareForDeferredProcessing()
            events.add(event)
        }
    }

    private fun <T : Any> BlockingQueue<T>.next(): T = poll(60, TimeUnit.SECONDS) ?: error("nothing came")

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
