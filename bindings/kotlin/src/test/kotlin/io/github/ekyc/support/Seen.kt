package io.github.ekyc.support

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.int
import kotlinx.serialization.json.intOrNull
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** What the sandbox has seen since its last reset. */
class Seen(json: String) {
    private val root = Json.parseToJsonElement(json).jsonObject

    val connections: Int get() = root.getValue("connections").jsonPrimitive.int
    val requests: Int get() = root.getValue("requests").jsonPrimitive.int
    val aborted: Int get() = root.getValue("aborted").jsonPrimitive.int
    val openConnections: Int get() = root.getValue("open_connections").jsonPrimitive.int
    val proxyRequests: Int get() = root.getValue("proxy_requests").jsonPrimitive.int
    val events: List<Event> get() = root.getValue("events").jsonArray.map { Event(it.jsonObject) }

    class Event(private val root: JsonObject) {
        val action: String get() = root.getValue("action").jsonPrimitive.content
        val outcome: String get() = root.getValue("outcome").jsonPrimitive.content
        val status: Int? get() = root.getValue("status").jsonPrimitive.intOrNull
        val query: Map<String, String> get() = map("query")
        val form: Map<String, String> get() = map("form")
        val headers: Map<String, String> get() = map("headers")

        private fun map(name: String) = root.getValue(name).jsonObject.mapValues { it.value.jsonPrimitive.content }
    }
}
