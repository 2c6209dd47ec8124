package io.github.ekyc.support

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycObserver
import io.github.ekyc.RetrySettings
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.deleteRecursively
import kotlin.io.path.readText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.extension.AfterAllCallback
import org.junit.jupiter.api.extension.BeforeAllCallback
import org.junit.jupiter.api.extension.BeforeEachCallback
import org.junit.jupiter.api.extension.ExtensionContext

/** The sandbox's own binary, over HTTPS, for the tests of one class; told to forget everything before each of them. */
class Sandbox(private val securityToken: String? = null) : BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private lateinit var folder: Path
    private lateinit var process: Process
    private lateinit var control: String
    private lateinit var info: JsonObject
    private val http = HttpClient.newHttpClient()

    lateinit var endpoint: String
        private set

    /** Where the metadata of an ECS instance is, and `/credentials` for a credentials URI. */
    val metadataEndpoint: String get() = info.getValue("metadata_endpoint").jsonPrimitive.content

    /** Where the control plane is. */
    val controlEndpoint: String get() = control

    val proxyEndpoint: String get() = info.getValue("proxy_endpoint").jsonPrimitive.content

    val caFile: Path get() = folder.resolve("ca.pem")

    val keyId: String get() = KEY_ID
    val keySecret: String get() = KEY_SECRET

    override fun beforeAll(context: ExtensionContext) {
        folder = Files.createTempDirectory("ekyc-sandbox")
        val arguments = mutableListOf(
            Environment.sandbox.toString(), "--listen", "127.0.0.1:0", "--port-file", folder.resolve("port").toString(),
            "--ca-file", caFile.toString(), "--control-file", folder.resolve("control").toString(),
            "--metadata", "127.0.0.1:0", "--proxy", "127.0.0.1:0",
            "--access-key-id", KEY_ID, "--access-key-secret", KEY_SECRET,
        )
        securityToken?.let { arguments += listOf("--security-token", it) }
        process = ProcessBuilder(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        Runtime.getRuntime().addShutdownHook(Thread { process.destroyForcibly() })
        // Its first line comes after all files are written.
        endpoint = process.inputReader().readLine() ?: error("the sandbox ended with ${process.waitFor()} before it named its address")
        control = folder.resolve("control").readText().trim()
        info = Json.parseToJsonElement(send("GET", "/info")).jsonObject
    }

    override fun beforeEach(context: ExtensionContext) = forget()

    /** Forgets what was seen, and how to misbehave. */
    fun forget() {
        send("POST", "/reset")
    }

    @OptIn(kotlin.io.path.ExperimentalPathApi::class)
    override fun afterAll(context: ExtensionContext) {
        process.destroy()
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly()
        folder.deleteRecursively()
    }

    /** The right settings for this sandbox. One attempt, so that one fault is one error. */
    fun config(): ClientConfig =
        ClientConfig { endpoint = this@Sandbox.endpoint; extraRootCertificatesPem = caFile.readText(); retry = RetrySettings { maxAttempts = 1 } }

    /** The right credentials for this sandbox. */
    fun credentials(): Credentials =
        securityToken?.let { Credentials.temporary(KEY_ID, KEY_SECRET, it) } ?: Credentials.accessKey(KEY_ID, KEY_SECRET)

    fun client(observer: EkycObserver? = null, change: ClientConfig.() -> ClientConfig = { this }): EkycClient =
        client(listOfNotNull(observer), change)

    fun client(observers: List<EkycObserver>, change: ClientConfig.() -> ClientConfig = { this }): EkycClient =
        EkycClient(config().change(), credentials(), observers)

    /** What happens to the next requests, as the control plane's JSON has it: `"fault":"hang"`. */
    fun faults(vararg members: String) {
        send("PUT", "/faults", members.joinToString(",", "[", "]") { "{$it}" })
    }

    /** Lets held answers go. */
    fun release() {
        send("POST", "/release")
    }

    /** Another setting, as the control plane's JSON has it, until the next test: `clock`, `connections`, `quota`, `keys`, `proxy`. */
    fun set(what: String, json: String) {
        send("PUT", "/$what", json)
    }

    fun seen(): Seen = Seen(send("GET", "/seen"))

    /** Waits until the sandbox has seen that much. */
    fun await(condition: String): Seen = Seen(send("GET", "/wait?$condition"))

    private fun send(method: String, path: String, body: String = ""): String {
        val request = HttpRequest.newBuilder(URI("$control$path")).method(method, BodyPublishers.ofString(body)).build()
        val answer = http.send(request, BodyHandlers.ofString())
        check(answer.statusCode() == 200) { "$method $path: ${answer.statusCode()} ${answer.body()}" }
        return answer.body()
    }

    private companion object {
        const val KEY_ID = "LTAI-kotlin-tests"
        const val KEY_SECRET = "secret-of-the-kotlin-tests"
    }
}
