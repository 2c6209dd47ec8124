import Foundation

// Free functions: from outside they read `Ekyc.newMerchantBizId()` where a name alone says too little. A type called as its
// module would spoil exactly that.

/// The version of this library.
public let ekycVersion = BindingBuild.version

/// A fresh MerchantBizId: 32 lower-case hexadecimal digits from the system's random source.
///
/// - Throws: an error of the kind ``EkycError/Kind/internal`` if the system has no random source.
public func newMerchantBizId() throws(EkycError) -> String {
    try NativeCore.call(Numbers.newMerchantBizId) { try $0.string() }
}

/// A masked MerchantUserId: HMAC-SHA256 of your user id under your own key, as 64 hexadecimal digits.
///
/// The vendor urges to mask the id. A plain hash of a phone number can be reversed by trying them all; with a key that only you
/// hold it cannot. The same user and key always give the same masked id. Use 16 or more random bytes, the same for all calls.
///
/// - Throws: an error of the kind ``EkycError/Kind/invalidRequest`` if the key or the user id is empty.
public func maskMerchantUserId(_ userId: String, key: Data) throws(EkycError) -> String {
    try NativeCore.call(Numbers.maskMerchantUserId) { writer in
        writer.string(userId)
        writer.data(key)
    } read: {
        try $0.string()
    }
}

/// Reads the answer to an Initialize request that an HTTP stack of your own received.
///
/// Give the request too: its values are then masked where the service repeats them in its own words, as the client does it. Without it,
/// treat the error's text as personal data.
///
/// - Throws: ``EkycError`` of every kind that an answer can mean.
public func readInitialize(
    _ answer: HttpAnswer, request: InitializeRequest? = nil
) throws(EkycError) -> InitializeResponse {
    try NativeCore.call(Numbers.readInitialize) { writer in
        answer.write(to: &writer)
        writer.optional(request) { $0.write(to: &$1) }
    } read: {
        try InitializeResponse(from: &$0)
    }
}
