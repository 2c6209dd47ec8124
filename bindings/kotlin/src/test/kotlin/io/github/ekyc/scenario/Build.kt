package io.github.ekyc.scenario

import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.CallOptions
import io.github.ekyc.ClientConfig
import io.github.ekyc.DocType
import io.github.ekyc.Ekyc
import io.github.ekyc.InitializeRequest
import io.github.ekyc.ProductCode
import io.github.ekyc.Proxy
import io.github.ekyc.QuotaSettings
import io.github.ekyc.RetrySettings
import io.github.ekyc.SharedQuotaSettings
import io.github.ekyc.TrustedRoots
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonPrimitive

// The library's types from a scenario's JSON; Sources.kt has the credentials.

fun config(json: JsonObject, info: JsonObject): ClientConfig = ClientConfig {
    json.only("endpoint extra_root_certificates_pem application_name connect_timeout_ms attempt_timeout_ms overall_timeout_ms retry quota proxy trusted_roots")
    endpoint = json.text("endpoint") ?: info.text("endpoint")
    extraRootCertificatesPem = json.text("extra_root_certificates_pem") ?: info.text("ca_pem")
    applicationName = json.text("application_name")
    json.number("connect_timeout_ms")?.let { connectTimeout = it.milliseconds }
    json.number("attempt_timeout_ms")?.let { attemptTimeout = it.milliseconds }
    json.number("overall_timeout_ms")?.let { overallTimeout = it.milliseconds }
    retry = retry(json.within("retry"))
    quota = (json["quota"] as? JsonObject)?.let { quota(it) }
    proxy = json["proxy"]?.let { if (it is JsonObject) through(it) else proxy(it.jsonPrimitive.content) }
    // The same words as the constants: another word is a mistake, and fails.
    trustedRoots = json.text("trusted_roots")?.let { TrustedRoots.valueOf(it.uppercase()) }
}

private fun retry(json: JsonObject): RetrySettings = RetrySettings {
    json.only("max_attempts base_delay_ms max_delay_ms retry_unknown_outcome")
    baseDelay = (json.number("base_delay_ms") ?: 1).milliseconds
    json.number("max_attempts")?.let { maxAttempts = it.toInt() }
    json.number("max_delay_ms")?.let { maxDelay = it.milliseconds }
    json.truth("retry_unknown_outcome")?.let { retryUnknownOutcome = it }
}

private fun quota(json: JsonObject): QuotaSettings = QuotaSettings {
    json.only("calls_per_second max_wait_ms adaptive shared")
    callsPerSecond = json.number("calls_per_second")?.toInt()
    json.number("max_wait_ms")?.let { maxWait = it.milliseconds }
    json.truth("adaptive")?.let { adaptive = it }
    shared = (json["shared"] as? JsonObject)?.let { shared(it) }
}

private fun shared(json: JsonObject) = SharedQuotaSettings(server = json.text("server")!!) {
    json.only("server servers_when_away timeout_ms")
    serversWhenAway = json.number("servers_when_away")?.toInt()
    json.number("timeout_ms")?.let { timeout = it.milliseconds }
}

private fun through(json: JsonObject) = Proxy.Through(url = json.text("url")!!) {
    json.only("url bypass")
    bypass = json.texts("bypass")
}

private fun proxy(word: String): Proxy = when (word) {
    "environment" -> Proxy.FROM_ENVIRONMENT
    "direct" -> Proxy.DIRECT
    else -> error("no such proxy: $word")
}

fun request(json: JsonObject): InitializeRequest = InitializeRequest(productCode = ProductCode.E_KYC, merchantBizId = json.text("merchant_biz_id") ?: Ekyc.newMerchantBizId(), metaInfo = json.text("meta_info") ?: """{"deviceType":"h5"}""", merchantUserId = json.text("merchant_user_id") ?: "user-1") {
        docType = DocType.GLOBAL_PASSPORT
        callbackToken = json.text("callback_token")
        callbackUrl = json.text("callback_url")
        idSpoof = json.truth("id_spoof")
        extraParameters = json.strings("extra_parameters")
    }

fun options(json: JsonObject): CallOptions = CallOptions {
        json.only("connect_timeout_ms attempt_timeout_ms overall_timeout_ms max_attempts retry_unknown_outcome quota_max_wait_ms tag")
        connectTimeout = json.number("connect_timeout_ms")?.milliseconds
        attemptTimeout = json.number("attempt_timeout_ms")?.milliseconds
        overallTimeout = json.number("overall_timeout_ms")?.milliseconds
        maxAttempts = json.number("max_attempts")?.toInt()
        retryUnknownOutcome = json.truth("retry_unknown_outcome")
        quotaMaxWait = json.number("quota_max_wait_ms")?.milliseconds
        tag = json.text("tag")
    }
