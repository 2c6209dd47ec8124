package io.github.ekyc.support

import io.github.ekyc.ClientConfig
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycObserver
import io.github.ekyc.RetrySettings
import io.github.ekyc.testing.Sandbox

/** The sandbox's settings with one attempt, so that one fault is one error. */
val Sandbox.oneAttempt: ClientConfig get() = config.copy { retry = RetrySettings { maxAttempts = 1 } }

/** A client that makes one attempt. */
fun Sandbox.once(vararg observers: EkycObserver, change: ClientConfig.() -> ClientConfig = { this }): EkycClient =
    EkycClient(oneAttempt.change(), credentials(), *observers)
