import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The sandbox's control plane in a scenario's own words.
struct ScenarioControl {
    let base: URL

    /// `methodAndPath` is, for example, `PUT /faults`.
    @discardableResult
    func tell(_ methodAndPath: String, _ body: JSON = .null) async throws -> JSON {
        let parts = methodAndPath.split(separator: " ").map(String.init)
        guard parts.count == 2, let url = URL(string: parts[1], relativeTo: base) else {
            throw Unexpected(description: "no request: \(methodAndPath)")
        }
        var request = URLRequest(url: url)
        request.httpMethod = parts[0]
        request.httpBody = body.isNull ? nil : try JSONEncoder().encode(body)
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Unexpected(description: "\(methodAndPath): \(String(decoding: data, as: UTF8.self))")
        }
        return (try? JSON(parsing: data)) ?? .null
    }
}
