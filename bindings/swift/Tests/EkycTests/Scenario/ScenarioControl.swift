import EkycTesting
import Foundation

/// The sandbox's control plane in a scenario's own words.
struct ScenarioControl {
    let control: SandboxControl

    /// `methodAndPath` is, for example, `PUT /faults`.
    @discardableResult
    func tell(_ methodAndPath: String, _ body: JSON = .null) async throws -> JSON {
        let parts = methodAndPath.split(separator: " ").map(String.init)
        guard parts.count == 2 else { throw Unexpected(description: "no request: \(methodAndPath)") }
        let data = try await control.send(parts[0], parts[1], body.isNull ? nil : JSONEncoder().encode(body))
        return (try? JSON(parsing: data)) ?? .null
    }
}
