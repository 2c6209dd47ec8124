import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    /// Errors that are found before anything is sent.
    @Suite struct ClientErrors {
        @Test func everySettingIsNamed() async throws {
            let settings: [(String, ClientConfig)] = [
                ("region", ClientConfig()),
                ("endpoint", ClientConfig(region: .hongKong, endpoint: "https://example.com")),
                ("endpoint", ClientConfig(endpoint: "http://example.com")),
                ("network", ClientConfig(network: .vpc, endpoint: "https://example.com")),
                ("connectTimeout", ClientConfig(region: .jakarta, connectTimeout: .zero)),
                ("attemptTimeout", ClientConfig(region: .singapore, attemptTimeout: .milliseconds(600_001))),
                ("overallTimeout", ClientConfig(region: .kualaLumpur, overallTimeout: .milliseconds(-1))),
                ("extraRootCertificatesPem", ClientConfig(region: .hongKong, extraRootCertificatesPem: "no PEM")),
                ("applicationName", ClientConfig(region: .hongKong, applicationName: "with a blank")),
            ]
            let credentials = try Credentials.sandbox()
            for (setting, config) in settings {
                let error = try await failure(telling: Told("invalid_configuration"), "invalid configuration: \(setting): ") {
                    try EkycClient(config: config, credentials: credentials)
                }
                #expect(error.setting == setting && error.reason?.isEmpty == false)
            }
        }

        @Test func allViolationsComeAtOnceAndNothingIsSent() async throws {
            try await withSandbox { sandbox in
                var request = try InitializeRequest.valid()
                request.merchantBizId = "not allowed, and much longer than thirty-two"
                request.metaInfo = ""
                request.docType = nil
                request.sceneCode = "eleven_long"
                request.callbackUrl = "http://example.com"
                request.docPageConfig = []
                request.facePicture = Data(count: 1_048_577)
                request.extraParameters = ["metainfo": "x", "Signature": "y"]
                let error = try await failure(telling: Told("invalid_request"), "invalid request: ", "merchantBizId has 44") {
                    try await sandbox.client().initialize(request)
                }
                let violations = error.violations
                #expect(
                    violations.map(\.field) == [
                        "metaInfo", "facePicture", "merchantBizId", "merchantBizId", "sceneCode", "docType", "callbackUrl",
                        "docPageConfig", "extraParameters", "extraParameters",
                    ])
                #expect(violations.allSatisfy { !$0.reason.isEmpty })
                #expect(try await sandbox.control.seen().connections == 0)
            }
        }

        @Test func credentialsAreCheckedWhenTheyAreMade() async throws {
            let told = Told("credentials")
            try await failure(telling: told, "id is empty") { try Credentials.accessKey(id: "", secret: "s") }
            try await failure(telling: told, "secret") { try Credentials.accessKey(id: "i", secret: "s\n") }
            try await failure(telling: told, "token is empty") { try Credentials.temporary(id: "i", secret: "s", token: "") }
        }

        @Test func credentialsFromTheEnvironment() async throws {
            let names = ["ID", "SECRET"].map { "ALIBABA_CLOUD_ACCESS_KEY_\($0)" } + ["ALIBABA_CLOUD_SECURITY_TOKEN"]
            let before = names.map { ProcessInfo.processInfo.environment[$0] }
            defer { for (name, value) in zip(names, before) { set(name, value) } }

            for name in names { set(name, nil) }
            try await failure(telling: Told("credentials"), names[0]) { try Credentials.fromEnvironment() }
            set(names[0], Sandbox.keyId)
            try await failure(telling: Told("credentials"), names[1]) { try Credentials.fromEnvironment() }
            set(names[1], Sandbox.keySecret)
            #expect(try "\(Credentials.fromEnvironment())".contains("none"))
            set(names[2], Planted.securityToken)
            #expect(try !"\(Credentials.fromEnvironment())".contains("none"))
        }

        private func set(_ name: String, _ value: String?) {
            if let value { setenv(name, value, 1) } else { unsetenv(name) }
        }
    }
}
