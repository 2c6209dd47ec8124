/// Watches a client's calls: one event for each attempt and one for each call, also for those that failed or were cancelled.
/// Events hold numbers, codes and ids, and no content: no parameter, no answer, no key.
///
/// They come one at a time on a thread of the client's own, after the fact. So an observer may block or be slow and harms no call;
/// but if it is slower than the calls for long, events are dropped and counted (`lost`). Each function does nothing unless it is
/// implemented.
///
/// The client holds its observer. An observer that holds the client keeps both alive for ever.
public protocol EkycObserver: Sendable {
    /// An attempt has ended.
    func attempt(_ event: AttemptEvent)

    /// A call has ended; its attempts came before.
    func call(_ event: CallEvent)

    /// So many events were dropped since the last one, because this observer is slower than the calls.
    func lost(_ events: Int)
}

extension EkycObserver {
    /// Does nothing.
    public func attempt(_ event: AttemptEvent) {}

    /// Does nothing.
    public func call(_ event: CallEvent) {}

    /// Does nothing.
    public func lost(_ events: Int) {}
}

/// Several observers as one: each is told of every event, in this order.
public struct EkycObservers: EkycObserver {
    private let observers: [any EkycObserver]

    /// - Parameter observers: who is told.
    public init(_ observers: any EkycObserver...) {
        self.observers = observers
    }

    /// Tells all of them.
    public func attempt(_ event: AttemptEvent) { observers.forEach { $0.attempt(event) } }

    /// Tells all of them.
    public func call(_ event: CallEvent) { observers.forEach { $0.call(event) } }

    /// Tells all of them.
    public func lost(_ events: Int) { observers.forEach { $0.lost(events) } }
}

extension EkycObserver {
    /// An event as the core tells it: a byte that says which, and then that.
    func take(_ event: UnsafeRawBufferPointer) {
        var reader = WireReader(event)
        // What cannot be read cannot come: the handshake compared the builds.
        switch try? reader.byte() {
        case 0: if let event = try? AttemptEvent(from: &reader) { attempt(event) }
        case 1: if let event = try? CallEvent(from: &reader) { call(event) }
        case 2: if let events = try? reader.int64() { lost(events) }
        default: break
        }
    }
}
