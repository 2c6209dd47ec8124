package app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ekyc.EkycApi;
import io.github.ekyc.EkycClient;
import io.github.ekyc.EkycException;
import io.github.ekyc.InitializeResponse;
import io.github.ekyc.testing.Fault;
import io.github.ekyc.testing.Sandbox;
import io.github.ekyc.testing.SandboxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A real application with a real web server, against the sandbox. */
@ExtendWith(SandboxExtension.class)
class StarterTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theClientIsThereAndIsMeasured(Sandbox sandbox) throws Exception {
        try (var application = start(sandbox)) {
            var answer = post(application);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).hasSize(32);
            // Observers are told after the call has ended.
            String meters = "";
            for (int tries = 0; tries < 600 && !meters.contains("\"value\":1.0"); tries++) {
                meters = get(application, "/actuator/metrics/ekyc.client.calls?tag=outcome:success").body();
                Thread.sleep(10);
            }
            assertThat(meters).contains("\"statistic\":\"COUNT\",\"value\":1.0").contains("Initialize");
        }
    }

    @Test
    void healthIsThatOfTheCallsAndCausesNone(Sandbox sandbox) throws Exception {
        try (var application = start(sandbox, "ekyc.retry.max-attempts=1")) {
            assertThat(health(application, "UNKNOWN")).contains("\"ekyc\":{\"status\":\"UNKNOWN\"");
            post(application);
            assertThat(health(application, "UP")).contains("\"lastOutcome\":\"success\"");
            sandbox.getControl().set(new Fault("reset").times(3));
            for (int call = 0; call < 3; call++) {
                post(application);
            }
            assertThat(health(application, "DOWN")).contains("\"lastOutcome\":\"network\"").contains("\"failuresInARow\":3");
            post(application);
            health(application, "UP");
            assertThat(sandbox.getControl().seen().getRequests()).isEqualTo(5);
        }
    }

    @Test
    void theEndWaitsForTheCallsThatAreRunning(Sandbox sandbox) throws Exception {
        sandbox.getControl().set(new Fault("slow").delay(Duration.ofMillis(1_500)));
        var application = start(sandbox);
        var client = application.getBean(EkycClient.class);
        var answer = http.sendAsync(request(application, "/verifications").POST(body()).build(), HttpResponse.BodyHandlers.ofString());
        sandbox.getControl().waitFor("requests", 1);
        application.close();
        assertThat(answer.join().statusCode()).as(answer.join().body()).isEqualTo(200);
        assertThat(client).hasToString("EkycClient(closed)");
    }

    @Test
    void callsThatNobodyWaitsForFinishToo(Sandbox sandbox) throws Exception {
        sandbox.getControl().set(new Fault("slow").delay(Duration.ofMillis(1_500)));
        var application = start(sandbox);
        var client = application.getBean(EkycClient.class);
        var running = client.callFuture(io.github.ekyc.OperationRequest.builder("CheckVerifyLog").build());
        var started = client.initializeFuture(io.github.ekyc.InitializeRequest.builder(
                io.github.ekyc.ProductCode.E_KYC, io.github.ekyc.Ekyc.newMerchantBizId(), "{}", "user-2")
                .docType(io.github.ekyc.DocType.GLOBAL_PASSPORT).build());
        sandbox.getControl().waitFor("requests", 2);
        application.close();
        assertThat(started.join().getTransactionId()).hasSize(32);
        assertThat(running).isDone();
    }

    @Test
    void aTestOfTheApplicationHasAStandIn() throws Exception {
        EkycApi standIn = Mockito.mock(EkycApi.class);
        Mockito.when(standIn.initializeBlocking(ArgumentMatchers.any(), ArgumentMatchers.any()))
                .thenReturn(InitializeResponse.builder("R-1", "T-1").build());
        try (var application = start(builder().initializers(context -> context.getBeanFactory()
                .registerSingleton("standIn", standIn)), "ekyc.region=hong-kong")) {
            assertThat(post(application).body()).isEqualTo("T-1");
            assertThat(application.getBeansOfType(EkycClient.class)).isEmpty();
        }
    }

    @Test
    void aWrongPropertyEndsTheStartAndIsNamed(Sandbox sandbox) {
        assertThatThrownBy(() -> start(sandbox, "ekyc.connect-timeout=0s"))
                .rootCause().isInstanceOf(EkycException.InvalidConfiguration.class).hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> start(sandbox, "ekyc.region=hong-kong")).rootCause().hasMessageContaining("region");
        assertThatThrownBy(() -> start(builder(), "ekyc.region=mars")).hasStackTraceContaining("MARS");
    }

    @Test
    void noSecretIsShown(Sandbox sandbox) {
        try (var application = start(sandbox, "ekyc.credentials.security-token=planted", "ekyc.proxy.url=http://user:planted@127.0.0.1:1")) {
            var properties = application.getBean(io.github.ekyc.spring.EkycProperties.class).toString();
            assertThat(properties).contains(sandbox.getAccessKeyId()).doesNotContain("planted", sandbox.getAccessKeySecret());
        }
    }

    private String health(ConfigurableApplicationContext application, String status) throws Exception {
        String health = "";
        for (int tries = 0; tries < 600 && !health.contains("\"ekyc\":{\"status\":\"" + status + '"'); tries++) {
            health = get(application, "/actuator/health").body();
            Thread.sleep(10);
        }
        assertThat(health).contains("\"ekyc\":{\"status\":\"" + status + '"');
        return health;
    }

    private HttpResponse<String> post(ConfigurableApplicationContext application) throws Exception {
        return http.send(request(application, "/verifications").POST(body()).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(ConfigurableApplicationContext application, String path) throws Exception {
        return http.send(request(application, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.BodyPublisher body() {
        return HttpRequest.BodyPublishers.ofString("{\"deviceType\":\"ios\"}");
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext application, String path) {
        int port = ((ServletWebServerApplicationContext) application).getWebServer().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static ConfigurableApplicationContext start(Sandbox sandbox, String... more) {
        var properties = new ArrayList<>(List.of(
                "ekyc.endpoint=" + sandbox.getEndpoint(), "ekyc.extra-root-certificates=file:" + sandbox.getRootCertificateFile(),
                "ekyc.credentials.access-key-id=" + sandbox.getAccessKeyId(),
                "ekyc.credentials.access-key-secret=" + sandbox.getAccessKeySecret()));
        properties.addAll(List.of(more));
        return start(builder(), properties.toArray(String[]::new));
    }

    private static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(Application.class);
    }

    private static ConfigurableApplicationContext start(SpringApplicationBuilder builder, String... properties) {
        return builder.properties(properties).properties(
                "server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off", "management.endpoint.health.show-details=always",
                "management.endpoints.web.exposure.include=health,metrics").run();
    }
}
