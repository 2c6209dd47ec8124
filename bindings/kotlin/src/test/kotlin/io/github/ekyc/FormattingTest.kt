package io.github.ekyc

import io.github.ekyc.support.once
import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Fault
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.support.Formats
import io.github.ekyc.support.Planted
import io.github.ekyc.support.Planted.Companion.PASSWORD
import io.github.ekyc.support.Planted.Companion.TOKEN
import io.github.ekyc.support.PublicTypes
import io.github.ekyc.support.aCallEvent
import io.github.ekyc.support.anAttemptEvent
import io.micrometer.core.instrument.simple.SimpleMeterRegistry
import io.opentelemetry.api.OpenTelemetry
import java.lang.reflect.Modifier
import java.time.Instant
import kotlin.time.Duration.Companion.seconds
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.slf4j.LoggerFactory

/** However a value of the library is turned into text, the text holds no secret and no personal data. */
class FormattingTest {
    private val planted = Planted(sandbox.accessKeySecret)

    private val request = planted.request

    private val proxied = sandbox.oneAttempt.copy { proxy = Proxy.Through(url = "http://user:$PASSWORD@127.0.0.1:1") { bypass = listOf("proxied.example") } }

    @Test
    fun `no format of any public type shows a secret or personal data`() {
        val values = settings() + sources() + observers() + exchanged() + exceptions() + namedValues() + records()
        for (value in values + values.mapNotNull { builderOf(it) }) for ((how, text) in Formats.of(value)) planted.assertAbsent(text, "${value.javaClass.name}, $how,")
        val missed = PublicTypes.all.filterNot { type -> type.isCompanion || type.java.isInterface || Modifier.isAbstract(type.java.modifiers) || type.simpleName == "Builder" || type in setOf(Ekyc::class, JvmSettings::class) || values.any { type.isInstance(it) } }
        assertEquals(emptyList<Any>(), missed, "format these too")
    }

    private val store = SharedQuotaSettings(server = "rediss://user:$PASSWORD@store.example") { password = PASSWORD }

    private fun settings(): List<Any> = listOf(
        sandbox.credentials(), Credentials.accessKey("id", sandbox.accessKeySecret), sandbox.oneAttempt, sandbox.once(),
        CallbackInbox.inMemory(), RetrySettings(), QuotaSettings { shared = store }, store, CallOptions { tag = "tag" }, proxied, proxied.proxy!!,
    )

    private fun sources(): List<Any> {
        val reached = SourceHttp { proxy = proxied.proxy }
        val address = CredentialsUri { uri = "https://user:$PASSWORD@source.example/"; http = reached }
        val keys = TemporaryKeys("id", sandbox.accessKeySecret, TOKEN, Instant.EPOCH)
        val provider = CredentialsProvider { keys }
        return listOf(
            reached, address, keys, provider, Credentials.provider(provider), failure { Credentials.uri(address) }, Credentials.defaultChain(ChainSettings { http = reached }),
            Credentials.assumeRole(sandbox.credentials(), AssumeRole(roleArn = "role") { http = reached }), Credentials.ecsRole(),
            CredentialsProviderException("as the provider says"),
            ChainSettings { http = reached }, CliProfile { http = reached }, IniProfile { http = reached }, OidcRole { http = reached }, EcsRole(), AssumeRole(roleArn = "role") { http = reached },
        )
    }

    private fun observers(): List<Any> = listOf(
        anAttemptEvent(), aCallEvent(), object : EkycObserver {}, Slf4jObserver(LoggerFactory.getLogger("formats")),
        OpenTelemetryObserver(OpenTelemetry.noop()), MicrometerObserver(SimpleMeterRegistry()),
    )

    private fun exchanged(): List<Any> {
        val parameter = Parameter("MetaInfo", request.metaInfo)
        val tokenHeader = Header("x-acs-security-token", TOKEN)
        val acs3 = Acs3Request(
            "POST", "host", "/", "Initialize", "2022-08-09", "2025-01-02T03:04:05Z", "nonce",
        ) {
            query = listOf(parameter)
            headers = listOf(tokenHeader)
            form = listOf(Parameter("FacePictureBase64", "planted-picture"))
        }
        val answer = HttpAnswer(200, request.metaInfo.toByteArray()) { headers = listOf(tokenHeader) }
        return listOf(
            request, parameter, tokenHeader, acs3, answer, Ekyc.signAcs3(acs3.copy { headers = emptyList() }, sandbox.credentials()),
            Ekyc.signInitialize(request, sandbox.oneAttempt, sandbox.credentials()),
            sandbox.once().use { it.initializeBlocking(request) },
        )
    }

