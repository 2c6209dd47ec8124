package io.github.ekyc.testing

import com.google.gson.JsonObject

/** What the sandbox counted, and the requests that came. */
public class Seen internal constructor(private val json: JsonObject) {
    /** Connections that were opened. */
    public val connections: Int get() = json.get("connections").asInt

    /** Those that are open. */
    public val openConnections: Int get() = json.get("open_connections").asInt

    /** Requests that came. */
    public val requests: Int get() = json.get("requests").asInt

    /** Requests that the client broke off. */
    public val aborted: Int get() = json.get("aborted").asInt

    /** Requests that the proxy got. */
    public val proxyRequests: Int get() = json.get("proxy_requests").asInt

    /** Each request. */
    public val events: List<Event> get() = json.getAsJsonArray("events").map { Event(it.asJsonObject) }

    /** A request that came. It holds all that the client sent, secrets included: it is test data. */
    public class Event internal constructor(private val json: JsonObject) {
        /** The operation. */
        public val action: String get() = json.text("action").orEmpty()

        /** The parameters in the URL. */
        public val query: Map<String, String> get() = json.texts("query")

        /** The parameters in the body. */
        public val form: Map<String, String> get() = json.texts("form")

        /** The headers, their names in lower case. */
        public val headers: Map<String, String> get() = json.texts("headers")

        /** The number of its connection. */
        public val connection: Int get() = json.get("connection").asInt

        /** What the sandbox found about it. */
        public val verdict: String get() = json.text("verdict").orEmpty()

        /** How it was answered. */
        public val outcome: String get() = json.text("outcome").orEmpty()

        /** The HTTP status of the answer, if there was one. */
        public val status: Int? get() = json.number("status")

        /** The operation and how it was answered. */
        override fun toString(): String = "Event($action, $outcome)"
    }
}

/** Where other things listen. */
public class Info internal constructor(private val json: JsonObject) {
    /** The metadata server of an ECS instance, if the sandbox was started with `--metadata`. */
    public val metadataEndpoint: String? get() = json.text("metadata_endpoint")

    /** The proxy, if the sandbox was started with `--proxy`. */
    public val proxyEndpoint: String? get() = json.text("proxy_endpoint")
}

internal fun JsonObject.text(name: String): String? = get(name)?.takeUnless { it.isJsonNull }?.asString

internal fun JsonObject.number(name: String): Int? = get(name)?.takeUnless { it.isJsonNull }?.asInt

private fun JsonObject.texts(name: String): Map<String, String> =
    getAsJsonObject(name).entrySet().associate { (member, value) -> member to value.asString }
