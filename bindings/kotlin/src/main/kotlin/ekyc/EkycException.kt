package ekyc

/**
 * What went wrong, ordered by what you can do about it: one subclass for each kind.
 *
 * [message] is a readable sentence, never empty, with the service's code and request id where there is one. It holds no
 * secret and no personal data.
 *
 * A later version may add a subclass, so give a `when` over the subclasses an `else`.
 */
public sealed class EkycException(
    message: String,
    /** The kind in snake case, for example `access_denied`: for logs, metrics and scripts. The same in every language. */
    public val kind: String,
    /** What the service said, if the error is the service's answer. */
    public val fault: ServiceFault? = null,
    /** How often the call was sent: 0 if it ended before the first attempt, 1 if it was not repeated. */
    public val attempts: Int = 0,
    /**
     * `true` if an attempt may have reached the service while no answer told the outcome: it may have created a
     * transaction. Initialize is not idempotent, so a repeated call can create a second one.
     */
    @get:JvmName("isOutcomeUnknown")
    public val outcomeUnknown: Boolean = false,
    cause: Throwable? = null,
) : Exception(message, cause) {
    /** The readable sentence. */
    override val message: String get() = super.message.orEmpty()

    /** The service's `Code`, for example `Forbidden.RAMUserAccessDenied`; `null` if the service did not answer with one. */
    public val code: String? get() = fault?.code

    /** The HTTP status of the answer; `null` if there was none. */
    public val httpStatus: Int? get() = (this as? UnexpectedAnswer)?.status ?: fault?.httpStatus

    /** The service's `RequestId`, which the vendor's support asks for; `null` if there is none. */
    public val requestId: String? get() = (this as? UnexpectedAnswer)?.answerRequestId ?: fault?.requestId

    /** The service's own words, with values of the request masked; `null` if it said nothing. */
    public val serviceText: String? get() = fault?.text?.ifEmpty { null }

    /** A setting is wrong, or the native library is missing or belongs to another version. Nothing was sent. Correct it. */
    public class InvalidConfiguration internal constructor(
        message: String,
        /** The setting's name, for example `connect_timeout_ms` or `native library`. */
        public val setting: String,
        /** What is wrong, and what is accepted. */
        public val reason: String,
        cause: Throwable?,
    ) : EkycException(message, "invalid_configuration", cause = cause)

    /** The request breaks a documented rule of the service. Nothing was sent. */
    public class InvalidRequest internal constructor(
        message: String,
        /** Every rule the request breaks. Never empty. */
        public val violations: List<Violation>,
        cause: Throwable?,
    ) : EkycException(message, "invalid_request", cause = cause)

    /**
     * There are no usable credentials, or the service does not accept them: an unknown or disabled key, a wrong secret, an
     * expired or malformed security token.
     */
    public class Credentials internal constructor(
        message: String,
        /** What is missing or wrong, without any value of a key. If several sources were asked, each of them with its reason. */
        public val reason: String,
        fault: ServiceFault?,
        attempts: Attempts,
    ) : EkycException(message, "credentials", fault, attempts.count, attempts.outcomeUnknown)

    /** The service could not be reached, or the connection broke. */
    public class Network internal constructor(
        message: String,
        /** How far the last attempt had come. */
        public val phase: NetworkPhase,
        /** What the transport reported. */
        public val reason: String,
        attempts: Attempts,
    ) : EkycException(message, "network", null, attempts.count, attempts.outcomeUnknown)

    /** A deadline of the client passed. */
    public class Timeout internal constructor(
        message: String,
        /** The deadline that passed. */
        public val deadline: Deadline,
        /** The deadline's length in milliseconds. */
        public val limitMs: Long,
        attempts: Attempts,
    ) : EkycException(message, "timeout", null, attempts.count, attempts.outcomeUnknown)

    /** The account's quota is used up. Slow down, then repeat. */
    public class Throttled internal constructor(
        message: String,
        /** How long the service asks to wait, in milliseconds; `null` if it did not say. */
        public val retryAfterMs: Long?,
        fault: ServiceFault,
        attempts: Attempts,
    ) : EkycException(message, "throttled", fault, attempts.count, attempts.outcomeUnknown)

    /** The key is valid but not allowed to do this. A person has to act: see [remedy]. */
    public class AccessDenied internal constructor(
        message: String,
        /** Whose permission is missing. */
        public val subject: AccessSubject,
        /** What the vendor says to do. */
        public val remedy: String,
        fault: ServiceFault,
        attempts: Attempts,
    ) : EkycException(message, "access_denied", fault, attempts.count, attempts.outcomeUnknown)

    /** The service understood the request and refused it. Repeated unchanged, it fails again. */
    public class Rejected internal constructor(message: String, fault: ServiceFault, attempts: Attempts) :
        EkycException(message, "rejected", fault, attempts.count, attempts.outcomeUnknown)

    /** The service says that it failed (5xx). A later attempt may succeed. */
    public class ServiceFailure internal constructor(message: String, fault: ServiceFault, attempts: Attempts) :
        EkycException(message, "service_failure", fault, attempts.count, attempts.outcomeUnknown)

    /**
     * The answer is not one this library understands. Often a proxy or a captive portal answered instead of the service.
     */
    public class UnexpectedAnswer internal constructor(
        message: String,
        /** What was wrong with the answer; never its content. */
        public val reason: String,
        @get:JvmSynthetic internal val status: Int,
        @get:JvmSynthetic internal val answerRequestId: String?,
        attempts: Attempts,
    ) : EkycException(message, "unexpected_answer", null, attempts.count, attempts.outcomeUnknown)

    /**
     * The client was closed while the call ran. A cancelled coroutine or future gets a `CancellationException` instead, an
     * interrupted thread an [InterruptedException].
     */
    public class Cancelled internal constructor(message: String, attempts: Attempts) :
        EkycException(message, "cancelled", null, attempts.count, attempts.outcomeUnknown)

    /** A fault of this library. Please report it with the text. */
    public class Internal internal constructor(
        message: String,
        /** What happened. Of a panic or an exception of the library's own no more than its class: its text could hold anything. */
        public val reason: String,
        attempts: Attempts,
    ) : EkycException(message, "internal", null, attempts.count, attempts.outcomeUnknown)

    /**
     * The client's own limit on calls a second ([ClientConfig.quota]) left no room within the time the call was ready to wait. The
     * service was not asked (again). Slow down, or allow a longer wait.
     */
    public class QuotaExhausted internal constructor(
        message: String,
        /** The operation whose calls are limited, for example `Initialize`. */
        public val operation: String,
        /** The limit at this moment; lower than the configured one after the service has throttled calls. */
        public val callsPerSecond: Int,
        /** How long the call would have had to wait, in milliseconds: an estimate. */
        public val waitMs: Long,
        attempts: Attempts,
    ) : EkycException(message, "quota_exhausted", null, attempts.count, attempts.outcomeUnknown)

    /** What was given as a callback is none of this merchant's. Answer it with an error, and do nothing else. */
    public class InvalidCallback internal constructor(
        message: String,
        /** What is wrong with it. */
        public val problem: CallbackProblem,
        /** The same as a sentence, never with a value of the callback. */
        public val reason: String,
    ) : EkycException(message, "invalid_callback", null, 0, false)

    /**
     * The quota that several machines share could not be asked, and the client's settings say that a call fails then. Nothing was
     * sent (again).
     */
    public class QuotaUnavailable internal constructor(
        message: String,
        /** What happened. */
        public val reason: String,
        attempts: Attempts,
    ) : EkycException(message, "quota_unavailable", null, attempts.count, attempts.outcomeUnknown)
}
