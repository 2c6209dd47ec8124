package io.github.ekyc.scenario

import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.withTimeoutOrNull

/** Waits for what must happen. The limit is far away: only what never happens reaches it. */
suspend fun <T : Any> inTime(what: String, wait: suspend () -> T): T =
    withTimeoutOrNull(60.seconds) { wait() } ?: throw AssertionError("waited in vain until $what")
