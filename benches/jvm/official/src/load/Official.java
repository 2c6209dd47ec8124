package load;

import com.aliyun.teaopenapi.Client;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The official Java SDK: {@code callApi} of its core, inside which every operation of its clients runs. A thread for each worker. Its pool may
 * keep as many connections as there are workers; by default it keeps 5 and opens new ones all the time.
 */
public final class Official implements Load.Caller {
    private final Client client;
    private final RuntimeOptions options;
    private final Params params = new Params()
            .setAction("Initialize").setVersion("2022-08-09").setProtocol("HTTP").setMethod("POST").setAuthType("AK").setStyle("RPC")
            .setPathname("/").setReqBodyType("formData").setBodyType("json");

    private Official(String endpoint, int concurrency) throws Exception {
        client = new Client(new Config()
                .setAccessKeyId(Load.ACCESS_KEY_ID).setAccessKeySecret(Load.ACCESS_KEY_SECRET)
                .setEndpoint(endpoint.replace("http://", "")).setProtocol("http"));
        options = new RuntimeOptions().setMaxIdleConns(concurrency);
    }

    private void once() throws Exception {
        Map<String, String> query = new TreeMap<>();
        query.put("ProductCode", "eKYC");
        query.put("MerchantBizId", Load.MERCHANT_BIZ_ID);
        query.put("MerchantUserId", Load.MERCHANT_USER_ID);
        query.put("DocType", Load.DOC_TYPE);
        query.put("SceneCode", Load.SCENE_CODE);
        query.put("CallbackUrl", Load.CALLBACK_URL);
        query.put("CallbackToken", Load.CALLBACK_TOKEN);
        query.put("MetaInfo", Load.META_INFO);
        Map<String, ?> answer = client.callApi(params, new OpenApiRequest().setQuery(query), options);
        if (!(answer.get("body") instanceof Map<?, ?> body) || body.get("Result") == null) {
            throw new IllegalStateException("no transaction");
        }
    }

    @Override
    public void call(Consumer<Throwable> ended) {
        Load.once(this::once, ended);
    }

    @Override
    public void start(Stage.Worker worker, Runnable over) {
        Load.thread(this::once, worker, over);
    }

    public static void main(String[] asked) throws Exception {
        Load.answer(Official::new, asked);
    }
}
