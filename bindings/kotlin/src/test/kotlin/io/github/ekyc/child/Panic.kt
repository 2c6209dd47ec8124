package io.github.ekyc.child

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import io.github.ekyc.support.aRequest
import java.nio.file.Path
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking

/** Asks for a panic in each way of calling, prints what comes of it, and calls once more. */
object Panic {
    const val PLANTED = "planted-panic"

    @JvmStatic
    fun main(arguments: Array<String>) {
        val (address, caFile, id, secret) = arguments
        val config = ClientConfig { endpoint = address; extraRootCertificatesPem = Path.of(caFile).readText() }
        val panicking = aRequest().copy { extraParameters = mapOf("EkycTestPanic" to PLANTED) }
        EkycClient(config, Credentials.accessKey(id, secret)).use { client ->
            report { runBlocking { client.initialize(panicking) } }
            report { client.initializeBlocking(panicking) }
            report { runCatching { client.initializeFuture(panicking).get() }.onFailure { throw it.cause!! } }
            println("then a transaction".takeIf { client.initializeBlocking(aRequest()).transactionId.isNotEmpty() })
        }
    }

    private fun report(call: () -> Unit) = try {
        call()
        println("no panic: is this a debug build?")
    } catch (error: EkycException) {
        check(!error.stackTraceToString().contains(PLANTED))
        println("${error.javaClass.name}: attempts ${error.attempts}, outcome unknown ${error.outcomeUnknown}")
    }
}
