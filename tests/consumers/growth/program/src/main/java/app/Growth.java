package app;

import io.github.ekyc.AttemptEvent;
import io.github.ekyc.CallEvent;
import io.github.ekyc.CallOptions;
import io.github.ekyc.ClientConfig;
import io.github.ekyc.DocType;
import io.github.ekyc.EkycApi;
import io.github.ekyc.EkycException;
import io.github.ekyc.InitializeRequest;
import io.github.ekyc.InitializeResponse;
import io.github.ekyc.ProductCode;
import io.github.ekyc.RetrySettings;
import io.github.ekyc.ServiceFault;
import java.time.Duration;
import java.time.Instant;

/** Compiled against an earlier library: requests, settings, events, responses, exceptions and a stand-in for the client. */
public final class Growth {
    private Growth() {}

    public static void main(String[] arguments) throws Exception {
        var request = InitializeRequest.builder(ProductCode.E_KYC, "id", "{}", "user").docType(DocType.GLOBAL_PASSPORT).build();
        var changed = request.toBuilder().sceneCode("scene").styleConfig("{}").build();
        var config = ClientConfig.builder()
                .connectTimeout(Duration.ofSeconds(1))
                .retry(RetrySettings.builder().maxAttempts(2).build())
                .build()
                .toBuilder()
                .applicationName("growth")
                .build();
        var attempt = AttemptEvent.builder(
                "Initialize", 1, 1, Instant.EPOCH, Duration.ofMillis(1), 2, 3, "success", false).httpStatus(200).build();
        var call = CallEvent.builder(
                "Initialize", 1, 1, Instant.EPOCH, Duration.ofMillis(1), Duration.ZERO, Duration.ZERO, Duration.ZERO, 2, 3, "success", false).build();
        var fault = ServiceFault.builder(403, "Throttling.User", "slow down").requestId("R-1").build();
        EkycApi fake = new EkycApi() {
            @Override
            public InitializeResponse initializeBlocking(InitializeRequest given, CallOptions options) {
                if (given.getSceneCode() == null) {
                    throw new EkycException.Throttled("slow down", Duration.ofMillis(20), fault);
                }
                return InitializeResponse.builder("R-2", "T-1").build();
            }
        };
        System.out.println(fake.initializeBlocking(changed).getTransactionId() + " " + changed.equals(request)
                + " " + config.getConnectTimeout() + " " + attempt.getHttpStatus() + " " + call.getAttempts());
        try {
            fake.initializeBlocking(request);
        } catch (EkycException.Throttled error) {
            System.out.println(error.getKind() + " " + error.getRetryAfter() + " " + error.getFault().getRequestId());
        }
    }
}
