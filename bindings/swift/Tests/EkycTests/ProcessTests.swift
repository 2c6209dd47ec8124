import Ekyc
import EkycTesting
import Foundation
import Testing

// The probe is found, and its threads counted, in /proc.
#if os(Linux)
    extension EkycTests {
        /// What a program of its own does with the library: see `EkycProbe`.
        @Suite struct Processes {
            @Test func aForkedChildHasAWorkingClientAndTheParentKeepsItsOwn() async throws {
                try await withSandbox { sandbox in
                    let lines = try await probe("fork", sandbox).lines
                    #expect(lines.first == "child 0")
                    #expect(lines.last?.wholeMatch(of: /parent \S+ \S+/) != nil, "\(lines)")
                    let seen = try await sandbox.control.seen()
                    #expect(seen.requests == 4)
                    #expect(Set(seen.events.map(\.connection)).count == 2, "one for each process")
                }
            }

            @Test func tenThousandClientsLeaveNothingBehind() async throws {
                try await withSandbox { sandbox in
                    let lines = try await probe("clients", sandbox).lines
                    let shape = /before threads=(\d+) files=(\d+) after threads=(\d+) files=(\d+)/
                    let counts = try #require(lines.first?.wholeMatch(of: shape), "\(lines)")
                    // Fewer is well: Swift's own threads end when they have long had nothing to do.
                    #expect(Int(counts.3)! <= Int(counts.1)! && Int(counts.4)! <= Int(counts.2)!, "\(lines)")
                    #expect(lines.last == "observers gone")
                }
            }

            /// The probe that was linked with a debug build of the library, because no other can be asked to panic.
            @Test func aPanicInTheCoreIsAnErrorWithoutItsTextAndTheClientGoesOn() async throws {
                try await withSandbox { sandbox in
                    let (lines, errors) = try await probe("panic", sandbox, at: Required.path("EKYC_DEBUG_PROBE"))
                    #expect(lines.count == 2)
                    #expect(
                        lines.first?.hasPrefix("internal attempts=1 outcomeUnknown=true: internal error: ") == true, "\(lines)")
                    #expect(!lines.joined().contains("Planted") && !errors.contains("Planted"), "\(errors)")
                    #expect(errors.contains("test_hook.rs"), "the place is told")
                    #expect(lines.last?.wholeMatch(of: /afterwards \S+/) != nil)
                }
            }
        }
    }

    /// Runs the probe against the sandbox, and gives what it printed and what it wrote to standard error.
    private func probe(
        _ task: String, _ sandbox: Sandbox, at program: URL? = nil
    ) async throws -> (lines: [String], errors: String) {
        let caFile = FileManager.default.temporaryDirectory.appendingPathComponent("ekyc-ca-\(UUID().uuidString).pem")
        try (sandbox.rootCertificatePem ?? "").write(to: caFile, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: caFile) }
        let process = Process()
        // Beside the program that runs this test.
        let beside = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL =
            program ?? URL(fileURLWithPath: beside).deletingLastPathComponent().appendingPathComponent("EkycProbe")
        process.arguments = [task]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "EKYC_ENDPOINT": sandbox.endpoint.absoluteString, "EKYC_CA_FILE": caFile.path,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": Sandbox.keyId,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": Sandbox.keySecret, "ALIBABA_CLOUD_SECURITY_TOKEN": "",
        ]) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        async let printed = background { output.fileHandleForReading.readDataToEndOfFile() }
        async let complaints = background { errors.fileHandleForReading.readDataToEndOfFile() }
        let (text, words) = await (String(decoding: printed, as: UTF8.self), String(decoding: complaints, as: UTF8.self))
        await background { process.waitUntilExit() }
        #expect(process.terminationStatus == 0, "\(words)")
        return (text.split(separator: "\n").map(String.init), words)
    }
#endif
