import Foundation

#if os(macOS) || os(Linux)
    /// The sandbox's process.
    final class SandboxProcess: Sendable {
        static let keyId = "EkycTestingKey"
        static let keySecret = "EkycTestingSecret"

        private let folder: URL
        private let process = Process()
        private let life = Pipe()
        private let output = Pipe()
        private let errors: URL
        private let securityToken: String?

        /// Where the program is.
        static func find(_ named: String?) throws -> String {
            let environment = ProcessInfo.processInfo.environment
            if let program = named ?? environment["EKYC_SANDBOX_BIN"] {
                guard FileManager.default.isExecutableFile(atPath: program) else {
                    throw SandboxUnavailable(reason: "\(program) is no program")
                }
                return program
            }
            let folders = environment["PATH", default: ""].split(separator: ":")
            let found = folders.map { "\($0)/ekyc-sandbox" }.first { FileManager.default.isExecutableFile(atPath: $0) }
            guard let found else {
                throw SandboxUnavailable(
                    reason: "there is no ekyc-sandbox on PATH; install it, or name it in EKYC_SANDBOX_BIN")
            }
            return found
        }

        init(program: String, folder: URL, options: [String]) throws {
            self.folder = folder
            errors = folder.appendingPathComponent("errors")
            securityToken = options.firstIndex(of: "--security-token").map { options[$0 + 1] }
            try Data().write(to: errors)
            process.executableURL = URL(fileURLWithPath: program)
            // It ends when our end of the pipe closes, so that it does not outlive a suite that crashed.
            process.arguments =
                ["--until-stdin-ends", "--listen", "127.0.0.1:0"]
                + ["--access-key-id", Self.keyId, "--access-key-secret", Self.keySecret]
                + ["--ca-file", path("ca.pem"), "--control", "127.0.0.1:0", "--control-file", path("control")] + options
            process.standardInput = life
            process.standardOutput = output
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
        }

        /// The first line it prints is its address; its files are written by then.
        func started() async throws -> Sandbox {
            let line = await onAThreadOfItsOwn { [output] in
                var line = Data()
                while let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
                    line += byte
                }
                return String(decoding: line, as: UTF8.self)
            }
            guard let endpoint = URL(string: line), endpoint.scheme != nil else {
                let said = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
                throw SandboxUnavailable(reason: "it printed no address. \(said)")
            }
            let control = try String(contentsOfFile: path("control"), encoding: .utf8)
            return Sandbox(
                endpoint: endpoint, accessKeyId: Self.keyId, accessKeySecret: Self.keySecret, securityToken: securityToken,
                rootCertificatePem: try? String(contentsOfFile: path("ca.pem"), encoding: .utf8),
                control: try SandboxControl(control))
        }

        func stop() async {
            try? life.fileHandleForWriting.close()
            await onAThreadOfItsOwn { [self] in process.waitUntilExit() }
        }

        private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    }

    /// Waiting must not take one of Swift's few threads.
    private func onAThreadOfItsOwn<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }
#endif
