package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import ch.qos.logback.classic.Level
import ch.qos.logback.classic.LoggerContext
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import io.github.ekyc.support.Formats
import io.github.ekyc.support.Planted
import io.github.ekyc.support.Planted.Companion.FOREIGN_TEXT
import io.github.ekyc.support.Planted.Companion.PASSWORD
import io.github.ekyc.support.Planted.Companion.TOKEN
import io.github.ekyc.support.Recorder
import io.opentelemetry.sdk.OpenTelemetrySdk
import io.opentelemetry.sdk.metrics.SdkMeterProvider
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter
import io.opentelemetry.sdk.trace.SdkTracerProvider
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** Whatever happens to calls that are full of secrets and personal data: events, log, traces, metrics and errors show none of it. */
class SilenceTest {
    private val planted = Planted(sandbox.accessKeySecret)
    private val recorder = Recorder()
    private val logger = LoggerContext().getLogger("calls").apply { level = Level.TRACE }
    private val log = ListAppender<ILoggingEvent>().apply { start() }.also { logger.addAppender(it) }
    private val spans = InMemorySpanExporter.create()
    private val metrics = InMemoryMetricReader.create()
    private val telemetry = OpenTelemetrySdk.builder()
        .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
        .build()

    private val errors = mutableListOf<EkycException>()

    /** All of them, the one that can be waited for last. */
    private val observers = listOf(Slf4jObserver(logger), OpenTelemetryObserver(telemetry), recorder)

    @Test
    fun `nothing that is told of a call shows what was in it`() {
        val faults = listOf("echo", "throttle", "reset", "cut", "not_json", "internal_error")
        sandbox.control.set(*faults.map { Fault(it) }.toTypedArray())
        sandbox.once(*observers.toTypedArray()).use { client ->
            repeat(faults.size) { failing { client.initializeBlocking(planted.request) } }
            client.initializeBlocking(planted.request)
        }
        val problem = IllegalStateException(FOREIGN_TEXT, RuntimeException(FOREIGN_TEXT))
        for (credentials in listOf(
            Credentials.provider(CredentialsProvider { throw problem }), Credentials.providerBlocking({ throw problem }),
            Credentials.provider(CredentialsProvider { TemporaryKeys("", sandbox.accessKeySecret, TOKEN) }),
        )) {
            EkycClient(sandbox.oneAttempt, credentials, observers).use { client -> failing { client.initializeBlocking(planted.request) } }
        }
        val refusing = Proxy.Through(url = "http://user:$PASSWORD@127.0.0.1:1")
        sandbox.once(*observers.toTypedArray()) { copy { proxy = refusing } }.use { client -> failing { client.initializeBlocking(planted.request) } }

        val told = List(faults.size + 5) { recorder.call() } + recorder.more
        assertEquals(faults.size + 4, errors.size)
        assertTrue(errors.first().serviceText!!.contains("***"), "the service repeats the request: ${errors.first()}")
        for (value in told + errors) for ((how, text) in Formats.of(value)) planted.assertAbsent(text, "${value.javaClass.name}, $how,")
        assertTrue(log.list.size >= told.size)
        for (line in log.list) planted.assertAbsent("$line ${line.formattedMessage} ${line.keyValuePairs} ${line.throwableProxy}", "the log")
        assertTrue(spans.finishedSpanItems.size >= told.size)
        for (span in spans.finishedSpanItems) planted.assertAbsent("$span ${span.attributes} ${span.status} ${span.events}", "a span")
        planted.assertAbsent(metrics.collectAllMetrics().toString(), "a metric")
    }

    private fun failing(call: () -> Unit) {
        errors += runCatching(call).exceptionOrNull() as EkycException
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension("--security-token", TOKEN)

        val sandbox: Sandbox get() = extension.sandbox
    }
}
