package io.github.ekyc.support

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.deleteIfExists
import kotlin.io.path.name
import kotlin.io.path.readText

/** A JVM of its own, for what can be seen only from outside: loading the library, and exiting. */
class ChildJvm(
    private val main: Class<*>,
    private val properties: Map<String, String> = emptyMap(),
    /** What the class path lacks. */
    private val without: Regex? = null,
    /** Further options of `java`. */
    private val options: List<String> = emptyList(),
    /** How long it may take. */
    private val minutes: Long = 1,
) {
    class Outcome(val exit: Int, val output: String, val errors: String)

    /** Runs `main` with [arguments] until the JVM ends by itself. */
    fun run(vararg arguments: String): Outcome {
        val output = Files.createTempFile("ekyc-child", ".out")
        val errors = Files.createTempFile("ekyc-child", ".err")
        try {
            val child = ProcessBuilder(command(arguments)).redirectOutput(output.toFile()).redirectError(errors.toFile()).start()
            val ended = child.waitFor(minutes, TimeUnit.MINUTES)
            if (!ended) child.destroyForcibly().waitFor()
            check(ended) { "the JVM did not exit by itself; it printed: ${output.readText()} ${errors.readText()}" }
            return Outcome(child.exitValue(), output.readText(), errors.readText())
        } finally {
            output.deleteIfExists()
            errors.deleteIfExists()
        }
    }

    private fun command(arguments: Array<out String>): List<String> =
        listOf(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "--enable-native-access=ALL-UNNAMED") +
            options + properties.map { (name, value) -> "-D$name=$value" } +
            listOf("-cp", classPath(), main.name) + arguments

    private fun classPath(): String = System.getProperty("java.class.path").split(File.pathSeparator)
        .filterNot { entry -> without?.containsMatchIn(Path.of(entry).name) ?: false }.joinToString(File.pathSeparator)
}
