import Ekyc
import Foundation

/// What the environment says. A variable that is set but empty counts as not set.
struct Settings {
    let environment: [String: String]

    /// `EKYC_ENDPOINT`, or Hong Kong; `EKYC_CA_FILE` holds further root certificates, such as the sandbox's.
    func config() throws -> ClientConfig {
        let endpoint = value("EKYC_ENDPOINT").flatMap(URL.init(string:))
        return ClientConfig(
            region: endpoint == nil ? .hongKong : nil,
            endpoint: endpoint,
            extraRootCertificatesPem: try value("EKYC_CA_FILE").map { try String(contentsOfFile: $0, encoding: .utf8) },
            applicationName: "swift-sample")
    }

    /// A verification of the sample's own user, unless the environment names another.
    func request() throws -> InitializeRequest {
        InitializeRequest(
            productCode: .eKyc,
            merchantBizId: try newMerchantBizId(),
            metaInfo: value("EKYC_META_INFO") ?? Self.metaInfo,
            merchantUserId: try value("EKYC_MERCHANT_USER_ID") ?? maskMerchantUserId("customer-4711", key: Self.maskingKey),
            docType: value("EKYC_DOC_TYPE").map { DocType(rawValue: $0) } ?? .globalPassport)
    }

    private func value(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What the client SDK's `getMetaInfo()` returns on a phone.
    private static let metaInfo =
        #"{"zimVer":"3.0.0","appVersion":"1","bioMetaInfo":"4.1.0:11501568,0","appName":"com.merchant.app","#
        + #""deviceType":"ios","osVersion":"iOS 18.6","apdidToken":"","deviceModel":"iPhone16,2"}"#

    /// Yours comes from your configuration: it must stay the same, and secret.
    private static let maskingKey = Data("a key for the sample alone".utf8)
}
