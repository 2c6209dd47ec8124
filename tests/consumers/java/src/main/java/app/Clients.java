package app;

// snippet begin
import io.github.ekyc.ClientConfig;
import io.github.ekyc.Credentials;
import io.github.ekyc.EkycClient;
import io.github.ekyc.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One client for the whole application: it keeps its connections. */
final class Clients {
    static EkycClient production() {
        ClientConfig config = ClientConfig.builder()
                .region(Region.HONG_KONG)
                .applicationName("my-bank")
                .build();
        return new EkycClient(config, Credentials.fromEnvironment());
    }

    static EkycClient sandbox(String endpoint, Path caFile) throws IOException {
        return new EkycClient(sandboxConfig(endpoint, caFile), Credentials.fromEnvironment());
    }

    static ClientConfig sandboxConfig(String endpoint, Path caFile) throws IOException {
        return ClientConfig.builder()
                .endpoint(endpoint)
                .extraRootCertificatesPem(Files.readString(caFile))
                .build();
    }
    // snippet end

    private Clients() {}
// snippet begin
}
// snippet end
