package ekyc

import com.sun.jna.Platform
import java.nio.file.Files
import java.nio.file.Path

/** Why the native library cannot be loaded, and what to do about it. */
internal class LoadFailure(private val name: String, private val loader: ClassLoader?) {
    /** If the JNA on the class path cannot work with these bindings: then what failed says something misleading. */
    fun ofOldJna(): String? {
        val jna = try {
            Class.forName("com.sun.jna.Native", false, loader)
        } catch (_: ClassNotFoundException) {
            return jnaText("there is none (or a shrinker renamed it: META-INF/proguard/ekyc.pro in the ekyc jar has the rules)")
        }
        // New in 5.0.0. The version itself is known only from a manifest, which a shrunk jar or a module does not show.
        if (jna.methods.any { it.name == "load" }) return null
        val version = jna.`package`?.implementationVersion?.substringBefore(' ') ?: "older than 5.0.0"
        return jnaText("JNA is $version, from ${jna.protectionDomain?.codeSource?.location}")
    }

    /** What the attempt to load it threw, in words. */
    fun of(failure: Throwable): String {
        val causes = generateSequence(failure) { it.cause }.take(CAUSES).toList()
        // An application that used JNA before us has the first failure; what is left of it is its text.
        val words = causes.joinToString("\n") { "${it.javaClass.name}: ${it.message.orEmpty()}" }
        val told = firstLine(causes.last())
        return when {
            "IllegalCallerException" in words -> deniedText(told)
            TEMPORARY.any { it in words } -> temporaryText(told)
            else -> header()?.let { otherMachineText(it) } ?: if (isMissing()) missingText() else generalText(told)
        }
    }

    private fun deniedText(told: String): String =
        "ekyc ${BindingBuild.VERSION} cannot load its library because Java denies native access ($told). Start Java with " +
            "--enable-native-access=ALL-UNNAMED (or =com.sun.jna if JNA is on the module path), or put " +
            "`Enable-Native-Access: ALL-UNNAMED` into the manifest of the application's jar"

    private fun temporaryText(told: String): String =
        "ekyc ${BindingBuild.VERSION} cannot unpack its library `$file` into a folder from which it may be loaded ($told). Name a folder " +
            "that is writable and not mounted noexec with -Djna.tmpdir. If there is none, put ${Platform.RESOURCE_PREFIX}/$file of the " +
            "ekyc jar and com/sun/jna/${Platform.RESOURCE_PREFIX}/${System.mapLibraryName("jnidispatch")} of the JNA jar into a folder " +
            "when the image is built, and name it with -Djna.library.path and -Djna.boot.library.path, with -Djna.nounpack=true"

    private fun missingText(): String =
        "ekyc ${BindingBuild.VERSION} cannot load its library: this ekyc jar holds no ${Platform.RESOURCE_PREFIX}/$file. Use an ekyc jar " +
            "that holds it, or name the folder of the library with -Djna.library.path"

    private fun otherMachineText(place: String): String =
        "ekyc ${BindingBuild.VERSION} cannot load its library: $place is not built for ${Platform.RESOURCE_PREFIX}, on which this Java " +
            "runs. Use an ekyc jar whose ${Platform.RESOURCE_PREFIX}/$file is, or name the folder of the right library with -Djna.library.path"

    private fun generalText(told: String): String =
        "ekyc ${BindingBuild.VERSION} cannot load its library `$file` for ${Platform.RESOURCE_PREFIX} ($told). Use an ekyc jar that holds " +
            "${Platform.RESOURCE_PREFIX}/ (on Alpine and other systems with musl: the one with the classifier `musl`), or name the folder of " +
            "the library with -Djna.library.path. If the folder for temporary files is mounted noexec, name another with -Djna.tmpdir"

    private fun jnaText(found: String): String =
        "ekyc ${BindingBuild.VERSION} needs JNA 5.0.0 or later, but $found. Depend on net.java.dev.jna:jna 5.0.0 or later, and look for an " +
            "older one that another dependency brings (`mvn dependency:tree`, `gradle dependencies`)"

    private val file: String = System.mapLibraryName(if (isFile()) "ekyc" else name)

    /** As JNA looks for it; a name with a folder is a file. */
    private val resource: String get() = "${Platform.RESOURCE_PREFIX}/$file"

    private fun isFile(): Boolean = '/' in name || '\\' in name

    private fun isMissing(): Boolean = !isFile() && loader?.getResource(resource) == null

    /** The place of a library that is not one of this machine. The loader's own words only say that it cannot be opened. */
    private fun header(): String? {
        val expected = HEADERS[Platform.RESOURCE_PREFIX] ?: return null
        val (place, bytes) = try {
            if (isFile()) {
                name to Files.newInputStream(Path.of(name)).use { it.readNBytes(HEADER) }
            } else {
                val url = loader?.getResource(resource) ?: return null
                "$url" to url.openStream().use { it.readNBytes(HEADER) }
            }
        } catch (_: java.io.IOException) {
            return null
        }
        return place.takeUnless { expected.all { (at, byte) -> bytes.getOrNull(at) == byte.toByte() } }
    }

    private fun firstLine(problem: Throwable): String =
        problem.message.orEmpty().lineSequence().first().trimEnd(':').ifEmpty { problem.javaClass.name }

    private companion object {
        const val CAUSES = 16
        const val HEADER = 20

        /** In the words of glibc, of the kernel and of JNA. */
        val TEMPORARY = listOf(
            "failed to map segment", "Operation not permitted", "Permission denied", "Read-only file system", "No space left on device",
            "Failed to create temporary file", "temporary directory",
        )

        /** A few bytes of a library's header, by place: its format and its processor. */
        val HEADERS = mapOf(
            "linux-x86-64" to mapOf(0 to 0x7f, 1 to 'E'.code, 4 to 2, 18 to 62, 19 to 0),
            "linux-aarch64" to mapOf(0 to 0x7f, 1 to 'E'.code, 4 to 2, 18 to 183, 19 to 0),
            "darwin-x86-64" to mapOf(0 to 0xcf, 1 to 0xfa, 4 to 0x07, 7 to 0x01),
            "darwin-aarch64" to mapOf(0 to 0xcf, 1 to 0xfa, 4 to 0x0c, 7 to 0x01),
            "win32-x86-64" to mapOf(0 to 'M'.code, 1 to 'Z'.code),
        )
    }
}
