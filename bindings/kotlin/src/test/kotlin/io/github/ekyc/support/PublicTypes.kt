package io.github.ekyc.support

import io.github.ekyc.EkycClient
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.name
import kotlin.reflect.KClass
import kotlin.reflect.KVisibility

/** The library's classes, found by looking into what was compiled. */
object PublicTypes {
    private val root: Path = Path.of(EkycClient::class.java.protectionDomain.codeSource.location.toURI())

    /** Every class file of the library. */
    val compiled: List<Class<*>> by lazy {
        Files.walk(root).use { files ->
            files.filter { it.name.endsWith(".class") && it.name != "module-info.class" && !it.startsWith(root.resolve("META-INF")) }
                .map { root.relativize(it).toString().removeSuffix(".class").replace('/', '.') }
                .sorted().map { Class.forName(it, false, javaClass.classLoader) }.toList()
        }
    }

    /** Those that a Kotlin user sees. Kotlin compiles `internal` to public, so the metadata decides. */
    val all: List<KClass<*>> by lazy {
        compiled.filter { kind(it) == 1 && !it.isAnonymousClass && !it.isLocalClass && !it.isSynthetic }
            .map { it.kotlin }.filter { isPublic(it) }
    }

    /** What holds the functions and properties that stand at top level. */
    val facades: List<Class<*>> by lazy { compiled.filter { kind(it) == 2 } }

    /** As `kotlin.Metadata` numbers them. */
    private fun kind(type: Class<*>): Int? = type.getAnnotation(Metadata::class.java)?.kind

    private fun isPublic(type: KClass<*>): Boolean =
        type.visibility == KVisibility.PUBLIC && !type.java.name.startsWith("io.github.ekyc.internal.") && (type.java.enclosingClass?.let { isPublic(it.kotlin) } ?: true)
}
