package app

// snippet begin
import ekyc.*
import java.nio.file.Path
import kotlin.io.path.readText

/** One client for the whole application: it keeps its connections. */
fun productionClient(): EkycClient =
    EkycClient(ClientConfig(region = Region.HONG_KONG, applicationName = "my-bank"), Credentials.fromEnvironment())

fun sandboxClient(endpoint: String, caFile: Path): EkycClient =
    EkycClient(
        ClientConfig(endpoint = endpoint, extraRootCertificatesPem = caFile.readText()),
        Credentials.fromEnvironment(),
    )
// snippet end
