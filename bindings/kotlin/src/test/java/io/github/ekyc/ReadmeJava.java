// The README's use in Java. `cargo xtask test` compares the lines between the marks with the README.
package readme;

// README begin
import io.github.ekyc.*;

class Verification {
    final EkycClient client = new EkycClient(
            ClientConfig.builder().region(Region.HONG_KONG).build(), Credentials.fromEnvironment());

    InitializeResponse start(String metaInfo, String maskedUserId) throws InterruptedException {
        return client.initializeBlocking(InitializeRequest // or initializeFuture
                .builder(ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                .docType(DocType.GLOBAL_PASSPORT)
                .build());
    }
}
// README end
