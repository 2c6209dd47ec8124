package app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
// snippet begin
import io.github.ekyc.*;
import io.github.ekyc.testing.*;

@ExtendWith(SandboxExtension.class)
class VerificationJavaTest {
    @Test
    void aForgedDocumentDoesNotPass(Sandbox sandbox) throws InterruptedException {
        try (var client = sandbox.client()) {
            var metaInfo = "{\"deviceType\":\"h5\"}";
            var merchantBizId = Ekyc.newMerchantBizId();
            var request = InitializeRequest
                    .builder(ProductCode.E_KYC, merchantBizId, metaInfo, "user-1")
                    .docType(DocType.GLOBAL_PASSPORT).build();
            var transactionId = client.initializeBlocking(request).getTransactionId();
            sandbox.getControl().end(transactionId, Decision.FORGED);
            var question = CheckResultRequest.builder(merchantBizId, transactionId).build();
            var result = client.checkResultBlocking(question);
            assertEquals(Passed.NO, result.getPassed());
        }
    }
}
// snippet end
