import Ekyc
import Foundation

/// Calls a server for a while and prints what that cost, as one line of JSON.
///
/// `load ENDPOINT CONCURRENCY SECONDS [WARM-UP SECONDS]`, with keys in the environment.
@main
struct Load {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count >= 4, let endpoint = URL(string: words[1]), let concurrency = Int(words[2]),
            let seconds = Double(words[3])
        else {
            print("say `load ENDPOINT CONCURRENCY SECONDS [WARM-UP SECONDS]`")
            exit(64)
        }
        let start = DispatchTime.now()
        let client = try EkycClient(config: ClientConfig(endpoint: endpoint), credentials: .fromEnvironment())
        _ = try await client.initialize(request())
        let first = micros(since: start)
        _ = try await run(client, concurrency, seconds: words.count > 4 ? Double(words[4]) ?? 1 : 1)
        let (before, begun) = (processorTime(), DispatchTime.now())
        let times = try await run(client, concurrency, seconds: seconds).sorted()
        let (elapsed, used) = (micros(since: begun), processorTime() - before)
        let figures: [(String, Int)] = [
            ("calls", times.count), ("elapsed_us", elapsed), ("cpu_us", used), ("p50_us", times[times.count / 2]),
            ("p99_us", times[times.count * 99 / 100]), ("first_us", first), ("peak_kib", peakMemory()),
        ]
        print("{\(figures.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}")
    }

    /// How long each call took, in microseconds.
    private static func run(_ client: EkycClient, _ concurrency: Int, seconds: Double) async throws -> [Int] {
        let end = DispatchTime.now() + seconds
        return try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<concurrency {
                group.addTask {
                    var times: [Int] = []
                    while DispatchTime.now() < end {
                        let start = DispatchTime.now()
                        _ = try await client.initialize(request())
                        times.append(micros(since: start))
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func request() -> InitializeRequest {
        InitializeRequest(
            productCode: .eKyc, merchantBizId: "0123456789abcdef0123456789abcdef", metaInfo: #"{"deviceType":"h5"}"#,
            merchantUserId: "user-1", docType: .globalPassport, sceneCode: "scene", securityLevel: .safe)
    }

    private static func micros(since start: DispatchTime) -> Int {
        Int((DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1000)
    }

    private static func usage() -> rusage {
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return usage
    }

    private static func processorTime() -> Int {
        let usage = usage()
        return (Int(usage.ru_utime.tv_sec) + Int(usage.ru_stime.tv_sec)) * 1_000_000
            + Int(usage.ru_utime.tv_usec) + Int(usage.ru_stime.tv_usec)
    }

    private static func peakMemory() -> Int { Int(usage().ru_maxrss) }
}
