package app;

import io.github.ekyc.EkycClient;
import io.github.ekyc.EkycException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Calls the service that the environment names, in every way, and shows how a wrong request fails. */
public final class Main {
    private static final byte[] MASKING_KEY = "a key for this program alone".getBytes(StandardCharsets.UTF_8);
    private static final String META_INFO = "{\"deviceType\":\"ios\",\"appName\":\"com.merchant.app\"}";

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> environment = System.getenv();
        String endpoint = environment.get("EKYC_ENDPOINT");
        Path caFile = Path.of(environment.get("EKYC_CA_FILE"));
        try (EkycClient client = Clients.sandbox(endpoint, caFile)) {
            Verification verification = new Verification(client, MASKING_KEY);
            System.out.println("TransactionId: " + verification.start(META_INFO, "customer-4711"));
            System.out.println("TransactionId: " + verification.startLater(META_INFO, "customer-4712").join());
            System.out.println("TransactionId: " + Migrated.start(client, META_INFO, "masked-4714"));
            Watched watched = new Watched(Clients.sandboxConfig(endpoint, caFile), environment);
            System.out.println("TransactionId: " + watched.blocking(META_INFO));
            System.out.println("TransactionId: " + watched.later(META_INFO));
            try {
                verification.start("", "customer-4713");
            } catch (EkycException.InvalidRequest expected) {
                System.out.println("refused: " + Failures.advice(expected));
            }
        } catch (EkycException error) {
            System.err.println(error.getKind() + ": " + error.getMessage());
            System.exit(1);
        }
    }
}
