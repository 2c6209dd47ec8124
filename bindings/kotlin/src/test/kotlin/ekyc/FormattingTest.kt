package ekyc

import ekyc.support.Formats
import ekyc.support.Planted
import ekyc.support.Planted.Companion.PASSWORD
import ekyc.support.Planted.Companion.TOKEN
import ekyc.support.PublicTypes
import ekyc.support.Sandbox
import ekyc.support.aCallEvent
import ekyc.support.anAttemptEvent
import io.opentelemetry.api.OpenTelemetry
import java.time.Instant
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.slf4j.LoggerFactory

/** However a value of the library is turned into text, the text holds no secret and no personal data. */
class FormattingTest {
    private val planted = Planted(sandbox.keySecret)

    private val request = planted.request

    private val proxied = sandbox.config().copy(proxy = Proxy.Through("http://user:$PASSWORD@127.0.0.1:1", listOf("proxied.example")))

    @Test
    fun `no format of any public type shows a secret or personal data`() {
        val values = settings() + sources() + observers() + exchanged() + exceptions() + namedValues()
        for (value in values) for ((how, text) in Formats.of(value)) planted.assertAbsent(text, "${value.javaClass.name}, $how,")
        val missed = PublicTypes.all.filterNot { type -> type.isCompanion || values.any { type.isInstance(it) } }
        assertEquals(emptyList<Any>(), missed, "format these too")
    }

    private fun settings(): List<Any> = listOf(
        sandbox.credentials(), Credentials.accessKey("id", sandbox.keySecret), sandbox.config(), sandbox.client(), Ekyc,
        Ekyc.clientConfig(), Ekyc.retrySettings(), Ekyc.quotaSettings(1), Ekyc.callOptions(), RetrySettings(), QuotaSettings(1), CallOptions(),
        proxied, proxied.proxy!!, Ekyc.initializeRequest(request.productCode, "1", request.metaInfo, request.merchantUserId),
        Ekyc.clientConfig().proxy(proxied.proxy!!),
    )

    private fun sources(): List<Any> {
        val http = SourceHttp(proxy = proxied.proxy)
        val uri = CredentialsUri("https://user:$PASSWORD@source.example/", http)
        val keys = TemporaryKeys("id", sandbox.keySecret, TOKEN, Instant.EPOCH)
        val provider = CredentialsProvider { keys }
        return listOf(
            http, uri, keys, provider, Credentials.provider(provider), failure { Credentials.uri(uri) }, Credentials.defaultChain(ChainSettings(http = http)),
            Credentials.assumeRole(sandbox.credentials(), AssumeRole("role", http = http)), Credentials.ecsRole(),
            CredentialsProviderException("as the provider says"),
            ChainSettings(http = http), CliProfile(http = http), IniProfile(http = http), OidcRole(http = http), EcsRole(), AssumeRole("role", http = http),
            Ekyc.chainSettings().http(http), Ekyc.cliProfile().http(http), Ekyc.iniProfile().http(http), Ekyc.oidcRole().http(http), Ekyc.ecsRole(),
            Ekyc.credentialsUri().uri(uri.uri!!), Ekyc.assumeRole("role").http(http), Ekyc.sourceHttp().proxy(proxied.proxy!!),
        )
    }

    private fun observers(): List<Any> = listOf(
        anAttemptEvent(), aCallEvent(), object : EkycObserver {}, Slf4jObserver(LoggerFactory.getLogger("formats")),
        OpenTelemetryObserver(OpenTelemetry.noop()),
    )

    private fun exchanged(): List<Any> {
        val parameter = Parameter("MetaInfo", request.metaInfo)
        val tokenHeader = Header("x-acs-security-token", TOKEN)
        val acs3 = Acs3Request(
            "POST", "host", "/", "Initialize", "2022-08-09", "2025-01-02T03:04:05Z", "nonce", listOf(parameter), listOf(tokenHeader),
            listOf(Parameter("FacePictureBase64", "planted-picture")),
        )
        val answer = HttpAnswer(200, listOf(tokenHeader), request.metaInfo.toByteArray())
        return listOf(
            request, parameter, tokenHeader, acs3, answer, Ekyc.signAcs3(acs3.copy(headers = emptyList()), sandbox.credentials()),
            Ekyc.signInitialize(request, sandbox.config(), sandbox.credentials()),
            sandbox.client().use { it.initializeBlocking(request) },
        )
    }

    /** One of every kind, made by calls with the planted values; the service repeats them all in its own words. */
    private fun exceptions(): List<Any> {
        val codes = listOf("SignatureDoesNotMatch", "Throttling.User", "Forbidden.RiskControl", "InvalidParameter", "InternalError")
        val answers = codes.map { code ->
            val text = planted.echo.replace("\\", "\\\\").replace("\"", "\\\"")
            val body = """{"RequestId":"R","Code":"$code","Message":"$text","Recommend":"$text"}"""
            """"fault":"answer","status":400,"body":"${body.replace("\\", "\\\\").replace("\"", "\\\"")}""""
        }
        sandbox.faults(*answers.toTypedArray(), """"fault":"not_json"""", """"fault":"reset"""", """"fault":"echo"""", """"fault":"hang"""")
        val errors = EkycClient(sandbox.config().copy(attemptTimeoutMs = 1_000), sandbox.credentials()).use { client ->
            List(codes.size + 4) { failure { client.initializeBlocking(request) } }
        } + listOf(
            failure { Ekyc.signInitialize(request.copy(merchantBizId = "?", callbackUrl = request.metaInfo), sandbox.config(), sandbox.credentials()) },
            failure { Credentials.temporary("id", "${sandbox.keySecret} ", TOKEN) },
            failure { EkycClient(ClientConfig(endpoint = "https://user:$TOKEN@host"), sandbox.credentials()) },
            EkycException.Cancelled("cancelled", Attempts(1, true)), EkycException.Internal("internal error: x", "x", Attempts(1, true)),
            EkycException.QuotaExhausted("quota", "Initialize", 1, 1, Attempts(1, true)),
        )
        return errors + errors.mapNotNull { it.fault } + errors.filterIsInstance<EkycException.InvalidRequest>().flatMap { it.violations }
    }

    /** Values that the service names, and the enums. */
    private fun namedValues(): List<Any> = PublicTypes.all.flatMap { type ->
        val other = type.nestedClasses.find { it.simpleName == "Other" }?.constructors?.single()?.call("x")
        type.java.enumConstants.orEmpty().toList() + listOfNotNull(type.objectInstance, other)
    }

    private fun failure(call: () -> Unit): EkycException = runCatching(call).exceptionOrNull() as EkycException

    companion object {
        @JvmField @RegisterExtension
        val sandbox = Sandbox(securityToken = TOKEN)
    }
}
