package app;

// snippet begin
import ekyc.DocType;
import ekyc.Ekyc;
import ekyc.EkycClient;
import ekyc.EkycException;
import ekyc.InitializeRequest;
import ekyc.InitializeResponse;
import ekyc.ProductCode;
import java.util.concurrent.CompletableFuture;

final class Verification {
    private final EkycClient client;
    private final byte[] maskingKey; // 16 or more random bytes, from your configuration

    Verification(EkycClient client, byte[] maskingKey) {
        this.client = client;
        this.maskingKey = maskingKey;
    }

    /** Waits on this thread. Interrupting it aborts the request. */
    String start(String metaInfo, String userId) throws EkycException, InterruptedException {
        return client.initializeBlocking(request(metaInfo, userId)).getTransactionId();
    }

    /** Holds no thread. Cancelling the future aborts the request. */
    CompletableFuture<String> startLater(String metaInfo, String userId) throws EkycException {
        return client.initializeFuture(request(metaInfo, userId)).thenApply(InitializeResponse::getTransactionId);
    }

    /** The metaInfo is what the client SDK returned on the user's device. */
    private InitializeRequest request(String metaInfo, String userId) throws EkycException {
        String maskedUserId = Ekyc.maskMerchantUserId(userId, maskingKey);
        return Ekyc.initializeRequest(ProductCode.EKyc.INSTANCE, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                .docType(DocType.GlobalPassport.INSTANCE)
                .build();
    }
}
// snippet end
