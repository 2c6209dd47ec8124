package ekyc

import com.sun.jna.Platform
import ekyc.child.UseTwice
import ekyc.support.ChildJvm
import java.nio.file.Path
import kotlin.io.path.writeBytes
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What a user is told when the library is not the one these bindings were made for. Seen from outside, in JVMs of their own. */
class HandshakeTest {
    @TempDir
    lateinit var folder: Path

    @Test
    fun `the right library works`() = assertEquals(List(3) { "works" }, use(library("same") { it }))

    @Test
    fun `a library of another build is named with both builds`() {
        val other = "0123456789abcdef"
        val path = library("other") { it.replaced(BindingBuild.FINGERPRINT, other) }
        assertRefused(use(path), path, "fingerprint $other", "fingerprint ${BindingBuild.FINGERPRINT}", "cargo xtask bindings")
    }

    /** An older library lacks functions that the generated code looks up; the handshake comes first. */
    @Test
    fun `a library of another build that lacks a function is named all the same`() {
        val other = "fedcba9876543210"
        val path = library("older") {
            it.replaced(BindingBuild.FINGERPRINT, other).replaced("uniffi_ekyc_fn_func_core_sign_acs3", "uniffi_ekyc_fn_func_core_sign_acs2")
        }
        assertRefused(use(path), path, "fingerprint $other", "fingerprint ${BindingBuild.FINGERPRINT}")
    }

    @Test
    fun `a foreign library is named`() = assertRefused(use("c"), "does not answer as that of ekyc ${BindingBuild.VERSION}")

    /** The rest of what can be wrong with a jar, a machine or another JNA is tested from outside, by `cargo xtask test consumers`. */
    @Test
    fun `a library for another machine is named as such`() {
        assumeTrue(Platform.isLinux())
        val path = library("machine") { it.also { bytes -> bytes[PROCESSOR] = OTHER } }
        assertRefused(use(path), path, "is not built for ${Platform.RESOURCE_PREFIX}", "Use an ekyc jar")
    }

    @Test
    fun `a missing library is missed in plain words`() {
        val path = folder.resolve("libekyc-missing.so").toString()
        assertRefused(use(path), path, "cannot load its library", Platform.RESOURCE_PREFIX, "-Djna.library.path", "-Djna.tmpdir")
    }

    private fun assertRefused(lines: List<String>, vararg words: String) {
        assertEquals(3, lines.size, lines.joinToString("\n"))
        assertEquals(1, lines.toSet().size, "the same each time: ${lines.joinToString("\n")}")
        for (word in listOf("invalid_configuration: invalid configuration: native library: ") + words) {
            assertTrue(lines.first().contains(word), "`$word` is missing in: ${lines.first()}")
        }
    }

    private fun use(library: String): List<String> {
        val outcome = ChildJvm(UseTwice::class.java, mapOf("uniffi.component.ekyc.libraryOverride" to library)).run()
        assertEquals(0 to "", outcome.exit to outcome.errors)
        return outcome.output.trim().lines()
    }

    /** A copy of the library in the jar, [changed]. */
    private fun library(name: String, changed: (ByteArray) -> ByteArray): String {
        val resource = "/${Platform.RESOURCE_PREFIX}/${System.mapLibraryName("ekyc")}"
        val bytes = javaClass.getResourceAsStream(resource)!!.use { it.readBytes() }
        return folder.resolve("libekyc-$name.so").also { it.writeBytes(changed(bytes)) }.toString()
    }

    private companion object {
        /** The field of an ELF header that names the processor, and one that no Java runs on. */
        const val PROCESSOR = 18
        const val OTHER: Byte = 0x53
    }

    private fun ByteArray.replaced(old: String, new: String): ByteArray {
        assertEquals(old.length, new.length)
        val text = toString(Charsets.ISO_8859_1)
        assertTrue(text.contains(old), "the library does not hold $old")
        return text.replace(old, new).toByteArray(Charsets.ISO_8859_1)
    }
}
