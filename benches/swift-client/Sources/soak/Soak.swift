import Ekyc
import EkycTesting
import Foundation

/// Many calls against a sandbox that misbehaves: `soak CALLS`. Fails if a call ends in anything but an answer, a typed error or its own
/// cancellation, if an event is missing, or if memory or descriptors grow.
@main
struct Soak {
    static func main() async throws {
        guard let calls = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }), calls >= 1000 else {
            print("say `soak CALLS`, at least 1000")
            exit(64)
        }
        let problems = try await withSandbox { sandbox in try await soak(sandbox, calls) }
        for problem in problems { print("soak: \(problem)") }
        exit(problems.isEmpty ? 0 : 1)
    }

    /// What can happen to a call. Each fault meets the call at whose turn it is set, or one of its neighbours.
    private static let faults: [SandboxControl.Fault] = {
        var slow = SandboxControl.Fault("slow")
        slow.delayMs = 20
        var busy = SandboxControl.Fault("throttle")
        busy.retryAfterMs = 1
        return [
            slow, busy, .init("reset"), .init("cut"), .init("internal_error"), .init("unavailable"), .init("not_json"),
            .init("hang"),
        ]
    }()

    private static func soak(_ sandbox: Sandbox, _ calls: Int) async throws -> [String] {
        let (counts, observer, provider) = (Counts(), Watching(), Moody(sandbox: sandbox))
        let client = try sandbox.client(observer: observer, credentials: .provider(provider)) {
            $0.retry = RetrySettings(baseDelay: .milliseconds(1), maxDelay: .milliseconds(2))
        }
        var (tenth, held) = (Held(), 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<calls {
                if held == 64 {
                    try await group.next()
                    held -= 1
                }
                if number % 20 == 0 { try await sandbox.control.set(faults[number / 20 % faults.count]) }
                if number == calls / 10 { tenth = .now() }
                group.addTask { await one(client, number, counts) }
                held += 1
            }
            try await group.waitForAll()
        }
        let end = Held.now()
        try await client.shutdown(grace: .seconds(10))
        let told = await counts.all
        print(
            "soak: \(calls) calls: \(told.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
        print("soak: at a tenth \(tenth), at the end \(end)")
        var problems: [String] = []
        if told.values.reduce(0, +) != calls { problems.append("\(calls - told.values.reduce(0, +)) calls are lost") }
        for kind in ["answer", "cancelled by its task", "timeout"] where told[kind, default: 0] == 0 {
            problems.append("no call ended with: \(kind); the faults did not meet them")
        }
        for (kind, count) in told where kind.hasPrefix("unexpected:") || kind == "internal" || kind == "cancelled" {
            problems.append("\(count) calls ended with: \(kind)")
        }
        // A call that was cancelled before its task began has no event; every other one has one.
        let least = calls - told["cancelled by its task", default: 0]
        let events = await observer.settled(at: least)
        if events < least { problems.append("at least \(least) calls have an event, but \(events) came, lost ones included") }
        // Allocators keep what they once had; a leak of a hundred bytes a call shows beyond this.
        let allowed = 24 * 1024 + (calls - calls / 10) / 10
        if end.kib > tenth.kib + allowed { problems.append("memory grew from \(tenth.kib) to \(end.kib) KiB") }
        if end.descriptors > tenth.descriptors + 80 {
            problems.append("descriptors grew from \(tenth.descriptors) to \(end.descriptors)")
        }
        return problems
    }

    private static func one(_ client: EkycClient, _ number: Int, _ counts: Counts) async {
        let options = CallOptions(attemptTimeout: .milliseconds(400), overallTimeout: .seconds(2))
        let call = Task {
            try await client.initialize(
                InitializeRequest(
                    productCode: .eKyc, merchantBizId: newMerchantBizId(), metaInfo: "{}", merchantUserId: "user \(number)",
                    docType: .globalPassport), options: options)
        }
        // Every tenth is cancelled, at one moment or another.
        if number % 10 == 0 {
            for _ in 0..<number % 97 { await Task.yield() }
            call.cancel()
        }
        do {
            let response = try await call.value
            await counts.add(response.transactionId.isEmpty ? "unexpected: an empty answer" : "answer")
        } catch is CancellationError {
            await counts.add("cancelled by its task")
        } catch let error as EkycError {
            await counts.add(error.kind.rawValue)
        } catch {
            await counts.add("unexpected: \(type(of: error))")
        }
    }
}

/// How calls ended.
private actor Counts {
    private(set) var all: [String: Int] = [:]

    func add(_ what: String) { all[what, default: 0] += 1 }
}

/// Counts the events of calls, those that were lost included.
private actor Watching: EkycObserver {
    private var calls = 0
    private let (stream, sink) = AsyncStream<Int>.makeStream()

    nonisolated func call(_ event: CallEvent) { sink.yield(1) }

    /// Attempts are lost as well, so that this may count too many; never too few.
    nonisolated func lost(_ events: Int) { sink.yield(events) }

    /// Waits until so many have come, which the observer's own thread tells after the calls have ended.
    func settled(at number: Int) async -> Int {
        let impatient = Task {
            try await Task.sleep(for: .seconds(30))
            sink.finish()
        }
        for await more in stream {
            calls += more
            if calls >= number { break }
        }
        impatient.cancel()
        return calls
    }
}

/// Gives keys that expire soon, and sometimes throws.
private actor Moody: CredentialsProvider {
    private let sandbox: Sandbox
    private var asked = 0

    init(sandbox: Sandbox) { self.sandbox = sandbox }

    func keys() async throws -> TemporaryKeys {
        asked += 1
        if asked % 7 == 3 { throw CredentialsProviderError(reason: "no keys this time") }
        return TemporaryKeys(
            id: sandbox.accessKeyId, secret: sandbox.accessKeySecret, expires: Date(timeIntervalSinceNow: 5))
    }
}

/// What the process holds.
private struct Held: CustomStringConvertible {
    var kib = 0
    var descriptors = 0

    var description: String { "\(kib) KiB, \(descriptors) descriptors" }

    static func now() -> Held {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        let kib = Int(line.filter(\.isNumber)) ?? 0
        return Held(kib: kib, descriptors: (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0)
    }
}
