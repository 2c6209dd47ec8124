package ekyc.support

import ekyc.AttemptEvent
import ekyc.CallEvent

/** A throttled attempt with a value in every field; the client waits and repeats it. */
fun anAttemptEvent(): AttemptEvent = AttemptEvent(
    operation = "Initialize", call = 7, attempt = 1, startedAtUnixMs = 1_700_000_000_000, durationUs = 2_000, connectUs = 900, responseUs = 800,
    readUs = 100, requestBytes = 700, responseBytes = 70, outcome = "throttled", outcomeUnknown = false, httpStatus = 403,
    code = "Throttling.User", requestId = "R-1", retryDelayMs = 200,
)

/** A call that succeeded at its second attempt, with a value in every field. */
fun aCallEvent(): CallEvent = CallEvent(
    operation = "Initialize", call = 7, attempts = 2, startedAtUnixMs = 1_700_000_000_000, durationUs = 250_000, credentialsUs = 10, queuedUs = 20,
    backoffUs = 200_000, requestBytes = 1_400, responseBytes = 140, outcome = "success", outcomeUnknown = false, httpStatus = 200, code = null,
    requestId = "R-2",
)
