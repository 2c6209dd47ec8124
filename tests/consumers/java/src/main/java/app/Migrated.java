package app;

// snippet begin
import ekyc.ClientConfig;
import ekyc.Credentials;
import ekyc.DocType;
import ekyc.Ekyc;
import ekyc.EkycClient;
import ekyc.EkycException;
import ekyc.InitializeRequest;
import ekyc.InitializeResponse;
import ekyc.ProductCode;

final class Migrated {
    static EkycClient client(ClientConfig config, String keyId, String keySecret) throws EkycException {
        return new EkycClient(config, Credentials.accessKey(keyId, keySecret)); // keep it; close it at the end
    }

    static String start(EkycClient client, String metaInfo, String maskedUserId) throws InterruptedException {
        try {
            InitializeRequest request = Ekyc.initializeRequest(
                            ProductCode.EKyc.INSTANCE, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                    .docType(DocType.GlobalPassport.INSTANCE)
                    .idSpoof(true)
                    .extraParameter("NewParameter", "of next month")
                    .build();
            InitializeResponse response = client.initializeBlocking(request);
            return response.getTransactionId();
        } catch (EkycException error) {
            throw new IllegalStateException(error.getKind() + " " + error.getCode() + " " + error.getRequestId(), error);
        }
    }
    // snippet end

    private Migrated() {}
// snippet begin
}
// snippet end
