package app;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.github.ekyc.CallEvent;
import io.github.ekyc.Credentials;
import io.github.ekyc.DocType;
import io.github.ekyc.Ekyc;
import io.github.ekyc.EkycClient;
import io.github.ekyc.EkycObserver;
import io.github.ekyc.InitializeRequest;
import io.github.ekyc.ProductCode;
import io.github.ekyc.TemporaryKeys;
import io.github.ekyc.testing.Sandbox;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public class AppTest {
    private static InitializeRequest.Builder request(String merchantBizId) {
        return InitializeRequest.builder(ProductCode.E_KYC, merchantBizId, "{\"deviceType\":\"android\"}", "masked-4711")
                .docType(DocType.GLOBAL_PASSPORT);
    }

    @Test
    public void requestsAreMadeAndShown() {
        assertEquals(34, RuntimeEnvironment.getApiLevel());
        var request = request("biz-1").build();
        assertEquals(request, request.toBuilder().build());
        assertFalse(request.toString().contains("masked-4711"));
        assertEquals(DocType.GLOBAL_PASSPORT, DocType.fromCode(DocType.GLOBAL_PASSPORT.getCode()));
    }

    @Test
    public void aCallAProviderAndAnObserver() throws Exception {
        var told = new CountDownLatch(1);
        var observer = new EkycObserver() {
            @Override
            public void onCall(CallEvent event) {
                told.countDown();
            }
        };
        try (Sandbox sandbox = Sandbox.start()) {
            var keys = new TemporaryKeys(
                    sandbox.getAccessKeyId(), sandbox.getAccessKeySecret(), null, Instant.now().plusSeconds(3600));
            try (var client = new EkycClient(sandbox.getConfig(), Credentials.providerBlocking(() -> keys), observer)) {
                var answer = client.initializeBlocking(request(Ekyc.newMerchantBizId()).build());
                assertFalse(answer.getTransactionId().isEmpty());
                assertTrue(told.await(60, TimeUnit.SECONDS));
            }
        }
    }
}
