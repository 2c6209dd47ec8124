package io.github.ekyc.internal

import io.github.ekyc.BindingBuild

/** Why the native library cannot be loaded, and what to do about it: one sentence for each cause. */
internal class LoadFailure(private val source: LibrarySource) {
    /** What the attempt to load it threw, in words. */
    fun of(failure: Throwable): String {
        val told = failure.message.orEmpty().lineSequence().first().ifEmpty { failure.javaClass.name }
        val words = "${failure.javaClass.name}: ${failure.message}"
        return when {
            "IllegalCallerException" in words -> deniedText(told)
            Machine.isAndroid() -> androidText(told)
            isStranger(failure) -> ofStranger()
            TEMPORARY.any { it in words } || failure is java.io.IOException -> temporaryText(told)
            isNamed() -> namedText(told)
            !source.isInJar -> missingText()
            else -> generalText(told)
        }
    }

    /** A library that has the right name and other contents. */
    private fun isStranger(failure: Throwable) = failure is NoSuchMethodError || failure is NoClassDefFoundError || "unsupported JNI version" in failure.message.orEmpty()

    fun ofStranger(): String = "${source.tried} does not answer as the library of ekyc ${Library.EXPECTED} does. $ADVICE"

    fun ofOtherBuild(found: String): String =
        "${source.tried} is of ekyc $found (version and fingerprint), but these bindings are ${Library.EXPECTED}. $ADVICE"

    private fun isNamed(): Boolean = !source.tried.endsWith("in the ekyc jar") && source.tried.contains(java.io.File.separatorChar)

    private fun androidText(told: String): String =
        "$START ($told). Depend on io.github.ekyc:ekyc-android in place of io.github.ekyc:ekyc, which is for the JVM; if that is done, the " +
            "app lacks libekyc_jni.so for this device's ABI"

    private fun deniedText(told: String): String =
        "$START because Java denies native access ($told). Start Java with --enable-native-access=ALL-UNNAMED (or =io.github.ekyc if ekyc " +
            "is on the module path), or put `Enable-Native-Access: ALL-UNNAMED` into the manifest of the application's jar"

    private fun temporaryText(told: String): String =
        "$START from the folder for temporary files ($told). Name a folder that is writable and not mounted noexec with -D${LibrarySource.FOLDER}. If " +
            "there is none, unpack ${source.resource} from the ekyc jar when the image is built, and name its folder with -D${LibrarySource.PATH}"

    private fun namedText(told: String): String =
        "$START: ${source.tried} cannot be loaded ($told). It was named by -D${LibrarySource.PATH} or found on java.library.path; take it away, and " +
            "the one in the ekyc jar is used, or put the library for ${Machine.name()} there"

    private fun missingText(): String =
        "$START: this ekyc jar holds none for ${Machine.name()} (${source.resource}). Use an ekyc jar that does, or name the library's file " +
            "or folder with -D${LibrarySource.PATH}"

    private fun generalText(told: String): String =
        "$START (${source.resource}: $told). Use an ekyc jar whose library for ${Machine.name()} is whole, or name another with -D${LibrarySource.PATH}"

    private companion object {
        val START = "ekyc ${BindingBuild.VERSION} cannot load its native library"

        const val ADVICE = "Take away the other library (look at -Dio.github.ekyc.library.path, java.library.path and the class path), so " +
            "that the one in the ekyc jar is found; in a clone of the repository, run `cargo xtask bindings` and build the jar again"

        /** In the words of glibc, musl and the kernel. */
        val TEMPORARY = listOf(
            "failed to map segment", "Operation not permitted", "Permission denied", "Read-only file system", "No space left on device",
        )
    }
}
