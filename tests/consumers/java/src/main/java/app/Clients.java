package app;

// snippet begin
import ekyc.ClientConfig;
import ekyc.Credentials;
import ekyc.Ekyc;
import ekyc.EkycClient;
import ekyc.EkycException;
import ekyc.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One client for the whole application: it keeps its connections. */
final class Clients {
    static EkycClient production() throws EkycException {
        ClientConfig config = Ekyc.clientConfig().region(Region.HONG_KONG).applicationName("my-bank").build();
        return new EkycClient(config, Credentials.fromEnvironment());
    }

    static EkycClient sandbox(String endpoint, Path caFile) throws EkycException, IOException {
        ClientConfig config = Ekyc.clientConfig()
                .endpoint(endpoint)
                .extraRootCertificatesPem(Files.readString(caFile))
                .build();
        return new EkycClient(config, Credentials.fromEnvironment());
    }
    // snippet end

    private Clients() {}
// snippet begin
}
// snippet end
