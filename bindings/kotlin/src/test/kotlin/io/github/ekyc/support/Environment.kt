package io.github.ekyc.support

import java.nio.file.Path

/** What `cargo xtask test` tells the suites of all languages. */
object Environment {
    /** The library as a debug build, which can be asked to panic. */
    val debugLibrary: Path get() = Path.of(required("EKYC_DEBUG_LIBRARY"))

    /** Where a Redis of the tests listens. */
    val redis: String get() = required("EKYC_REDIS")

    val vectors: Path get() = Path.of(required("EKYC_VECTORS"))

    /** The file in which the visited vectors are noted; absent if nobody wants to know. */
    val visited: Path? get() = System.getenv("EKYC_SIGN_VISITED")?.let { Path.of(it) }

    private fun required(name: String): String =
        System.getenv(name) ?: error("$name is not set; run these tests through `cargo xtask test kotlin`")
}