    /** One of every kind, made by calls with the planted values; the service repeats them all in its own words. */
    private fun exceptions(): List<Any> {
        val codes = listOf("SignatureDoesNotMatch", "Throttling.User", "Forbidden.RiskControl", "InvalidParameter", "InternalError")
        val answers = codes.map { code ->
            val text = planted.echo.replace("\\", "\\\\").replace("\"", "\\\"")
            val body = """{"RequestId":"R","Code":"$code","Message":"$text","Recommend":"$text"}"""
            Fault("answer").status(400).body(body)
        }
        sandbox.control.set(*answers.toTypedArray(), Fault("not_json"), Fault("reset"), Fault("echo"), Fault("hang"))
        val errors = EkycClient(sandbox.oneAttempt.copy { attemptTimeout = 1_000.milliseconds }, sandbox.credentials()).use { client ->
            List(codes.size + 4) { failure { client.initializeBlocking(request) } }
        } + listOf(
            failure { Ekyc.signInitialize(request.copy { merchantBizId = "?"; callbackUrl = request.metaInfo }, sandbox.oneAttempt, sandbox.credentials()) },
            failure { Credentials.temporary("id", "${sandbox.accessKeySecret} ", TOKEN) },
            failure { EkycClient(ClientConfig { endpoint = "https://user:$TOKEN@host" }, sandbox.credentials()) },
            EkycException.Cancelled("cancelled"), EkycException.Internal("internal error: x", "x"),
            EkycException.QuotaExhausted("quota", "Initialize", 1, 1.seconds), EkycException.QuotaUnavailable("quota", "x"),
            EkycException.InvalidCallback("callback", CallbackProblem.entries.first(), "x"),
        )
        return errors + errors.mapNotNull { it.fault } + errors.filterIsInstance<EkycException.InvalidRequest>().flatMap { it.violations }
    }

    /** One of every type that has a builder, with what its builder demands. That no format fails is all that is shown of those. */
    private fun records(): List<Any> = PublicTypes.all.map { it.java }.mapNotNull { type ->
        if (type.methods.any { it.name == "builder" && Modifier.isStatic(it.modifiers) }) built(type) else null
    }

    private fun built(type: Class<*>): Any {
        val begin = type.methods.single { it.name == "builder" && Modifier.isStatic(it.modifiers) }
        val builder = begin.invoke(null, *begin.parameterTypes.map { sample(it) }.toTypedArray())
        return builder.javaClass.getMethod("build").invoke(builder)
    }

    private fun sample(type: Class<*>): Any = when (type) {
        String::class.java -> "text"
        Int::class.java -> 1
        Long::class.java -> 1L
        Boolean::class.java -> true
        ByteArray::class.java -> byteArrayOf(1)
        java.time.Duration::class.java -> java.time.Duration.ofSeconds(1)
        Instant::class.java -> Instant.EPOCH
        else -> type.enumConstants?.first() ?: constant(type) ?: built(type)
    }

    private fun constant(type: Class<*>): Any? =
        type.declaredFields.find { Modifier.isStatic(it.modifiers) && it.type == type && Modifier.isPublic(it.modifiers) }?.get(null)

    /** Values that the service names, and the enums. */
    private fun namedValues(): List<Any> = PublicTypes.all.flatMap { type ->
        val constants = type.java.declaredFields.filter { Modifier.isStatic(it.modifiers) && it.type == type.java && Modifier.isPublic(it.modifiers) }
        type.java.enumConstants.orEmpty().toList() + constants.map { it.get(null) }
    }

    /** A builder holds what the finished object does. */
    private fun builderOf(value: Any): Any? = value.javaClass.methods.find { it.name == "toBuilder" }?.invoke(value)

    private fun failure(call: () -> Unit): EkycException = runCatching(call).exceptionOrNull() as EkycException

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension("--security-token", TOKEN)

        val sandbox: Sandbox get() = extension.sandbox
    }
}
