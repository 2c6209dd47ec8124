import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The sandbox's strings: what it does next, and what it saw.
public struct SandboxControl: Sendable {
    private let base: URL

    init(_ address: String) throws {
        guard let base = URL(string: address.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw URLError(.badURL) }
        self.base = base
    }

    /// How requests are answered that the service would have answered otherwise.
    public struct Fault: Encodable, Sendable {
        /// Its name, for example `throttle`, `hang`, `reset`, `internal_error`. `ekyc-sandbox --help` lists them.
        public var fault: String

        /// How many requests it is for; one without it.
        public var times: Int?

        /// How long the answer asks to wait, for `throttle`, in milliseconds.
        public var retryAfterMs: Int?

        /// How long the answer takes, for `slow`, in milliseconds.
        public var delayMs: Int?

        /// The HTTP status, for `answer`.
        public var status: Int?

        /// Headers, for `answer`.
        public var headers: [String: String]?

        /// The body, for `answer`.
        public var body: String?

        /// Where to, for `redirect`.
        public var location: String?

        /// The operation it is for; any without it.
        public var on: String?

        /// The service's code, for faults that have one.
        public var code: String?

        /// A fault by its name.
        public init(_ fault: String, times: Int? = nil) {
            self.fault = fault
            self.times = times
        }
    }

    /// What the sandbox counted, and the requests that came.
    public struct Seen: Decodable, Sendable {
        /// Connections that were opened.
        public var connections: Int

        /// Those that are open.
        public var openConnections: Int

        /// Requests that came.
        public var requests: Int

        /// Requests that the client broke off.
        public var aborted: Int

        /// Each request.
        public var events: [Event]

        enum CodingKeys: String, CodingKey {
            case connections, requests, aborted, events
            case openConnections = "open_connections"
        }
    }

    /// A request that came.
    public struct Event: Decodable, Sendable {
        /// The operation.
        public var action: String

        /// The parameters in the URL.
        public var query: [String: String]

        /// The parameters in the body.
        public var form: [String: String]

        /// The headers.
        public var headers: [String: String]

        /// The number of its connection.
        public var connection: Int

        /// What the sandbox found about it.
        public var verdict: String

        /// How it was answered.
        public var outcome: String
    }

    /// Where other things listen.
    public struct Info: Decodable, Sendable {
        /// The metadata server of an ECS instance.
        public var metadataEndpoint: String?

        /// The proxy.
        public var proxyEndpoint: String?
    }

    /// How the next requests are answered.
    public func set(_ faults: Fault...) async throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        _ = try await send("PUT", "faults", encoder.encode(faults))
    }

    /// Where everything is.
    public func info() async throws -> Info {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try await decoder.decode(Info.self, from: send("GET", "info"))
    }

    /// Lets the oldest held answers go.
    public func release() async throws { _ = try await send("POST", "release") }

    /// How far the service's clock is ahead of this machine's.
    public func setClock(offset: Duration) async throws {
        try await put("clock", ["offset_ms": offset.components.seconds * 1000])
    }

    /// What becomes of new connections: `normal`, `silent` or `refuse`.
    public func setConnections(_ mode: String) async throws { try await put("connections", ["mode": mode]) }

    /// The keys that the service knows from now on, each with `id`, `secret` and perhaps `token`.
    public func setKeys(_ keys: [String: String]...) async throws {
        try await put(
            "keys", keys.map { ["access_key_id": $0["id"], "access_key_secret": $0["secret"], "security_token": $0["token"]] })
    }

    /// What it saw so far.
    public func seen() async throws -> Seen {
        try await JSONDecoder().decode(Seen.self, from: send("GET", "seen"))
    }

    /// Waits until the counter, for example `requests`, has reached the number.
    @discardableResult
    public func wait(for counter: String, _ number: Int) async throws -> Seen {
        try await JSONDecoder().decode(Seen.self, from: send("GET", "wait?\(counter)=\(number)"))
    }

    private func put(_ path: String, _ document: some Encodable) async throws {
        _ = try await send("PUT", path, JSONEncoder().encode(document))
    }

    private func send(_ method: String, _ path: String, _ body: Data? = nil) async throws -> Data {
        guard let url = URL(string: path, relativeTo: base) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw SandboxRefused(answer: String(decoding: data, as: UTF8.self))
        }
        return data
    }
}

/// The sandbox did not do what it was told.
public struct SandboxRefused: Error, CustomStringConvertible, LocalizedError {
    /// What it said.
    public let answer: String

    /// A sentence with what it said.
    public var description: String { "the sandbox refused: \(answer)" }

    /// The same as `description`; it makes `localizedDescription`.
    public var errorDescription: String? { description }
}
