package io.github.ekyc

import io.opentelemetry.api.common.AttributeKey
import io.opentelemetry.api.common.Attributes
import io.opentelemetry.api.common.AttributesBuilder

/** What is said of a call or an attempt. Metrics get only what has few values, or each request would be a series of its own. */
internal object TelemetryAttributes {
    fun forMetric(event: AttemptEvent): Attributes =
        common(event.operation, event.outcome)
            .put("http.request.method", "POST").optional("http.response.status_code", event.httpStatus).build()

    fun forMetric(event: CallEvent): Attributes = common(event.operation, event.outcome).build()

    fun forSpan(event: AttemptEvent): Attributes = common(event.operation, event.outcome)
        .put("http.request.method", "POST")
        .optional("http.response.status_code", event.httpStatus)
        .optional("http.request.resend_count", (event.attempt - 1).takeIf { it > 0 })
        .put("http.request.size", event.requestBytes)
        .put("http.response.body.size", event.responseBytes)
        .service(event.code, event.requestId, event.tag)
        .put("ekyc.outcome_unknown", event.outcomeUnknown)
        .optional("ekyc.connect_us", event.connect?.inWholeMicroseconds)
        .optional("ekyc.response_us", event.response?.inWholeMicroseconds)
        .optional("ekyc.read_us", event.read?.inWholeMicroseconds)
        .optional("ekyc.retry_delay_ms", event.retryDelay?.inWholeMilliseconds)
        .build()

    fun forSpan(event: CallEvent): Attributes = common(event.operation, event.outcome)
        .optional("http.response.status_code", event.httpStatus)
        .service(event.code, event.requestId, event.tag)
        .put("ekyc.outcome_unknown", event.outcomeUnknown)
        .put("ekyc.attempts", event.attempts.toLong())
        .put("ekyc.credentials_us", event.credentials.inWholeMicroseconds)
        .put("ekyc.queued_us", event.queued.inWholeMicroseconds)
        .put("ekyc.backoff_us", event.backoff.inWholeMicroseconds)
        .put("ekyc.request_bytes", event.requestBytes)
        .put("ekyc.response_bytes", event.responseBytes)
        .build()

    private fun common(operation: String, outcome: String): AttributesBuilder {
        val attributes = Attributes.builder().put("rpc.service", "Cloudauth-intl").put("rpc.method", operation)
        return if (outcome == SUCCESS) attributes else attributes.put("error.type", outcome)
    }

    private fun AttributesBuilder.service(code: String?, requestId: String?, tag: String?): AttributesBuilder {
        tag?.let { put("ekyc.tag", it) }
        code?.let { put("ekyc.code", it) }
        requestId?.let { put("ekyc.request_id", it) }
        return this
    }

    private fun AttributesBuilder.optional(name: String, value: Number?): AttributesBuilder =
        if (value == null) this else put(AttributeKey.longKey(name), value.toLong())

    const val SUCCESS = "success"
}
