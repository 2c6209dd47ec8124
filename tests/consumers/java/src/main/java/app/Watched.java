package app;

import io.github.ekyc.CallEvent;
import io.github.ekyc.ClientConfig;
import io.github.ekyc.Credentials;
import io.github.ekyc.EkycClient;
import io.github.ekyc.EkycObserver;
import io.github.ekyc.TemporaryKeys;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A source of keys and an observer of this program's own: the library calls back into it. */
final class Watched {
    private final ClientConfig config;
    private final TemporaryKeys keys;

    Watched(ClientConfig config, Map<String, String> environment) {
        this.config = config;
        this.keys = new TemporaryKeys(
                environment.get("ALIBABA_CLOUD_ACCESS_KEY_ID"), environment.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET"));
    }

    String blocking(String metaInfo) throws Exception {
        return start(Credentials.providerBlocking(() -> keys), metaInfo);
    }

    String later(String metaInfo) throws Exception {
        return start(Credentials.providerFuture(() -> CompletableFuture.supplyAsync(() -> keys)), metaInfo);
    }

    private String start(Credentials credentials, String metaInfo) throws Exception {
        var told = new CompletableFuture<String>();
        var observer = new EkycObserver() {
            @Override
            public void onCall(CallEvent event) {
                told.complete(event.getOutcome());
            }
        };
        try (EkycClient client = new EkycClient(config, credentials, observer)) {
            String id = new Verification(client, new byte[16]).start(metaInfo, "customer-4715");
            return told.get(1, TimeUnit.MINUTES).equals("success") ? id : "";
        }
    }
}
