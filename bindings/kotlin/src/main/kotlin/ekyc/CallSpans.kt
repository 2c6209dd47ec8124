package ekyc

import io.opentelemetry.api.trace.Span
import io.opentelemetry.api.trace.SpanKind
import io.opentelemetry.api.trace.StatusCode
import io.opentelemetry.api.trace.Tracer
import io.opentelemetry.context.Context
import java.util.concurrent.TimeUnit.MICROSECONDS

/**
 * Makes spans of events. A span's parent must exist before it, but attempts are told before their call: they wait here for it.
 */
internal class CallSpans(private val tracer: Tracer) {
    /** Clients count their calls each for itself; each tells of them on a thread of its own. */
    private data class Key(val thread: Thread, val call: Long)

    private val waiting = object : LinkedHashMap<Key, MutableList<AttemptEvent>>() {
        // Those whose call's event was lost would stay for ever.
        override fun removeEldestEntry(eldest: Map.Entry<Key, MutableList<AttemptEvent>>): Boolean = size > MAX_WAITING
    }

    fun attempt(event: AttemptEvent) {
        synchronized(waiting) { waiting.getOrPut(key(event.call)) { mutableListOf() }.add(event) }
    }

    fun call(event: CallEvent) {
        val attempts = synchronized(waiting) { waiting.remove(key(event.call)) }.orEmpty()
        val started = event.startedAtUnixMs * 1_000
        val span = tracer.spanBuilder(event.operation).setNoParent().setSpanKind(SpanKind.INTERNAL)
            .setStartTimestamp(started, MICROSECONDS).setAllAttributes(TelemetryAttributes.forSpan(event)).startSpan()
        val parent = Context.root().with(span)
        attempts.forEach { tell(it, parent) }
        span.end(event.outcome, started + event.durationUs)
    }

    private fun tell(event: AttemptEvent, parent: Context) {
        val started = event.startedAtUnixMs * 1_000
        tracer.spanBuilder("POST").setParent(parent).setSpanKind(SpanKind.CLIENT)
            .setStartTimestamp(started, MICROSECONDS).setAllAttributes(TelemetryAttributes.forSpan(event)).startSpan()
            .end(event.outcome, started + event.durationUs)
    }

    private fun Span.end(outcome: String, ended: Long) {
        if (outcome != TelemetryAttributes.SUCCESS) setStatus(StatusCode.ERROR, outcome)
        end(ended, MICROSECONDS)
    }

    private fun key(call: Long) = Key(Thread.currentThread(), call)

    private companion object {
        const val MAX_WAITING = 4_096
    }
}
