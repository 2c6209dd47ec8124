package app

// snippet begin
import io.github.ekyc.*
import java.nio.file.Path
import kotlin.io.path.readText

/** One client for the whole application: it keeps its connections. */
fun productionClient(): EkycClient =
    EkycClient(ClientConfig { region = Region.HONG_KONG; applicationName = "my-bank" }, Credentials.fromEnvironment())

fun sandboxClient(address: String, caFile: Path): EkycClient {
    val config = ClientConfig {
        endpoint = address
        extraRootCertificatesPem = caFile.readText()
    }
    return EkycClient(config, Credentials.fromEnvironment())
}
// snippet end
