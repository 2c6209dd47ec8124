package app

import io.github.ekyc.*
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit

/** A source of keys and an observer of this program's own: the library calls back into it. */
suspend fun watched(config: ClientConfig, environment: Map<String, String>): String {
    val credentials = Credentials.provider {
        TemporaryKeys(environment.getValue("ALIBABA_CLOUD_ACCESS_KEY_ID"), environment.getValue("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
    }
    val told = CompletableFuture<CallEvent>()
    val observer = object : EkycObserver {
        override fun onCall(event: CallEvent) {
            told.complete(event)
        }
    }
    return EkycClient(config, credentials, observer).use { client ->
        val id = Verification(client, ByteArray(16)).start("{}", "customer-4715")
        check(told.get(1, TimeUnit.MINUTES).outcome == "success") { "the observer was told something else" }
        id
    }
}
