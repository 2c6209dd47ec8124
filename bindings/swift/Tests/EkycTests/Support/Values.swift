import Ekyc
import Foundation

@testable import EkycTesting

/// Values that no format may show.
enum Planted {
    static let keySecret = "PlantedKeySecret"
    static let securityToken = "PlantedSecurityToken"
    static let metaInfo = #"{"deviceType":"h5","planted":"PlantedMetaInfo"}"#
    static let merchantUserId = "PlantedMerchantUserId"
    static let callbackToken = "PlantedCallbackToken"

    static let proxyUser = "PlantedProxyUser"
    static let proxyPassword = "PlantedProxyPassword"

    /// Found in a text, these give a planted value away.
    static let traces = [
        "PlantedKeySecret", "PlantedSecurityToken", "PlantedMetaInfo", "PlantedMerchantUserId", "PlantedCallbackToken",
        "PlantedProxyUser", "PlantedProxyPassword", "PlantedExtra", "PlantedPicture",
        Data("PlantedPicture".utf8).base64EncodedString(),
    ]
}

extension InitializeRequest {
    /// A request that the service accepts.
    static func valid() throws -> InitializeRequest {
        InitializeRequest(
            productCode: .eKyc, merchantBizId: try newMerchantBizId(), metaInfo: Planted.metaInfo,
            merchantUserId: Planted.merchantUserId, docType: .globalPassport, callbackToken: Planted.callbackToken)
    }
}

extension Credentials {
    /// The key that the tests' sandboxes know.
    static func sandbox() throws -> Credentials {
        try .accessKey(id: Sandbox.keyId, secret: Sandbox.keySecret)
    }
}

extension RetrySettings {
    /// A failed call is not repeated.
    static let never = RetrySettings(maxAttempts: 1)

    /// A failed call is repeated as ever, but soon.
    static let soon = RetrySettings(baseDelay: .milliseconds(1), maxDelay: .milliseconds(1))
}

extension Sandbox {
    /// The key that the tests' sandboxes know.
    static let keyId = SandboxProcess.keyId
    static let keySecret = SandboxProcess.keySecret
}

extension URL: @retroactive ExpressibleByStringLiteral {
    /// For the tests alone, whose addresses are right.
    public init(stringLiteral text: String) {
        self = URL(string: text) ?? URL(fileURLWithPath: text)
    }
}

/// Waiting in a thread that is not one of Swift's few.
func background<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}
