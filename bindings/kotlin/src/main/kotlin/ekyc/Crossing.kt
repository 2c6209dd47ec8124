package ekyc

import java.nio.charset.CharacterCodingException
import kotlin.coroutines.cancellation.CancellationException

/** Runs a call into the core. Everything that can go wrong leaves as an [EkycException], except cancellation. */
internal inline fun <T> crossing(call: () -> T): T {
    NativeCore.require()
    try {
        return call()
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (interrupted: InterruptedException) {
        throw interrupted
    } catch (error: Exception) {
        throw translated(error)
    }
}

/** The public exception for what the generated code threw. */
internal fun translated(error: Exception): EkycException = when (error) {
    is EkycException -> error
    is CoreException -> translated(error)
    is CharacterCodingException -> notUnicode(error)
    else -> unexpected(error)
}

/**
 * A panic that UniFFI caught, or a fault of the generated code. Neither its text nor itself as the cause is kept: a panic's text
 * can hold a value of the request. Its stack says where it was.
 */
private fun unexpected(error: Exception): EkycException {
    val reason = "an unexpected ${error.javaClass.name}; please report it"
    return EkycException.Internal("internal error: $reason", reason, Attempts(0, false)).apply { stackTrace = error.stackTrace }
}

/**
 * The generated exception is only the carrier: its `message` is a dump of its fields (mozilla/uniffi-rs#1434), so it is
 * not kept as the cause. Its text is the core's own sentence.
 */
private fun translated(error: CoreException): EkycException {
    val message = error.toString()
    return when (error) {
        is CoreException.InvalidConfiguration ->
            EkycException.InvalidConfiguration(message, error.setting, error.reason, null)
        is CoreException.InvalidRequest -> EkycException.InvalidRequest(message, error.violations, null)
        is CoreException.Credentials -> EkycException.Credentials(message, error.reason, error.fault, error.attempts)
        is CoreException.Network -> EkycException.Network(message, error.phase, error.reason, error.attempts)
        is CoreException.Timeout -> EkycException.Timeout(message, error.deadline, error.limitMs, error.attempts)
        is CoreException.Throttled -> EkycException.Throttled(message, error.retryAfterMs, error.fault, error.attempts)
        is CoreException.AccessDenied ->
            EkycException.AccessDenied(message, error.subject, error.remedy, error.fault, error.attempts)
        is CoreException.Rejected -> EkycException.Rejected(message, error.fault, error.attempts)
        is CoreException.ServiceFailure -> EkycException.ServiceFailure(message, error.fault, error.attempts)
        is CoreException.UnexpectedAnswer ->
            EkycException.UnexpectedAnswer(message, error.reason, error.httpStatus, error.requestId, error.attempts)
        is CoreException.Cancelled -> EkycException.Cancelled(message, error.attempts)
        is CoreException.Internal -> EkycException.Internal(message, error.reason, error.attempts)
        is CoreException.QuotaExhausted ->
            EkycException.QuotaExhausted(message, error.operation, error.callsPerSecond, error.waitMs, error.attempts)
        is CoreException.InvalidCallback -> EkycException.InvalidCallback(message, error.problem, error.reason)
        is CoreException.QuotaUnavailable -> EkycException.QuotaUnavailable(message, error.reason, error.attempts)
    }
}

/** Java strings can hold half a surrogate pair, which is no text in any encoding. Which value has it is not known here. */
private fun notUnicode(error: CharacterCodingException): EkycException {
    val violation = Violation("text", "has half of a surrogate pair, so it is not valid Unicode")
    return EkycException.InvalidRequest("invalid request: ${violation.field} ${violation.reason}", listOf(violation), error)
}

/** An [EkycException.InvalidConfiguration] of the wrapper's own, worded as the core words it. */
internal fun invalidConfiguration(setting: String, reason: String, cause: Throwable? = null): EkycException =
    EkycException.InvalidConfiguration("invalid configuration: $setting: $reason", setting, reason, cause)
