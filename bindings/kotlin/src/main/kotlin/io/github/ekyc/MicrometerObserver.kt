package io.github.ekyc

import io.micrometer.core.instrument.MeterRegistry
import io.micrometer.core.instrument.Tags
import kotlin.time.toJavaDuration

/**
 * Counts a client's calls for Micrometer (`io.micrometer:micrometer-core`, which your project must bring).
 *
 * The timers `ekyc.client.calls` and `ekyc.client.attempts`, with the tags `operation` and `outcome` (`success`, or the kind of the error),
 * and the counter `ekyc.client.events.lost`. No tag holds content, and each has few values.
 */
public class MicrometerObserver(private val registry: MeterRegistry) : EkycObserver {
    private val lost = registry.counter("ekyc.client.events.lost")

    override fun onAttempt(event: AttemptEvent) {
        registry.timer("ekyc.client.attempts", tags(event.operation, event.outcome)).record(event.duration.toJavaDuration())
    }

    override fun onCall(event: CallEvent) {
        registry.timer("ekyc.client.calls", tags(event.operation, event.outcome)).record(event.duration.toJavaDuration())
    }

    override fun onLost(events: Long) {
        lost.increment(events.toDouble())
    }

    /** Names the class alone. */
    override fun toString(): String = "MicrometerObserver"

    private fun tags(operation: String, outcome: String): Tags = Tags.of("operation", operation, "outcome", outcome)
}
