package io.github.ekyc

import io.opentelemetry.api.trace.Span
import io.opentelemetry.api.trace.SpanKind
import io.opentelemetry.api.trace.StatusCode
import io.opentelemetry.api.trace.Tracer
import io.opentelemetry.context.Context
import java.time.Instant
import kotlin.time.Duration
import kotlin.time.toJavaDuration

/** Makes spans of one call's events. A span's parent must exist before it, but attempts are told before their call: they wait here for it. */
internal class CallSpans(private val tracer: Tracer, private val caller: Context) {
    private val waiting = ArrayList<AttemptEvent>(1)

    fun attempt(event: AttemptEvent) {
        waiting += event
    }

    fun call(event: CallEvent) {
        val span = tracer.spanBuilder(event.operation).setParent(caller).setSpanKind(SpanKind.INTERNAL)
            .setStartTimestamp(event.startedAt).setAllAttributes(TelemetryAttributes.forSpan(event)).startSpan()
        val parent = caller.with(span)
        waiting.forEach { tell(it, parent) }
        span.end(event.outcome, event.startedAt, event.duration)
    }

    private fun tell(event: AttemptEvent, parent: Context) {
        tracer.spanBuilder("POST").setParent(parent).setSpanKind(SpanKind.CLIENT)
            .setStartTimestamp(event.startedAt).setAllAttributes(TelemetryAttributes.forSpan(event)).startSpan()
            .end(event.outcome, event.startedAt, event.duration)
    }

    private fun Span.end(outcome: String, started: Instant, duration: Duration) {
        if (outcome != TelemetryAttributes.SUCCESS) setStatus(StatusCode.ERROR, outcome)
        end(started.plus(duration.toJavaDuration()))
    }
}
