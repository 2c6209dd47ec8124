package io.github.ekyc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ekyc.testing.Fault;
import io.github.ekyc.testing.Sandbox;
import io.github.ekyc.testing.SandboxExtension;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What a Java program can set and give: options, limits, proxies, observers, sources of credentials, and how it ends a client. */
class JavaSettingsTest {
    @RegisterExtension
    static final SandboxExtension EXTENSION = new SandboxExtension("--metadata", "127.0.0.1:0", "--proxy", "127.0.0.1:0");

    @Test
    void settingsAreBuilt() throws Exception {
        var config = config()
                .retry(RetrySettings.builder().maxAttempts(2).baseDelay(Duration.ofMillis(1)).maxDelay(Duration.ofMillis(1)).retryUnknownOutcome(true).build())
                .quota(QuotaSettings.builder().callsPerSecond(1_000).maxWait(Duration.ofMinutes(1)).adaptive(false).build())
                .proxy(Proxy.DIRECT)
                .trustedRoots(TrustedRoots.BUNDLED)
                .build();
        sandbox().getControl().set(new Fault("reset"));
        try (var client = new EkycClient(config, credentials())) {
            client.initializeBlocking(request());
        }
        assertEquals(2, sandbox().getControl().seen().getRequests());
        var through = config().proxy(Proxy.Through.builder(sandbox().getControl().info().getProxyEndpoint()).build()).build();
        try (var client = new EkycClient(through, credentials())) {
            client.initializeBlocking(request());
        }
        assertEquals(1, sandbox().getControl().seen().getProxyRequests());
    }

    @Test
    void aCallHasOptions() throws Exception {
        sandbox().getControl().set(new Fault("unavailable").times(2));
        var options = CallOptions.builder().maxAttempts(1).attemptTimeout(Duration.ofMinutes(1)).build();
        try (var client = new EkycClient(config().build(), credentials())) {
            var error = assertThrows(EkycException.ServiceFailure.class, () -> client.initializeBlocking(request(), options));
            assertEquals(1, error.getAttempts());
            client.initializeFuture(request(), CallOptions.builder().maxAttempts(2).build()).get(1, TimeUnit.MINUTES);
        }
        assertEquals(3, sandbox().getControl().seen().getRequests());
    }

    @Test
    void anObserverOverridesWhatItNeeds() throws Exception {
        var told = new CompletableFuture<CallEvent>();
        var observer = new EkycObserver() {
            @Override
            public void onCall(CallEvent event) {
                told.complete(event);
            }
        };
        try (var client = new EkycClient(config().build(), credentials(), observer)) {
            client.initializeBlocking(request());
        }
        assertEquals("success", told.get(1, TimeUnit.MINUTES).getOutcome());
        for (var ready : List.of(new Slf4jObserver(LoggerFactory.getLogger("java")), new OpenTelemetryObserver(OpenTelemetry.noop()))) {
            try (var client = new EkycClient(config().build(), credentials(), ready)) {
                client.initializeBlocking(request());
            }
        }
    }

    @Test
    void aClientIsShutDown() throws Exception {
        assertTrue(new EkycClient(config().build(), credentials()).shutdownBlocking(Duration.ofSeconds(1)));
        assertTrue(new EkycClient(config().build(), credentials()).shutdownBlocking(Duration.ZERO));
        assertTrue(new EkycClient(config().build(), credentials()).shutdownFuture(Duration.ofSeconds(1)).get(1, TimeUnit.MINUTES));
        assertTrue(new EkycClient(config().build(), credentials()).shutdownFuture(Duration.ZERO).get(1, TimeUnit.MINUTES));
    }

    @Test
    void providersBlockOrComplete() throws Exception {
        var keys = new TemporaryKeys(sandbox().getAccessKeyId(), sandbox().getAccessKeySecret(), null, Instant.now().plusSeconds(3_600));
        var sources = List.of(
                Credentials.providerBlocking(() -> keys),
                Credentials.providerFuture(() -> CompletableFuture.supplyAsync(() -> keys)),
                Credentials.providerBlocking(() -> new TemporaryKeys(sandbox().getAccessKeyId(), sandbox().getAccessKeySecret()), Duration.ofSeconds(1)));
        for (var source : sources) {
            try (var client = new EkycClient(config().build(), source)) {
                client.initializeBlocking(request());
            }
        }
        var refusing = Credentials.providerBlocking(() -> { throw new CredentialsProviderException("the vault is sealed"); });
        try (var client = new EkycClient(config().build(), refusing)) {
            var error = assertThrows(EkycException.Credentials.class, () -> client.initializeBlocking(request()));
            assertTrue(error.getReason().contains("the vault is sealed"));
        }
    }

    @Test
    void sourcesOfCredentialsAreBuilt() throws Exception {
        var sources = List.of(
                Credentials.ecsRole(EcsRole.builder().endpoint(sandbox().getControl().info().getMetadataEndpoint()).build()),
                Credentials.uri(CredentialsUri.builder().uri(sandbox().getControl().info().getMetadataEndpoint() + "/credentials").build()),
                Credentials.assumeRole(credentials(), AssumeRole.builder("acs:ram::123456789012:role/ekyc").stsEndpoint(sandbox().getEndpoint())
                        .http(SourceHttp.builder().extraRootCertificatesPem(sandbox().getRootCertificatePem()).build()).build()));
        for (var source : sources) {
            try (var client = new EkycClient(config().build(), source)) {
                client.initializeBlocking(request());
            }
        }
        assertEquals(4, List.of(Credentials.defaultChain(), Credentials.cliProfile(), Credentials.iniProfile(), Credentials.oidcRole()).size());
    }

    private static InitializeRequest request() {
        return InitializeRequest.builder(ProductCode.E_KYC, Ekyc.newMerchantBizId(), "{\"deviceType\":\"ios\"}", "user")
                .docType(DocType.GLOBAL_PASSPORT).build();
    }

    private static Credentials credentials() {
        return Credentials.accessKey(sandbox().getAccessKeyId(), sandbox().getAccessKeySecret());
    }

    private static ClientConfig.Builder config() throws Exception {
        return ClientConfig.builder().endpoint(sandbox().getEndpoint()).extraRootCertificatesPem(sandbox().getRootCertificatePem());
    }

    private static Sandbox sandbox() {
        return EXTENSION.getSandbox();
    }
}
