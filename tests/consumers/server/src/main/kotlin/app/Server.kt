package app

import io.github.ekyc.*
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationStopped
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.request.receiveText
import io.ktor.server.response.respondText
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicInteger
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking

/** A server that starts a verification for every POST, until it is told to end with SIGTERM. */
fun main() {
    val server = embeddedServer(CIO, port = 0, host = "127.0.0.1") { verifications() }
    server.start(wait = false)
    println("listening on ${runBlocking { server.engine.resolvedConnectors().first().port }}")
    Thread.currentThread().join()
}

fun Application.verifications() {
    val caFile = Path.of(System.getenv("EKYC_CA_FILE"))
    val config = ClientConfig {
        endpoint = System.getenv("EKYC_ENDPOINT")
        extraRootCertificatesPem = caFile.readText()
    }
    val credentials = Credentials.provider {
        TemporaryKeys(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"), System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
    }
    val told = AtomicInteger()
    val observer = object : EkycObserver {
        override fun onCall(event: CallEvent) {
            told.incrementAndGet()
        }
    }
    val client = EkycClient(config, credentials, observer)
    monitor.subscribe(ApplicationStopped) {
        client.close()
        println("stopped: $client, told of calls: ${told.get() > 0}")
    }
    routing {
        post("/verifications") {
            val request = InitializeRequest(
                ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo = call.receiveText(), merchantUserId = "masked-4711",
            ) {
                docType = DocType.GLOBAL_PASSPORT
            }
            try {
                call.respondText(client.initialize(request).transactionId)
            } catch (error: EkycException) {
                call.respondText("${error.kind}: ${error.message}", status = HttpStatusCode.BadGateway)
            }
        }
    }
}
