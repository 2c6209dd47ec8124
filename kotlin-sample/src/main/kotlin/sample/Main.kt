package sample

import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import java.io.IOException
import kotlin.system.exitProcess

/** Starts one verification and prints its transaction id. */
suspend fun main() {
    try {
        val settings = Settings(System.getenv())
        EkycClient(settings.config(), Credentials.fromEnvironment()).use { client ->
            println("TransactionId: ${client.initialize(settings.request()).transactionId}")
        }
    } catch (error: EkycException) {
        fail(error.kind, error.code, error.requestId)
    } catch (_: IOException) {
        // EKYC_CA_FILE is missing, or it or a variable is no text.
        fail("invalid_configuration")
    }
}

/** One line, for scripts. A program for people would show the exception's `message`. */
private fun fail(kind: String, code: String? = null, requestId: String? = null): Nothing {
    System.err.println("error kind=$kind code=${code ?: "-"} request_id=${requestId ?: "-"}")
    exitProcess(1)
}
