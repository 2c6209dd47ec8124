package io.github.ekyc.support

import io.github.ekyc.InitializeRequest
import java.net.URLEncoder
import org.junit.jupiter.api.Assertions.assertTrue

/** Secrets and personal data that nothing may show, in each place that they can come from. */
class Planted(keySecret: String) {
    /** A request that holds some. */
    val request: InitializeRequest = aFullRequest().copy {
        metaInfo = """{"deviceType":"h5","planted":"MetaInfo"}"""
        merchantUserId = "planted-merchant-user"
        callbackToken = "planted-callback-token"
        facePicture = "planted-picture".toByteArray()
        extraParameters = mapOf("Extra" to "planted-extra")
    }

    /** Each in the forms in which it travels. */
    private val forms: Map<String, List<String>> = mapOf(
        "key secret" to keySecret,
        "security token" to TOKEN,
        "MetaInfo" to request.metaInfo,
        "MerchantUserId" to request.merchantUserId,
        "CallbackToken" to request.callbackToken!!,
        "picture" to "planted-picture",
        "password of a URL" to PASSWORD,
        "extra parameter" to "planted-extra",
        "text of a foreign exception" to FOREIGN_TEXT,
    ).mapValues { (_, text) -> listOf(text, encoded(text), encoded(encoded(text))) }

    /** What a service might repeat. */
    val echo: String = listOf("MetaInfo", "MerchantUserId", "CallbackToken").flatMap { forms.getValue(it) }.joinToString(" ")

    fun assertAbsent(text: String, where: String) {
        for ((what, texts) in forms) assertTrue(texts.none { text.contains(it) }, "$where shows the $what: $text")
    }

    private fun encoded(text: String): String = URLEncoder.encode(text, Charsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~")

    companion object {
        const val TOKEN = "planted-security-token"
        const val PASSWORD = "planted-url-password"
        const val FOREIGN_TEXT = "planted-foreign-text"
    }
}
