// The README's use in Java. `cargo xtask test` compares the lines between the marks with the README.
package readme;

// README begin
import io.github.ekyc.*;

class Verification {
    static EkycClient client() {
        return new EkycClient(ClientConfig.builder().region(Region.HONG_KONG).build(), Credentials.fromEnvironment());
    }

    static String start(EkycClient client, String metaInfo, String maskedUserId) throws InterruptedException {
        var request = InitializeRequest.builder(ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                .docType(DocType.GLOBAL_PASSPORT).build();
        return client.initializeBlocking(request).getTransactionId(); // or initializeFuture(request)
    }
}
// README end
