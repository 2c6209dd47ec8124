package app;

import io.github.ekyc.CallOptions;
import io.github.ekyc.DocType;
import io.github.ekyc.Ekyc;
import io.github.ekyc.EkycApi;
import io.github.ekyc.InitializeRequest;
import io.github.ekyc.ProductCode;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** An application as anybody would write it: it has the client injected, and says nothing of how it is made or ended. */
@SpringBootApplication
@RestController
class Application {
    private final EkycApi client;

    Application(EkycApi client) {
        this.client = client;
    }

    @PostMapping("/verifications")
    String start(@RequestBody String metaInfo) throws InterruptedException {
        var request = InitializeRequest.builder(ProductCode.E_KYC, Ekyc.newMerchantBizId(), metaInfo, "user-1")
                .docType(DocType.GLOBAL_PASSPORT)
                .build();
        return client.initializeBlocking(request, CallOptions.builder().tag("web").build()).getTransactionId();
    }
}
