package io.github.ekyc.internal

import java.lang.ref.PhantomReference
import java.lang.ref.ReferenceQueue
import java.util.concurrent.ConcurrentHashMap

/**
 * An object of the core's, by its number. Freed when it is closed, or some time after its owner was collected: there is no thread for that,
 * whoever makes or closes the next object does it.
 */
internal class Handle private constructor(owner: Any, val number: Long, private val free: Int) : PhantomReference<Any>(owner, abandoned) {
    @Volatile
    private var isAlive = true

    /** Keeps the owner, which must be asked for this, from being collected until now. */
    fun keepAlive() {
        isAlive = true
    }

    fun close() {
        if (open.remove(this)) NativeCore.call(free, { long(number) }) { boolean() }
        reap()
    }

    companion object {
        private val abandoned = ReferenceQueue<Any>()
        private val open: MutableSet<Handle> = ConcurrentHashMap.newKeySet()

        fun ofClient(owner: Any, number: Long): Handle = of(owner, number, Numbers.FREE_CLIENT)

        fun ofCredentials(owner: Any, number: Long): Handle = of(owner, number, Numbers.FREE_CREDENTIALS)

        private fun of(owner: Any, number: Long, free: Int): Handle = Handle(owner, number, free).also {
            open.add(it)
            reap()
        }

        private fun reap() {
            while (true) (abandoned.poll() as Handle?)?.close() ?: return
        }
    }
}
