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

        init(_ fault: String, times: Int? = nil) {
            self.fault = fault
            self.times = times
        }
    }

    struct Seen: Decodable {
        var connections: Int
        var requests: Int
        var aborted: Int
        var events: [Event]
    }

    struct Event: Decodable {
        var action: String
        var query: [String: String]
        var form: [String: String]
        var headers: [String: String]
        var verdict: String
        var outcome: String
    }

    /// How the next requests are answered, one fault each.
    func set(_ faults: Fault...) async throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        _ = try await send("PUT", "faults", encoder.encode(faults))
    }

    func seen() async throws -> Seen {
        try await JSONDecoder().decode(Seen.self, from: send("GET", "seen"))
    }

    /// Waits until the counter has reached the number.
    @discardableResult
    func wait(for counter: String, _ number: Int) async throws -> Seen {
        try await JSONDecoder().decode(Seen.self, from: send("GET", "wait?\(counter)=\(number)"))
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
