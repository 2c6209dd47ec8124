package load;

import io.github.ekyc.ClientConfig;
import io.github.ekyc.Credentials;
import io.github.ekyc.DocType;
import io.github.ekyc.Ekyc;
import io.github.ekyc.EkycClient;
import io.github.ekyc.InitializeRequest;
import io.github.ekyc.InitializeResponse;
import io.github.ekyc.ProductCode;
import java.util.function.Consumer;

/** This library from Java, blocking and with futures; {@code Suspend.kt} has it from Kotlin. The first argument says which. */
public abstract class Jvm implements Load.Caller {
    final EkycClient client;
    final InitializeRequest request = InitializeRequest
            .builder(ProductCode.E_KYC, Load.MERCHANT_BIZ_ID, Load.META_INFO, Load.MERCHANT_USER_ID)
            .docType(DocType.GLOBAL_PASSPORT).sceneCode(Load.SCENE_CODE)
            .callbackUrl(Load.CALLBACK_URL).callbackToken(Load.CALLBACK_TOKEN).build();
    private final ClientConfig config;
    private final Credentials credentials = Credentials.accessKey(Load.ACCESS_KEY_ID, Load.ACCESS_KEY_SECRET);

    Jvm(String endpoint) {
        config = ClientConfig.builder().endpoint(endpoint).build();
        client = new EkycClient(config, credentials);
    }

    static void check(InitializeResponse response) {
        if (response.getTransactionId().isEmpty()) {
            throw new IllegalStateException("no transaction");
        }
    }

    @Override
    public void sign() {
        Ekyc.signInitialize(request, config, credentials);
    }

    @Override
    public void crossing() {
        Ekyc.newMerchantBizId();
    }

    private static final class Blocking extends Jvm {
        Blocking(String endpoint) {
            super(endpoint);
        }

        private void once() throws Exception {
            check(client.initializeBlocking(request));
        }

        @Override
        public void call(Consumer<Throwable> ended) {
            Load.once(this::once, ended);
        }

        @Override
        public void start(Stage.Worker worker, Runnable over) {
            Load.thread(this::once, worker, over);
        }
    }

    private static final class Future extends Jvm {
        Future(String endpoint) {
            super(endpoint);
        }

        @Override
        public void call(Consumer<Throwable> ended) {
            client.initializeFuture(request).whenComplete((response, error) -> ended.accept(error));
        }

        @Override
        public void start(Stage.Worker worker, Runnable over) {
            long start = System.nanoTime();
            client.initializeFuture(request).whenComplete((response, error) -> {
                if (worker.ended(start, error == null && !response.getTransactionId().isEmpty())) {
                    start(worker, over);
                } else {
                    over.run();
                }
            });
        }
    }

    public static void main(String[] words) throws Exception {
        String[] asked = java.util.Arrays.copyOfRange(words, 1, words.length);
        Load.Callers callers = switch (words[0]) {
            case "blocking" -> (endpoint, concurrency) -> new Blocking(endpoint);
            case "future" -> (endpoint, concurrency) -> new Future(endpoint);
            case "suspend" -> (endpoint, concurrency) -> new Suspend(endpoint);
            default -> throw new IllegalArgumentException("blocking, future or suspend");
        };
        Load.answer(callers, asked);
    }
}
