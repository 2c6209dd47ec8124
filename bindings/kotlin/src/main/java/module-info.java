/** Alibaba Cloud ID Verification for Kotlin and Java: begin with {@link io.github.ekyc.EkycClient}. */
module io.github.ekyc {
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.coroutines.core;
    // Only for those who give a client such an observer. Not transitive: javac would then demand them of everybody.
    requires static org.slf4j;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.context;
    requires static micrometer.core;

    exports io.github.ekyc;
}
