package io.github.ekyc.support

import io.github.ekyc.EkycException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.assertThrows

/** What holds for every exception, whatever its kind. */
fun <E : EkycException> E.checked(kind: String): E = apply {
    assertEquals(kind, this.kind)
    assertTrue(message.isNotBlank(), "the message of $kind is empty")
    fault?.let {
        assertEquals(it.code, code)
        assertTrue(message.contains(it.code), message)
        it.requestId?.let { id -> assertTrue(message.contains(id), message) }
    }
}

/** Runs [call], which must fail with [E] of this kind. */
inline fun <reified E : EkycException> fails(kind: String, call: () -> Unit): E = assertThrows<E> { call() }.checked(kind)
