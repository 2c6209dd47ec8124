// The README's use in Java. `cargo xtask test` compares the lines between the marks with the README.
package readme;

import io.github.ekyc.*;

class ReadmeJava {
    InitializeResponse start(String metaInfo, String maskedUserId) throws InterruptedException {
        // README begin
        EkycClient client = new EkycClient(
                ClientConfig.builder().region(Region.HONG_KONG).build(), Credentials.fromEnvironment());
        InitializeResponse answer = client.initializeBlocking(InitializeRequest // or initializeFuture
                .builder(ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                .docType(DocType.GLOBAL_PASSPORT)
                .build());
        // README end
        return answer;
    }
}
