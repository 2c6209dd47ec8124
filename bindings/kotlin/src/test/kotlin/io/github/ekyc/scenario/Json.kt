package io.github.ekyc.scenario

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.longOrNull

/** Where [actual] is not so as [expected] wants it; `null` if it is. */
fun difference(path: String, expected: JsonElement, actual: JsonElement?): String? {
    val found = actual.takeUnless { it is JsonNull }
    presence(expected)?.let { wanted ->
        return if (wanted == (found != null)) null else "$path: expected $expected, got $actual"
    }
    return when {
        expected is JsonObject && found is JsonObject ->
            expected.firstNotNullOfOrNull { (name, value) -> difference("$path.$name", value, found[name]) }
        expected is JsonArray && found is JsonArray && expected.size == found.size ->
            expected.indices.firstNotNullOfOrNull { difference("$path[$it]", expected[it], found[it]) }
        expected == actual -> null
        else -> "$path: expected $expected, got $actual"
    }
}

private fun presence(expected: JsonElement): Boolean? {
    val (name, value) = (expected as? JsonObject)?.entries?.singleOrNull() ?: return null
    return when (name) {
        "present" -> true
        "absent" -> false
        else -> null
    }.takeIf { value == JsonPrimitive(true) }
}

/** The value at a path such as `headers.x-acs-date`. */
fun JsonElement.at(path: String): JsonElement? =
    path.split('.').fold(this as JsonElement?) { value, name -> (value as? JsonObject)?.get(name) }

fun JsonObject.text(name: String): String? = (get(name) as? JsonPrimitive)?.takeIf { it.isString }?.content

fun JsonObject.number(name: String): Long? = (get(name) as? JsonPrimitive)?.longOrNull

fun JsonObject.truth(name: String): Boolean? = (get(name) as? JsonPrimitive)?.booleanOrNull

/** Empty if there is no such object. */
fun JsonObject.within(name: String): JsonObject = get(name) as? JsonObject ?: JsonObject(emptyMap())

/** Empty if there is no such list. */
fun JsonObject.list(name: String): List<JsonElement> = get(name) as? JsonArray ?: emptyList()

/** Empty if there is no such list. */
fun JsonObject.texts(name: String): List<String> = list(name).map { (it as JsonPrimitive).content }

/** The members of the object of that name, all of which are texts. */
fun JsonObject.strings(name: String): Map<String, String> = within(name).mapValues { (_, value) -> (value as JsonPrimitive).content }

/** Refuses members that nobody reads: what is misspelt would be an assertion that nobody checks. [names] are separated by blanks. */
fun JsonObject.only(names: String) {
    val strangers = keys - names.split(' ').toSet()
    check(strangers.isEmpty()) { "nobody reads $strangers" }
}

/** With what stands in braces replaced, in every text. */
fun JsonElement.filled(words: Map<String, String>): JsonElement = when (this) {
    is JsonObject -> JsonObject(mapValues { (_, value) -> value.filled(words) })
    is JsonArray -> JsonArray(map { it.filled(words) })
    is JsonPrimitive -> if (isString) JsonPrimitive(words.entries.fold(content) { text, (name, value) -> text.replace("{$name}", value) }) else this
}
