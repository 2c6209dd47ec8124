package ekyc

import java.util.concurrent.atomic.AtomicReference
import kotlin.coroutines.cancellation.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** The user's source of keys as the core knows sources: it gets a ticket, returns at once, and answers through the ticket. */
internal class ProviderBridge(private val provider: CredentialsProvider) : CredentialProvider {
    /** Threads of its own: neither does it take those of the application's blocking work, nor wait for one of them. */
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO.limitedParallelism(2))
    private val latest = AtomicReference<Job?>()

    /** One at a time: a provider that ignores its cancellation would otherwise take a further thread with each question. */
    private val turn = Mutex()

    override fun fetch(ticket: CredentialTicket) {
        val next = scope.launch { ticket.use { turn.withLock { answer(it) } } }
        // The core asks again only when the time of the question before is over.
        latest.getAndSet(next)?.cancel()
    }

    private suspend fun answer(ticket: CredentialTicket) {
        val keys = try {
            provider.get()
        } catch (refused: CredentialsProviderException) {
            return ticket.refuse(refused.message.orEmpty())
        } catch (problem: Throwable) {
            // Nobody waits any more, or the provider was cancelled by itself, for example by a time limit of its own.
            if (problem is CancellationException) currentCoroutineContext().ensureActive()
            return ticket.refuse("the provider threw ${problem.javaClass.name} (its text is not shown)")
        }
        tell { ticket.complete(keys.accessKeyId, keys.secret, keys.token, keys.expiresAt?.toEpochMilli()) }
    }

    private fun CredentialTicket.refuse(reason: String) = tell { fail(reason) }

    /** What is wrong with an answer the core knows and tells its callers. */
    private inline fun tell(answer: () -> Unit) {
        try {
            answer()
        } catch (_: Exception) {
            // Unusable keys, or the ticket's time is over.
        }
    }
}
