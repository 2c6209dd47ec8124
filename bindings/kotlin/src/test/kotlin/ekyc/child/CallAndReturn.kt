package ekyc.child

import ekyc.ClientConfig
import ekyc.Credentials
import ekyc.EkycClient
import ekyc.support.aRequest
import java.nio.file.Path
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking

/** Calls in every way, does not even close the client, and returns. */
object CallAndReturn {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (endpoint, caFile, id, secret) = arguments
        val config = ClientConfig(endpoint = endpoint, extraRootCertificatesPem = Path.of(caFile).readText())
        val client = EkycClient(config, Credentials.accessKey(id, secret))
        client.initializeBlocking(aRequest())
        client.initializeFuture(aRequest()).join()
        runBlocking { client.initialize(aRequest()) }
        val holding = Thread.getAllStackTraces().keys.filter { !it.isDaemon && it != Thread.currentThread() }
        println("main returns; other threads that hold the JVM: ${holding.map { it.name }}")
    }
}
