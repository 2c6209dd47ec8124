package io.github.ekyc.child

import io.github.ekyc.AttemptEvent
import io.github.ekyc.CallEvent
import io.github.ekyc.CallOptions
import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.CredentialsProviderException
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import io.github.ekyc.EkycObserver
import io.github.ekyc.InitializeResponse
import io.github.ekyc.RetrySettings
import io.github.ekyc.TemporaryKeys
import io.github.ekyc.internal.Calls
import io.github.ekyc.support.Held
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.awaitGone
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executors
import java.util.concurrent.Semaphore
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.atomic.AtomicReference
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield

/**
 * Many calls against a sandbox that misbehaves, in all three forms, with cancellations, a moody provider and observers that throw. Prints what
 * is wrong: a call without an end, an untyped end, an event that is missing, or anything that the process holds more of at the end than after
 * a tenth.
 */
class Soak(private val arguments: Array<String>) {
    private val calls = arguments[5].toInt()
    private val counts = ConcurrentHashMap<String, AtomicLong>()
    private val running = Semaphore(AT_ONCE)
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val threads = Executors.newFixedThreadPool(AT_ONCE / 3)
    private val events = AtomicLong()
    private val http = HttpClient.newHttpClient()

    fun run(): List<String> {
        val (address, caFile) = arguments
        val config = ClientConfig {
            endpoint = address
            extraRootCertificatesPem = Path.of(caFile).readText()
            retry = RetrySettings { baseDelay = 1.milliseconds; maxDelay = 2.milliseconds }
        }
        val client = EkycClient(config, Credentials.provider(provider()), Throwing(), Counting())
        var tenth = Held.now()
        var half = tenth
        repeat(calls) { number ->
            running.acquire()
            if (number % 20 == 0) misbehave(FAULTS[number / 20 % FAULTS.size])
            if (number == calls / 10) tenth = Held.now()
            if (number == calls / 2) half = Held.now()
            begin(client, number)
        }
        running.acquire(AT_ONCE)
        val end = Held.now()
        client.shutdownBlocking(java.time.Duration.ofSeconds(10))
        println("soak: $calls calls: ${counts.entries.sortedBy { it.key }.joinToString { "${it.value} ${it.key}" }}")
        println("soak: at a tenth $tenth\nsoak: at the half $half\nsoak: at the end $end")
        return problems() + end.grownSince(tenth, calls - calls / 10)
    }

    private fun problems(): List<String> {
        val ended = counts.values.sumOf { it.get() }
        val lost = if (ended == calls.toLong()) emptyList() else listOf("${calls - ended} calls are lost")
        val unexpected = counts.keys.filter { it.startsWith("unexpected:") || it == "internal" }
        val missing = setOf("answer", "cancelled", "timeout", "credentials").minus(counts.keys).map { "no call ended with: $it" }
        // A call that was cancelled before it began has no event; every other one has one.
        val least = calls - (counts["cancelled"]?.get() ?: 0)
        awaitGone("events of calls") { events.get() >= least }
        awaitGone("calls that nobody waits for") { Calls.count == 0 }
        return lost + unexpected + missing
    }

    private fun begin(client: EkycClient, number: Int) {
        val options = CallOptions { attemptTimeout = 400.milliseconds; overallTimeout = 2.seconds; tag = "$number" }
        val isCancelled = number % 10 == 0
        when (number % 3) {
            0 -> {
                val job = scope.launch(start = CoroutineStart.UNDISPATCHED) { end { client.initialize(aRequest(), options) } }
                if (isCancelled) scope.launch { repeat(number % 97) { yield() }; job.cancel() }
            }
            1 -> {
                val thread = AtomicReference<Thread>()
                threads.execute {
                    thread.set(Thread.currentThread())
                    end { client.initializeBlocking(aRequest(), options) }
                    thread.set(null)
                    // An interrupt that came too late.
                    Thread.interrupted()
                }
                if (isCancelled) scope.launch { repeat(number % 97) { yield() }; thread.get()?.interrupt() }
            }
            else -> {
                val future = client.initializeFuture(aRequest(), options)
                future.whenComplete { response, problem -> ended(outcome(response, problem)) }
                if (isCancelled) scope.launch { repeat(number % 97) { yield() }; future.cancel(true) }
            }
        }
    }

    private inline fun end(call: () -> InitializeResponse) {
        val outcome = try {
            outcome(call(), null)
        } catch (problem: Throwable) {
            outcome(null, problem)
        }
        ended(outcome)
    }

    private fun ended(outcome: String) {
        counts.computeIfAbsent(outcome) { AtomicLong() }.incrementAndGet()
        running.release()
    }

    private fun outcome(response: InitializeResponse?, problem: Throwable?): String = when (problem) {
        null -> if (response!!.transactionId.isEmpty()) "unexpected: an empty answer" else "answer"
        is EkycException -> problem.kind
        is CancellationException, is InterruptedException -> "cancelled"
        else -> "unexpected: $problem"
    }

    /** What can happen to a call. Each meets the call at whose turn it is set, or one of its neighbours. */
    private fun misbehave(fault: String) {
        val request = HttpRequest.newBuilder(URI("${arguments[2]}/faults")).PUT(HttpRequest.BodyPublishers.ofString("[{\"fault\":$fault}]")).build()
        check(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200)
    }

    /** Gives keys that expire soon, and sometimes throws. */
    private fun provider(): suspend () -> TemporaryKeys {
        val asked = AtomicLong()
        return {
            val turn = asked.incrementAndGet()
            if (turn % 11 == 3L) throw CredentialsProviderException("no keys this time")
            if (turn % 11 == 7L) error("broken this time")
            TemporaryKeys(arguments[3], arguments[4], null, Instant.now().plusSeconds(5))
        }
    }

    private class Throwing : EkycObserver {
        override fun onAttempt(event: AttemptEvent) = error("an observer's own fault")

        override fun forCall(): EkycObserver? = if (System.nanoTime() % 5 == 0L) error("another") else this
    }

    private inner class Counting : EkycObserver {
        override fun onCall(event: CallEvent) {
            events.incrementAndGet()
        }

        /** Attempts are lost as well, so that this may count too many; never too few. */
        override fun onLost(events: Long) {
            this@Soak.events.addAndGet(events)
        }
    }

    companion object {
        private const val AT_ONCE = 60

        private val FAULTS = listOf(
            "\"slow\",\"delay_ms\":20", "\"throttle\",\"retry_after_ms\":1", "\"reset\"", "\"cut\"", "\"internal_error\"", "\"unavailable\"", "\"not_json\"", "\"hang\"",
        )

        @JvmStatic
        fun main(arguments: Array<String>) {
            Soak(arguments).run().forEach { println("wrong: $it") }
            kotlin.system.exitProcess(0)
        }
    }
}
