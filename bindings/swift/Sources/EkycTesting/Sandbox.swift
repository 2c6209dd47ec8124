import Ekyc
import Foundation

/// The service on your own machine: a process of its own for a test.
///
/// It judges requests as the service does, and fails as you tell it. See ``withSandbox(_:program:body:)``.
public struct Sandbox: Sendable {
    /// Where it listens.
    public let endpoint: URL

    /// The AccessKey id that it knows.
    public let accessKeyId: String

    /// The secret of that key.
    public let accessKeySecret: String

    /// The token without which it refuses that key, if it was started with `--security-token`.
    let securityToken: String?

    /// The certificate that its own is signed with, to be trusted by a client; nil if it speaks plain HTTP.
    public let rootCertificatePem: String?

    /// What it does next, and what it saw.
    public let control: SandboxControl

    /// The settings that lead here and trust it.
    public var config: ClientConfig {
        ClientConfig(endpoint: endpoint, extraRootCertificatesPem: rootCertificatePem)
    }

    /// The key that it knows.
    public func credentials() throws -> Credentials {
        if let securityToken { return try .temporary(id: accessKeyId, secret: accessKeySecret, token: securityToken) }
        return try .accessKey(id: accessKeyId, secret: accessKeySecret)
    }

    /// A client that calls it, with these settings changed.
    ///
    /// - Parameters:
    ///   - observer: watches the client's calls.
    ///   - credentials: in place of the key that the sandbox knows.
    ///   - change: changes the settings.
    public func client(
        observer: (any EkycObserver)? = nil, credentials: Credentials? = nil, _ change: (inout ClientConfig) -> Void = { _ in }
    ) throws -> EkycClient {
        var config = config
        change(&config)
        return try EkycClient(config: config, credentials: credentials ?? self.credentials(), observer: observer)
    }
}

/// Runs `body` with a sandbox of its own, and stops it.
///
/// ```swift
/// @Test func startsAVerification() async throws {
///     try await withSandbox { sandbox in
///         let service = Verification(client: try sandbox.client())
///         #expect(try await !service.start(user: "user", metaInfo: "{}").isEmpty)
///     }
/// }
/// ```
///
/// - Parameters:
///   - options: of the program `ekyc-sandbox`, for example `"--http"`.
///   - program: its path. Without it: what `EKYC_SANDBOX_BIN` in the environment names, or `ekyc-sandbox` on `PATH`.
///   - isolation: where `body` runs: where the caller is.
///   - body: what to do with it.
/// - Throws: what `body` throws, or ``SandboxUnavailable``.
public func withSandbox<Value: Sendable>(
    _ options: String..., program: String? = nil, isolation: isolated (any Actor)? = #isolation,
    body: (Sandbox) async throws -> Value
) async throws -> Value {
    #if os(macOS) || os(Linux)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ekyc-sandbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = try SandboxProcess(program: SandboxProcess.find(program), folder: folder, options: options)
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(process.started()))
        } catch {
            outcome = .failure(error)
        }
        await process.stop()
        return try outcome.get()
    #else
        throw SandboxUnavailable(reason: "the sandbox is a program of its own, which this system does not let an app start")
    #endif
}

/// The sandbox did not start.
public struct SandboxUnavailable: Error, CustomStringConvertible, LocalizedError {
    /// Why, and what to do.
    public let reason: String

    /// A sentence with the reason.
    public var description: String { "the sandbox did not start: \(reason)" }

    /// The same as `description`; it makes `localizedDescription`.
    public var errorDescription: String? { description }
}
