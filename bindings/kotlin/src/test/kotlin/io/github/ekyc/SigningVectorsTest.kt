package io.github.ekyc

import io.github.ekyc.support.Environment
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import java.util.Base64
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory

/** The signing vectors that all languages share: a folder a case, a file a stage. */
class SigningVectorsTest {
    @TestFactory
    fun `every case agrees in every stage`(): List<DynamicTest> {
        val cases = Environment.vectors.resolve("acs3").listDirectoryEntries().filter { it.resolve("request.json").exists() }.sorted()
        assertTrue(cases.size >= 25, "only ${cases.size} cases under ${Environment.vectors}")
        return cases.map { folder -> dynamicTest(folder.name) { check(folder) } }
    }

    private fun check(folder: Path) {
        val case = Case(Json.parseToJsonElement(folder.resolve("request.json").readText()).jsonObject)
        val signature = Ekyc.signAcs3(case.request(), case.credentials())
        fun stage(file: String, ours: String) = assertEquals(folder.resolve(file).readText(), ours, "stage $file of ${folder.name}")
        val body = folder.resolve("body.bin")
        assertEquals(
            if (body.exists()) HEX.formatHex(body.readBytes()) else "",
            HEX.formatHex(signature.request.body),
            "stage body.bin of ${folder.name}",
        )
        stage("canonical-request.txt", signature.canonicalRequest)
        stage("string-to-sign.txt", signature.stringToSign)
        stage("authorization.txt", signature.authorization)
        stage("url.txt", signature.request.url)
        assertEquals(signature.authorization, signature.request.headers.single { it.name == "authorization" }.value)
        Environment.visited?.writeText("kotlin ${folder.name}\n", options = arrayOf(CREATE, APPEND))
    }

    private class Case(private val json: JsonObject) {
        init {
            assertEquals(emptySet<String>(), json.keys - KNOWN, "members that this test does not read")
        }

        fun request() = Acs3Request(
            method = text("method"),
            host = text("host"),
            path = text("path"),
            action = text("action"),
            version = text("version"),
            date = text("date"),
            nonce = text("nonce"),
        ) {
            query = pairs("query").map { (name, value) -> Parameter(name, value) }
            headers = pairs("headers").map { (name, value) -> Header(name, value) }
            form = pairs("form").map { (name, value) -> Parameter(name, value) }
            body = Base64.getDecoder().decode(json["body_base64"]?.jsonPrimitive?.content.orEmpty())
        }

        fun credentials(): Credentials = json["security_token"]?.let {
            Credentials.temporary(text("access_key_id"), text("access_key_secret"), it.jsonPrimitive.content)
        } ?: Credentials.accessKey(text("access_key_id"), text("access_key_secret"))

        private fun text(name: String) = json.getValue(name).jsonPrimitive.content

        private fun pairs(name: String) =
            json[name]?.jsonArray.orEmpty().map { pair -> pair.jsonArray.map { it.jsonPrimitive.content }.let { (a, b) -> a to b } }
    }

    private companion object {
        val HEX: java.util.HexFormat = java.util.HexFormat.of()
        val KNOWN = setOf(
            "about", "access_key_id", "access_key_secret", "security_token", "method", "host", "path", "action", "version", "date", "nonce",
            "query", "headers", "form", "body_base64",
        )
    }
}
