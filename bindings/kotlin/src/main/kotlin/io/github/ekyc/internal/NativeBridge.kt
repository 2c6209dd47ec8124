package io.github.ekyc.internal

/**
 * The border. Its methods are bound, and those that are called back are found, when the library is loaded: by these very names.
 *
 * What is called back runs on threads that carry requests, so it only hands on, and nothing may leave it.
 */
internal object NativeBridge {
    /** Version and fingerprint of the library, with a blank between them. */
    @JvmStatic
    external fun build(): ByteArray

    /** Runs a function; `null` if the library broke. */
    @JvmStatic
    external fun call(function: Int, arguments: ByteArray): ByteArray?

    /** Begins an operation; what is given back is its outcome if it could not begin, else `null`. */
    @JvmStatic
    external fun start(client: Long, call: Long, operation: Int, arguments: ByteArray): ByteArray?

    /** Cancels a call; one that has ended is fine too. */
    @JvmStatic
    external fun cancel(client: Long, call: Long)

    /** A call has ended; without a reply there was no memory for it. */
    @JvmStatic
    fun completed(call: Long, reply: ByteArray?) = harmlessly { Calls.completed(call, reply) }

    /** An event for an observer, on a thread that may wait; `null` after the last one. */
    @JvmStatic
    fun observed(observer: Long, event: ByteArray?) = harmlessly { Observers.told(observer, event) }

    /** A provider is asked for keys; with 0 in place of a promise it is asked no more. */
    @JvmStatic
    fun fetch(provider: Long, promise: Long) = harmlessly { Providers.asked(provider, promise) }

    private inline fun harmlessly(work: () -> Unit) {
        try {
            work()
        } catch (_: Throwable) {
            // Nobody is there to be told: no memory, or no thread.
        }
    }
}
