package io.github.ekyc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An inbox as a Java program uses it, with a store that holds its thread and with one that completes futures. */
class JavaInboxTest {
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    private final BlockingCallbackStore blocking = new BlockingCallbackStore() {
        @Override
        public boolean remember(String key) {
            return keys.add(key);
        }

        @Override
        public boolean knows(String key) {
            return keys.contains(key);
        }
    };

    private final FutureCallbackStore future = new FutureCallbackStore() {
        @Override
        public CompletionStage<Boolean> remember(String key) {
            return CompletableFuture.supplyAsync(() -> keys.add(key));
        }

        @Override
        public CompletionStage<Boolean> knows(String key) {
            return CompletableFuture.supplyAsync(() -> keys.contains(key));
        }
    };

    @Test
    void aStoreThatHoldsItsThreadIsAsked() throws Exception {
        CallbackInbox inbox = CallbackInbox.blocking(blocking);
        assertEquals(CallbackDelivery.FIRST, inbox.receivedBlocking(hint()));
        assertEquals(CallbackDelivery.REPEATED, inbox.receivedFuture(hint()).get(1, TimeUnit.MINUTES));
        assertTrue(inbox.settledBlocking("t1"));
        assertEquals(CallbackDelivery.LATE, CallbackInbox.future(future).receivedBlocking(hint()));
    }

    @Test
    void aStoreThatCompletesFuturesIsAsked() throws Exception {
        CallbackInbox inbox = CallbackInbox.future(future);
        assertEquals(CallbackDelivery.FIRST, inbox.receivedFuture(hint()).get(1, TimeUnit.MINUTES));
        assertTrue(inbox.settledFuture("t1").get(1, TimeUnit.MINUTES));
        assertEquals(CallbackDelivery.LATE, CallbackInbox.blocking(blocking).receivedBlocking(hint()));
    }

    @Test
    void aStoreThatIsAwayLosesNoCallback() throws Exception {
        CallbackInbox inbox = CallbackInbox.blocking(new BlockingCallbackStore() {
            @Override
            public boolean remember(String key) throws IOException {
                throw new IOException("away");
            }

            @Override
            public boolean knows(String key) throws IOException {
                throw new IOException("away");
            }
        });
        assertEquals(CallbackDelivery.UNKNOWN, inbox.receivedBlocking(hint()));
        assertEquals(CallbackDelivery.UNKNOWN, inbox.receivedFuture(hint()).get(1, TimeUnit.MINUTES));
        assertFalse(inbox.settledFuture("t1").get(1, TimeUnit.MINUTES));
    }

    private static CallbackHint hint() {
        return Ekyc.parseCallback("transactionId=t1&passed=Y");
    }
}
