package ekyc

/** The user's observer as the core knows observers. */
internal class ObserverBridge(private val observer: EkycObserver) : CoreObserver {
    override fun attempt(event: AttemptEvent) = harmlessly { observer.onAttempt(event) }

    override fun call(event: CallEvent) = harmlessly { observer.onCall(event) }

    override fun lost(events: Long) = harmlessly { observer.onLost(events) }

    /**
     * Errors too: the generated code catches exceptions only (mozilla/uniffi-rs#2903), and would hand their stack traces, with whatever
     * their messages hold, to the core.
     */
    private inline fun harmlessly(tell: () -> Unit) {
        try {
            tell()
        } catch (_: Throwable) {
            // The observer's own affair, as documented.
        }
    }
}
