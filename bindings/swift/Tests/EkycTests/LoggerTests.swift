import Ekyc
import EkycTesting
import Foundation
import Testing

/// Lines as a logger got them.
final class Lines: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [String] = []

    func add(_ line: String) { lock.withLock { all.append(line) } }

    var sofar: [String] { lock.withLock { all } }
}

extension EkycTests {
    @Suite struct Loggers {
        @Test func callsAndAttemptsAreLoggedThroughAnAdapterLikeSwiftLogs() async throws {
            try await withSandbox { sandbox in
                let lines = Lines()
                let logger = Logger { level, message, metadata in
                    lines.add("\(level): \(message)")
                    #expect(metadata["ekyc.call"] != nil && metadata["ekyc.duration_us"] != nil)
                }
                let recorder = Recorder()
                let observer = EkycObservers(EkycLoggingObserver(EkycSwiftLog(logger)), recorder)
                let client = try sandbox.client(observer: observer) { $0.retry = .soon }
                try await sandbox.control.set(.init("unavailable"))
                _ = try await client.initialize(.valid())
                _ = try await recorder.nextCall()
                try await sandbox.control.set(.init("reset"))
                try await failure(telling: Told("network", attempts: 1, outcomeUnknown: true)) {
                    try await client.initialize(.valid())
                }
                _ = try await recorder.nextCall()
                // The wait is left to chance.
                let sofar = lines.sofar.map { $0.replacing(/in \d+ ms$/, with: "soon") }
                #expect(
                    sofar == [
                        "warning: Initialize, attempt 1: service_failure (ServiceUnavailable); repeated soon",
                        "debug: Initialize, attempt 2: success", "info: Initialize: success after 2 attempts",
                        "debug: Initialize, attempt 1: network",
                        "error: Initialize: network after 1 attempt; a request may have reached the service",
                    ])
            }
        }

        @Test func thePrintLoggerWritesOneLineAndLetsNothingBeginAnother() {
            let lines = Lines()
            let logger = EkycPrintLogger { lines.add($0) }
            logger.log(.debug, "left out", [:])
            logger.log(.info, "one\ntwo\u{2028}three", ["b": "plain-1", "a": "x=1\n2025-01-01T00:00:00Z error forged"])
            #expect(lines.sofar.count == 1)
            #expect(
                lines.sofar.first?.hasSuffix(
                    #" info one?two?three [a="x=1\n2025-01-01T00:00:00Z error forged" b=plain-1]"#) == true, "\(lines.sofar)")
            EkycPrintLogger(from: .error).log(.warning, "left out", [:])
        }

        /// A code that comes from the network cannot forge a line, whatever the logger does.
        @Test func noLogLineBreaksInTwo() async throws {
            try await withSandbox { sandbox in
                try await sandbox.control.set(.answer(400, code: "A\nforged"))
                struct Plain: EkycLogger {
                    let lines: Lines
                    func log(_ level: EkycLogLevel, _ message: String, _ fields: [String: String]) {
                        lines.add(message + fields.values.joined())
                    }
                }
                let (lines, recorder) = (Lines(), Recorder())
                let observer = EkycObservers(EkycLoggingObserver(Plain(lines: lines)), recorder)
                try await failure(
                    telling: Told("rejected", code: #"A\nforged"#, httpStatus: 400, hasRequestId: true, attempts: 1)
                ) {
                    try await sandbox.client(observer: observer).initialize(.valid())
                }
                _ = try await recorder.nextCall()
                #expect(lines.sofar.count == 2)
                for line in lines.sofar { #expect(line.contains(#"A\nforged"#) && !line.contains("\n")) }
            }
        }

        @Test func levelsHaveAnOrder() {
            #expect(EkycLogLevel.allCases == EkycLogLevel.allCases.sorted())
            #expect(EkycLogLevel.allCases.map(\.rawValue) == ["debug", "info", "warning", "error"])
        }
    }
}
