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
    try await NativeCore.callElsewhere(Numbers.signInitialize) { writer in
        request.write(to: &writer)
        config.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try SignedRequest(from: &$0)
    }
}

/// As the asynchronous form, for credentials that hold their keys: ``Credentials/accessKey(id:secret:)``,
/// ``Credentials/temporary(id:secret:token:)``, ``Credentials/fromEnvironment()``. Never waits.
public func signInitialize(
    _ request: InitializeRequest, config: ClientConfig, credentials: Credentials
) throws(EkycError) -> SignedRequest {
    try credentials.mustHoldKeys()
    return try NativeCore.call(Numbers.signInitialize) { writer in
        request.write(to: &writer)
        config.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try SignedRequest(from: &$0)
    }
}

/// As above, with a date (UTC, `yyyy-MM-ddTHH:mm:ssZ`) and a nonce that was never used before. Never waits, so the credentials must hold their
/// keys.
public func signInitialize(
    _ request: InitializeRequest, config: ClientConfig, credentials: Credentials, date: String, nonce: String
) throws(EkycError) -> SignedRequest {
    try credentials.mustHoldKeys()
    return try NativeCore.call(Numbers.signInitializeAt) { writer in
        request.write(to: &writer)
        config.write(to: &writer)
        writer.handle(credentials.core.number)
        writer.string(date)
        writer.string(nonce)
    } read: {
        try SignedRequest(from: &$0)
    }
}

/// Validates a CheckResult request and signs it with the present time and a fresh nonce, to be sent by an HTTP stack of your own.
///
/// - Throws: as `signInitialize` does.
public func signCheckResult(
    _ request: CheckResultRequest, config: ClientConfig, credentials: Credentials
) async throws(EkycError) -> SignedRequest {
    try await NativeCore.callElsewhere(Numbers.signCheckResult) { writer in
        request.write(to: &writer)
        config.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try SignedRequest(from: &$0)
    }
}

/// As the asynchronous form, for credentials that hold their keys. Never waits.
public func signCheckResult(
    _ request: CheckResultRequest, config: ClientConfig, credentials: Credentials
) throws(EkycError) -> SignedRequest {
    try credentials.mustHoldKeys()
    return try NativeCore.call(Numbers.signCheckResult) { writer in
        request.write(to: &writer)
        config.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try SignedRequest(from: &$0)
    }
}

/// Validates a request for any operation and signs it with the present time and a fresh nonce, to be sent by an HTTP stack of your own.
///
/// - Throws: as `signInitialize` does.
public func signOperation(
    _ request: OperationRequest, config: ClientConfig, credentials: Credentials
) async throws(EkycError) -> SignedRequest {
    try await NativeCore.callElsewhere(Numbers.signOperation) { writer in
        request.write(to: &writer)
        config.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try SignedRequest(from: &$0)
    }
}

/// As the asynchronous form, for credentials that hold their keys. Never waits.
public func signOperation(
    _ request: OperationRequest, config: ClientConfig, credentials: Credentials
) throws(EkycError) -> SignedRequest {
    try credentials.mustHoldKeys()
    return try NativeCore.call(Numbers.signOperation) { writer in
        request.write(to: &writer)
        config.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try SignedRequest(from: &$0)
    }
}

/// Signs any request with ACS3-HMAC-SHA256 and shows every stage.
///
/// - Throws: an error of the kind ``EkycError/Kind/invalidRequest`` if the request cannot be signed as it is, or
///   ``EkycError/Kind/credentials`` if there are no keys.
public func signAcs3(_ request: Acs3Request, credentials: Credentials) async throws(EkycError) -> Acs3Signature {
    try await NativeCore.callElsewhere(Numbers.signAcs3) { writer in
        request.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try Acs3Signature(from: &$0)
    }
}

/// As the asynchronous form, for credentials that hold their keys. Never waits.
public func signAcs3(_ request: Acs3Request, credentials: Credentials) throws(EkycError) -> Acs3Signature {
    try credentials.mustHoldKeys()
    return try NativeCore.call(Numbers.signAcs3) { writer in
        request.write(to: &writer)
        writer.handle(credentials.core.number)
    } read: {
        try Acs3Signature(from: &$0)
    }
}
