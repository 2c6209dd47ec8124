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

        /// The operation it is for; `Initialize` without it.
        public var on: String?

        /// Only requests with these parameters, so that tests that run at the same time do not take each other's.
        public var `where`: [String: String]?

        /// The service's words, for `refuse`.
        public var message: String?

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

    /// What the next requests meet, in place of all faults that were set before.
    public func set(_ faults: Fault...) async throws { try await put("faults", faults) }

    /// What requests meet after the faults that wait.
    public func add(_ faults: Fault...) async throws { _ = try await send("POST", "/faults", encoder.encode(faults)) }

    /// Where everything is.
    public func info() async throws -> Info { try await get("/info") }

    /// Lets all held requests go, or so many of the oldest.
    public func release(_ count: Int? = nil) async throws {
        _ = try await send("POST", count.map { "/release?count=\($0)" } ?? "/release")
    }

    /// Forgets what it saw, and verifications, faults and settings too.
    public func reset() async throws { _ = try await send("POST", "/reset") }

    /// How far the service's clock is ahead of this machine's.
    public func setClock(offset: Duration) async throws {
        try await put("clock", ["offset_ms": offset.components.seconds * 1000])
    }

    /// What becomes of new connections: `normal`, `silent` or `refuse`.
    public func setConnections(_ mode: String) async throws { try await put("connections", ["mode": mode]) }

    /// How many calls of each operation the account may make in any second; 0 for any number.
    public func setQuota(callsPerSecond: Int) async throws { try await put("quota", ["calls_per_second": callsPerSecond]) }

    /// What the proxy does: `tunnel`, `refuse`, `garbage` or `silent`; with a name and a password only for those who give them.
    public func setProxy(_ mode: String, username: String? = nil, password: String? = nil) async throws {
        try await put("proxy", ["mode": mode, "username": username, "password": password])
    }

    /// The keys that the service knows from now on, each with `id`, `secret` and perhaps `token`.
    public func setKeys(_ keys: [String: String]...) async throws {
        try await put(
            "keys", keys.map { ["access_key_id": $0["id"], "access_key_secret": $0["secret"], "security_token": $0["token"]] })
    }

    /// What it saw so far.
    public func seen() async throws -> Seen { try await get("/seen") }

    /// Waits until the counter, for example `requests`, has reached the number.
    @discardableResult
    public func wait(for counter: String, _ number: Int) async throws -> Seen { try await get("/wait?\(counter)=\(number)") }

    /// Says anything else to the control plane, for example `send("PUT", "/identity", body)`.
    ///
    /// - Returns: the answer's JSON.
    /// - Throws: ``SandboxRefused`` with what it answered, if that is no success.
    public func send(_ method: String, _ path: String, _ body: Data? = nil) async throws -> Data {
        guard let url = URL(string: path, relativeTo: base) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw SandboxRefused(answer: "\(method) \(path): \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }

    func put(_ path: String, _ document: some Encodable) async throws {
        _ = try await send("PUT", "/\(path)", encoder.encode(document))
    }

    func get<Value: Decodable>(_ path: String) async throws -> Value { try await decoded(send("GET", path)) }

    func decoded<Value: Decodable>(_ data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: data)
    }

    var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return encoder
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
