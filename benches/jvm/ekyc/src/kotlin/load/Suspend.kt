package load

import java.util.function.Consumer
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch

/** This library from Kotlin: a coroutine for each worker. */
class Suspend(endpoint: String) : Jvm(endpoint) {
    private val scope = CoroutineScope(Dispatchers.Default)

    override fun call(ended: Consumer<Throwable?>) {
        scope.launch {
            ended.accept(runCatching { check(client.initialize(request)) }.exceptionOrNull())
        }
    }

    override fun start(worker: Stage.Worker, over: Runnable) {
        scope.launch {
            do {
                val start = System.nanoTime()
                val good = runCatching { check(client.initialize(request)) }.isSuccess
            } while (worker.ended(start, good))
            over.run()
        }
    }
}
