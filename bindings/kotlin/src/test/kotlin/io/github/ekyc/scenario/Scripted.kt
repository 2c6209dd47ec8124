package io.github.ekyc.scenario

import io.github.ekyc.CredentialsProvider
import io.github.ekyc.CredentialsProviderException
import io.github.ekyc.TemporaryKeys
import java.time.Instant
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.getAndUpdate
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.jsonObject

/** A provider that answers what the scenario says. */
class Scripted(private val answers: List<JsonElement>) : CredentialsProvider {
    private val asked = MutableStateFlow(0)

    override suspend fun get(): TemporaryKeys {
        val answer = answers[asked.getAndUpdate { it + 1 }.coerceAtMost(answers.lastIndex)].jsonObject
        answer.only("id secret token expires_in_ms throw refuse hang")
        answer.text("refuse")?.let { throw CredentialsProviderException(it) }
        answer.text("throw")?.let { throw IllegalStateException(it) }
        if ("hang" in answer) awaitCancellation()
        val expires = answer.number("expires_in_ms")?.let { Instant.now().plusMillis(it) }
        return TemporaryKeys(answer.text("id")!!, answer.text("secret")!!, answer.text("token"), expires)
    }

    suspend fun asked(times: Int) {
        inTime("the provider is asked $times times") { asked.first { it >= times } }
    }
}
