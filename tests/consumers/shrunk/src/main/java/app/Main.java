package app;

import io.github.ekyc.CallEvent;
import io.github.ekyc.ClientConfig;
import io.github.ekyc.Credentials;
import io.github.ekyc.DocType;
import io.github.ekyc.Ekyc;
import io.github.ekyc.EkycClient;
import io.github.ekyc.EkycException;
import io.github.ekyc.EkycObserver;
import io.github.ekyc.InitializeRequest;
import io.github.ekyc.ProductCode;
import io.github.ekyc.TemporaryKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An application whose classes were shrunk, optimised and renamed together with those of its dependencies. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var config = ClientConfig.builder()
                .endpoint(System.getenv("EKYC_ENDPOINT"))
                .extraRootCertificatesPem(Files.readString(Path.of(System.getenv("EKYC_CA_FILE"))))
                .build();
        // The library calls back into our classes, which have other names by now.
        var calls = new CountDownLatch(2);
        var observer = new EkycObserver() {
            @Override
            public void onCall(CallEvent event) {
                calls.countDown();
            }
        };
        var keys = new TemporaryKeys(
                System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"), System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
        try (EkycClient client = new EkycClient(config, Credentials.providerBlocking(() -> keys), observer)) {
            var request = InitializeRequest.builder(
                    ProductCode.E_KYC, Ekyc.newMerchantBizId(), "{\"deviceType\":\"ios\"}", "masked-4711")
                    .docType(DocType.GLOBAL_PASSPORT)
                    .build();
            System.out.println("TransactionId: " + client.initializeBlocking(request).getTransactionId());
            System.out.println("TransactionId: " + client.initializeFuture(request).join().getTransactionId());
            System.out.println("observed: " + calls.await(60, TimeUnit.SECONDS));
        } catch (EkycException error) {
            System.err.println(error.getKind() + ": " + error.getMessage());
            System.exit(1);
        }
    }
}
