package io.github.ekyc.scenario

import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import io.github.ekyc.InitializeResponse
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
    private val calls = mutableMapOf<String, List<Deferred<InitializeResponse>>>()
    private var provider: Scripted? = null
    private var shutdown: Deferred<Boolean>? = null

    /** Throws what says what was not as it must be. */
    suspend fun run() {
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
                    step(client, step.jsonObject)
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
        val (kind, value) = step.entries.single { it.key !in DETAILS }
        val word = (value as JsonPrimitive).content
        when (kind) {
            "control" -> control.tell(word, step["body"])
            "call" -> {
                val options = options(step.within("options"))
                val requests = List(step.number("at_once")?.toInt() ?: 1) { request(step.within("request")) }
                calls[word] = requests.map { scope.async { client.initialize(it, options) } }
            }
            "wait" -> control.tell("GET /wait?$word")
            "provider" -> checkNotNull(provider) { "no provider" }.asked(word.toInt())
            "observed" -> collector.attempts(word.toInt())
            "cancel" -> calls.getValue(word).forEach { it.cancel() }
            "expect" -> {
                val outcomes = checkNotNull(calls.remove(word)) { "no such call" }.map { outcome(word, it) }
                step["result"]?.let { return assertSo(word, it.jsonObject, outcomes.single()) }
                assertAll(word, step.list("results").map { it.jsonObject }, outcomes)
            }
            "shutdown" -> assertEnded(step["finished"], inTime("the shutdown ends") { client.shutdown(word.toLong().milliseconds) })
            "begin_shutdown" -> shutdown = scope.async { client.shutdown(word.toLong().milliseconds) }
            "end_shutdown" -> assertEnded(value, inTime("the shutdown ends") { shutdown?.await() ?: error("no shutdown") })
            "close" -> client.close()
            else -> error("no such step: $kind")
        }
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
        if (expected != null && expected != JsonPrimitive(finished)) throw AssertionError("shutdown said $finished")
    }

    private companion object {
        /** Members of a step beside the one that says what it is. */
        val DETAILS = setOf("request", "options", "body", "result", "results", "finished", "at_once")
    }
}
