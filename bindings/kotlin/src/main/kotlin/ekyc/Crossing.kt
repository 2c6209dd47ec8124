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
    // A panic, or a fault of the generated code.
    else -> "${error.message ?: error.javaClass.name}; please report it".let { reason ->
        EkycException.Internal("internal error: $reason", reason, error)
    }
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
        is CoreException.Credentials -> EkycException.Credentials(message, error.reason, error.fault)
        is CoreException.Network -> EkycException.Network(message, error.phase, error.reason, error.outcomeUnknown)
        is CoreException.Timeout -> EkycException.Timeout(message, error.deadline, error.limitMs, error.outcomeUnknown)
        is CoreException.Throttled -> EkycException.Throttled(message, error.retryAfterMs, error.fault)
        is CoreException.AccessDenied -> EkycException.AccessDenied(message, error.subject, error.remedy, error.fault)
        is CoreException.Rejected -> EkycException.Rejected(message, error.fault)
        is CoreException.ServiceFailure -> EkycException.ServiceFailure(message, error.fault)
        is CoreException.UnexpectedAnswer ->
            EkycException.UnexpectedAnswer(message, error.reason, error.httpStatus, error.requestId)
        is CoreException.Cancelled -> EkycException.Cancelled(message, error.outcomeUnknown)
        is CoreException.Internal -> EkycException.Internal(message, error.reason, null)
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
