import Ekyc
import Foundation

/// The load program of Swift; `benches/README.md` says what it is asked.
@main
struct Load {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch words.first {
        case "load" where words.count >= 5:
            let client = try client(words[1])
            for concurrency in words[4...] {
                guard readLine() != nil else { return }
                try await load(client, Int(concurrency) ?? 1, warmUp: Double(words[2]) ?? 0, measured: Double(words[3]) ?? 0)
            }
        case "first" where words.count == 2:
            _ = try await client(words[1]).initialize(request)
            tell([("first", "true")])
        case "waiting" where words.count == 3: try await waiting(client(words[1]), Int(words[2]) ?? 1)
        case "sign":
            let (config, keys) = (ClientConfig(region: .hongKong), try credentials())
            tell([("sign_ns", try median { _ = try signInitialize(request, config: config, credentials: keys) })])
        case "crossing": tell([("crossing_ns", try median { _ = try newMerchantBizId() })])
        default:
            print("say load, first, waiting, sign or crossing; see benches/README.md")
            exit(64)
        }
    }

    private static func credentials() throws -> Credentials {
        try .accessKey(id: "LTAI5tExampleExample1234", secret: "ExampleSecretExampleSecret1234")
    }

    private static func client(_ endpoint: String) throws -> EkycClient {
        try EkycClient(config: ClientConfig(endpoint: URL(string: endpoint)), credentials: credentials())
    }

    private static let request = InitializeRequest(
        productCode: .eKyc, merchantBizId: "e0c34a77f5ac40a5aa5e6ed20c35aaaa",
        metaInfo: #"{"zimVer":"1.0.0","appVersion":"1.0.0","bioMetaInfo":"4.1.0:2916352,0","appName":"com.example.wallet","#
            + #""deviceType":"ios","osVersion":"17.5.1","apdidToken":"","deviceModel":"iPhone16,2"}"#,
        merchantUserId: "123456789", docType: .globalPassport, sceneCode: "1234567890",
        callbackUrl: "https://merchant.example/ekyc/callback?source=app&v=1", callbackToken: "NMjvQanQgplBSaEI0sL86WnQplB")

    /// So many workers call one after the other, on one client.
    private static func load(_ client: EkycClient, _ concurrency: Int, warmUp: Double, measured: Double) async throws {
        _ = await run(client, concurrency, for: warmUp)
        let (cpu, start) = (Process.cpuMicroseconds(), Process.now())
        let (times, failed) = await run(client, concurrency, for: measured)
        let (seconds, used) = (Double(Process.now() - start) / 1e9, Process.cpuMicroseconds() - cpu)
        let sorted = times.sorted()
        tell([
            ("concurrency", "\(concurrency)"), ("calls", "\(sorted.count)"), ("failed", "\(failed)"), ("seconds", "\(seconds)"),
            ("cpu_us", "\(used)"), ("p50_us", "\(sorted[sorted.count / 2] / 1000)"),
            ("p99_us", "\(sorted[sorted.count * 99 / 100] / 1000)"), ("threads", "\(Process.status("Threads"))"),
            ("peak_kb", "\(Process.status("VmHWM"))"),
        ])
    }

    /// How long the calls took that ended in time, in nanoseconds, and how many failed.
    private static func run(
        _ client: EkycClient, _ concurrency: Int, for milliseconds: Double
    ) async -> (times: [UInt64], failed: Int) {
        let end = Process.now() + UInt64(milliseconds * 1e6)
        return await withTaskGroup(of: (times: [UInt64], failed: Int).self) { group in
            for _ in 0..<concurrency {
                group.addTask {
                    var (times, failed): ([UInt64], Int) = ([], 0)
                    while true {
                        let start = Process.now()
                        do { _ = try await client.initialize(request) } catch { failed += 1 }
                        let now = Process.now()
                        if now >= end { return (times, failed) }
                        times.append(now - start)
                    }
                }
            }
            return await group.reduce(into: ([], 0)) { all, one in
                all.times += one.times
                all.failed += one.failed
            }
        }
    }

    private static func waiting(_ client: EkycClient, _ calls: Int) async throws {
        let (cpu, start) = (Process.cpuMicroseconds(), Process.now())
        let threads = Task {
            try await Task.sleep(for: .seconds(1))
            return Process.status("Threads")
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<calls { group.addTask { _ = try await client.initialize(request) } }
            try await group.waitForAll()
        }
        let (seconds, used) = (Double(Process.now() - start) / 1e9, Process.cpuMicroseconds() - cpu)
        tell([
            ("seconds", "\(seconds)"), ("cpu_us", "\(used)"), ("threads", "\(try await threads.value)"),
            ("peak_kb", "\(Process.status("VmHWM"))"),
        ])
    }

    /// Of 31 rounds of 10,000, in nanoseconds each.
    private static func median(_ work: () throws -> Void) rethrows -> String {
        var rounds: [UInt64] = []
        for _ in 0..<31 {
            let start = Process.now()
            for _ in 0..<10_000 { try work() }
            rounds.append((Process.now() - start) / 10_000)
        }
        return "\(rounds.sorted()[15])"
    }

    private static func tell(_ figures: [(String, String)]) {
        print("{\(figures.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", "))}")
        fflush(nil)
    }
}

/// What this process costs.
private enum Process {
    static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    static func cpuMicroseconds() -> Int {
        var usage = rusage()
        getrusage(.init(0), &usage)  // this process; the constant has another type on each system
        return (Int(usage.ru_utime.tv_sec) + Int(usage.ru_stime.tv_sec)) * 1_000_000
            + Int(usage.ru_utime.tv_usec) + Int(usage.ru_stime.tv_usec)
    }

    static func status(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
