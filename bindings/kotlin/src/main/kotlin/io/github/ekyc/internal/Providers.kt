package io.github.ekyc.internal

import io.github.ekyc.CredentialsProvider
import io.github.ekyc.CredentialsProviderException
import io.github.ekyc.TemporaryKeys
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.atomic.AtomicReference
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** The users' sources of keys. The core asks with a promise, and is answered through it. */
internal class Providers private constructor(private val provider: CredentialsProvider) {
    private val loader: ClassLoader? = Thread.currentThread().contextClassLoader
    private val scope = CoroutineScope(SupervisorJob() + UserThreads(loader))
    private val latest = AtomicReference<Job?>()

    /** One at a time: a provider that ignores its cancellation would otherwise take a further thread with each question. */
    private val turn = Mutex()

    private fun fetch(promise: Promise) {
        val next = scope.launch {
            try {
                turn.withLock { answer(promise) }
            } finally {
                promise.drop()
            }
        }
        // The core asks again only when the time of the question before is over.
        latest.getAndSet(next)?.cancel()
    }

    private suspend fun answer(promise: Promise) {
        val keys = try {
            provider.get()
        } catch (refused: CredentialsProviderException) {
            return promise.refuse(refused.message.orEmpty())
        } catch (problem: Throwable) {
            // Nobody waits any more, or the provider was cancelled by itself, for example by a time limit of its own.
            if (problem is CancellationException) currentCoroutineContext().ensureActive()
            return promise.refuse("the provider threw ${problem.javaClass.name} (its text is not shown)")
        }
        promise.complete(keys)
    }

    /** What the core waits for. */
    private class Promise(private val number: Long) {
        private var isOpen = true

        /** What is wrong with an answer the core knows and tells its callers. */
        fun complete(keys: TemporaryKeys) = tell {
            NativeCore.call(
                Numbers.COMPLETE_PROMISE,
                {
                    long(number)
                    string(keys.accessKeyId, "accessKeyId")
                    string(keys.secret, "accessKeySecret")
                    optional(keys.token) { string(it, "securityToken") }
                    optional(keys.expiresAt) { long(it.unixMilliseconds()) }
                },
            ) { boolean() }
        }

        fun refuse(reason: String) = tell { fail(reason) }

        /** If it was never answered. */
        fun drop() {
            if (isOpen) tell { fail(null) }
        }

        private fun fail(reason: String?) = NativeCore.call(
            Numbers.FAIL_PROMISE,
            {
                long(number)
                optional(reason) { string(it, "reason") }
            },
        ) { boolean() }

        private inline fun tell(answer: () -> Unit) {
            try {
                answer()
                isOpen = false
            } catch (_: Exception) {
                // Unusable keys, or the promise's time is over.
            }
        }
    }

    companion object {
        private val all = ConcurrentHashMap<Long, Providers>()
        private val last = AtomicLong()

        /** How many there are, for tests. */
        val count: Int get() = all.size

        /** Makes credentials of the provider, and gives their number. */
        fun register(function: Int, provider: CredentialsProvider, timeout: Duration): Long {
            val number = last.incrementAndGet()
            all[number] = Providers(provider)
            try {
                return NativeCore.call(function, { long(number); long(timeout.inWholeMilliseconds) }) { long() }
            } catch (problem: Throwable) {
                all.remove(number)
                throw problem
            }
        }

        fun asked(number: Long, promise: Long) {
            if (promise == 0L) all.remove(number) else all[number]?.fetch(Promise(promise))
        }
    }
}
