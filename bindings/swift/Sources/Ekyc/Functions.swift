import EkycCore
import Foundation

// Free functions: from outside they read `Ekyc.newMerchantBizId()` where a name alone says too little. A type called as its
// module would spoil exactly that.

/// The version of this library.
public let ekycVersion = BindingBuild.version

/// A fresh MerchantBizId: 32 lower-case hexadecimal digits from the system's random source.
///
/// - Throws: `EkycError.internal` if the system has no random source.
public func newMerchantBizId() throws(EkycError) -> String {
    try crossing { try coreNewMerchantBizId() }
}

/// A masked MerchantUserId: HMAC-SHA256 of your user id under your own key, as 64 hexadecimal digits.
///
/// The vendor urges to mask the id. A plain hash of a phone number can be reversed by trying them all; with a key that only you
/// hold it cannot. The same user and key always give the same masked id. Use 16 or more random bytes, the same for all calls.
///
/// - Throws: `EkycError.invalidRequest` if the key or the user id is empty.
public func maskMerchantUserId(_ userId: String, key: Data) throws(EkycError) -> String {
    try crossing { try coreMaskMerchantUserId(userId: userId, key: key) }
}

/// Validates an Initialize request and signs it with the present time and a fresh nonce, to be sent by an HTTP stack of your
/// own. Credentials whose keys must be fetched first hold the calling thread until they are there.
///
/// - Throws: `EkycError.invalidRequest` with every violation, or `EkycError.invalidConfiguration` if the endpoint is wrong.
public func signInitialize(
    _ request: InitializeRequest, config: ClientConfig, credentials: Credentials
) throws(EkycError) -> SignedRequest {
    try crossing { try coreSignInitialize(request: request, config: config, credentials: credentials.core) }
}

/// As above, with a date (UTC, `yyyy-MM-ddTHH:mm:ssZ`) and a nonce that was never used before.
public func signInitialize(
    _ request: InitializeRequest, config: ClientConfig, credentials: Credentials, date: String, nonce: String
) throws(EkycError) -> SignedRequest {
    try crossing {
        try coreSignInitializeAt(
            request: request, config: config, credentials: credentials.core, date: date, nonce: nonce)
    }
}

/// Reads the answer to an Initialize request that an HTTP stack of your own received.
///
/// Give the request too: its values are then masked where the service repeats them in its own words, as the client does it. Without it,
/// treat the error's text as personal data.
///
/// - Throws: `EkycError` of every kind that an answer can mean.
public func readInitialize(
    _ answer: HttpAnswer, request: InitializeRequest? = nil
) throws(EkycError) -> InitializeResponse {
    try crossing { try coreReadInitialize(answer: answer, request: request) }
}

/// Signs any request with ACS3-HMAC-SHA256 and shows every stage.
///
/// - Throws: `EkycError.invalidRequest` if the request cannot be signed as it is.
public func signAcs3(_ request: Acs3Request, credentials: Credentials) throws(EkycError) -> Acs3Signature {
    try crossing { try coreSignAcs3(request: request, credentials: credentials.core) }
}
