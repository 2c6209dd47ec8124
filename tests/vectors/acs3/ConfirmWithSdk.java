import com.aliyun.openapiutil.Client;
import com.aliyun.tea.TeaRequest;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares every case with the signer of the official Java SDK, which is no part of this project. Unlike the Python SDK it
 * encodes the names of the query. Takes the folder of the cases as its argument; README.md has the commands.
 */
public final class ConfirmWithSdk {
    private static final String ALGORITHM = "ACS3-HMAC-SHA256";

    public static void main(String[] arguments) throws Exception {
        List<Path> folders;
        try (Stream<Path> found = Files.list(Path.of(arguments[0]))) {
            folders = found.filter(Files::isDirectory).sorted().toList();
        }
        Map<String, List<String>> outcomes = new TreeMap<>();
        for (Path folder : folders) {
            JsonObject request = JsonParser.parseString(Files.readString(folder.resolve("request.json"))).getAsJsonObject();
            Path body = folder.resolve("body.bin");
            String theirs = authorization(request, Files.exists(body) ? Files.readAllBytes(body) : new byte[0]);
            String ours = Files.readString(folder.resolve("authorization.txt"));
            String outcome = theirs.equals(ours) ? "agree" : knownReason(request);
            String line = outcome.equals("wrong") ? folder.getFileName() + "\n  ours   " + ours + "\n  theirs " + theirs
                : folder.getFileName().toString();
            outcomes.computeIfAbsent(outcome, key -> new ArrayList<>()).add(line);
        }
        outcomes.forEach((outcome, names) -> System.out.println(names.size() + " " + outcome + ":\n  " + String.join("\n  ", names)));
        System.exit(outcomes.containsKey("wrong") ? 1 : 0);
    }

    private static String authorization(JsonObject request, byte[] body) throws Exception {
        String payloadHash = Client.hexEncode(Client.hash(body, ALGORITHM));
        TeaRequest parts = new TeaRequest();
        parts.method = text(request, "method");
        parts.pathname = text(request, "path");
        parts.query = new HashMap<>();
        pairs(request, "query").forEach(pair -> parts.query.put(pair.get(0).getAsString(), pair.get(1).getAsString()));
        parts.headers = new HashMap<>();
        parts.headers.put("host", text(request, "host"));
        parts.headers.put("x-acs-version", text(request, "version"));
        parts.headers.put("x-acs-action", text(request, "action"));
        parts.headers.put("x-acs-date", text(request, "date"));
        parts.headers.put("x-acs-signature-nonce", text(request, "nonce"));
        parts.headers.put("x-acs-content-sha256", payloadHash);
        if (request.has("security_token")) {
            parts.headers.put("x-acs-accesskey-id", text(request, "access_key_id"));
            parts.headers.put("x-acs-security-token", text(request, "security_token"));
        }
        if (!pairs(request, "form").isEmpty()) {
            parts.headers.put("content-type", "application/x-www-form-urlencoded");
        }
        pairs(request, "headers").forEach(pair -> parts.headers.put(pair.get(0).getAsString(), pair.get(1).getAsString()));
        return Client.getAuthorization(
            parts, ALGORITHM, payloadHash, text(request, "access_key_id"), text(request, "access_key_secret"));
    }

    private static String knownReason(JsonObject request) {
        List<String> names = pairs(request, "query").stream().map(pair -> pair.get(0).getAsString()).toList();
        if (new HashSet<>(names).size() < names.size()) {
            return "differ: its query is a map, so a name cannot be repeated";
        }
        if (names.stream().anyMatch(name -> name.codePoints().anyMatch(Character::isSupplementaryCodePoint))) {
            return "differ: it sorts names by UTF-16 code units";
        }
        if (pairs(request, "headers").stream().map(pair -> pair.get(0).getAsString().toLowerCase())
                .anyMatch(name -> !name.startsWith("x-acs-") && !name.equals("content-type"))) {
            return "differ: it signs no header but host, content-type and x-acs-*";
        }
        return "wrong";
    }

    private static String text(JsonObject request, String key) {
        return request.get(key).getAsString();
    }

    private static List<JsonArray> pairs(JsonObject request, String key) {
        List<JsonArray> pairs = new ArrayList<>();
        if (request.has(key)) {
            for (JsonElement pair : request.getAsJsonArray(key)) {
                pairs.add(pair.getAsJsonArray());
            }
        }
        return pairs;
    }
}
