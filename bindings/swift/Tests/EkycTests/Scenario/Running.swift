/// Work under way. Its end can be waited for, and unlike with a task's `value` the waiting ends when the waiter is cancelled,
/// as by a test's time limit.
struct Running {
    private let task: Task<Void, Never>
    private let ends: AsyncStream<JSON>

    init(_ work: @escaping @Sendable () async throws -> JSON) {
        let (ends, sink) = AsyncStream<JSON>.makeStream()
        self.ends = ends
        task = Task { sink.yield(await JSON.outcome(of: work)) }
    }

    func cancel() { task.cancel() }

    func end() async throws -> JSON {
        for await end in ends { return end }
        throw Unexpected(description: "it did not end")
    }
}
