package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.child.WithoutLibrary
import io.github.ekyc.internal.LibrarySource
import io.github.ekyc.support.ChildJvm
import io.github.ekyc.support.aFullRequest
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** What holds for requests, settings and codes as objects. */
class DataTest {
    @Test
    fun `contents are compared, bytes too`() {
        val request = aFullRequest()
        val same = request.copy { facePicture = facePicture!!.clone() }
        assertEquals(request to request.hashCode(), same to same.hashCode())
        assertEquals(request, request.toBuilder().build())
        assertNotEquals(request, request.copy { facePicture = byteArrayOf(9) })
        assertNotEquals(request, request.copy { docType = null })
    }

    @Test
    fun `a known code never becomes another`() {
        for (known in DocType.values()) assertSame(known, DocType.fromCode(known.code))
        assertEquals("01000000", DocType.GLOBAL_PASSPORT.toString())
        assertEquals(DocType.fromCode("new"), DocType.fromCode("new"))
    }

    /** Java's collections can hold null, whatever Kotlin's types say. */
    @Test
    @Suppress("UNCHECKED_CAST")
    fun `a null inside is an error that names the field`() {
        val wrong = mapOf(
            "extraParameters has a value that is null" to aRequest().copy { extraParameters = mapOf("A" to null) as Map<String, String> },
            "extraParameters has a key that is null" to aRequest().copy { extraParameters = mapOf(null to "A") as Map<String, String> },
            "docPageConfig has an element that is null" to aRequest().copy { docPageConfig = listOf(null) as List<DocPage> },
            "metaInfo has half of a surrogate pair, so it is not valid Unicode" to aRequest().copy { metaInfo = "\uD83D" },
            "extraParameters has half of a surrogate pair, so it is not valid Unicode" to aRequest().copy { extraParameters = mapOf("A" to "\uDE00x") },
        )
        sandbox.once().use { client ->
            for ((told, request) in wrong) {
                val ways = listOf<(InitializeRequest) -> Unit>(
                    { client.initializeBlocking(it) },
                    { client.initializeFuture(it).handle { _, problem -> throw problem }.let { failed -> runCatching { failed.join() }.onFailure { e -> throw e.cause!! } } },
                    { Ekyc.signInitialize(it, sandbox.oneAttempt, sandbox.credentials()) },
                )
                for (way in ways) assertEquals("invalid request: $told", fails<EkycException.InvalidRequest>("invalid_request") { way(request) }.message)
            }
        }
    }

    @Test
    fun `texts in all planes arrive as they are`() {
        val request = aRequest().copy { extraParameters = mapOf("T" to "a \u00e9 \u8bc1 \uD83D\uDE00") }
        sandbox.once().use { it.initializeBlocking(request) }
        assertEquals("a \u00e9 \u8bc1 \uD83D\uDE00", sandbox.control.seen().events.single().query["T"])
    }

    @Test
    fun `data and fakes need no native library`() {
        val outcome = ChildJvm(WithoutLibrary::class.java, mapOf(LibrarySource.PATH to "/nowhere")).run()
        assertEquals("T-1 T-1 T-1 slow down\n", outcome.output, outcome.errors)
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
