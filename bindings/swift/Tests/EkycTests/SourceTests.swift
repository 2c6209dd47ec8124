import Ekyc
import EkycTesting
import Foundation
import Testing

extension EkycTests {
    /// That every source of keys is reached from Swift. What each of them does in detail is tested in Rust.
    @Suite struct Sources {
        @Test func metadataAndCredentialsUri() async throws {
            try await withSandbox("--metadata", "127.0.0.1:0") { sandbox in
                let metadata = try #require(try await sandbox.control.info().metadataEndpoint)
                for credentials in [
                    try Credentials.ecsRole(EcsRole(endpoint: try address(metadata))),
                    try .uri(CredentialsUri(uri: "\(metadata)/credentials")),
                    try .defaultChain(
                        ChainSettings(
                            cliProfileFile: "/nowhere", iniProfileFile: "/nowhere", ecsEndpoint: try address(metadata))),
                ] {
                    #expect(try await !sandbox.client(credentials: credentials).initialize(.valid()).transactionId.isEmpty)
                    #expect(!"\(credentials)".contains("none"), "a temporary key")
                }
            }
        }

        @Test func rolesAndProfiles() async throws {
            try await withSandbox { sandbox in
                let http = SourceHttp(extraRootCertificatesPem: sandbox.rootCertificatePem)
                let role = AssumeRole(roleArn: "acs:ram::123456789012:role/ekyc", stsEndpoint: sandbox.endpoint, http: http)
                let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ekyc-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(at: folder) }
                func file(_ name: String, _ text: String) throws -> String {
                    let file = folder.appendingPathComponent(name)
                    try text.write(to: file, atomically: true, encoding: .utf8)
                    return file.path
                }
                let ini = try file(
                    "credentials.ini",
                    "[default]\ntype = access_key\naccess_key_id = \(Sandbox.keyId)\naccess_key_secret = \(Sandbox.keySecret)\n"
                )
                let cli = try file(
                    "config.json",
                    #"{"current":"p","profiles":[{"name":"p","mode":"AK","access_key_id":"\#(Sandbox.keyId)","#
                        + #""access_key_secret":"\#(Sandbox.keySecret)"}]}"#)
                let token = try file("token", "an.identity.token")
                let all = [
                    try Credentials.assumeRole(role, with: .sandbox()), try .iniProfile(IniProfile(file: ini)),
                    try .cliProfile(CliProfile(file: cli)),
                    try .oidcRole(
                        OidcRole(
                            roleArn: role.roleArn, providerArn: "acs:ram::123456789012:oidc-provider/ack", tokenFile: token,
                            stsEndpoint: sandbox.endpoint, http: http)),
                ]
                for credentials in all {
                    #expect(try await !sandbox.client(credentials: credentials).initialize(.valid()).transactionId.isEmpty)
                    let signed = try await signInitialize(.valid(), config: sandbox.config, credentials: credentials)
                    #expect(signed.headers.contains { $0.name == "authorization" })
                }
            }
        }

        @Test func whenAllFailEachIsListedWithItsReason() async throws {
            let nothing = try SilentListener()
            let chain = ChainSettings(
                cliProfileFile: "/nowhere/config.json", iniProfileFile: "/nowhere/credentials.ini",
                ecsEndpoint: try address("http://127.0.0.1:\(nothing.port)"))
            let client = try EkycClient(
                config: ClientConfig(endpoint: "https://127.0.0.1:1"), credentials: .defaultChain(chain))
            try await failure(
                telling: Told("credentials"), "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ROLE_ARN", "/nowhere/config.json",
                "/nowhere/credentials.ini", "ALIBABA_CLOUD_CREDENTIALS_URI"
            ) { try await client.initialize(.valid()) }
        }

        @Test func aSettingThatIsWrongIsNamed() async throws {
            let wrong: [(String, () throws -> Credentials)] = [
                ("roleArn", { try .assumeRole(AssumeRole(roleArn: ""), with: .sandbox()) }),
                ("stsEndpoint", { try .oidcRole(OidcRole(stsEndpoint: "http://example.com")) }),
                ("endpoint", { try .ecsRole(EcsRole(endpoint: "ftp://example.com")) }),
                ("proxy", { try .uri(CredentialsUri(http: SourceHttp(proxy: .through(url: "http://", bypass: [])))) }),
            ]
            for (setting, make) in wrong {
                try await failure(telling: Told("invalid_configuration"), setting) { try make() }
            }
        }
    }
}
