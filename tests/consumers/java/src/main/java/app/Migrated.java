package app;

// snippet begin
import io.github.ekyc.ClientConfig;
import io.github.ekyc.Credentials;
import io.github.ekyc.DocType;
import io.github.ekyc.Ekyc;
import io.github.ekyc.EkycClient;
import io.github.ekyc.EkycException;
import io.github.ekyc.InitializeRequest;
import io.github.ekyc.InitializeResponse;
import io.github.ekyc.ProductCode;
import java.util.Map;

final class Migrated {
    static EkycClient client(ClientConfig config, String keyId, String keySecret) {
        // Keep it, and close it at the end.
        return new EkycClient(config, Credentials.accessKey(keyId, keySecret));
    }

    static String start(EkycClient client, String metaInfo, String maskedUserId)
            throws InterruptedException {
        try {
            InitializeRequest request = InitializeRequest.builder(
                            ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                    .docType(DocType.GLOBAL_PASSPORT)
                    .idSpoof(true)
                    .extraParameters(Map.of("NewParameter", "of next month"))
                    .build();
            InitializeResponse response = client.initializeBlocking(request);
            return response.getTransactionId();
        } catch (EkycException error) {
            String what = error.getKind() + " " + error.getCode() + " " + error.getRequestId();
            throw new IllegalStateException(what, error);
        }
    }
    // snippet end

    private Migrated() {}
// snippet begin
}
// snippet end
