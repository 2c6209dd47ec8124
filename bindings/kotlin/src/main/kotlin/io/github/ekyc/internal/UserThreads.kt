package io.github.ekyc.internal

import java.util.concurrent.SynchronousQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineDispatcher

/**
 * Threads for what users provide, which may block: sources of keys, and stores. Daemons that end when they have had nothing to do for a
 * second.
 */
internal class UserThreads(private val loader: ClassLoader?) : CoroutineDispatcher() {
    override fun dispatch(context: CoroutineContext, block: Runnable) {
        pool.execute {
            Thread.currentThread().contextClassLoader = loader
            block.run()
        }
    }

    private companion object {
        val pool = ThreadPoolExecutor(0, Int.MAX_VALUE, 1, TimeUnit.SECONDS, SynchronousQueue()) { task ->
            Thread(task, "ekyc-provider").apply { isDaemon = true }
        }
    }
}
