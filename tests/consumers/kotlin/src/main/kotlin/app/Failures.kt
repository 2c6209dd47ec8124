package app

// snippet begin
import io.github.ekyc.EkycException

/** What to do, by the kind of the exception. Its message holds no secret or personal data. */
fun advice(error: EkycException): String = when {
    error is EkycException.InvalidRequest -> "correct the fields: ${error.violations}"
    error is EkycException.Throttled -> "wait ${error.retryAfter}"
    error.outcomeUnknown -> "a transaction may exist; a repeated call can create a second one"
    else -> "${error.message} (request id ${error.requestId})"
}
// snippet end
