package ekyc

import com.sun.jna.NativeLibrary
import com.sun.jna.Platform

/**
 * The native library: loaded once, at first use, and compared with these bindings before anything else is asked of it.
 *
 * The comparison is ours because UniFFI's misses a changed enum or record (it hashes signatures only), and because a
 * stale library on `jna.library.path` should be named, not crash somewhere later.
 */
internal object NativeCore {
    private class Problem(val reason: String, val cause: Throwable?)

    private val problem: Problem? = load()

    /** Throws if the library is missing or belongs to another build. Free of charge after the first time. */
    fun require() {
        problem?.let { throw invalidConfiguration("native library", it.reason, it.cause) }
    }

    private fun load(): Problem? {
        val library = try {
            NativeLibrary.getInstance(name(), NativeCore::class.java.classLoader)
        } catch (missing: LinkageError) {
            return Problem(missingText(missing), missing)
        }
        return try {
            val found = Handshake(library).read()
            if (found != Handshake.EXPECTED) return Problem(mismatchText(library, found), null)
            CallbackThreads.keepAttached()
            // UniFFI 0.32 leaves its own check of the contract version to us: nothing it generates calls this.
            uniffiEnsureInitialized()
            null
        } catch (foreign: LinkageError) {
            Problem(foreignText(library), foreign)
        } catch (refused: RuntimeException) {
            Problem(foreignText(library), refused)
        }
    }

    /** As the generated code names it, so that both open the same library. */
    private fun name(): String = System.getProperty("uniffi.component.ekyc.libraryOverride") ?: "ekyc"

    private fun missingText(missing: Throwable): String =
        "ekyc ${BindingBuild.VERSION} cannot load its library `${System.mapLibraryName(name())}` for ${Platform.RESOURCE_PREFIX} " +
            "(${firstLine(missing)}). Use an ekyc jar that holds ${Platform.RESOURCE_PREFIX}/, or name the folder of the library " +
            "with -Djna.library.path. If the folder for temporary files is mounted noexec, name another with -Djna.tmpdir"

    private fun mismatchText(library: NativeLibrary, found: Build): String =
        "the library ${library.file} is ekyc $found, but these bindings are ekyc ${Handshake.EXPECTED}. $ADVICE"

    private fun foreignText(library: NativeLibrary): String =
        "the library ${library.file} does not answer as that of ekyc ${Handshake.EXPECTED} does. $ADVICE"

    private const val ADVICE =
        "Take away the other library (look at jna.library.path, LD_LIBRARY_PATH and the class path), so that the one in the ekyc jar " +
            "is found; in a clone of the repository, run `cargo xtask bindings` and build the jar again"

    private fun firstLine(problem: Throwable): String = problem.message.orEmpty().lineSequence().first().trimEnd(':')
}
