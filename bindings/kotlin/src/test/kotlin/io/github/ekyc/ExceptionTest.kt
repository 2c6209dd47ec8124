package io.github.ekyc

import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import kotlin.time.Duration.Companion.seconds
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Test

/** Exceptions are made by tests, sent between processes, and copied by coroutines. */
class ExceptionTest {
    private val fault = ServiceFault(httpStatus = 403, code = "Throttling.User", text = "slow down") { requestId = "R-1" }

    private val attempts = Attempts(count = 2, outcomeUnknown = true)

    private val one: List<EkycException> = listOf(
        EkycException.InvalidConfiguration("m", "region", "is missing"),
        EkycException.InvalidRequest("m", listOf(Violation(field = "metaInfo", reason = "is empty"))),
        EkycException.Credentials("m", "none", fault, attempts),
        EkycException.Network("m", NetworkPhase.TLS, "untrusted", attempts),
        EkycException.Timeout("m", Deadline.OVERALL, 30.seconds, attempts),
        EkycException.Throttled("m", 2.seconds, fault, attempts),
        EkycException.AccessDenied("m", AccessSubject.ACCOUNT, "pay", fault, attempts),
        EkycException.Rejected("m", fault, attempts),
        EkycException.ServiceFailure("m", fault, attempts),
        EkycException.UnexpectedAnswer("m", 200, "not JSON", "R-2", attempts),
        EkycException.Cancelled("m", attempts),
        EkycException.Internal("m", "a fault", attempts),
        EkycException.QuotaExhausted("m", "Initialize", 10, 1.seconds, attempts),
    ).onEach { it.tag = "tag" }

    @Test
    fun `each survives serialisation with all it carries`() = one.forEach { assertEquals(all(it), all(sent(it))) }

    @Test
    fun `each can be copied, with the first as the cause`() = one.forEach {
        assertEquals(all(it), all(it.createCopy()))
        assertSame(it, it.createCopy().cause)
    }

    @Test
    fun `codes survive serialisation as the same constants`() {
        assertSame(DocType.GLOBAL_PASSPORT, sent(DocType.GLOBAL_PASSPORT))
        assertEquals(DocType.fromCode("99"), sent(DocType.fromCode("99")))
    }

    /** Every getter, those of the subclass too. */
    private fun all(error: EkycException): Map<String, Any?> = error.javaClass.methods
        .filter { it.name.startsWith("get") || it.name.startsWith("is") }.filter { it.parameterCount == 0 }
        .filterNot { it.name in setOf("getClass", "getCause", "getStackTrace", "getSuppressed") }
        .associate { it.name to it.invoke(error) }

    @Suppress("UNCHECKED_CAST")
    private fun <T> sent(value: T): T {
        val bytes = ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(value) }.toByteArray()
        return ObjectInputStream(ByteArrayInputStream(bytes)).readObject() as T
    }
}
