package io.github.ekyc.internal

import io.github.ekyc.EkycException
import io.github.ekyc.Violation
import java.time.Instant

/** Writes UniFFI's wire form: numbers with the highest byte first, everything of variable length after its length. */
internal class Writer {
    private var bytes = ByteArray(INITIAL)
    private var length = 0

    fun toByteArray(): ByteArray = bytes.copyOf(length)

    fun boolean(value: Boolean) = byte(if (value) 1 else 0)

    fun int(value: Int) {
        room(Int.SIZE_BYTES)
        put(length, value)
        length += Int.SIZE_BYTES
    }

    fun long(value: Long) {
        int((value ushr Int.SIZE_BITS).toInt())
        int(value.toInt())
    }

    fun double(value: Double) = long(value.toBits())

    fun bytes(value: ByteArray) {
        int(value.size)
        room(value.size)
        value.copyInto(bytes, length)
        length += value.size
    }

    /** Most texts are ASCII, which is written without another copy. */
    fun string(value: String, field: String) {
        val start = length
        int(0)
        room(value.length)
        var at = length
        for (letter in value) {
            if (letter >= '\u0080') return notAscii(value, field, start)
            bytes[at++] = letter.code.toByte()
        }
        length = at
        put(start, value.length)
    }

    private fun notAscii(value: String, field: String, start: Int) {
        if (hasHalfPair(value)) throw invalid(field, "has half of a surrogate pair, so it is not valid Unicode")
        length = start
        bytes(value.toByteArray())
    }

    inline fun <T> optional(value: T?, write: (T) -> Unit) {
        if (value == null) return boolean(false)
        boolean(true)
        write(value)
    }

    /** Java's lists can hold `null`, whatever their type says. */
    inline fun <T> list(value: List<T>, field: String, write: (T) -> Unit) {
        int(value.size)
        for (item in value) write(present(item, field, "has an element that is null"))
    }

    inline fun <K, V> map(value: Map<K, V>, field: String, writeKey: (K) -> Unit, writeValue: (V) -> Unit) {
        int(value.size)
        for ((key, item) in value) {
            writeKey(present(key, field, "has a key that is null"))
            writeValue(present(item, field, "has a value that is null"))
        }
    }

    /** A moment too far away to be counted is as far away as can be counted. */
    fun Instant.unixMilliseconds(): Long = try {
        toEpochMilli()
    } catch (_: ArithmeticException) {
        if (epochSecond > 0) Long.MAX_VALUE else Long.MIN_VALUE
    }

    fun unknown(value: Any): Nothing = throw IllegalArgumentException("there is no number for ${value.javaClass.name}")

    fun <T> present(item: T?, field: String, reason: String): T = item ?: throw invalid(field, reason)

    private fun byte(value: Int) {
        room(1)
        bytes[length++] = value.toByte()
    }

    private fun put(at: Int, value: Int) {
        bytes[at] = (value ushr 24).toByte()
        bytes[at + 1] = (value ushr 16).toByte()
        bytes[at + 2] = (value ushr 8).toByte()
        bytes[at + 3] = value.toByte()
    }

    private fun room(more: Int) {
        val needed = Math.addExact(length, more)
        if (needed > bytes.size) bytes = bytes.copyOf(maxOf(needed, minOf(bytes.size.toLong() * 2, Int.MAX_VALUE - 8L).toInt()))
    }

    private companion object {
        const val INITIAL = 512

        fun invalid(field: String, reason: String): EkycException =
            EkycException.InvalidRequest("invalid request: $field $reason", listOf(Violation(field = field, reason = reason)))

        fun hasHalfPair(text: String): Boolean {
            var at = 0
            while (at < text.length) {
                val letter = text[at++]
                if (letter.isLowSurrogate()) return true
                if (letter.isHighSurrogate() && (at == text.length || !text[at++].isLowSurrogate())) return true
            }
            return false
        }
    }
}
