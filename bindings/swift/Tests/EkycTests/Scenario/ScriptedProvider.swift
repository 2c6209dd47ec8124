import Ekyc
import Foundation

/// A provider that answers what the scenario says.
actor ScriptedProvider: CredentialsProvider {
    private let answers: [JSON]
    private var count = 0
    private let (counts, told) = AsyncStream<Int>.makeStream()
    private let end = Signal()

    init(_ answers: [JSON]) {
        self.answers = answers
    }

    func keys() async throws -> TemporaryKeys {
        let answer = answers[min(count, answers.count - 1)]
        try answer.only("id secret token expires_in_ms throw refuse hang")
        count += 1
        told.yield(count)
        if let reason = answer["refuse"].text { throw CredentialsProviderError(reason: reason) }
        if let text = answer["throw"].text { throw Unexpected(description: text) }
        if answer["hang"] == true {
            await end.wait()
            throw CancellationError()
        }
        return TemporaryKeys(
            id: try answer.requiredText("id"), secret: try answer.requiredText("secret"), token: answer["token"].text,
            expires: answer["expires_in_ms"].number.map { Date(timeIntervalSinceNow: Double($0) / 1000) })
    }

    /// Waits until it was asked so often.
    func asked(_ times: Int64) async throws {
        if count >= times { return }
        for await count in counts where count >= times { return }
        throw Unexpected(description: "the provider was asked \(count) times")
    }

    /// Ends what hangs, for the scenario is over.
    nonisolated func letGo() { end.send() }
}
