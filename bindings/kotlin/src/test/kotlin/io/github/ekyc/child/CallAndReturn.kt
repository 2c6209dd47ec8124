package io.github.ekyc.child

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.support.aRequest
import java.nio.file.Path
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking

/** Calls in every way, does not even close the client, and returns. */
object CallAndReturn {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (address, caFile, id, secret) = arguments
        val config = ClientConfig { endpoint = address; extraRootCertificatesPem = Path.of(caFile).readText() }
        val client = EkycClient(config, Credentials.accessKey(id, secret))
        client.initializeBlocking(aRequest())
        client.initializeFuture(aRequest()).join()
        runBlocking { client.initialize(aRequest()) }
        val holding = Thread.getAllStackTraces().keys.filter { !it.isDaemon && it != Thread.currentThread() }
        println("main returns; other threads that hold the JVM: ${holding.map { it.name }}")
    }
}
