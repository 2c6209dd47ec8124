package io.github.ekyc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A user's unit test with Mockito in place of the client. */
class MockTest {
    /** What such a test is about: code of the application's. */
    private static String start(EkycApi client, String metaInfo) throws InterruptedException {
        var request = InitializeRequest.builder(ProductCode.E_KYC, "id", metaInfo, "user").docType(DocType.GLOBAL_PASSPORT).build();
        try {
            return client.initializeBlocking(request).getTransactionId();
        } catch (EkycException.Throttled error) {
            return "wait " + error.getRetryAfter();
        }
    }

    @Test
    void answersAndErrorsAreScripted() throws Exception {
        EkycApi client = mock(EkycApi.class);
        var throttled = new EkycException.Throttled(
                "slow down", Duration.ofMillis(20), ServiceFault.builder(403, "Throttling.User", "slow down").build());
        when(client.initializeBlocking(any())).thenReturn(InitializeResponse.builder("R-1", "T-1").build()).thenThrow(throttled);
        assertEquals("T-1", start(client, "{}"));
        assertEquals("wait PT0.02S", start(client, "{\"second\":true}"));
        verify(client).initializeBlocking(argThat(request -> request.getMetaInfo().equals("{}")));
    }

    @Test
    void futuresToo() {
        EkycApi client = mock(EkycApi.class);
        var failed = new EkycException.Cancelled("closed");
        when(client.initializeFuture(any())).thenReturn(CompletableFuture.failedFuture(failed));
        var request = InitializeRequest.builder(ProductCode.E_KYC, "id", "{}", "user").build();
        var thrown = assertThrows(java.util.concurrent.CompletionException.class, () -> client.initializeFuture(request).join());
        assertSame(failed, thrown.getCause());
    }

    @Test
    void theClientItselfCanBeMocked() throws Exception {
        EkycClient client = mock(EkycClient.class);
        when(client.initializeBlocking(any())).thenReturn(InitializeResponse.builder("R-1", "T-1").build());
        assertEquals("T-1", start(client, "{}"));
    }
}
