package io.github.ekyc

import io.github.ekyc.scenario.Control
import io.github.ekyc.scenario.Stage
import io.github.ekyc.scenario.scenario
import io.github.ekyc.testing.SandboxExtension
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.APPEND
import java.nio.file.StandardOpenOption.CREATE
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import kotlin.io.path.extension
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.nameWithoutExtension
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.extension.RegisterExtension

/** Every scenario under `tests/scenarios`. Rust and Swift run the same files; what they mean is in the README there. */
class ScenariosTest {
    @Test
    fun `there are as many scenarios as there must be`() {
        assertTrue(files.size >= 60, "only ${files.size} scenarios under $FOLDER")
    }

    /** `EKYC_SCENARIO` narrows them to those with that text in their name. */
    @TestFactory
    fun `every scenario is as it says`(): List<DynamicTest> {
        val only = System.getenv("EKYC_SCENARIO").orEmpty()
        return files.filter { only in it.nameWithoutExtension }.map { dynamicTest(it.nameWithoutExtension, it.toUri()) { check(it) } }
    }

    private fun check(file: Path) {
        val name = file.nameWithoutExtension
        try {
            run(name, file.readText())
        } catch (wrong: Throwable) {
            // Not every report shows the names of dynamic tests.
            throw AssertionError("$name: ${wrong.message}", wrong)
        } finally {
            System.getenv("EKYC_SCENARIOS_VISITED")?.let { Path.of(it).writeText("kotlin $name\n", options = arrayOf(CREATE, APPEND)) }
        }
    }

    @OptIn(ExperimentalPathApi::class)
    private fun run(name: String, source: String) {
        val control = Control(extension.sandbox)
        control.begin()
        val info = control.tell("GET /info").jsonObject
        val folder = Files.createTempDirectory("ekyc-scenario")
        val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
        try {
            val scenario = scenario(source, info, folder)
            assertTrue(scenario["name"].toString() == "\"$name\"", "another name inside: ${scenario["name"]}")
            runBlocking { Stage(scenario, info, control, scope).run() }
        } finally {
            scope.cancel()
            folder.deleteRecursively()
        }
    }

    private companion object {
        val FOLDER: Path = Path.of(System.getenv("EKYC_SCENARIOS") ?: error("EKYC_SCENARIOS is not set; run `cargo xtask test scenarios`"))

        val files: List<Path> = FOLDER.listDirectoryEntries().filter { it.extension == "json" }.sorted()

        @JvmField
        @RegisterExtension
        val extension = SandboxExtension("--metadata", "127.0.0.1:0", "--proxy", "127.0.0.1:0")
    }
}
