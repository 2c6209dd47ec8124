package ekyc.scenario

import ekyc.CallOptions
import ekyc.ClientConfig
import ekyc.DocType
import ekyc.Ekyc
import ekyc.InitializeRequest
import ekyc.ProductCode
import ekyc.Proxy
import ekyc.QuotaSettings
import ekyc.RetrySettings
import ekyc.TrustedRoots
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonPrimitive

// The library's types from a scenario's JSON; Sources.kt has the credentials.

fun config(json: JsonObject, info: JsonObject): ClientConfig = ClientConfig().let { usual ->
    usual.copy(
        endpoint = json.text("endpoint") ?: info.text("endpoint"),
        extraRootCertificatesPem = json.text("extra_root_certificates_pem") ?: info.text("ca_pem"),
        applicationName = json.text("application_name"),
        connectTimeoutMs = json.number("connect_timeout_ms") ?: usual.connectTimeoutMs,
        attemptTimeoutMs = json.number("attempt_timeout_ms") ?: usual.attemptTimeoutMs,
        overallTimeoutMs = json.number("overall_timeout_ms") ?: usual.overallTimeoutMs,
        retry = retry(json.within("retry")),
        quota = (json["quota"] as? JsonObject)?.let { quota(it) },
        proxy = json["proxy"]?.let { if (it is JsonObject) through(it) else proxy(it.jsonPrimitive.content) },
        // The same words as the constants: another word is a mistake, and fails.
        trustedRoots = json.text("trusted_roots")?.let { TrustedRoots.valueOf(it.uppercase()) },
    )
}

private fun retry(json: JsonObject): RetrySettings = RetrySettings(baseDelayMs = 1).let { usual ->
    usual.copy(
        maxAttempts = json.number("max_attempts")?.toInt() ?: usual.maxAttempts,
        baseDelayMs = json.number("base_delay_ms") ?: usual.baseDelayMs,
        maxDelayMs = json.number("max_delay_ms") ?: usual.maxDelayMs,
        retryUnknownOutcome = json.truth("retry_unknown_outcome") ?: usual.retryUnknownOutcome,
    )
}

private fun quota(json: JsonObject): QuotaSettings = QuotaSettings(json.number("calls_per_second")!!.toInt()).let { usual ->
    usual.copy(maxWaitMs = json.number("max_wait_ms") ?: usual.maxWaitMs, adaptive = json.truth("adaptive") ?: usual.adaptive)
}

private fun through(json: JsonObject) = Proxy.Through(json.text("url")!!, json.texts("bypass"))

private fun proxy(word: String): Proxy = when (word) {
    "environment" -> Proxy.FromEnvironment
    "direct" -> Proxy.Direct
    else -> error("no such proxy: $word")
}

fun request(json: JsonObject): InitializeRequest = InitializeRequest(
    productCode = ProductCode.EKyc,
    merchantBizId = json.text("merchant_biz_id") ?: Ekyc.newMerchantBizId(),
    metaInfo = json.text("meta_info") ?: """{"deviceType":"h5"}""",
    merchantUserId = json.text("merchant_user_id") ?: "user-1",
    docType = DocType.GlobalPassport,
    callbackToken = json.text("callback_token"),
    extraParameters = json.within("extra_parameters").mapValues { (_, value) -> value.jsonPrimitive.content },
)

fun options(json: JsonObject): CallOptions = CallOptions(
    connectTimeoutMs = json.number("connect_timeout_ms"),
    attemptTimeoutMs = json.number("attempt_timeout_ms"),
    overallTimeoutMs = json.number("overall_timeout_ms"),
    maxAttempts = json.number("max_attempts")?.toInt(),
    retryUnknownOutcome = json.truth("retry_unknown_outcome"),
    quotaMaxWaitMs = json.number("quota_max_wait_ms"),
)
