package io.github.ekyc

import io.github.ekyc.internal.LibrarySource
import io.github.ekyc.child.UseTwice
import io.github.ekyc.support.ChildJvm
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import kotlin.io.path.setLastModifiedTime
import kotlin.io.path.writeBytes
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
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
        assertRefused(use(path), path, other, BindingBuild.FINGERPRINT, "cargo xtask bindings")
    }

    @Test
    fun `a foreign library is named`() {
        val foreign = Files.list(Path.of(System.getProperty("java.home"), "lib")).use { files ->
            files.filter { it.fileName.toString() == System.mapLibraryName("zip") }.findFirst().orElseThrow()
        }
        assertRefused(use("$foreign"), "$foreign")
    }

    /** The rest of what can be wrong with a jar or a machine is tested from outside, by `cargo xtask test consumers`. */
    @Test
    fun `a library for another machine is named as such`() {
        val path = library("machine") { it.also { bytes -> bytes[PROCESSOR] = OTHER } }
        assertRefused(use(path), path, "cannot be loaded", "-Dio.github.ekyc.library.path")
    }

    @Test
    fun `a missing library is missed in plain words`() {
        val path = folder.resolve("libekyc-missing.so").toString()
        assertRefused(use(path), path, "cannot load its native library", "-Dio.github.ekyc.library.path")
    }

    @Test
    fun `a folder may be named, and a folder on java_library_path is found`() {
        val name = System.mapLibraryName("ekyc_jni")
        javaClass.getResourceAsStream("/${LibrarySource().resource}")!!.use { folder.resolve(name).writeBytes(it.readBytes()) }
        for (property in listOf(LibrarySource.PATH, "java.library.path")) {
            val outcome = ChildJvm(UseTwice::class.java, mapOf(property to "$folder"), without = Regex("^resources$")).run()
            assertEquals(List(3) { "works" }, outcome.output.trim().lines(), outcome.errors)
        }
    }

    @Test
    fun `a temporary folder may have blanks and letters of any language`() {
        val odd = Files.createDirectories(folder.resolve("t\u00e4mp +%20 \u8bc1"))
        val outcome = ChildJvm(UseTwice::class.java, mapOf("java.io.tmpdir" to "$odd", "sun.jnu.encoding" to "UTF-8")).run()
        assertEquals(List(3) { "works" }, outcome.output.trim().lines(), outcome.errors)
        assertEquals(emptyList<Path>(), Files.list(odd).use { it.toList() }, "what was unpacked is gone again")
    }

    /** Where the virtual machine calls itself so, the library is Android's to find, as it is in the AAR. */
    @Test
    fun `on Android the jar for the JVM is told from the AAR`() {
        val name = System.mapLibraryName("ekyc_jni")
        val android = ChildJvm(UseTwice::class.java, mapOf("java.library.path" to "$folder"))
        val jar = android.run("Dalvik").output.trim().lines()
        assertRefused(jar, "Depend on io.github.ekyc:ekyc-android", "libekyc_jni.so for this device's ABI")
        javaClass.getResourceAsStream("/${LibrarySource().resource}")!!.use { folder.resolve(name).writeBytes(it.readBytes()) }
        assertEquals(List(3) { "works" }, android.run("Dalvik").output.trim().lines())
    }

    /** On Windows every JVM leaves its file, which it still holds at its end; elsewhere one that was killed at the wrong moment. */
    @Test
    fun `what a JVM left behind is removed at the next start, and what another may be about to load is not`() {
        val name = System.mapLibraryName("ekyc_jni")
        val left = listOf("ekyc-0.0.9-123-$name", "ekyc-${BindingBuild.VERSION}-456-$name").map { folder.resolve(it) }
        val others = listOf("ekyc-${BindingBuild.VERSION}-789-$name", "ekyc-notes.txt", "another-$name").map { folder.resolve(it) }
        for (file in left + others) file.writeBytes(byteArrayOf(1))
        for (file in left + others.drop(1)) file.setLastModifiedTime(FileTime.fromMillis(System.currentTimeMillis() - 600_000))
        val outcome = ChildJvm(UseTwice::class.java, mapOf(LibrarySource.FOLDER to "$folder")).run()
        assertEquals(List(3) { "works" }, outcome.output.trim().lines(), outcome.errors)
        assertEquals(others.toSet(), Files.list(folder).use { it.toList() }.toSet())
    }

    private fun assertRefused(lines: List<String>, vararg words: String) {
        assertEquals(3, lines.size, lines.joinToString("\n"))
        assertEquals(1, lines.toSet().size, "the same each time: ${lines.joinToString("\n")}")
        for (word in listOf("invalid_configuration: invalid configuration: native library: ") + words) {
            assertTrue(lines.first().contains(word), "`$word` is missing in: ${lines.first()}")
        }
    }

    private fun use(library: String): List<String> {
        val outcome = ChildJvm(UseTwice::class.java, mapOf(LibrarySource.PATH to library)).run()
        assertEquals(0 to "", outcome.exit to outcome.errors)
        return outcome.output.trim().lines()
    }

    /** A copy of the library in the jar, [changed]. */
    private fun library(name: String, changed: (ByteArray) -> ByteArray): String {
        val bytes = javaClass.getResourceAsStream("/${LibrarySource().resource}")!!.use { it.readBytes() }
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
