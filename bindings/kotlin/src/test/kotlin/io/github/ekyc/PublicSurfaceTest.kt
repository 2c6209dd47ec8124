package io.github.ekyc

import io.github.ekyc.support.PublicTypes
import java.lang.reflect.GenericArrayType
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.lang.reflect.WildcardType
import kotlin.reflect.KVisibility
import kotlin.reflect.jvm.kotlinFunction
import kotlin.reflect.jvm.kotlinProperty
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Users see the wrapper and the data; the plumbing is neither public nor named by anything public. */
class PublicSurfaceTest {
    @Test
    fun `the wrapper's types are public and the plumbing is not`() {
        val top = PublicTypes.all.map { it.java }.filter { it.enclosingClass == null }.map { it.simpleName }.toSet()
        val wrapper = setOf(
            "Ekyc", "EkycClient", "EkycException", "EkycObserver", "Slf4jObserver", "OpenTelemetryObserver", "Credentials",
            "CredentialsProvider", "CredentialsProviderException", "TemporaryKeys", "EkycApi", "MicrometerObserver",
        )
        assertTrue(top.containsAll(wrapper), "missing: ${wrapper - top}")
        val plumbing = Regex("^(Core|Uniffi|UNIFFI|Ffi|Rust|Foreign|CredentialProvider|CredentialPromise|ProviderRefused|Internal|Disposable|NoHandle|Native|Handshake|Build).*")
        assertEquals(emptyList<String>(), top.filter { plumbing.matches(it) })
    }

    @Test
    fun `no signature of a public type names the plumbing`() {
        val public = PublicTypes.all.map { it.java }.toSet()
        val faults = public.flatMap { type -> signatures(type).flatMap { (where, types) -> types.filterNot { it.isFit(public) || type.mayName(it) }.map { "$where: $it" } } }
        assertEquals(emptyList<String>(), faults)
    }

    @Test
    fun `no function or property stands at top level`() {
        assertTrue(PublicTypes.facades.isNotEmpty())
        val faults = PublicTypes.facades.flatMap { facade ->
            facade.declaredMethods.filter { it.kotlinFunction?.visibility == KVisibility.PUBLIC }.map { "$it" } +
                facade.declaredFields.filter { it.kotlinProperty?.visibility == KVisibility.PUBLIC }.map { "$it" }
        }
        assertEquals(emptyList<String>(), faults)
    }

    private fun signatures(type: Class<*>): List<Pair<String, List<Class<*>>>> {
        val methods = type.declaredMethods.filter { it.isVisible() && !it.isSynthetic }
            .map { "$type.${it.name}" to (it.genericParameterTypes.toList() + it.genericReturnType + it.exceptionTypes) }
        val constructors = type.declaredConstructors.filter { it.isVisible() && !it.isSynthetic && it.isPublicInKotlin() }
            .map { "$type constructor" to it.genericParameterTypes.toList() }
        val fields = type.declaredFields.filter { it.isVisible() && !it.isSynthetic }.map { "$type.${it.name}" to listOf(it.genericType) }
        val parents = listOf("$type is a" to (type.genericInterfaces.toList() + listOfNotNull(type.genericSuperclass)))
        return (methods + constructors + fields + parents).map { (where, types) -> where to types.flatMap { it.named() } }
    }

    /** A constructor that is `internal` is public to the JVM, and has no mangled name that says so. */
    private fun java.lang.reflect.Constructor<*>.isPublicInKotlin() = kotlinFunction?.visibility != KVisibility.INTERNAL

    private fun java.lang.reflect.Member.isVisible() = Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)

    private fun Class<*>.isFit(public: Set<Class<*>>): Boolean =
        isPrimitive || this in public || name.startsWith("java.") || name.startsWith("kotlin.")

    /** The adapters are there for these, and nothing else knows them. */
    private fun Class<*>.mayName(foreign: Class<*>): Boolean = when (this) {
        Slf4jObserver::class.java -> foreign.name == "org.slf4j.Logger"
        OpenTelemetryObserver::class.java -> foreign.name == "io.opentelemetry.api.OpenTelemetry"
        MicrometerObserver::class.java -> foreign.name == "io.micrometer.core.instrument.MeterRegistry"
        EkycException::class.java -> foreign.name == "kotlinx.coroutines.CopyableThrowable"
        else -> false
    }

    private fun Type.named(): List<Class<*>> = when (this) {
        is Class<*> -> if (isArray) componentType.named() else listOf(this)
        is ParameterizedType -> rawType.named() + actualTypeArguments.flatMap { it.named() }
        is GenericArrayType -> genericComponentType.named()
        is WildcardType -> (upperBounds.toList() + lowerBounds.toList()).flatMap { it.named() }
        else -> emptyList()
    }
}
