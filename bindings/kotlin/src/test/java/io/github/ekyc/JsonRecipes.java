package io.github.ekyc;

// snippet begin
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.function.Function;

final class JsonRecipes {
    /** What Jackson is told of every type with a code: write the code, and read it back. */
    abstract static class Coded {
        @JsonValue
        abstract String getCode();

        @JsonCreator
        static Object fromCode(String code) {
            throw new UnsupportedOperationException("Jackson calls the type's own fromCode");
        }
    }

    static ObjectMapper jackson() {
        return new ObjectMapper()
                .addMixIn(ProductCode.class, Coded.class)
                .addMixIn(DocType.class, Coded.class)
                .addMixIn(SecurityLevel.class, Coded.class);
    }

    static Gson gson() {
        return new GsonBuilder()
                .registerTypeAdapter(
                        ProductCode.class, coded(ProductCode::getCode, ProductCode::fromCode))
                .registerTypeAdapter(DocType.class, coded(DocType::getCode, DocType::fromCode))
                .registerTypeAdapter(
                        SecurityLevel.class, coded(SecurityLevel::getCode, SecurityLevel::fromCode))
                .create();
    }

    static <T> TypeAdapter<T> coded(Function<T, String> code, Function<String, T> fromCode) {
        return new TypeAdapter<T>() {
            @Override
            public void write(JsonWriter out, T value) throws IOException {
                out.value(code.apply(value));
            }

            @Override
            public T read(JsonReader in) throws IOException {
                return fromCode.apply(in.nextString());
            }
        }.nullSafe();
    }

    /** What the application's configuration says of a verification. */
    record Verification(ProductCode productCode, DocType docType, SecurityLevel securityLevel) {}

    /**
     * What the app gets. It names what it holds, so nothing that a later version of the library
     * adds can leak.
     */
    record Started(String transactionId, String transactionUrl) {
        static Started of(InitializeResponse response) {
            return new Started(response.getTransactionId(), response.getTransactionUrl());
        }
    }
    // snippet end

    private JsonRecipes() {}
// snippet begin
}
// snippet end
