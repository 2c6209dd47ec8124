package io.github.ekyc.child

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.support.aRequest
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.io.path.readText

/** Blocking calls on virtual threads; when all have arrived the sandbox is told to answer. Java 21 by reflection: we compile for 17. */
object VirtualThreads {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (address, caFile, id, secret, control) = arguments
        val config = ClientConfig { endpoint = address; extraRootCertificatesPem = Path.of(caFile).readText() }
        val start = Thread::class.java.getMethod("startVirtualThread", Runnable::class.java)
        val ids = ConcurrentHashMap.newKeySet<String>()
        EkycClient(config, Credentials.accessKey(id, secret)).use { client ->
            val threads = List(200) {
                start.invoke(null, Runnable { ids += client.initializeBlocking(aRequest()).transactionId }) as Thread
            }
            val http = HttpClient.newHttpClient()
            fun tell(request: HttpRequest.Builder) = check(http.send(request.build(), BodyHandlers.ofString()).statusCode() == 200)
            tell(HttpRequest.newBuilder(URI("$control/wait?requests=200")))
            tell(HttpRequest.newBuilder(URI("$control/release")).POST(BodyPublishers.noBody()))
            threads.forEach { it.join() }
        }
        println("${ids.size} transactions")
    }
}
