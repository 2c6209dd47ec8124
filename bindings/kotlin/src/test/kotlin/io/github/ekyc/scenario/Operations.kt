package io.github.ekyc.scenario

import io.github.ekyc.AwaitResultRequest
import io.github.ekyc.CallOptions
import io.github.ekyc.CheckResultRequest
import io.github.ekyc.CheckVerifyLogRequest
import io.github.ekyc.DeleteType
import io.github.ekyc.DeleteVerifyResultRequest
import io.github.ekyc.EkycClient
import io.github.ekyc.OperationRequest
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.serialization.json.JsonObject

/** Calls what a step names; a success is what its response says. */
suspend fun EkycClient.operation(name: String?, of: JsonObject, options: CallOptions): JsonObject = when (name) {
    null -> initialize(request(of), options).told()
    "initialize_v2" -> initializeV2(request(of), options).told()
    "check_result" -> checkResult(checkResultRequest(of), options).told()
    "await_result" -> awaitResult(
        AwaitResultRequest(checkResultRequest(of)) {
            of.number("limit_ms")?.let { limit = it.milliseconds }
            of.number("first_pause_ms")?.let { firstPause = it.milliseconds }
            of.number("max_pause_ms")?.let { maxPause = it.milliseconds }
        },
        options,
    ).told()
    "check_verify_log" -> checkVerifyLog(CheckVerifyLogRequest(of.said("merchant_biz_id"), of.said("transaction_id")), options).told()
    "delete_verify_result" -> deleteVerifyResult(
        DeleteVerifyResultRequest(of.said("transaction_id")) { deleteType = of.text("delete_type")?.let { DeleteType.fromCode(it) } },
        options,
    ).told()
    "call" -> call(
        OperationRequest(of.said("operation")) {
            query = of.strings("query")
            form = of.strings("form")
            repeatable = of.truth("repeatable")
            successCodes = of.texts("success_codes")
        },
        options,
    ).told()
    else -> error("no such operation: $name")
}

private fun checkResultRequest(of: JsonObject) = CheckResultRequest(of.said("merchant_biz_id"), of.said("transaction_id")) {
    isReturnImage = of.truth("is_return_image")
}

private fun JsonObject.said(name: String): String = text(name).orEmpty()
