package io.github.ekyc.support

import kotlin.time.Duration.Companion.microseconds
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.AttemptEvent
import io.github.ekyc.CallEvent
import java.time.Instant

/** A throttled attempt with a value in every field; the client waits and repeats it. */
fun anAttemptEvent(): AttemptEvent = AttemptEvent(operation = "Initialize", call = 7, attempt = 1, startedAt = Instant.ofEpochMilli(1_700_000_000_000), duration = 2_000.microseconds, requestBytes = 700, responseBytes = 70, outcome = "throttled", outcomeUnknown = false) {
        connect = 900.microseconds
        response = 800.microseconds
        read = 100.microseconds
        httpStatus = 403
        code = "Throttling.User"
        requestId = "R-1"
        retryDelay = 200.milliseconds
    }

/** A call that succeeded at its second attempt, with a value in every field. */
fun aCallEvent(): CallEvent = CallEvent(operation = "Initialize", call = 7, attempts = 2, startedAt = Instant.ofEpochMilli(1_700_000_000_000), duration = 250_000.microseconds, credentials = 10.microseconds, queued = 20.microseconds, backoff = 200_000.microseconds, requestBytes = 1_400, responseBytes = 140, outcome = "success", outcomeUnknown = false) {
        httpStatus = 200
        code = null
        requestId = "R-2"
    }
