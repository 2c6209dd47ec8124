package io.github.ekyc.support

import io.github.ekyc.EkycException
import java.io.PrintWriter
import java.io.StringWriter
import java.util.Optional

/** The ways in which a value becomes text. */
object Formats {
    fun of(value: Any): Map<String, String> {
        data class Holder(val value: Any)
        val plain = mapOf(
            "toString" to value.toString(), "interpolated" to "<$value>", "formatted" to "%s".format(value),
            "in a list" to listOf(value).toString(), "in a map" to mapOf(value to value).toString(), "in a pair" to (1 to value).toString(),
            "in a data class" to Holder(value).toString(), "in a Result" to Result.success(value).toString(),
            "in an Optional" to Optional.of(value).toString(), "in an array" to arrayOf(value).contentDeepToString(),
        )
        return if (value is Throwable) plain + ofThrowable(value) else plain
    }

    private fun ofThrowable(value: Throwable): Map<String, String> {
        val wrapped = IllegalStateException(value).apply { addSuppressed(value) }
        val trace = StringWriter().also { wrapped.printStackTrace(PrintWriter(it)) }
        return mapOf(
            "message" to value.message.orEmpty(), "localised" to value.localizedMessage.orEmpty(), "trace" to value.stackTraceToString(),
            "wrapped" to trace.toString(), "causes" to generateSequence<Throwable>(value) { it.cause }.joinToString(),
            "in a failed Result" to Result.failure<Any>(value).toString(),
            "everything it says" to (value as? EkycException)?.run { "$kind $code $requestId $serviceText $httpStatus ${fault?.recommend}" }.orEmpty(),
        )
    }
}
