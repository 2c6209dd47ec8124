package io.github.ekyc.internal

import io.github.ekyc.BindingBuild
import io.github.ekyc.EkycException
import java.io.File
import java.io.IOException
import java.nio.file.FileAlreadyExistsException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.Paths
import java.nio.file.attribute.PosixFilePermission
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.ThreadLocalRandom

/**
 * The native library: found, loaded and compared with these bindings once, at first use.
 *
 * In this order: the file or folder that `io.github.ekyc.library.path` names, a folder on `java.library.path`, the jar. What is in the jar is
 * unpacked under a name of its own, so that two class loaders each have theirs, and deleted again when it is loaded; on Windows, at a
 * later start.
 */
internal object Library {
    private val problem: Problem? = load()

    /** Throws if the library is missing or belongs to another build. Free of charge after the first time. */
    fun require() {
        problem?.let { throw it.exception() }
    }

    private fun load(): Problem? {
        val source = LibrarySource()
        try {
            source.load()
        } catch (fatal: VirtualMachineError) {
            throw fatal
        } catch (missing: Throwable) {
            return Problem(LoadFailure(source).of(missing), missing)
        }
        return try {
            val found = String(NativeBridge.build(), Charsets.UTF_8)
            if (found == EXPECTED) null else Problem(LoadFailure(source).ofOtherBuild(found), null)
        } catch (foreign: LinkageError) {
            Problem(LoadFailure(source).ofStranger(), foreign)
        }
    }

    private class Problem(private val reason: String, private val cause: Throwable?) {
        fun exception(): EkycException {
            val message = "invalid configuration: native library: $reason"
            return EkycException.InvalidConfiguration(message, "native library", reason, cause)
        }
    }

    const val EXPECTED: String = "${BindingBuild.VERSION} ${BindingBuild.FINGERPRINT}"
}

/** Where the library is, and which was tried. */
internal class LibrarySource {
    private val file: String = System.mapLibraryName("ekyc_jni")

    /** What was loaded, or was to be: for a message. */
    var tried: String = file
        private set

    /** The jar's own, if it holds one for this machine. */
    val resource: String = "io/github/ekyc/native/${Machine.name()}/$file"

    val isInJar: Boolean get() = javaClass.classLoader.getResource(resource) != null

    fun load() {
        if (Machine.isAndroid()) return System.loadLibrary("ekyc_jni")
        val named = System.getProperty(PATH)?.ifEmpty { null }
        val given = named?.let(::File)?.let { if (it.isDirectory) File(it, file) else it } ?: onLibraryPath()
        if (given != null) {
            tried = given.absolutePath
            return System.load(tried)
        }
        unpacked()
    }

    private fun onLibraryPath(): File? = System.getProperty("java.library.path").orEmpty().split(File.pathSeparatorChar)
        .filter { it.isNotEmpty() }.map { File(it, file) }.firstOrNull { it.isFile }

    /** In the first folder that takes it: a full, read-only or noexec one is passed over. */
    private fun unpacked() {
        val bytes = javaClass.classLoader.getResourceAsStream(resource)?.use { it.readBytes() }
            ?: throw UnsatisfiedLinkError("there is no $resource in the jar")
        tried = "$resource in the ekyc jar"
        var first: Throwable? = null
        for (folder in folders()) {
            try {
                return loadFrom(folder, bytes)
            } catch (problem: IOException) {
                first = first ?: problem
            } catch (problem: UnsatisfiedLinkError) {
                first = first ?: problem
            }
        }
        throw first ?: UnsatisfiedLinkError("there is no folder for temporary files")
    }

    private fun loadFrom(folder: Path, bytes: ByteArray) {
        val copy = newFile(folder)
        try {
            Files.write(copy, bytes)
            System.load(copy.toAbsolutePath().toString())
        } finally {
            copy.toFile().delete()
            removeLeftBehind(folder)
        }
    }

    /**
     * A file that only this user may touch, and that did not exist before. Not `createTempFile`: for a name that nobody can guess it starts
     * Java's security providers, which takes about as long as unpacking the library. Who guesses this name only makes us take another.
     */
    private fun newFile(folder: Path): Path {
        Files.createDirectories(folder)
        val isPosix = folder.fileSystem.supportedFileAttributeViews().contains("posix")
        val owner = if (isPosix) arrayOf(PosixFilePermissions.asFileAttribute(OWNER_ONLY)) else emptyArray()
        while (true) {
            val unique = ThreadLocalRandom.current().nextLong().toULong().toString(Character.MAX_RADIX)
            try {
                return Files.createFile(folder.resolve("$PREFIX${BindingBuild.VERSION}-$unique-$file"), *owner)
            } catch (_: FileAlreadyExistsException) {
                // Another one, then.
            }
        }
    }

    /**
     * Windows keeps a loaded file even until its JVM has ended, and a JVM that is killed may leave its file on any system. So whoever comes
     * next clears up. A file in use stays: Windows does not let go of it, elsewhere it was deleted already, and one as young as this may not
     * be loaded yet.
     */
    private fun removeLeftBehind(folder: Path) {
        try {
            val youngest = System.currentTimeMillis() - YOUNG_MILLIS
            val left = folder.toFile().listFiles { _, name -> name.startsWith(PREFIX) && name.endsWith("-$file") }
            left?.filter { it.lastModified() < youngest }?.forEach(File::delete)
        } catch (_: Exception) {
            // A folder that cannot be listed, or that another program is tidying up as well: the library is loaded all the same.
        }
    }

    private fun folders(): List<Path> {
        System.getProperty(FOLDER)?.ifEmpty { null }?.let { return listOf(Paths.get(it)) }
        val home = System.getProperty("user.home")?.ifEmpty { null }?.let { Paths.get(it, ".cache", "ekyc") }
        return listOfNotNull(System.getProperty("java.io.tmpdir")?.ifEmpty { null }?.let { Paths.get(it) }, home)
    }

    companion object {
        const val PATH = "io.github.ekyc.library.path"
        const val FOLDER = "io.github.ekyc.tmpdir"
        private const val PREFIX = "ekyc-"
        private val OWNER_ONLY = setOf(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)

        /** Far longer than there is between writing a file and loading it. */
        private const val YOUNG_MILLIS = 60_000L
    }
}

/** What this Java runs on. */
internal object Machine {
    /** The folder in the jar with the library for it. */
    fun name(): String {
        val system = System.getProperty("os.name").orEmpty().lowercase()
        val os = when {
            "mac" in system || "darwin" in system -> "darwin"
            "win" in system -> "win32"
            else -> system.replace(' ', '-').ifEmpty { "unknown" }
        }
        val arch = when (val arch = System.getProperty("os.arch").orEmpty().lowercase()) {
            "amd64", "x86_64", "x64" -> "x86-64"
            "arm64" -> "aarch64"
            else -> arch
        }
        return if (os == "linux" && isMusl(arch)) "$os-$arch-musl" else "$os-$arch"
    }

    /** Android's virtual machine has called itself so since its first version, ART included. */
    fun isAndroid(): Boolean = System.getProperty("java.vm.name") == "Dalvik"

    /** What this very process is linked to says it; another C library may be installed as well. */
    private fun isMusl(arch: String): Boolean = try {
        "/ld-musl-" in String(Files.readAllBytes(Paths.get("/proc/self/maps")), Charsets.ISO_8859_1)
    } catch (_: IOException) {
        File("/lib/ld-musl-${arch.replace('-', '_')}.so.1").exists() && !File("/lib64/ld-linux-x86-64.so.2").exists()
    }
}
