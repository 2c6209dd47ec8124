package io.github.ekyc

import io.github.ekyc.support.Formats
import io.github.ekyc.support.PublicTypes
import kotlin.reflect.full.memberProperties
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is found out about a person shows in no format, wherever in the result it stands. */
class CheckResultFormattingTest {
    private val result = Ekyc.readCheckResult(HttpAnswer(200, answer().toByteArray()), CheckResultRequest(merchantBizId = "a1", transactionId = "hks1"))

    @Test
    fun `no format of anything in a result shows a person's data`() {
        val all = inside(result)
        val types = all.map { it::class.simpleName }.toSet()
        val expected = setOf("CheckResultResponse", "FaceResult", "DocumentResult", "DocumentFields", "SpoofResult", "SourceResult", "JsonText")
        assertEquals(expected, types.intersect(expected), "the answer of this test does not reach all of them")
        for (value in all + all.mapNotNull { builder(it) }) for ((how, text) in Formats.of(value)) {
            val shown = text.removeSuffix(hash(value))
            for (secret in SECRETS) assertFalse(shown.contains(secret), "${value::class.simpleName}, $how, shows `$secret`: $text")
        }
    }

    @Test
    fun `it is shown what there is`() {
        val text = result.toString()
        for (part in listOf("requestId=R-1", "state=ENDED", "face=***", "document=***", "passed=***")) assertTrue(part in text, text)
        assertTrue("fullName=***" in result.sources.toString(), result.sources.toString())
    }

    @Test
    fun `the data is there for whoever asks for it`() {
        assertEquals(Passed.YES to "planted-sub-code", result.passed to result.subCode)
        assertEquals("planted-name" to "planted-nation", result.document!!.fields!!.name to result.document!!.fields!!.nationality)
        assertEquals(listOf(SpoofType.fromCode("planted-type")), result.document!!.spoof!!.types)
        assertEquals(87.125, result.face!!.comparisonScore)
    }

    /** The object and every object of the library's that can be reached from it. Codes are values, and are shown by whoever shows them. */
    private fun inside(value: Any): List<Any> = listOf(value) + value::class.memberProperties.filter { it.visibility == kotlin.reflect.KVisibility.PUBLIC }
        .mapNotNull { it.getter.call(value) }.filter { it::class in PublicTypes.all && it !is Passed && it !is VerificationState }.flatMap { inside(it) }

    private fun builder(value: Any): Any? = value.javaClass.methods.find { it.name == "toBuilder" }?.invoke(value)

    /** A builder's default text ends with its hash, which can hold any digits. */
    private fun hash(value: Any) = "@" + Integer.toHexString(System.identityHashCode(value))

    private companion object {
        val SECRETS = listOf("planted", "87.125", "76.25", "98.5", "0.8125", "20131231", "=Y", "=true", "cGxhbnRlZA")

        fun quoted(text: String) = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""

        fun answer(): String {
            val fields = """{"name":"planted-name","nationality":"planted-nation","birthDate":"20131231","new":"planted-new"}"""
            val face = """{"faceAttack":"Y","faceComparisonScore":87.125,"faceImg":"cGxhbnRlZA==","facePassed":"Y","docVideoUrl":"https://planted/","new":"planted"}"""
            val spoof = """{"spoofResult":"Y","spoofType":["planted-type"],"new":"planted"}"""
            val document = """{"ocrIdInfo":$fields,"ocrIdEditInfo":$fields,"ocrIdBackInfo":$fields,"spoofInfo":$spoof,"idImage":"cGxhbnRlZA==","idFaceQualityScore":76.25,"ocrIdPassed":"Y"}"""
            val sources = """{"govId":98.5,"fullName":0.8125,"new":"planted"}"""
            val members = mapOf(
                "Passed" to "Y", "SubCode" to "planted-sub-code", "ExtFaceInfo" to face, "ExtIdInfo" to document, "ExtSourceInfo" to sources,
                "ExtRiskInfo" to """{"level":"planted"}""", "EkycResult" to "planted", "ExtBasicInfo" to "planted", "ExtInfo" to "planted", "Next" to "planted",
            )
            return """{"RequestId":"R-1","Code":"Success","Result":{${members.entries.joinToString(",") { "\"${it.key}\":${quoted(it.value)}" }}}}"""
        }
    }
}
