package app

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers

private const val CALLS = 200

/** Two hundred verifications at once from the server at this port; each must be another one. */
fun main(arguments: Array<String>) {
    val http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
    val request = HttpRequest.newBuilder(URI("http://127.0.0.1:${arguments.single()}/verifications"))
        .POST(BodyPublishers.ofString("""{"deviceType":"ios"}""")).build()
    val answers = List(CALLS) { http.sendAsync(request, BodyHandlers.ofString()) }.map { it.join() }
    val failed = answers.filter { it.statusCode() != 200 }.map { it.body() }
    check(failed.isEmpty()) { "${failed.size} of $CALLS failed, first: ${failed.first()}" }
    println("${answers.map { it.body() }.toSet().size} transactions")
}
