package io.github.ekyc

import kotlin.time.Duration
import org.slf4j.Logger
import org.slf4j.MDC
import org.slf4j.event.Level
import org.slf4j.spi.LoggingEventBuilder

/**
 * Writes a client's calls to a log, through slf4j 2 (`org.slf4j:slf4j-api`, which your project must bring).
 *
 * | What | Level |
 * |---|---|
 * | an attempt that succeeded, or failed for good (its call tells) | debug |
 * | an attempt that failed and is repeated | warn |
 * | a call that succeeded or was cancelled | info |
 * | a call that failed | error |
 * | events that were lost | warn |
 *
 * The messages name operation, outcome and the service's code; everything else (numbers, durations, sizes, request id) is in key-value
 * pairs, the call's tag among them. Neither holds content. The MDC is that of the thread that made the call.
 */
public class Slf4jObserver(private val logger: Logger) : EkycObserver {
    override fun onAttempt(event: AttemptEvent) {
        val wait = event.retryDelay
        val log = logger.atLevel(if (wait == null) Level.DEBUG else Level.WARN)
        val next = if (wait == null) "" else "; repeated in $wait"
        log.setMessage("${event.operation}, attempt ${event.attempt}: ${outcome(event.outcome, event.code)}$next")
            .with("call", event.call).with("tag", event.tag).with("attempt", event.attempt)
            .with("outcome", event.outcome).with("outcome_unknown", event.outcomeUnknown)
            .with("code", event.code).with("http_status", event.httpStatus).with("request_id", event.requestId)
            .with("duration_us", event.duration).with("connect_us", event.connect)
            .with("response_us", event.response).with("read_us", event.read)
            .with("request_bytes", event.requestBytes).with("response_bytes", event.responseBytes)
            .with("retry_delay_ms", event.retryDelay?.inWholeMilliseconds)
            .log()
    }

    override fun onCall(event: CallEvent) {
        val level = if (event.outcome == "success" || event.outcome == "cancelled") Level.INFO else Level.ERROR
        val attempts = if (event.attempts == 1) "1 attempt" else "${event.attempts} attempts"
        val unknown = if (event.outcomeUnknown) "; a request may have reached the service" else ""
        logger.atLevel(level)
            .setMessage("${event.operation}: ${outcome(event.outcome, event.code)} after $attempts$unknown")
            .with("call", event.call).with("tag", event.tag).with("attempts", event.attempts)
            .with("outcome", event.outcome).with("outcome_unknown", event.outcomeUnknown)
            .with("code", event.code).with("http_status", event.httpStatus).with("request_id", event.requestId)
            .with("duration_us", event.duration).with("credentials_us", event.credentials)
            .with("queued_us", event.queued).with("backoff_us", event.backoff)
            .with("request_bytes", event.requestBytes).with("response_bytes", event.responseBytes)
            .log()
    }

    override fun onLost(events: Long) {
        logger.atWarn().setMessage("$events events were lost: the log is slower than the calls").with("lost", events).log()
    }

    /** Shows the logger's name. */
    override fun toString(): String = "Slf4jObserver(${logger.name})"

    private fun outcome(outcome: String, code: String?): String = if (code == null) outcome else "$outcome ($code)"

    /** Numbers, for whoever computes with them: a duration in microseconds. */
    private fun LoggingEventBuilder.with(key: String, value: Any?): LoggingEventBuilder = when (value) {
        null -> this
        is Duration -> addKeyValue("ekyc.$key", value.inWholeMicroseconds)
        else -> addKeyValue("ekyc.$key", value)
    }

    override fun forCall(): EkycObserver? {
        val ofCaller = MDC.getCopyOfContextMap() ?: return null
        return if (ofCaller.isEmpty()) null else WithMdc(ofCaller)
    }

    /** Logs with the MDC that was there when the call began. */
    private inner class WithMdc(private val ofCaller: Map<String, String>) : EkycObserver {
        override fun onAttempt(event: AttemptEvent) = within { this@Slf4jObserver.onAttempt(event) }

        override fun onCall(event: CallEvent) = within { this@Slf4jObserver.onCall(event) }

        private inline fun within(log: () -> Unit) {
            MDC.setContextMap(ofCaller)
            try {
                log()
            } finally {
                MDC.clear()
            }
        }
    }
}
