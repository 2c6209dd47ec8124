// The README's use in Java. `cargo xtask test` compares the lines between the marks with the README.
package readme;

// README begin
import ekyc.*;

class Verification {
    static EkycClient client() throws EkycException {
        return new EkycClient(Ekyc.clientConfig().region(Region.HONG_KONG).build(), Credentials.fromEnvironment());
    }

    static String start(EkycClient client, String metaInfo, String maskedUserId) throws EkycException, InterruptedException {
        var request = Ekyc.initializeRequest(ProductCode.EKyc.INSTANCE, Ekyc.newMerchantBizId(), metaInfo, maskedUserId)
                .docType(DocType.GlobalPassport.INSTANCE).build();
        return client.initializeBlocking(request).getTransactionId(); // or initializeFuture(request)
    }
}
// README end
