package io.github.ekyc.testing

import com.google.gson.JsonObject
import java.time.Duration

/** How a verification ends. */
public enum class Decision(internal val code: String) {
    /** `Y`, 200. */
    PASSED("passed"),

    /** `N`, 205. */
    FAILED("failed"),

    /** `N`, 205, and the document is told to be forged. */
    FORGED("forged"),

    /** The user goes away: there will be no result, and nobody is called back. */
    LEAVES("leaves"),

    /** The half hour is over at once. */
    TIMES_OUT("times-out"),
}

/** How a verification ends, and what is told of it, for example `Ending(Decision.FAILED).subCode("206")`. */
public class Ending private constructor(internal val json: JsonObject) {
    /** An end with nothing special. */
    public constructor(decision: Decision) : this(json("decision" to decision.code))

    /** Another sub code than 200 or 205. */
    public fun subCode(subCode: String): Ending = with("sub_code" to subCode)

    /** Fields that were read from the document, by the vendor's names. */
    public fun document(fields: Map<String, String>): Ending = with("document" to fields)

    /** Fields that the user corrected, by the vendor's names. */
    public fun edited(fields: Map<String, String>): Ending = with("edited" to fields)

    /** How many calls of CheckResult still find it unfinished. */
    public fun pendingChecks(checks: Int): Ending = with("pending_checks" to checks)

    /** Members of `Result` to set as they are, such as `Passed` to `P`. */
    public fun result(members: Map<String, String>): Ending = with("result" to members)

    /** How the members that hold JSON arrive: `text`, `object`, `doubled` or `broken`. */
    public fun extForm(form: String): Ending = with("ext_form" to form)

    /** When the callback comes: `once`, `twice` or `never`. */
    public fun callback(delivery: String): Ending = with("callback" to delivery)

    /** The callback comes so much later. */
    public fun callbackLate(delay: Duration): Ending = with("callback" to "late", "callback_delay_ms" to delay.toMillis())

    /** The callback's token: `right`, `wrong` or `absent`. */
    public fun callbackToken(token: String): Ending = with("callback_token" to token)

    private fun with(vararg members: Pair<String, Any>) = Ending(json.changed(*members))
}

/** A callback by command: as the verification's own would be, but for what is set here. */
public class Callback private constructor(internal val json: JsonObject) {
    /** As the verification's own would be. */
    public constructor() : this(JsonObject())

    /** Its token: `right`, `wrong` or `absent`. */
    public fun token(token: String): Callback = with("token" to token)

    /** Another transaction than the verification's. */
    public fun transactionId(transactionId: String): Callback = with("transaction_id" to transactionId)

    /** `Y` or `N`, whatever is true. */
    public fun passed(passed: String): Callback = with("passed" to passed)

    /** A sub code, whatever is true. */
    public fun subCode(subCode: String): Callback = with("sub_code" to subCode)

    private fun with(vararg members: Pair<String, Any>) = Callback(json.changed(*members))
}

/** A verification as the sandbox sees it. */
public class Verification internal constructor(private val json: JsonObject) {
    /** The service's name for it. */
    public val transactionId: String get() = json.text("transaction_id").orEmpty()

    /** Your name for it. */
    public val merchantBizId: String get() = json.text("merchant_biz_id").orEmpty()

    /** `waiting`, `opened`, `left`, `ended` or `expired`. */
    public val state: String get() = json.text("state").orEmpty()

    /** `Y` or `N`, once it has ended. */
    public val passed: String? get() = json.text("passed")

    /** Why, once it has ended. */
    public val subCode: String? get() = json.text("sub_code")

    /** The page on which a person decides, for apps too. */
    public val pageUrl: String get() = json.text("page_url").orEmpty()

    /** How many calls of CheckResult asked for it. */
    public val checks: Int get() = json.get("checks").asInt

    /** The callbacks so far. */
    public val callbacks: List<CallbackAttempt> get() = json.getAsJsonArray("callbacks").map { CallbackAttempt(it.asJsonObject) }

    /** The transaction and its state. */
    override fun toString(): String = "Verification($transactionId, $state)"
}

/** One attempt to call back. */
public class CallbackAttempt internal constructor(private val json: JsonObject) {
    /** Where it went, without the query. */
    public val url: String get() = json.text("url").orEmpty()

    /** The HTTP status of your answer. */
    public val status: Int? get() = json.number("status")

    /** Why there was none. */
    public val error: String? get() = json.text("error")

    /** Where it went and what came of it. */
    override fun toString(): String = "CallbackAttempt($url, ${status ?: error})"
}

private fun JsonObject.changed(vararg members: Pair<String, Any>): JsonObject =
    deepCopy().also { json(*members).entrySet().forEach { (name, value) -> it.add(name, value) } }
