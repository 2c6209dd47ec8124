package io.github.ekyc.support

import org.junit.jupiter.api.Assertions.assertTrue

/** Waits until [done], for what has no event of its own; the test fails with [otherwise] if that does not come. */
fun awaitThat(otherwise: String, done: () -> Boolean) {
    val patience = System.nanoTime() + 60_000_000_000
    while (!done()) {
        assertTrue(System.nanoTime() < patience, otherwise)
        Thread.sleep(5)
    }
}

/** As [awaitThat]: [what] is left behind if its end does not come. */
fun awaitGone(what: String, done: () -> Boolean) = awaitThat("$what are left behind", done)
