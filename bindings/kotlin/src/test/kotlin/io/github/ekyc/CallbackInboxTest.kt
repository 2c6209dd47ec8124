package io.github.ekyc

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** What the scenarios cannot say of an inbox: stores of one's own, and the end of memory. */
class CallbackInboxTest {
    private class Remembering : CallbackStore {
        val keys = mutableSetOf<String>()
        override fun remember(key: String): Boolean = keys.add(key)
        override fun knows(key: String): Boolean = key in keys
    }

    private class Away : CallbackStore {
        override fun remember(key: String): Boolean = throw IllegalStateException("away")
        override fun knows(key: String): Boolean = throw IllegalStateException("away")
    }

    @Test
    fun `a store of one's own is asked`() {
        val store = Remembering()
        val inbox = CallbackInbox(store)
        assertEquals(CallbackDelivery.FIRST, inbox.received(hint("t1")))
        assertTrue(inbox.settled("t1"))
        assertEquals(CallbackDelivery.LATE, CallbackInbox(store).received(hint("t1")), "another server, the same store")
        assertEquals(2, store.keys.size)
    }

    @Test
    fun `a store that is away loses no callback`() {
        val inbox = CallbackInbox(Away())
        assertEquals(CallbackDelivery.UNKNOWN, inbox.received(hint("t1")))
        assertFalse(inbox.settled("t1"))
    }

    @Test
    fun `memory has an end`() {
        val inbox = CallbackInbox.inMemory(2)
        val hints = listOf("1", "2", "3").map { hint(it) }
        for (hint in hints) assertEquals(CallbackDelivery.FIRST, inbox.received(hint))
        assertEquals(CallbackDelivery.REPEATED, inbox.received(hints[2]))
        assertEquals(CallbackDelivery.FIRST, inbox.received(hints[0]), "the oldest is forgotten")
        for (capacity in listOf(0, -1, 1_000_001)) assertThrows<IllegalArgumentException> { CallbackInbox.inMemory(capacity) }
    }

    private fun hint(transactionId: String) = Ekyc.parseCallback("transactionId=$transactionId&passed=Y")
}
