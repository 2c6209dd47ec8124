import EkycCore

/// What went wrong, ordered by what the caller can do about it.
///
/// Its text (`description`, `localizedDescription`) is a readable sentence with the service's code and request id where there
/// is one. It holds no secret and no personal data: values of the request that the service repeats in its own text are masked.
///
/// `attempts` says how often the call was sent, and whether one of the requests may have created a transaction though no answer
/// told so.
///
/// A cancelled task gets Swift's own `CancellationError` instead.
public enum EkycError: Error, Equatable {
    /// A setting of the client is wrong. Nothing was sent. Correct the setting.
    case invalidConfiguration(setting: String, reason: String)

    /// The request breaks documented rules of the service. Nothing was sent. All violations are listed at once.
    case invalidRequest(violations: [Violation])

    /// There are no usable credentials, or the service does not accept them (then with its `fault`): unknown or disabled key,
    /// wrong secret, expired or malformed security token.
    case credentials(reason: String, fault: ServiceFault?, attempts: Attempts)

    /// The service could not be reached, or the connection broke.
    case network(phase: NetworkPhase, reason: String, attempts: Attempts)

    /// A deadline of the client passed.
    case timeout(deadline: Deadline, limit: Duration, attempts: Attempts)

    /// The account's quota is used up. Slow down, then repeat: after `retryAfter`, if the service said so.
    case throttled(retryAfter: Duration?, fault: ServiceFault, attempts: Attempts)

    /// The key is valid but not allowed to do this. A person has to act: `remedy` says how.
    case accessDenied(subject: AccessSubject, remedy: String, fault: ServiceFault, attempts: Attempts)

    /// The service understood the request and refused it. Repeating it unchanged will fail again.
    case rejected(fault: ServiceFault, attempts: Attempts)

    /// The service says that it failed. A later attempt may succeed.
    case serviceFailure(fault: ServiceFault, attempts: Attempts)

    /// The answer is not one this library understands: not JSON, over 1 MiB, a redirect, or a success without a TransactionId.
    /// Often a proxy or a captive portal answered instead of the service.
    case unexpectedAnswer(httpStatus: Int, requestId: String?, reason: String, attempts: Attempts)

    /// The client was closed while the call ran.
    case cancelled(attempts: Attempts)

    /// A fault of this library. Please report it with the text.
    case `internal`(reason: String, attempts: Attempts)

    /// The client's own limit on calls a second (its `quota`) left no room within the time the call was ready to wait. The service
    /// was not asked (again). Slow down, or allow a longer wait: the next place is about `wait` away. `callsPerSecond` is the limit
    /// at this moment, lower than the configured one after the service has throttled calls.
    case quotaExhausted(operation: String, callsPerSecond: Int, wait: Duration, attempts: Attempts)

    /// What was given as a callback is none of this merchant's. Answer it with an error, and do nothing else.
    case invalidCallback(problem: CallbackProblem, reason: String)

    /// The quota that several machines share could not be asked, and the client's settings say that a call fails then. Nothing was
    /// sent (again).
    case quotaUnavailable(reason: String, attempts: Attempts)
}
