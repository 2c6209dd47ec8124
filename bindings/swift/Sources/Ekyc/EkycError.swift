import EkycCore

/// What went wrong, ordered by what the caller can do about it.
///
/// Its text (`description`, `localizedDescription`) is a readable sentence with the service's code and request id where there
/// is one. It holds no secret and no personal data: values of the request that the service repeats in its own text are masked.
///
/// A cancelled task gets Swift's own `CancellationError` instead.
public enum EkycError: Error, Equatable {
    /// A setting of the client is wrong. Nothing was sent. Correct the setting.
    case invalidConfiguration(setting: String, reason: String)

    /// The request breaks documented rules of the service. Nothing was sent. All violations are listed at once.
    case invalidRequest(violations: [Violation])

    /// There are no usable credentials, or the service does not accept them (then with its `fault`): unknown or disabled key,
    /// wrong secret, expired or malformed security token.
    case credentials(reason: String, fault: ServiceFault?)

    /// The service could not be reached, or the connection broke. With `outcomeUnknown` the request may have reached the
    /// service and created a transaction.
    case network(phase: NetworkPhase, outcomeUnknown: Bool, reason: String)

    /// A deadline of the client passed. With `outcomeUnknown` the request may have reached the service and created a
    /// transaction.
    case timeout(deadline: Deadline, limit: Duration, outcomeUnknown: Bool)

    /// The account's quota is used up. Slow down, then repeat: after `retryAfter`, if the service said so.
    case throttled(retryAfter: Duration?, fault: ServiceFault)

    /// The key is valid but not allowed to do this. A person has to act: `remedy` says how.
    case accessDenied(subject: AccessSubject, remedy: String, fault: ServiceFault)

    /// The service understood the request and refused it. Repeating it unchanged will fail again.
    case rejected(fault: ServiceFault)

    /// The service failed. A later attempt may succeed; this one may have created a transaction all the same.
    case serviceFailure(fault: ServiceFault)

    /// The answer is not one this library understands: not JSON, over 1 MiB, a redirect, or a success without a TransactionId.
    /// Often a proxy or a captive portal answered instead of the service.
    case unexpectedAnswer(httpStatus: Int, requestId: String?, reason: String)

    /// The client was closed while the call ran. With `outcomeUnknown` the request may have reached the service and created a
    /// transaction.
    case cancelled(outcomeUnknown: Bool)

    /// A fault of this library. Please report it with the text.
    case `internal`(reason: String)
}
