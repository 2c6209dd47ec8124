package app;

// snippet begin
import io.github.ekyc.DocType;
import io.github.ekyc.Ekyc;
import io.github.ekyc.EkycClient;
import io.github.ekyc.InitializeRequest;
import io.github.ekyc.InitializeResponse;
import io.github.ekyc.ProductCode;
import java.util.concurrent.CompletableFuture;

final class Verification {
    private final EkycClient client;
    private final byte[] maskingKey; // 16 or more random bytes, from your configuration

    Verification(EkycClient client, byte[] maskingKey) {
        this.client = client;
        this.maskingKey = maskingKey;
    }

    /** Waits on this thread. Interrupting it aborts the request. */
    String start(String metaInfo, String userId) throws InterruptedException {
        return client.initializeBlocking(request(metaInfo, userId)).getTransactionId();
    }

    /** Holds no thread. Cancelling the future, or what is made from it, aborts the request. */
    CompletableFuture<String> startLater(String metaInfo, String userId) {
        return client.initializeFuture(request(metaInfo, userId))
                .thenApply(InitializeResponse::getTransactionId);
    }

    /** The metaInfo is what the client SDK returned on the user's device. */
    private InitializeRequest request(String metaInfo, String userId) {
        String maskedUserId = Ekyc.maskMerchantUserId(userId, maskingKey);
        return InitializeRequest
                .builder(ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                .docType(DocType.GLOBAL_PASSPORT)
                .build();
    }
}
// snippet end
