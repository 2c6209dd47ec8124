package io.github.ekyc

import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.Recorder
import io.github.ekyc.support.aCallEvent
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.anAttemptEvent
import io.opentelemetry.api.trace.SpanKind
import io.opentelemetry.api.trace.StatusCode
import io.opentelemetry.sdk.OpenTelemetrySdk
import io.opentelemetry.sdk.metrics.SdkMeterProvider
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter
import io.opentelemetry.sdk.trace.SdkTracerProvider
import io.opentelemetry.sdk.trace.data.SpanData
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

class OpenTelemetryObserverTest {
    private val spans = InMemorySpanExporter.create()
    private val metrics = InMemoryMetricReader.create()
    private val sdk = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
        .build()
    private val observer = OpenTelemetryObserver(sdk)

    @Test
    fun `a call is a span with a child for each attempt, at the times when they were`() {
        val observer = observer.forCall()
        observer.onAttempt(anAttemptEvent())
        observer.onAttempt(anAttemptEvent().copy { attempt = 2; outcome = "success"; httpStatus = 200; code = null; retryDelay = null })
        observer.onCall(aCallEvent())
        val (first, second, call) = spans.finishedSpanItems
        assertEquals(listOf("Initialize", SpanKind.INTERNAL, StatusCode.UNSET), listOf(call.name, call.kind, call.status.statusCode))
        assertFalse(call.parentSpanContext.isValid)
        assertEquals(1_700_000_000_000_000_000 to 1_700_000_000_250_000_000, call.startEpochNanos to call.endEpochNanos)
        assertEquals(listOf(2L, "R-2", 200L), listOf(call["ekyc.attempts"], call["ekyc.request_id"], call["http.response.status_code"]))
        for (attempt in listOf(first, second)) {
            assertEquals(listOf("POST", SpanKind.CLIENT, call.spanId), listOf(attempt.name, attempt.kind, attempt.parentSpanId))
            assertEquals(listOf("Cloudauth-intl", "Initialize"), listOf(attempt["rpc.service"], attempt["rpc.method"]))
        }
        assertEquals(StatusCode.ERROR, first.status.statusCode)
        assertEquals(listOf("throttled", 403L, "Throttling.User", null), first.all("error.type", "http.response.status_code", "ekyc.code", "http.request.resend_count"))
        assertEquals(listOf(null, 200L, null, 1L), second.all("error.type", "http.response.status_code", "ekyc.code", "http.request.resend_count"))
    }

    @Test
    fun `durations are histograms with few attributes`() {
        val ofCall = observer.forCall()
        ofCall.onAttempt(anAttemptEvent())
        ofCall.onCall(aCallEvent())
        observer.onLost(3)
        val all = metrics.collectAllMetrics().associateBy { it.name }
        val attempt = all.getValue("ekyc.client.attempt.duration").also { assertEquals("s", it.unit) }.histogramData.points.single()
        assertEquals(0.002, attempt.sum)
        val names = setOf("rpc.service", "rpc.method", "error.type", "http.request.method", "http.response.status_code")
        assertEquals(names, attempt.attributes.asMap().keys.map { it.key }.toSet())
        assertEquals(0.25, all.getValue("ekyc.client.call.duration").histogramData.points.single().sum)
        assertEquals(3, all.getValue("ekyc.client.events.lost").longSumData.points.single().value)
    }

    @Test
    fun `clients that share an observer do not get each other's attempts`() {
        val done = Recorder()
        sandbox.control.set(Fault("throttle").times(8))
        val often = RetrySettings { maxAttempts = 10 }
        val clients = List(4) { EkycClient(sandbox.oneAttempt.copy { retry = often; overallTimeout = 600_000.milliseconds }, sandbox.credentials(), observer, done) }
        clients.map { it.initializeFuture(aRequest()) }.forEach { it.join() }
        clients.forEach { it.close() }
        repeat(4) { done.call() }
        val (calls, attempts) = spans.finishedSpanItems.partition { !it.parentSpanContext.isValid }
        assertEquals(4 to 12, calls.size to attempts.size)
        for (call in calls) assertEquals(call["ekyc.attempts"], attempts.count { it.parentSpanId == call.spanId }.toLong())
        assertTrue(calls.all { it["error.type"] == null })
    }

    @Test
    suspend fun `the caller's span is the parent, whichever thread the call goes on`() {
        val done = Recorder()
        val caller = sdk.getTracer("caller").spanBuilder("checkout").startSpan()
        EkycClient(sandbox.oneAttempt, sandbox.credentials(), observer, done).use { client ->
            caller.makeCurrent().use { client.initializeFuture(aRequest()) }.join()
            done.call()
        }
        val call = spans.finishedSpanItems.single { it.name == "Initialize" }
        assertEquals(caller.spanContext.spanId to caller.spanContext.traceId, call.parentSpanId to call.traceId)
    }

    private operator fun SpanData.get(name: String): Any? = attributes.asMap().entries.find { it.key.key == name }?.value

    private fun SpanData.all(vararg names: String): List<Any?> = names.map { this[it] }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension()

        val sandbox: Sandbox get() = extension.sandbox
    }
}
