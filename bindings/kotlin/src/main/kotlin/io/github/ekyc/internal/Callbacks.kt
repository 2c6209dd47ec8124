package io.github.ekyc.internal

import java.util.concurrent.ForkJoinPool
import java.util.concurrent.ForkJoinWorkerThread

/**
 * The threads on which the user's code goes on that has none of its own: continuations without a dispatcher, and dependent stages of
 * futures. Daemons; a stage that waits for another call's future is made up for by a further thread, as in every fork-join pool.
 *
 * There are such threads while a client is open, or a call still has to be told.
 */
internal object Callbacks {
    private var users = 0
    private var pool: ForkJoinPool? = null

    /** To be followed by [release], or by [execute] and no release. */
    @Synchronized
    fun acquire() {
        users++
    }

    @Synchronized
    fun release() {
        if (--users == 0) {
            pool?.shutdown()
            pool = null
        }
    }

    /** Runs the task, and releases. */
    fun execute(task: Runnable) {
        present().execute {
            try {
                task.run()
            } finally {
                release()
            }
        }
    }

    @Synchronized
    private fun present(): ForkJoinPool = pool ?: ForkJoinPool(SIZE, { Worker(it) }, null, /* asyncMode = */ true).also { pool = it }

    private class Worker(pool: ForkJoinPool) : ForkJoinWorkerThread(pool) {
        init {
            name = "ekyc-callback-$id"
            contextClassLoader = Callbacks::class.java.classLoader
        }
    }

    private val SIZE = Runtime.getRuntime().availableProcessors().coerceIn(2, 8)
}
