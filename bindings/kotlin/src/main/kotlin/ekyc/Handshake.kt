package ekyc

import com.sun.jna.NativeLibrary

/** Which build a library, or these bindings, come from. */
internal data class Build(val version: String, val fingerprint: String) {
    override fun toString(): String = "$version (fingerprint $fingerprint)"
}

/**
 * Asks a library for its build through two functions alone.
 *
 * Not through the generated code, which looks up all of its functions at once: an older library lacks some, and the error
 * would name a symbol instead of a version.
 */
internal class Handshake(private val library: NativeLibrary) {
    fun read(): Build = Build(text("core_version"), text("core_fingerprint"))

    private fun text(function: String): String {
        val buffer = call("uniffi_ekyc_fn_func_$function", RustBuffer.ByValue::class.java) as RustBuffer.ByValue
        try {
            return buffer.data?.getByteArray(0, Math.toIntExact(buffer.len))?.toString(Charsets.UTF_8).orEmpty()
        } finally {
            call("ffi_ekyc_rustbuffer_free", Void.TYPE, buffer)
        }
    }

    private fun call(symbol: String, returns: Class<*>, vararg arguments: Any): Any? =
        library.getFunction(symbol).invoke(returns, arrayOf(*arguments, UniffiRustCallStatus()))

    companion object {
        val EXPECTED: Build = Build(BindingBuild.VERSION, BindingBuild.FINGERPRINT)
    }
}
