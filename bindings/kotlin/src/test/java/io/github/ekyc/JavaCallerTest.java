package io.github.ekyc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ekyc.testing.Fault;
import io.github.ekyc.testing.Sandbox;
import io.github.ekyc.testing.SandboxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The library as a Java program uses it: no Kotlin syntax, no defaults, no coroutines. */
class JavaCallerTest {
    @RegisterExtension
    static final SandboxExtension EXTENSION = new SandboxExtension();

    @Test
    void aBlockingCallReturnsATransaction() throws Exception {
        try (EkycClient client = client()) {
            InitializeResponse response = client.initializeBlocking(request().build());
            assertEquals(32, response.getTransactionId().length());
            assertFalse(response.getRequestId().isEmpty());
        }
    }

    @Test
    void futuresCompose() throws Exception {
        try (EkycClient client = client()) {
            var calls = Stream.generate(() -> client.initializeFuture(build())).limit(8).toList();
            var all = CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                    .thenApply(ignored -> calls.stream().map(CompletableFuture::join).map(InitializeResponse::getTransactionId).distinct().count());
            assertEquals(8, all.get(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void aCancelledFutureAbortsItsRequest() throws Exception {
        sandbox().getControl().set(new Fault("hang"));
        try (EkycClient client = client()) {
            CompletableFuture<InitializeResponse> call = client.initializeFuture(build());
            sandbox().getControl().waitFor("requests", 1);
            assertTrue(call.cancel(true));
            assertThrows(CancellationException.class, call::join);
            sandbox().getControl().waitFor("aborted", 1);
        }
    }

    @Test
    void errorsAreCaughtByTheirClassAndReadByGetters() throws Exception {
        sandbox().getControl().set(new Fault("throttle").retryAfter(Duration.ofMillis(40)), new Fault("reset"));
        try (EkycClient client = client()) {
            try {
                client.initializeBlocking(build());
            } catch (EkycException.Throttled error) {
                assertEquals("throttled", error.getKind());
                assertEquals("Throttling.Api", error.getCode());
                assertEquals(403, error.getHttpStatus());
                assertEquals(Duration.ofMillis(40), error.getRetryAfter());
                assertTrue(error.getMessage().contains(error.getRequestId()));
                assertFalse(error.isOutcomeUnknown());
                assertEquals(1, error.getAttempts());
            }
            var failed = assertThrows(ExecutionException.class, () -> client.initializeFuture(build()).get());
            var network = assertInstanceOf(EkycException.Network.class, failed.getCause());
            assertTrue(network.isOutcomeUnknown());
            assertNull(network.getHttpStatus());
        }
        assertEquals(2, sandbox().getControl().seen().getRequests());
    }

    @Test
    void violationsAreAList() throws Exception {
        try (EkycClient client = client()) {
            var request = InitializeRequest.builder(ProductCode.E_KYC, "", "", "user").build();
            var error = assertThrows(EkycException.InvalidRequest.class, () -> client.initializeBlocking(request));
            var fields = error.getViolations().stream().map(Violation::getField).toList();
            assertEquals(List.of("merchantBizId", "metaInfo", "docType"), fields);
        }
    }

    @Test
    void theBuilderReachesTheWire() throws Exception {
        var request = request()
                .idSpoof(true)
                .docPageConfig(List.of(DocPage.BACK))
                .securityLevel(SecurityLevel.fromCode("02"))
                .facePicture(new byte[] {1, 2, 3})
                .extraParameters(Map.of("A", "1", "B", "2"))
                .build();
        try (EkycClient client = client()) {
            client.initializeBlocking(request);
        }
        var event = sandbox().getControl().seen().getEvents().get(0);
        assertEquals("Y", event.getQuery().get("IdSpoof"));
        assertEquals("[\"OCR_ID_BACK\"]", event.getQuery().get("DocPageConfig"));
        assertEquals("02", event.getQuery().get("SecurityLevel"));
        assertEquals("2", event.getQuery().get("B"));
        assertEquals("AQID", event.getForm().get("FacePictureBase64"));
    }

    @Test
    void thePureHalfNeedsNoClient() throws Exception {
        var signed = Ekyc.signInitialize(build(), config(), credentials());
        assertEquals("POST", signed.getMethod());
        var body = "{\"Code\":\"success\",\"RequestId\":\"R\",\"Result\":{\"TransactionId\":\"T\"}}";
        var answer = HttpAnswer.builder(200, body.getBytes(StandardCharsets.UTF_8)).build();
        assertEquals("T", Ekyc.readInitialize(answer).getTransactionId());
        assertEquals(64, Ekyc.maskMerchantUserId("user", new byte[16]).length());
        assertFalse(Ekyc.getVersion().isEmpty());
    }

    private static InitializeRequest build() {
        return request().build();
    }

    private static InitializeRequest.Builder request() {
        return InitializeRequest.builder(ProductCode.E_KYC, Ekyc.newMerchantBizId(), "{\"deviceType\":\"ios\"}", "user")
                .docType(DocType.GLOBAL_PASSPORT);
    }

    private static EkycClient client() throws Exception {
        return new EkycClient(config(), credentials());
    }

    private static Credentials credentials() {
        return Credentials.accessKey(sandbox().getAccessKeyId(), sandbox().getAccessKeySecret());
    }

    private static ClientConfig config() throws Exception {
        return ClientConfig.builder()
                .endpoint(sandbox().getEndpoint())
                .extraRootCertificatesPem(sandbox().getRootCertificatePem())
                .applicationName("java-tests")
                .retry(RetrySettings.builder().maxAttempts(1).build())
                .build();
    }

    private static Sandbox sandbox() {
        return EXTENSION.getSandbox();
    }
}
