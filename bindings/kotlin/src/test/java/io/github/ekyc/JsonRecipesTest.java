package io.github.ekyc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recipes of docs/how-to/json.md, and what serialisers find in keys. */
class JsonRecipesTest {
    private static final String CONFIGURED = "{\"productCode\":\"eKYC\",\"docType\":\"01000000\",\"securityLevel\":\"77\"}";

    @Test
    void jacksonReadsAndWritesCodes() throws Exception {
        var read = JsonRecipes.jackson().readValue(CONFIGURED, JsonRecipes.Verification.class);
        check(read);
        assertEquals(CONFIGURED, JsonRecipes.jackson().writeValueAsString(read));
    }

    @Test
    void gsonReadsAndWritesCodes() {
        var read = JsonRecipes.gson().fromJson(CONFIGURED, JsonRecipes.Verification.class);
        check(read);
        assertEquals(CONFIGURED, JsonRecipes.gson().toJson(read));
    }

    private static void check(JsonRecipes.Verification read) {
        assertSame(ProductCode.E_KYC, read.productCode());
        assertSame(DocType.GLOBAL_PASSPORT, read.docType());
        assertEquals(SecurityLevel.fromCode("77"), read.securityLevel());
    }

    @Test
    void theAppGetsWhatItsTypeNames() throws Exception {
        var response = InitializeResponse.builder("R-1", "T-1").transactionUrl("https://page/?x=1").protocol("p").clientConfig("c").build();
        var expected = "{\"transactionId\":\"T-1\",\"transactionUrl\":\"https://page/?x=1\"}";
        assertEquals(expected, JsonRecipes.jackson().writeValueAsString(JsonRecipes.Started.of(response)));
        var plain = new GsonBuilder().disableHtmlEscaping().create();
        assertEquals(expected, plain.toJson(JsonRecipes.Started.of(response)));
    }

    @Test
    void keysShowNoSecretToASerialiserThatReadsFields() throws Exception {
        var keys = new TemporaryKeys("id", "SECRETVALUE", "TOKENVALUE", Instant.EPOCH);
        JsonSerializer<Instant> instants = (value, type, context) -> new JsonPrimitive(value.toString());
        var gson = new GsonBuilder().registerTypeAdapter(Instant.class, instants).create();
        assertEquals("{\"accessKeyId\":\"id\",\"expiresAt\":\"1970-01-01T00:00:00Z\"}", gson.toJson(keys));
        for (var access : PropertyAccessor.values()) {
            var mapper = new ObjectMapper().addMixIn(Instant.class, AsText.class).setVisibility(access, JsonAutoDetect.Visibility.ANY);
            var json = mapper.writeValueAsString(keys);
            assertEquals(Map.of("accessKeyId", "id", "expiresAt", "1970-01-01T00:00:00Z"), mapper.readValue(json, Map.class), access.name());
        }
    }

    /** In place of a module for Java's times. */
    abstract static class AsText {
        @com.fasterxml.jackson.annotation.JsonValue
        @Override
        public abstract String toString();
    }
}
