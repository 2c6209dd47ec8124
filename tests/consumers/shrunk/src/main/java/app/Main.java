package app;

import ekyc.Credentials;
import ekyc.DocType;
import ekyc.Ekyc;
import ekyc.EkycClient;
import ekyc.EkycException;
import ekyc.ProductCode;
import java.nio.file.Files;
import java.nio.file.Path;

/** An application whose classes were shrunk, optimised and renamed together with those of its dependencies. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var config = Ekyc.clientConfig()
                .endpoint(System.getenv("EKYC_ENDPOINT"))
                .extraRootCertificatesPem(Files.readString(Path.of(System.getenv("EKYC_CA_FILE"))))
                .build();
        try (EkycClient client = new EkycClient(config, Credentials.fromEnvironment())) {
            var request = Ekyc.initializeRequest(
                    ProductCode.EKyc.INSTANCE, Ekyc.newMerchantBizId(), "{\"deviceType\":\"ios\"}", "masked-4711")
                    .docType(DocType.GlobalPassport.INSTANCE)
                    .build();
            System.out.println("TransactionId: " + client.initializeBlocking(request).getTransactionId());
            System.out.println("TransactionId: " + client.initializeFuture(request).join().getTransactionId());
        } catch (EkycException error) {
            System.err.println(error.getKind() + ": " + error.getMessage());
            System.exit(1);
        }
    }
}
