import Foundation

// Each in two forms. The one that is asynchronous may wait for keys, on a thread that nobody else needs. The other one never waits, so that
// it can stand anywhere, and takes only credentials that hold their keys.

/// Validates an Initialize request and signs it with the present time and a fresh nonce, to be sent by an HTTP stack of your own.
///
/// - Throws: an error of the kind ``EkycError/Kind/invalidRequest`` with every violation, ``EkycError/Kind/invalidConfiguration`` if the
///   endpoint is wrong, or ``EkycError/Kind/credentials`` if there are no keys.
public func signInitialize(
    _ request: InitializeRequest, config: ClientConfig, credentials: Credentials
) async throws(EkycError) -> SignedRequest {
    try await Signing(Numbers.signInitialize, config, credentials) { request.write(to: &$0) }.later()
}

/// As the asynchronous form, for credentials that hold their keys: ``Credentials/accessKey(id:secret:)``,
/// ``Credentials/temporary(id:secret:token:)``, ``Credentials/fromEnvironment()``. Never waits.
public func signInitialize(
    _ request: InitializeRequest, config: ClientConfig, credentials: Credentials
) throws(EkycError) -> SignedRequest {
    try Signing(Numbers.signInitialize, config, credentials) { request.write(to: &$0) }.now()
}

/// As above, with a date (UTC, `yyyy-MM-ddTHH:mm:ssZ`) and a nonce that was never used before. Never waits, so the credentials must hold their
/// keys.
public func signInitialize(
    _ request: InitializeRequest, config: ClientConfig, credentials: Credentials, date: String, nonce: String
) throws(EkycError) -> SignedRequest {
    try Signing(Numbers.signInitializeAt, config, credentials) {
        request.write(to: &$0)
    } after: {
        $0.string(date)
        $0.string(nonce)
    }.now()
}

/// Validates a CheckResult request and signs it with the present time and a fresh nonce, to be sent by an HTTP stack of your own.
///
/// - Throws: as `signInitialize` does.
public func signCheckResult(
    _ request: CheckResultRequest, config: ClientConfig, credentials: Credentials
) async throws(EkycError) -> SignedRequest {
    try await Signing(Numbers.signCheckResult, config, credentials) { request.write(to: &$0) }.later()
}

/// As the asynchronous form, for credentials that hold their keys. Never waits.
public func signCheckResult(
    _ request: CheckResultRequest, config: ClientConfig, credentials: Credentials
) throws(EkycError) -> SignedRequest {
    try Signing(Numbers.signCheckResult, config, credentials) { request.write(to: &$0) }.now()
}

/// Validates a request for any operation and signs it with the present time and a fresh nonce, to be sent by an HTTP stack of your own.
///
/// - Throws: as `signInitialize` does.
public func signOperation(
    _ request: OperationRequest, config: ClientConfig, credentials: Credentials
) async throws(EkycError) -> SignedRequest {
    try await Signing(Numbers.signOperation, config, credentials) { request.write(to: &$0) }.later()
}

/// As the asynchronous form, for credentials that hold their keys. Never waits.
public func signOperation(
    _ request: OperationRequest, config: ClientConfig, credentials: Credentials
) throws(EkycError) -> SignedRequest {
    try Signing(Numbers.signOperation, config, credentials) { request.write(to: &$0) }.now()
}

/// Signs any request with ACS3-HMAC-SHA256 and shows every stage.
///
/// - Throws: an error of the kind ``EkycError/Kind/invalidRequest`` if the request cannot be signed as it is, or
///   ``EkycError/Kind/credentials`` if there are no keys.
public func signAcs3(_ request: Acs3Request, credentials: Credentials) async throws(EkycError) -> Acs3Signature {
    try await Signing(request, credentials).later()
}

/// As the asynchronous form, for credentials that hold their keys. Never waits.
public func signAcs3(_ request: Acs3Request, credentials: Credentials) throws(EkycError) -> Acs3Signature {
    try Signing(request, credentials).now()
}

/// What a signing function is told, and what it gives.
private struct Signing<Signed: Sendable>: Sendable {
    let function: UInt32
    let credentials: Credentials
    let write: @Sendable (inout WireWriter) -> Void
    let read: @Sendable (inout WireReader) throws -> Signed

    /// On a thread that may wait for keys.
    func later() async throws(EkycError) -> Signed {
        try await NativeCore.callElsewhere(function, write, read: read)
    }

    /// On this thread, with keys that are there.
    func now() throws(EkycError) -> Signed {
        try credentials.mustHoldKeys()
        return try NativeCore.call(function, write, read: read)
    }
}

extension Signing<SignedRequest> {
    init(
        _ function: UInt32, _ config: ClientConfig, _ credentials: Credentials,
        request: @escaping @Sendable (inout WireWriter) -> Void,
        after: @escaping @Sendable (inout WireWriter) -> Void = { _ in }
    ) {
        self.init(function: function, credentials: credentials) { writer in
            request(&writer)
            config.write(to: &writer)
            writer.handle(credentials.core.number)
            after(&writer)
        } read: {
            try SignedRequest(from: &$0)
        }
    }
}

extension Signing<Acs3Signature> {
    init(_ request: Acs3Request, _ credentials: Credentials) {
        self.init(function: Numbers.signAcs3, credentials: credentials) { writer in
            request.write(to: &writer)
            writer.handle(credentials.core.number)
        } read: {
            try Acs3Signature(from: &$0)
        }
    }
}
