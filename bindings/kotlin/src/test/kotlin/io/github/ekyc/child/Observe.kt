package io.github.ekyc.child

import io.github.ekyc.CallEvent
import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.CredentialsProvider
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycObserver
import io.github.ekyc.TemporaryKeys
import io.github.ekyc.support.aRequest
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import kotlin.io.path.readText

/** Calls with an observer and a provider of its own, and says which classes are not there. */
object Observe {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (address, caFile, id, secret) = arguments
        val config = ClientConfig { endpoint = address; extraRootCertificatesPem = Path.of(caFile).readText() }
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
