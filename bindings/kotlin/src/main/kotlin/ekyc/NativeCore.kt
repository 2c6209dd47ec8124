package ekyc

import com.sun.jna.NativeLibrary

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
        val failure = LoadFailure(name(), NativeCore::class.java.classLoader)
        val library = try {
            NativeLibrary.getInstance(name(), NativeCore::class.java.classLoader)
        } catch (missing: LinkageError) {
            return Problem(failure.ofOldJna() ?: failure.of(missing), missing)
        }
        return try {
            val found = Handshake(library).read()
            if (found != Handshake.EXPECTED) return Problem(mismatchText(library, found), null)
            CallbackThreads.keepAttached()
            // UniFFI 0.32 leaves its own check of the contract version to us: nothing it generates calls this.
            uniffiEnsureInitialized()
            null
        } catch (fatal: VirtualMachineError) {
            throw fatal
        } catch (foreign: Error) {
            // A missing function, or JNA's own words for a structure that it cannot read.
            Problem(failure.ofOldJna() ?: foreignText(library), foreign)
        } catch (refused: RuntimeException) {
            Problem(failure.ofOldJna() ?: foreignText(library), refused)
        }
    }

    /** As the generated code names it, so that both open the same library. */
    private fun name(): String = System.getProperty("uniffi.component.ekyc.libraryOverride") ?: "ekyc"

    private fun mismatchText(library: NativeLibrary, found: Build): String =
        "the library ${library.file} is ekyc $found, but these bindings are ekyc ${Handshake.EXPECTED}. $ADVICE"

    private fun foreignText(library: NativeLibrary): String =
        "the library ${library.file} does not answer as that of ekyc ${Handshake.EXPECTED} does. $ADVICE"

    private const val ADVICE =
        "Take away the other library (look at jna.library.path, LD_LIBRARY_PATH and the class path), so that the one in the ekyc jar " +
            "is found; in a clone of the repository, run `cargo xtask bindings` and build the jar again"
}
