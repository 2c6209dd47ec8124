import EkycCore

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

/// A user's observer as the generated code knows observers.
final class ObserverBridge: CoreObserver {
    private let observer: any EkycObserver

    init(_ observer: any EkycObserver) {
        self.observer = observer
    }

    func attempt(event: AttemptEvent) { observer.attempt(event) }

    func call(event: CallEvent) { observer.call(event) }

    func lost(events: Int64) { observer.lost(Int(clamping: events)) }
}
