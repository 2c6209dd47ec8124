package io.github.ekyc.scenario

import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.CallbackInbox
import io.github.ekyc.Ekyc
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject

/** One scenario from beginning to end, with all it works with. */
class Stage(
    private val scenario: JsonObject,
    private val info: JsonObject,
    private val control: Control,
    /** Where its calls run; one that fails must not end the others. */
    private val scope: CoroutineScope,
) {
    private val collector = Collector()
    private val calls = mutableMapOf<String, List<Deferred<JsonObject>>>()

    /** The transactions that calls have started, by the calls' names. */
    private val transactions = mutableMapOf<String, String>()
    private val inbox = CallbackInbox.inMemory(1000)
    private var provider: Scripted? = null
    private var shutdown: Deferred<Boolean>? = null

    /** Throws what says what was not as it must be. */
    suspend fun run() {
        scenario.only("\$schema name why files credentials config client_error steps seen distinct same calls attempts")
        val client = try {
            client()
        } catch (error: EkycException) {
            val expected = scenario["client_error"] ?: throw AssertionError("no client", error)
            return assertSo("client_error", expected.jsonObject, outcome(error))
        }
        client.use {
            if ("client_error" in scenario) throw AssertionError("a client was made, but must not")
            scenario.list("steps").forEachIndexed { number, step ->
                try {
                    step(client, step.filled(transactions).jsonObject)
                } catch (wrong: Throwable) {
                    throw AssertionError("step ${number + 1}: ${wrong.message}", wrong)
                }
            }
            if (calls.isNotEmpty()) throw AssertionError("nobody expected ${calls.keys}")
        }
        finish()
    }

    private fun client(): EkycClient {
        val sources = Sources(scenario["credentials"]?.jsonObject, info)
        provider = sources.provider
        val observed = "calls" in scenario || "attempts" in scenario
        return EkycClient(config(scenario.within("config"), info), sources.credentials, listOfNotNull(collector.takeIf { observed }))
    }

    private suspend fun step(client: EkycClient, step: JsonObject) {
        val (kind, value) = step.entries.single { it.key in DETAILS }
        step.only("$kind ${DETAILS.getValue(kind)}")
        val word = (value as JsonPrimitive).content
        when (kind) {
            "control" -> control.tell(word, step["body"])
            "call" -> {
                val options = options(step.within("options"))
                val (operation, request) = step.text("operation") to step.within("request")
                request.only(REQUEST)
                calls[word] = List(step.number("at_once")?.toInt() ?: 1) { scope.async { client.operation(operation, request, options) } }
            }
            "wait" -> control.tell("GET /wait?$word")
            "provider" -> checkNotNull(provider) { "no provider" }.asked(word.toInt())
            "observed" -> collector.attempts(word.toInt())
            "cancel" -> calls.getValue(word).forEach { it.cancel() }
            "expect" -> {
                val outcomes = checkNotNull(calls.remove(word)) { "no such call" }.map { outcome(word, it) }
                outcomes.singleOrNull()?.within("response")?.text("transaction_id")?.let { transactions[word] = it }
                step["result"]?.let { return assertSo(word, it.jsonObject, outcomes.single()) }
                assertAll(word, step.list("results").map { it.jsonObject }, outcomes)
            }
            "shutdown" -> assertEnded(step["finished"], inTime("the shutdown ends") { client.shutdown(word.toLong().milliseconds) })
            "begin_shutdown" -> shutdown = scope.async { client.shutdown(word.toLong().milliseconds) }
            "end_shutdown" -> assertEnded(value, inTime("the shutdown ends") { shutdown?.await() ?: error("no shutdown") })
            "parse_callback" -> assertSo(word, step.within("result"), parsed(word, step.text("token"), step.text("transaction_id")))
            "callback_arrived" -> assertIs(step["woke"], JsonPrimitive(client.callbackArrived(Ekyc.parseCallback(word))))
            "received" -> assertIs(step["delivery"], JsonPrimitive(inbox.received(Ekyc.parseCallback(word)).name.lowercase()))
            "settled" -> inbox.settled(word)
            "close" -> client.close()
            else -> error("no such step: $kind")
        }
    }

    private fun parsed(text: String, token: String?, transactionId: String?): JsonObject = try {
        JsonObject(mapOf("success" to JsonPrimitive(true), "response" to Ekyc.parseCallback(text, token, transactionId).told()))
    } catch (error: EkycException) {
        outcome(error)
    }

    private suspend fun finish() {
        val seen = control.tell("GET /seen").jsonObject
        scenario["seen"]?.let { assertSo("seen", it.jsonObject, seen) }
        val events = seen.list("events").filter { it.jsonObject.text("action") == "Initialize" }
        for ((word, alike) in listOf("distinct" to false, "same" to true)) {
            for (path in scenario.texts(word)) {
                val values = events.map { it.at(path) }
                val good = values.size > 1 && null !in values && values.toSet().size == if (alike) 1 else values.size
                if (!good) throw AssertionError("$path is not $word in the events: $values")
            }
        }
        val (calls, attempts) = listOf("calls", "attempts").map { scenario[it] }
        if (calls == null && attempts == null) return
        val told = collector.calls((calls as? JsonArray)?.size ?: 1)
        calls?.let { assertTold("calls", it, told.calls) }
        attempts?.let { assertTold("attempts", it, told.attempts) }
    }

    private fun assertTold(what: String, expected: JsonElement, events: List<JsonObject>) {
        difference(what, expected, JsonArray(events))?.let { throw AssertionError("$it\n    in $events") }
    }

    /** Each outcome is as one of the expected ones, and of each there are as many as there must be. */
    private fun assertAll(what: String, expected: List<JsonObject>, outcomes: List<JsonObject>) {
        val left = outcomes.toMutableList()
        for (one in expected) {
            val fitting = left.filter { runCatching { assertSo(what, one.within("result"), it) }.isSuccess }
            if (fitting.size.toLong() != one.number("count")) throw AssertionError("$what: ${fitting.size} and not $one, in $outcomes")
            left.removeAll(fitting)
        }
        if (left.isNotEmpty()) throw AssertionError("$what: nobody expected $left")
    }

    private fun assertEnded(expected: JsonElement?, finished: Boolean) {
        if (expected != null) assertIs(expected, JsonPrimitive(finished))
    }

    private fun assertIs(expected: JsonElement?, actual: JsonPrimitive) {
        if (expected != actual) throw AssertionError("expected $expected, got $actual")
    }

    private companion object {
        /** What can stand beside the member that says what a step is. */
        val DETAILS = mapOf(
            "control" to "body", "call" to "operation request options at_once", "wait" to "", "provider" to "", "observed" to "", "cancel" to "",
            "expect" to "result results", "shutdown" to "finished", "begin_shutdown" to "", "end_shutdown" to "", "close" to "",
            "parse_callback" to "token transaction_id result", "callback_arrived" to "woke", "received" to "delivery", "settled" to "",
        )

        /** What a request can say, for whichever operation. */
        const val REQUEST = "meta_info merchant_user_id merchant_biz_id callback_token callback_url id_spoof transaction_id is_return_image limit_ms " +
            "first_pause_ms max_pause_ms delete_type operation query form repeatable success_codes extra_parameters"
    }
}
