package io.github.ekyc

import kotlin.time.Duration.Companion.milliseconds
import ch.qos.logback.classic.Level
import ch.qos.logback.classic.LoggerContext
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import io.github.ekyc.support.aCallEvent
import io.github.ekyc.support.anAttemptEvent
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class Slf4jObserverTest {
    private val logger = LoggerContext().getLogger("calls").apply { level = Level.TRACE }
    private val written = ListAppender<ILoggingEvent>().apply { start() }.also { logger.addAppender(it) }
    private val observer = Slf4jObserver(logger)

    @Test
    fun `the level tells what a person must know`() {
        val attempt = anAttemptEvent()
        observer.onAttempt(attempt)
        observer.onAttempt(attempt.copy { retryDelay = null })
        observer.onAttempt(attempt.copy { outcome = "success"; code = null; retryDelay = null })
        observer.onCall(aCallEvent())
        observer.onCall(aCallEvent().copy { outcome = "cancelled"; attempts = 1; outcomeUnknown = true })
        observer.onCall(aCallEvent().copy { outcome = "throttled"; code = "Throttling.User"; attempts = 3 })
        observer.onLost(9)
        val expected = listOf(
            Level.WARN to "Initialize, attempt 1: throttled (Throttling.User); repeated in 200ms",
            Level.DEBUG to "Initialize, attempt 1: throttled (Throttling.User)",
            Level.DEBUG to "Initialize, attempt 1: success",
            Level.INFO to "Initialize: success after 2 attempts",
            Level.INFO to "Initialize: cancelled after 1 attempt; a request may have reached the service",
            Level.ERROR to "Initialize: throttled (Throttling.User) after 3 attempts",
            Level.WARN to "9 events were lost: the log is slower than the calls",
        )
        assertEquals(expected, written.list.map { it.level to it.message })
    }

    @Test
    fun `numbers and ids are in key-value pairs`() {
        observer.onAttempt(anAttemptEvent().copy { read = null })
        observer.onCall(aCallEvent())
        val (attempt, call) = written.list.map { event -> event.keyValuePairs.associate { it.key to it.value } }
        val both = setOf("call", "outcome", "outcome_unknown", "http_status", "request_id", "duration_us", "request_bytes", "response_bytes")
        val attempts = both + setOf("attempt", "code", "connect_us", "response_us", "retry_delay_ms")
        val calls = both + setOf("attempts", "credentials_us", "queued_us", "backoff_us")
        assertEquals(attempts.map { "ekyc.$it" }.toSet(), attempt.keys, "what is not known is left out")
        assertEquals(calls.map { "ekyc.$it" }.toSet(), call.keys)
        assertEquals(listOf<Any>(7L, "R-1", 2_000L), listOf("call", "request_id", "duration_us").map { attempt.getValue("ekyc.$it") })
    }

    @Test
    fun `a level that is off writes nothing`() {
        logger.level = Level.ERROR
        observer.onAttempt(anAttemptEvent())
        observer.onCall(aCallEvent())
        assertEquals(emptyList<Any>(), written.list)
    }
}
