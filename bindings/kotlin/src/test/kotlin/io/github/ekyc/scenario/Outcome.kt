package io.github.ekyc.scenario

import io.github.ekyc.EkycException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** What the caller saw of a call, as JSON, once it has ended. */
@OptIn(ExperimentalCoroutinesApi::class)
suspend fun outcome(name: String, call: Deferred<JsonObject>): JsonObject {
    // Not `await`: its CancellationException could as well be that of the time limit.
    inTime("$name ends") { call.join() }
    return when (val error = call.getCompletionExceptionOrNull()) {
        null -> buildJsonObject {
            put("success", true)
            put("request_id", call.getCompleted()["request_id"] ?: JsonNull)
            put("response", call.getCompleted())
        }
        is CancellationException -> buildJsonObject { put("cancelled", true) }
        is EkycException -> outcome(error)
        else -> throw AssertionError("$name threw what is not the library's", error)
    }
}

fun outcome(error: EkycException): JsonObject = buildJsonObject {
    put("kind", error.kind)
    put("text", error.message)
    put("attempts", error.attempts)
    put("outcome_unknown", error.outcomeUnknown)
    put("code", error.code)
    put("http_status", error.httpStatus)
    put("request_id", error.requestId)
    when (error) {
        is EkycException.InvalidConfiguration -> put("setting", error.setting)
        is EkycException.InvalidRequest -> put("fields", JsonArray(error.violations.map { JsonPrimitive(it.field) }))
        is EkycException.Network -> put("phase", error.phase.name.lowercase())
        is EkycException.Timeout -> {
            put("deadline", error.deadline.name.lowercase())
            put("limit_ms", error.limit.inWholeMilliseconds)
        }
        is EkycException.Throttled -> put("retry_after_ms", error.retryAfter?.inWholeMilliseconds)
        is EkycException.InvalidCallback -> put("problem", error.problem.name.lowercase())
        is EkycException.QuotaExhausted -> put("wait_ms", error.wait.inWholeMilliseconds)
        else -> {}
    }
}
