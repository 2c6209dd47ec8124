package app

import io.github.ekyc.EkycException
import java.nio.file.Path
import kotlin.system.exitProcess

/** Calls the service that the environment names, and shows how a wrong request fails. */
suspend fun main() {
    val environment = System.getenv()
    val (endpoint, caFile) = environment.getValue("EKYC_ENDPOINT") to Path.of(environment.getValue("EKYC_CA_FILE"))
    try {
        println("TransactionId: ${watched(sandboxConfig(endpoint, caFile), environment)}")
        sandboxClient(endpoint, caFile).use { client ->
            val verification = Verification(client, "a key for this program alone".toByteArray())
            println("TransactionId: ${verification.start("""{"deviceType":"ios"}""", "customer-4711")}")
            try {
                verification.start("", "customer-4713")
            } catch (expected: EkycException.InvalidRequest) {
                println("refused: ${advice(expected)}")
            }
        }
    } catch (error: EkycException) {
        System.err.println("${error.kind}: ${error.message}")
        exitProcess(1)
    }
}
