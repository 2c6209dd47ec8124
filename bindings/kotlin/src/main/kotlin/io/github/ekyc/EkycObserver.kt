package io.github.ekyc

/**
 * Watches a client's calls: one event for each attempt and for each call, also for those that were cancelled. Events hold no
 * content: no parameter, no answer, no key.
 *
 * Told on a thread of the client's own, one event at a time and after the fact, so an observer that throws, blocks or is slow
 * harms no call. What it throws is dropped; tell your own log. If it stays slower than the calls, events are lost, and it is told
 * how many. The thread goes on after the client is closed until what had happened is told; it holds up no exit of the JVM. Its context
 * class loader is that of the thread that made the client.
 *
 * All methods have bodies here: override what you need. [Slf4jObserver], [OpenTelemetryObserver] and [MicrometerObserver] are ready-made.
 */
public interface EkycObserver {
    /** An attempt has ended. */
    public fun onAttempt(event: AttemptEvent) {}

    /** A call has ended; its attempts were told before. */
    public fun onCall(event: CallEvent) {}

    /** So many events were lost since the last one, because this observer is slower than the calls. */
    public fun onLost(events: Long) {}

    /**
     * Asked on the caller's own thread when a call begins: who is told of this one call. To take with it what only that thread knows, such as
     * a trace's context or a log's. Be quick here. What it throws is dropped; `null`, as by default, means this observer.
     */
    public fun forCall(): EkycObserver? = null
}
