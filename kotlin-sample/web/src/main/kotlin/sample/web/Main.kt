package sample.web

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.Region
import io.ktor.server.application.ApplicationStopped
import io.ktor.server.engine.connector
import io.ktor.server.engine.embeddedServer
import io.ktor.server.engine.sslConnector
import io.ktor.server.netty.Netty
import java.nio.file.Path
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking

/**
 * A shop that verifies its customers: pages over HTTP for the browser, and the callback over HTTPS for the platform. In production one proxy
 * does TLS for both.
 *
 * `EKYC_ENDPOINT`, `EKYC_CA_FILE` and `ALIBABA_CLOUD_ACCESS_KEY_*` are as in the smallest sample; `EKYC_WEB_CERTIFICATE` and `EKYC_WEB_KEY`
 * name the server's own certificate and key.
 */
fun main() {
    val environment = System.getenv()
    val config = ClientConfig {
        endpoint = environment["EKYC_ENDPOINT"]
        region = Region.HONG_KONG.takeIf { endpoint == null }
        extraRootCertificatesPem = environment["EKYC_CA_FILE"]?.let { Path.of(it).readText() }
        applicationName = "kotlin-sample-web"
    }
    val keys = keyStore(Path.of(environment.getValue("EKYC_WEB_CERTIFICATE")), Path.of(environment.getValue("EKYC_WEB_KEY")))
    val client = EkycClient(config, Credentials.fromEnvironment())
    val verifications = Verifications(client)
    val server = embeddedServer(
        Netty,
        configure = {
            connector { host = "127.0.0.1"; port = 0 }
            sslConnector(keys, ALIAS, { PASSWORD }, { PASSWORD }) { host = "127.0.0.1"; port = 0 }
        },
    ) {
        monitor.subscribe(ApplicationStopped) { client.close() }
        shop(verifications)
    }
    server.start(wait = false)
    val (pages, callbacks) = runBlocking { server.engine.resolvedConnectors() }.sortedBy { it.type.name }.map { it.port }
    verifications.places = Places("http://127.0.0.1:$pages", "https://127.0.0.1:$callbacks")
    println("http://127.0.0.1:$pages")
    Thread.currentThread().join()
}
