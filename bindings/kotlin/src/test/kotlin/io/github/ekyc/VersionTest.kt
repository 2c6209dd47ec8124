package io.github.ekyc

import io.github.ekyc.internal.Library
import io.github.ekyc.internal.NativeBridge
import java.nio.file.Path
import kotlin.io.path.readText
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The version stands once in `Cargo.toml`, from which [BindingBuild] comes. The poms repeat it, as Maven wants it literal. */
class VersionTest {
    @Test
    fun `library, bindings and poms have one version`() {
        Library.require()
        assertEquals(Library.EXPECTED, String(NativeBridge.build()))
        assertEquals(Ekyc.version, BindingBuild.VERSION)
        assertEquals(BindingBuild.VERSION, System.getProperty("ekyc.pom.version"), "correct <version> in bindings/kotlin/pom.xml")
        val sample = Path.of(System.getProperty("ekyc.basedir"), "../../kotlin-sample/pom.xml").readText()
        for (artifact in listOf("kotlin-sample", "ekyc")) {
            val version = Regex("<artifactId>$artifact</artifactId>\\s*<version>([^<]*)</version>").find(sample)?.groupValues?.get(1)
            assertEquals(BindingBuild.VERSION, version, "correct the version of $artifact in kotlin-sample/pom.xml")
        }
    }
}
