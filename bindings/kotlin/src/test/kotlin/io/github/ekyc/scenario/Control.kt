package io.github.ekyc.scenario

import io.github.ekyc.support.Environment
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.TimeUnit
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.io.path.readText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import org.junit.jupiter.api.extension.AfterAllCallback
import org.junit.jupiter.api.extension.BeforeAllCallback
import org.junit.jupiter.api.extension.ExtensionContext

/** One sandbox for all scenarios, with all it has, and its control plane. */
class Control : BeforeAllCallback, AfterAllCallback {
    private lateinit var folder: Path
    private lateinit var process: Process
    private lateinit var address: String
    private val http = HttpClient.newHttpClient()

    override fun beforeAll(context: ExtensionContext) {
        folder = Files.createTempDirectory("ekyc-scenarios")
        val file = folder.resolve("control")
        process = ProcessBuilder(
            Environment.sandbox.toString(), "--access-key-id", "id", "--access-key-secret", "secret", "--control-file", file.toString(),
            "--metadata", "127.0.0.1:0", "--proxy", "127.0.0.1:0",
        ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        Runtime.getRuntime().addShutdownHook(Thread { process.destroyForcibly() })
        // Its first line comes after all files are written.
        checkNotNull(process.inputReader().readLine()) { "the sandbox ended with ${process.waitFor()} before it named its address" }
        address = file.readText().trim()
    }

    @OptIn(ExperimentalPathApi::class)
    override fun afterAll(context: ExtensionContext) {
        process.destroy()
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly()
        folder.deleteRecursively()
    }

    /** [methodAndPath] is, for example, `PUT /faults`. Returns the answer, which must be a success. */
    fun tell(methodAndPath: String, body: JsonElement? = null): JsonElement {
        val (method, path) = methodAndPath.split(' ', limit = 2)
        val request = HttpRequest.newBuilder(URI("$address$path")).timeout(Duration.ofSeconds(60))
            .method(method, BodyPublishers.ofString(body?.toString().orEmpty())).build()
        val answer = http.send(request, BodyHandlers.ofString())
        check(answer.statusCode() == 200) { "$methodAndPath: ${answer.statusCode()} ${answer.body()}" }
        return answer.body().ifBlank { null }?.let { Json.parseToJsonElement(it) } ?: JsonNull
    }
}
