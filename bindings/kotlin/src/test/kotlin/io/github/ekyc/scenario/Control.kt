package io.github.ekyc.scenario

import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxControl.Key
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull

/** The sandbox's control plane in a scenario's own words. */
class Control(private val sandbox: Sandbox) {
    /** Forgets what was before, and knows the key that scenarios use. */
    fun begin() {
        sandbox.control.reset()
        sandbox.control.setKeys(Key("id", "secret"))
    }

    /** [methodAndPath] is, for example, `PUT /faults`. Returns the answer, which must be a success. */
    fun tell(methodAndPath: String, body: JsonElement? = null): JsonElement {
        val (method, path) = methodAndPath.split(' ', limit = 2)
        return sandbox.control.send(method, path, body?.toString().orEmpty()).ifBlank { null }?.let { Json.parseToJsonElement(it) } ?: JsonNull
    }
}
