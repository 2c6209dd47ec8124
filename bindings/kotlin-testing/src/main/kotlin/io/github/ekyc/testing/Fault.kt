package io.github.ekyc.testing

import com.google.gson.JsonArray
import com.google.gson.JsonObject
import java.time.Duration

/**
 * What a request meets instead of the answer that it deserves, for example `Fault("throttle").times(2)`. The sandbox's README has a table of
 * the names: `throttle`, `refuse`, `unavailable`, `hang`, `reset`, `answer` and others.
 */
public class Fault(private val fault: String) {
    private val json: JsonObject = json("fault" to fault)

    /** How many requests meet it; one, if you do not say. */
    public fun times(times: Int): Fault = with("times", times)

    /** Only requests for this operation; `Initialize`, if you do not say. */
    public fun on(operation: String): Fault = with("on", operation)

    /** Only requests with these parameters, so that tests that run at the same time do not take each other's. */
    public fun where(parameters: Map<String, String>): Fault = with("where", parameters)

    /** How long the answer asks to wait, for `throttle`. */
    public fun retryAfter(retryAfter: Duration): Fault = with("retry_after_ms", retryAfter.toMillis())

    /** How long the answer takes, for `slow`. */
    public fun delay(delay: Duration): Fault = with("delay_ms", delay.toMillis())

    /** The service's code, for `refuse` and `throttle`. */
    public fun code(code: String): Fault = with("code", code)

    /** The service's words, for `refuse`. */
    public fun message(message: String): Fault = with("message", message)

    /** The HTTP status, for `answer`, `refuse` and `throttle`. */
    public fun status(status: Int): Fault = with("status", status)

    /** The headers, for `answer`. */
    public fun headers(headers: Map<String, String>): Fault = with("headers", headers)

    /** The body, for `answer`. */
    public fun body(body: String): Fault = with("body", body)

    /** Where to, for `redirect`. */
    public fun location(location: String): Fault = with("location", location)

    /** Its name. */
    override fun toString(): String = "Fault($fault)"

    private fun with(name: String, value: Any): Fault = Fault(fault).also { changed ->
        json.entrySet().forEach { (member, held) -> changed.json.add(member, held) }
        json(name to value).entrySet().forEach { (member, given) -> changed.json.add(member, given) }
    }

    internal companion object {
        fun json(faults: Array<out Fault>): String = JsonArray().apply { faults.forEach { add(it.json) } }.toString()
    }
}
