package io.github.ekyc.scenario

import java.nio.file.Path
import kotlin.io.path.writeText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** A scenario as written in [source], with this sandbox and [folder] filled in. Its files are in the folder then. */
fun scenario(source: String, info: JsonObject, folder: Path): JsonObject {
    val proxy = info.text("proxy_endpoint").orEmpty()
    val words = mapOf(
        "dir" to folder.toString(),
        "proxy_with_password" to proxy.replace("http://", "http://user:pass@"),
        "endpoint" to info.text("endpoint"),
        "metadata" to info.text("metadata_endpoint"),
        "proxy" to proxy,
        "ca" to info.text("ca_pem"),
    )
    val filled = words.entries.fold(source) { text, (word, value) -> text.replace("{$word}", escaped(value.orEmpty())) }
    val scenario = Json.parseToJsonElement(filled).jsonObject
    for ((name, content) in scenario.within("files")) folder.resolve(name).writeText(content.jsonPrimitive.content)
    return scenario
}

private fun escaped(value: String): String = JsonPrimitive(value).toString().removeSurrounding("\"")

/** Compares, and looks for texts that the error's sentence must and must not have. */
fun assertSo(what: String, expected: JsonObject, actual: JsonObject) {
    val spoken = listOfNotNull(
        expected.text("setting")?.let { "setting" to JsonPrimitive(settingName(it)) },
        expected.texts("fields").ifEmpty { null }?.let { fields -> "fields" to JsonArray(fields.map { JsonPrimitive(fieldName(it)) }) },
    )
    val plain = JsonObject(expected - setOf("text_has", "text_lacks") + spoken)
    difference(what, plain, actual)?.let { throw AssertionError("$it\n    in $actual") }
    val sentence = actual.text("text").orEmpty()
    for ((word, wanted) in listOf("text_has" to true, "text_lacks" to false)) {
        expected.texts(word).firstOrNull { sentence.contains(it, ignoreCase = true) != wanted }?.let {
            throw AssertionError("$what: $word \"$it\", but it is \"$sentence\"")
        }
    }
}

/** A field as Kotlin names it: `MerchantBizId` is `merchantBizId`. */
private fun fieldName(service: String): String = settingName(service.replaceFirstChar { it.lowercase() }.removeSuffix("Base64"))

/** A setting as Kotlin names it: `retry.base_delay_ms` is `retry.baseDelay`. */
private fun settingName(rust: String): String = rust.split('.').joinToString(".") { part ->
    val words = part.replace(Regex("_(ms|us|seconds)$"), "").split('_')
    words.first() + words.drop(1).joinToString("") { word -> word.replaceFirstChar { it.uppercase() } }
}
