package io.github.ekyc.scenario

import io.github.ekyc.CallbackHint
import io.github.ekyc.CheckResultResponse
import io.github.ekyc.CheckVerifyLogResponse
import io.github.ekyc.DeleteVerifyResultResponse
import io.github.ekyc.DocumentFields
import io.github.ekyc.DocumentResult
import io.github.ekyc.FaceResult
import io.github.ekyc.InitializeResponse
import io.github.ekyc.JsonText
import io.github.ekyc.OperationResponse
import io.github.ekyc.SourceResult
import io.github.ekyc.SpoofResult
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

// What a response says, as JSON with the fields' names in Rust. A number with a fraction is a text with two decimals, a picture its length.

private fun json(vararg members: Pair<String, Any?>): JsonObject = JsonObject(members.associate { (name, value) -> name to element(value) })

private fun element(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is Double -> JsonPrimitive("%.2f".format(java.util.Locale.ROOT, value))
    is ByteArray -> JsonPrimitive(value.size)
    is List<*> -> JsonArray(value.map { element(it) })
    is Map<*, *> -> JsonObject(value.entries.associate { (name, held) -> name as String to element(held) })
    else -> error("no form for ${value.javaClass}")
}

fun InitializeResponse.told() = json("request_id" to requestId, "transaction_id" to transactionId, "transaction_url" to transactionUrl)

fun CheckResultResponse.told() = json(
    "request_id" to requestId, "state" to state.name.lowercase(), "passed" to passed?.code, "sub_code" to subCode, "face" to face?.told(),
    "document" to document?.told(), "sources" to sources?.told(), "risk" to risk?.told(), "other" to other,
)

private fun FaceResult.told() = json(
    "passed" to passed, "attack" to attack, "occlusion" to occlusion, "quality" to quality, "comparison_score" to comparisonScore,
    "picture" to picture, "other" to other, "raw" to raw,
)

private fun DocumentResult.told() = json(
    "passed" to passed, "fields" to fields?.told(), "edited_fields" to editedFields?.told(), "spoof" to spoof?.told(), "picture" to picture,
    "other" to other, "raw" to raw,
)

private fun DocumentFields.told() = json("surname" to surname, "passport_no" to passportNo, "all" to all, "raw" to raw)

private fun SpoofResult.told() = json("forged" to forged, "types" to types.map { it.code }, "other" to other, "raw" to raw)

private fun SourceResult.told() = json("gov_id" to govId, "other" to other, "raw" to raw)

private fun JsonText.told() = json("members" to members, "raw" to raw)

fun CheckVerifyLogResponse.told() = json(
    "request_id" to requestId, "verify_status" to verifyStatus?.code, "verify_error_code" to verifyErrorCode?.code,
    "interrupt_page_en" to interruptPageEn, "log_info_en" to logInfoEn, "other" to other,
)

fun DeleteVerifyResultResponse.told() = json("request_id" to requestId, "deleted" to deleted, "transaction_id" to transactionId)

fun OperationResponse.told() = json("request_id" to requestId, "json" to json)

fun CallbackHint.told() = json(
    "transaction_id" to transactionId, "passed" to passed?.code, "sub_code" to subCode,
    "own_parameters" to ownParameters.map { json("name" to it.name, "value" to it.value) }, "delivery_key" to deliveryKey,
)
