package io.github.ekyc

import io.opentelemetry.api.OpenTelemetry
import io.opentelemetry.api.metrics.DoubleHistogram
import io.opentelemetry.api.metrics.Meter
import io.opentelemetry.context.Context
import kotlin.time.DurationUnit

/**
 * Tells OpenTelemetry of a client's calls (`io.opentelemetry:opentelemetry-api`, which your project must bring).
 *
 * **Traces:** a span for each call, with a child span for each of its attempts, at the times when they happened. The call's span is a child
 * of the span that was current on the caller's thread when the call began.
 *
 * **Metrics:** the histograms `ekyc.client.call.duration` and `ekyc.client.attempt.duration` in seconds, and the counter
 * `ekyc.client.events.lost`.
 *
 * Attributes have the names of OpenTelemetry's semantic conventions for RPC and HTTP clients where there is one (`rpc.service`,
 * `rpc.method`, `http.request.method`, `http.response.status_code`, `http.request.resend_count`, `error.type`), else begin with
 * `ekyc.`. `error.type` is the exception's `kind`. None holds content.
 */
public class OpenTelemetryObserver(openTelemetry: OpenTelemetry) : EkycObserver {
    private val tracer = openTelemetry.tracerProvider.tracerBuilder(SCOPE).setInstrumentationVersion(Ekyc.version).build()
    private val meter = openTelemetry.meterProvider.meterBuilder(SCOPE).setInstrumentationVersion(Ekyc.version).build()
    private val calls = meter.seconds("ekyc.client.call.duration", "How long calls took, with all attempts and waits")
    private val attempts = meter.seconds("ekyc.client.attempt.duration", "How long single attempts took")
    private val lost = meter.counterBuilder("ekyc.client.events.lost").setUnit("{event}")
        .setDescription("Events that nobody was told of, because the observer was slower than the calls").build()

    /** With the context of the caller's thread. */
    override fun forCall(): EkycObserver = OfCall(CallSpans(tracer, Context.current()))

    /** One call: its attempts are told before it, and their spans need its span as their parent. */
    private inner class OfCall(private val spans: CallSpans) : EkycObserver {
        override fun onAttempt(event: AttemptEvent) {
            spans.attempt(event)
            attempts.record(event.duration.toDouble(DurationUnit.SECONDS), TelemetryAttributes.forMetric(event))
        }

        override fun onCall(event: CallEvent) {
            spans.call(event)
            calls.record(event.duration.toDouble(DurationUnit.SECONDS), TelemetryAttributes.forMetric(event))
        }
    }

    override fun onLost(events: Long) {
        lost.add(events)
    }

    /** Names the class alone. */
    override fun toString(): String = "OpenTelemetryObserver"

    private fun Meter.seconds(name: String, description: String): DoubleHistogram =
        histogramBuilder(name).setUnit("s").setDescription(description).setExplicitBucketBoundariesAdvice(BOUNDARIES).build()

    private companion object {
        const val SCOPE = "io.github.ekyc"

        /** Those of the semantic conventions for HTTP, and the longest that a call takes by default. */
        val BOUNDARIES = listOf(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0)
    }
}
