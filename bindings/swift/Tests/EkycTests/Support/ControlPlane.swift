import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The sandbox's strings: faults to set, and what was seen.
struct ControlPlane {
    private let base: URL

    init(_ address: String) throws {
        let address = address.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let base = URL(string: address) else { throw URLError(.badURL) }
        self.base = base
    }

    struct Fault: Encodable {
        var fault: String
        var times: Int?
        var retryAfterMs: Int?
        var delayMs: Int?
        var status: Int?
        var headers: [String: String]?
        var body: String?
        var location: String?
        var on: String?
        var code: String?

        init(_ fault: String, times: Int? = nil) {
            self.fault = fault
            self.times = times
        }
    }

    struct Seen: Decodable {
        var connections: Int
        var openConnections: Int
        var requests: Int
        var aborted: Int
        var events: [Event]

        enum CodingKeys: String, CodingKey {
            case connections, requests, aborted, events
            case openConnections = "open_connections"
        }
    }

    struct Event: Decodable {
        var action: String
        var query: [String: String]
        var form: [String: String]
        var headers: [String: String]
        var connection: Int
        var verdict: String
        var outcome: String
    }

    /// How the next requests are answered, one fault each.
    func set(_ faults: Fault...) async throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        _ = try await send("PUT", "faults", encoder.encode(faults))
    }

    struct Info: Decodable {
        var metadataEndpoint: String?
        var proxyEndpoint: String?
    }

    /// Where everything is.
    func info() async throws -> Info {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try await decoder.decode(Info.self, from: send("GET", "info"))
    }

    /// Lets the oldest held answers go.
    func release() async throws { _ = try await send("POST", "release") }

    /// How far the service's clock is ahead of this machine's.
    func setClock(offset: Duration) async throws { try await put("clock", ["offset_ms": offset.components.seconds * 1000]) }

    /// What becomes of new connections: `normal`, `silent` or `refuse`.
    func setConnections(_ mode: String) async throws { try await put("connections", ["mode": mode]) }

    /// The keys that the service knows from now on.
    func setKeys(_ keys: [String: String]...) async throws {
        try await put(
            "keys", keys.map { ["access_key_id": $0["id"], "access_key_secret": $0["secret"], "security_token": $0["token"]] })
    }

    func seen() async throws -> Seen {
        try await JSONDecoder().decode(Seen.self, from: send("GET", "seen"))
    }

    /// Waits until the counter has reached the number.
    @discardableResult
    func wait(for counter: String, _ number: Int) async throws -> Seen {
        try await JSONDecoder().decode(Seen.self, from: send("GET", "wait?\(counter)=\(number)"))
    }

    private func put(_ path: String, _ document: some Encodable) async throws {
        _ = try await send("PUT", path, JSONEncoder().encode(document))
    }

    private struct Refused: Error {
        let answer: String
    }

    private func send(_ method: String, _ path: String, _ body: Data? = nil) async throws -> Data {
        guard let url = URL(string: path, relativeTo: base) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Refused(answer: String(decoding: data, as: UTF8.self))
        }
        return data
    }
}
