package io.github.ekyc.testing

import com.google.gson.Gson
import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

/**
 * The sandbox's strings: what it does next, and what it saw. Its README says what each of them means. The calls hold their thread; each is
 * answered in milliseconds, but for [waitFor].
 */
public class SandboxControl internal constructor(
    /** Where the control plane is. In a browser it is a page for people. */
    public val endpoint: String,
) {
    private val http = HttpClient.newHttpClient()

    /** What the next requests meet, in place of all faults that were set before. */
    public fun set(vararg faults: Fault) {
        send("PUT", "/faults", Fault.json(faults))
    }

    /** What requests meet after the faults that wait. */
    public fun add(vararg faults: Fault) {
        send("POST", "/faults", Fault.json(faults))
    }

    /** Lets all held requests go. */
    public fun release() {
        send("POST", "/release")
    }

    /** Lets the oldest of the held requests go. */
    public fun release(count: Int) {
        send("POST", "/release?count=$count")
    }

    /** How far the service's clock is ahead of this machine's; negative if it is behind. */
    public fun setClock(offset: Duration) {
        put("clock", "offset_ms" to offset.toMillis())
    }

    /** What becomes of new connections: `normal`, `silent` or `refuse`. */
    public fun setConnections(mode: String) {
        put("connections", "mode" to mode)
    }

    /** How many calls of each operation the account may make in any second; 0 for any number. */
    public fun setQuota(callsPerSecond: Int) {
        put("quota", "calls_per_second" to callsPerSecond)
    }

    /** The only keys that the service knows from now on. */
    public fun setKeys(vararg keys: Key) {
        send("PUT", "/keys", JsonArray().apply { keys.forEach { add(it.json()) } }.toString())
    }

    /** A key that the service knows. */
    public class Key @JvmOverloads constructor(private val id: String, private val secret: String, private val token: String? = null) {
        internal fun json() = json("access_key_id" to id, "access_key_secret" to secret, "security_token" to token)
    }

    /** What the proxy does: `tunnel`, `refuse`, `garbage` or `silent`; with a name and a password only for those who give them. */
    @JvmOverloads
    public fun setProxy(mode: String, username: String? = null, password: String? = null) {
        put("proxy", "mode" to mode, "username" to username, "password" to password)
    }

    /** Where other things listen. */
    public fun info(): Info = Info(get("/info"))

    /** What it saw since it was started or told to forget. */
    public fun seen(): Seen = Seen(get("/seen"))

    /**
     * Waits until a counter has reached a number: `requests`, `connections`, `aborted`, an operation's name, and others.
     *
     * @throws SandboxRefusedException if that does not come within 30 seconds
     */
    public fun waitFor(counter: String, number: Int): Seen = Seen(get("/wait?$counter=$number"))

    /** All verifications, the oldest first. */
    public fun verifications(): List<Verification> =
        get("/verifications").getAsJsonArray("verifications").map { Verification(it.asJsonObject) }

    /** A verification as it is now. */
    public fun verification(transactionId: String): Verification = Verification(get("/verifications/${encoded(transactionId)}"))

    /** Makes a verification end, as the user's doing would. */
    public fun end(transactionId: String, ending: Ending): Verification =
        Verification(parsed(send("PUT", "/verifications/${encoded(transactionId)}", ending.json.toString())))

    /** Makes a verification end, as the user's doing would. */
    public fun end(transactionId: String, decision: Decision): Verification = end(transactionId, Ending(decision))

    /** Calls the verification's CallbackUrl now, and tells what came of it. */
    @JvmOverloads
    public fun callBack(transactionId: String, callback: Callback = Callback()): CallbackAttempt =
        CallbackAttempt(parsed(send("POST", "/verifications/${encoded(transactionId)}/callback", callback.json.toString())))

    /** Forgets what it saw, and verifications, faults and settings too. */
    public fun reset() {
        send("POST", "/reset")
    }

    /**
     * Says anything else to the control plane, for example `send("PUT", "/identity", """{"lifetime_s": 60}""")`.
     *
     * @return the answer's JSON
     * @throws SandboxRefusedException with what it answered, if that is no success
     */
    @JvmOverloads
    public fun send(method: String, path: String, body: String = ""): String {
        val request = HttpRequest.newBuilder(URI("$endpoint$path")).timeout(PATIENCE).method(method, BodyPublishers.ofString(body)).build()
        val answer = http.send(request, BodyHandlers.ofString())
        if (answer.statusCode() != 200) throw SandboxRefusedException("$method $path: ${answer.statusCode()} ${answer.body()}")
        return answer.body()
    }

    private fun put(what: String, vararg members: Pair<String, Any?>) {
        send("PUT", "/$what", json(*members).toString())
    }

    private fun get(path: String): JsonObject = parsed(send("GET", path))

    private fun parsed(text: String): JsonObject = JsonParser.parseString(text).asJsonObject

    private fun encoded(text: String): String = URLEncoder.encode(text, Charsets.UTF_8)

    private companion object {
        /** Longer than a wait lasts. */
        val PATIENCE: Duration = Duration.ofSeconds(60)
    }
}

private val gson = Gson()

/** What is null is left out. */
internal fun json(vararg members: Pair<String, Any?>): JsonObject = JsonObject().apply {
    for ((name, value) in members) if (value != null) add(name, if (value is JsonElement) value else gson.toJsonTree(value))
}
