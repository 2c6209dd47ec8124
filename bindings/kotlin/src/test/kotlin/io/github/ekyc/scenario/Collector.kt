package io.github.ekyc.scenario

import io.github.ekyc.AttemptEvent
import io.github.ekyc.CallEvent
import io.github.ekyc.EkycObserver
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** Collects what the observer is told, as JSON. */
class Collector : EkycObserver {
    data class Events(val calls: List<JsonObject> = emptyList(), val attempts: List<JsonObject> = emptyList(), val lost: Long = 0)

    private val events = MutableStateFlow(Events())

    /** All that was told once so many calls were. */
    suspend fun calls(count: Int): Events = told("$count calls") { it.calls.size >= count }

    suspend fun attempts(count: Int) {
        told("$count attempts") { it.attempts.size >= count }
    }

    // What an observer throws is dropped, so what must not happen is told to the one who waits.
    private suspend fun told(what: String, enough: (Events) -> Boolean): Events =
        inTime("the observer is told of $what") { events.first { it.lost > 0 || enough(it) } }
            .also { check(it.lost == 0L) { "${it.lost} events were lost" } }

    override fun onAttempt(event: AttemptEvent) {
        val json = buildJsonObject {
            put("operation", event.operation)
            put("call", event.call)
            put("attempt", event.attempt)
            put("outcome", event.outcome)
            put("outcome_unknown", event.outcomeUnknown)
            put("http_status", event.httpStatus)
            put("code", event.code)
            put("request_id", event.requestId)
            put("tag", event.tag)
            put("retry_delay_ms", event.retryDelay?.inWholeMilliseconds)
            put("connect_us", event.connect?.inWholeMicroseconds)
            put("response_us", event.response?.inWholeMicroseconds)
            put("read_us", event.read?.inWholeMicroseconds)
        }
        events.update { it.copy(attempts = it.attempts + json) }
    }

    override fun onCall(event: CallEvent) {
        val json = buildJsonObject {
            put("operation", event.operation)
            put("call", event.call)
            put("attempts", event.attempts)
            put("outcome", event.outcome)
            put("outcome_unknown", event.outcomeUnknown)
            put("http_status", event.httpStatus)
            put("code", event.code)
            put("request_id", event.requestId)
            put("tag", event.tag)
        }
        events.update { it.copy(calls = it.calls + json) }
    }

    override fun onLost(events: Long) {
        this.events.update { it.copy(lost = it.lost + events) }
    }
}
