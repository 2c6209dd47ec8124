package app

// snippet begin
import io.github.ekyc.*
import java.nio.file.Path
import kotlin.io.path.readText

/** One client for the whole application: it keeps its connections. */
fun productionClient(): EkycClient {
    val config = ClientConfig {
        region = Region.HONG_KONG
        applicationName = "my-bank"
    }
    return EkycClient(config, Credentials.fromEnvironment())
}

fun sandboxClient(address: String, caFile: Path): EkycClient =
    EkycClient(sandboxConfig(address, caFile), Credentials.fromEnvironment())

fun sandboxConfig(address: String, caFile: Path): ClientConfig = ClientConfig {
    endpoint = address
    extraRootCertificatesPem = caFile.readText()
}
// snippet end
