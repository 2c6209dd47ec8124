package io.github.ekyc.internal

import java.time.Instant

/** Reads UniFFI's wire form. */
internal class Reader(private val bytes: ByteArray, private var at: Int) {
    fun byte(): Int = bytes[at++].toInt()

    fun boolean(): Boolean = byte() != 0

    fun int(): Int {
        val value = (bytes[at].toInt() shl 24) or ((bytes[at + 1].toInt() and 0xff) shl 16) or
            ((bytes[at + 2].toInt() and 0xff) shl 8) or (bytes[at + 3].toInt() and 0xff)
        at += Int.SIZE_BYTES
        return value
    }

    fun long(): Long = (int().toLong() shl Int.SIZE_BITS) or (int().toLong() and 0xffff_ffffL)

    fun double(): Double = Double.fromBits(long())

    fun bytes(): ByteArray {
        val length = int()
        return bytes.copyOfRange(at, at + length).also { at += length }
    }

    fun string(): String {
        val length = int()
        return String(bytes, at, length, Charsets.UTF_8).also { at += length }
    }

    fun instant(): Instant = Instant.ofEpochMilli(long())

    inline fun <T> optional(read: () -> T): T? = if (boolean()) read() else null

    inline fun <T> list(read: () -> T): List<T> {
        val size = int()
        return ArrayList<T>(size).apply { repeat(size) { add(read()) } }
    }

    inline fun <K, V> map(readKey: () -> K, readValue: () -> V): Map<K, V> {
        val size = int()
        return LinkedHashMap<K, V>(size * 2).apply { repeat(size) { put(readKey(), readValue()) } }
    }

    fun kotlin.time.Duration.inJava(): java.time.Duration = java.time.Duration.ofNanos(inWholeNanoseconds)

    fun unknown(case: Int): Nothing = throw IllegalArgumentException("there is no case $case")
}
