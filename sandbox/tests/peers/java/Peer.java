// The vendor's generic client for Java, as tests/peers drives it: one JSON object a line, in and out.

import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.Client;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

public class Peer {
    static class Given {
        String endpoint, ca_pem, access_key_id, access_key_secret, security_token, signature, action, version;
        Map<String, String> query, form;
    }

    static Map<String, Object> call(Given given) throws Exception {
        Config config = new Config()
                .setAccessKeyId(given.access_key_id)
                .setAccessKeySecret(given.access_key_secret)
                .setSecurityToken(given.security_token)
                .setEndpoint(given.endpoint)
                .setCa(given.ca_pem);
        if ("rpc".equals(given.signature)) {
            config.setSignatureAlgorithm("v2");
        }
        Params params = new Params()
                .setAction(given.action)
                .setVersion(given.version)
                .setProtocol("HTTPS")
                .setPathname("/")
                .setMethod("POST")
                .setAuthType("AK")
                .setStyle("RPC")
                .setReqBodyType("formData")
                .setBodyType("json");
        OpenApiRequest request = new OpenApiRequest().setQuery(given.query).setBody(given.form);
        RuntimeOptions runtime = new RuntimeOptions();
        runtime.ca = given.ca_pem;
        Map<String, Object> told = new HashMap<>();
        try {
            Map<String, ?> answer = new Client(config).callApi(params, request, runtime);
            told.put("ok", true);
            told.put("status", answer.get("statusCode"));
            told.put("body", answer.get("body"));
        } catch (TeaException refused) {
            told.put("ok", false);
            told.put("status", refused.getStatusCode());
            told.put("code", refused.getCode());
            told.put("message", refused.getMessage());
            told.put("request_id", refused.getData() == null ? null : refused.getData().get("RequestId"));
        }
        return told;
    }

    public static void main(String[] arguments) throws Exception {
        Gson gson = new Gson();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            output.println(gson.toJson(call(gson.fromJson(line, Given.class))));
        }
        System.exit(0); // the client's pool of connections would keep the program alive
    }
}
