package io.github.ekyc.support

import org.junit.jupiter.api.Assertions.assertTrue

/** Waits until [done], for what has no event of its own; [what] is left behind if that does not come. */
fun awaitGone(what: String, done: () -> Boolean) {
    val patience = System.nanoTime() + 60_000_000_000
    while (!done()) {
        assertTrue(System.nanoTime() < patience, "$what are left behind")
        Thread.sleep(5)
    }
}
