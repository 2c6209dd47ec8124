package io.github.ekyc.internal

import io.github.ekyc.EkycException

/** Calls of functions, and what comes back as a value or an [EkycException]. */
internal object NativeCore {
    /** Runs the function with this number to its end. */
    inline fun <T> call(function: Int, write: Writer.() -> Unit, read: Reader.() -> T): T {
        Library.require()
        return outcome(NativeBridge.call(function, arguments(write)), read)
    }

    /** What is wrong with a value is told as an [EkycException] that names it. */
    inline fun arguments(write: Writer.() -> Unit): ByteArray = Writer().apply(write).toByteArray()

    /** A first byte that says which, and the value, or the error's text and the error. */
    inline fun <T> outcome(reply: ByteArray?, read: Reader.() -> T): T {
        val reader = Reader(reply?.takeIf { it.isNotEmpty() } ?: throw internal("there was no memory, or the library broke"), 0)
        if (reader.byte() != 0) throw reader.ekycException()
        return reader.read()
    }

    fun internal(reason: String): EkycException = EkycException.Internal("internal error: $reason; please report it", reason)
}
