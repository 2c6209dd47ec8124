/** Alibaba Cloud ID Verification for Kotlin and Java: begin with {@link ekyc.EkycClient}. */
module ekyc {
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.coroutines.core;
    // The name that JNA's ordinary jar has as an automatic module, and jna-jpms as a real one.
    requires com.sun.jna;
    // Only for those who give a client such an observer. Not transitive: javac would then demand them of everybody.
    requires static org.slf4j;
    requires static io.opentelemetry.api;

    exports ekyc;

    // JNA makes and fills the structures that cross into the native library.
    opens ekyc to com.sun.jna;
}
