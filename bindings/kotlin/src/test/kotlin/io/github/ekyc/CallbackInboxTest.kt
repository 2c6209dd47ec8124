package io.github.ekyc

import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** What the scenarios cannot say of an inbox: stores of one's own, and the end of memory. */
class CallbackInboxTest {
    private class Remembering : CallbackStore {
        val keys = mutableSetOf<String>()
        override suspend fun remember(key: String): Boolean = keys.add(key)
        override suspend fun knows(key: String): Boolean = key in keys
    }

    private class Away(private val how: suspend () -> Boolean) : CallbackStore {
        override suspend fun remember(key: String): Boolean = how()
        override suspend fun knows(key: String): Boolean = how()
    }

    @Test
    fun `a store of one's own is asked`() = runBlocking {
        val store = Remembering()
        val inbox = CallbackInbox(store)
        assertEquals(CallbackDelivery.FIRST, inbox.received(hint("t1")))
        assertTrue(inbox.settled("t1"))
        assertEquals(CallbackDelivery.LATE, CallbackInbox(store).received(hint("t1")), "another server, the same store")
        assertEquals(2, store.keys.size)
    }

    @Test
    fun `a store that is away loses no callback`() = runBlocking {
        for (how in listOf<suspend () -> Boolean>({ error("away") }, { withTimeout(1) { awaitCancellation() } })) {
            val inbox = CallbackInbox(Away(how))
            assertEquals(CallbackDelivery.UNKNOWN, inbox.received(hint("t1")))
            assertFalse(inbox.settled("t1"))
        }
    }

    @Test
    fun `who gives up waiting is not told of a failed store`() = runBlocking {
        val asked = CompletableDeferred<Unit>()
        val inbox = CallbackInbox(
            Away {
                asked.complete(Unit)
                awaitCancellation()
            },
        )
        val delivery = async { inbox.received(hint("t1")) }
        asked.await()
        delivery.cancelAndJoin()
        assertTrue(delivery.isCancelled)
    }

    @Test
    fun `a store that holds its thread holds none of the caller's`() = runBlocking {
        val release = CountDownLatch(1)
        val store = object : BlockingCallbackStore {
            override fun remember(key: String): Boolean = true
            override fun knows(key: String): Boolean = false.also { release.await() }
        }
        Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { one ->
            val delivery = async(one) { CallbackInbox.blocking(store).received(hint("t1")) }
            // Runs only if the one thread is free.
            launch(one) { release.countDown() }
            assertEquals(CallbackDelivery.FIRST, withTimeout(1.minutes) { delivery.await() })
        }
    }

    @Test
    fun `memory has an end`() = runBlocking {
        val inbox = CallbackInbox.inMemory(2)
        val hints = listOf("1", "2", "3").map { hint(it) }
        for (hint in hints) assertEquals(CallbackDelivery.FIRST, inbox.received(hint))
        assertEquals(CallbackDelivery.REPEATED, inbox.received(hints[2]))
        assertEquals(CallbackDelivery.FIRST, inbox.received(hints[0]), "the oldest is forgotten")
    }

    @Test
    fun `a capacity that cannot be is refused`() {
        for (capacity in listOf(0, -1, 1_000_001, Int.MIN_VALUE, Int.MAX_VALUE)) {
            val refused = assertThrows<EkycException.InvalidConfiguration> { CallbackInbox.inMemory(capacity) }
            assertEquals("capacity", refused.setting)
        }
    }

    private fun hint(transactionId: String) = Ekyc.parseCallback("transactionId=$transactionId&passed=Y")
}
