package ekyc.child

import ekyc.CallEvent
import ekyc.ClientConfig
import ekyc.Credentials
import ekyc.CredentialsProvider
import ekyc.EkycClient
import ekyc.EkycObserver
import ekyc.TemporaryKeys
import ekyc.support.aRequest
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import kotlin.io.path.readText

/** Calls with an observer and a provider of its own, and says which classes are not there. */
object Observe {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (endpoint, caFile, id, secret) = arguments
        val config = ClientConfig(endpoint = endpoint, extraRootCertificatesPem = Path.of(caFile).readText())
        val told = CompletableFuture<String>()
        val observer = object : EkycObserver {
            override fun onCall(event: CallEvent) {
                told.complete(event.outcome)
            }
        }
        val client = EkycClient(config, Credentials.provider(CredentialsProvider { TemporaryKeys(id, secret) }), observer)
        client.initializeBlocking(aRequest())
        val missing = listOf("org.slf4j.Logger", "io.opentelemetry.api.OpenTelemetry").filter { runCatching { Class.forName(it) }.isFailure }
        println("told: ${told.join()}; missing: ${missing.joinToString()}")
    }
}
