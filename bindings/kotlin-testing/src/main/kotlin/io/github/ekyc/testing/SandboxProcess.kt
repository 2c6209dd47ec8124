package io.github.ekyc.testing

import java.io.File
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.exists
import kotlin.io.path.isExecutable
import kotlin.io.path.readText

/** The running program. It ends with its standard input, so it does not outlive a JVM that was killed. */
internal class SandboxProcess private constructor(private val process: Process, private val folder: Path, private val options: List<String>) {
    val caFile: Path = folder.resolve("ca.pem")

    /** What follows an option. */
    fun valueOf(option: String): String? = options.zipWithNext().firstOrNull { (name, _) -> name == option }?.second

    fun close() {
        process.outputStream.close()
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly().waitFor()
        folder.toFile().deleteRecursively()
    }

    companion object {
        fun start(program: Path, options: List<String>): Sandbox {
            val folder = Files.createTempDirectory("ekyc-sandbox")
            val (errors, control) = folder.resolve("errors") to folder.resolve("control")
            val command = listOf(
                program.toString(), "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--control-file", control.toString(),
                "--ca-file", folder.resolve("ca.pem").toString(), "--access-key-id", Sandbox.KEY_ID, "--access-key-secret", Sandbox.KEY_SECRET,
                "--until-stdin-ends",
            )
            val process = try {
                ProcessBuilder(command + options).redirectError(errors.toFile()).start()
            } catch (problem: IOException) {
                folder.toFile().deleteRecursively()
                throw SandboxUnavailableException((problem.message ?: "$program cannot be run") + SandboxProgram.adviceOnMusl())
            }
            val started = SandboxProcess(process, folder, options)
            // Its first line is its address; its files are written by then.
            val endpoint = process.inputReader().readLine() ?: run {
                val said = errors.readText().trim()
                started.close()
                throw SandboxUnavailableException("it printed no address. $said")
            }
            val pem = started.caFile.takeIf { "--http" !in options && it.exists() }?.readText()
            return Sandbox(started, endpoint, SandboxControl(control.readText().trim()), pem)
        }
    }
}

/** Where the program is: what a setting names, what is in the jar, what is on `PATH`, in this order. */
internal object SandboxProgram {
    private const val PROPERTY = "io.github.ekyc.sandbox"
    private const val VARIABLE = "EKYC_SANDBOX_BIN"
    private val file = if (File.separatorChar == '\\') "ekyc-sandbox.exe" else "ekyc-sandbox"

    fun find(): Path {
        val named = System.getProperty(PROPERTY)?.ifEmpty { null } ?: System.getenv(VARIABLE)?.ifEmpty { null }
        if (named != null) {
            return Path.of(named).takeIf { it.isExecutable() } ?: throw SandboxUnavailableException("$named is no program")
        }
        return unpacked ?: onPath() ?: throw SandboxUnavailableException(
            "the ekyc-testing jar holds none for ${platforms.last()}, and there is no $file on PATH; name one in -D$PROPERTY or in $VARIABLE",
        )
    }

    /** Once for this JVM. */
    private val unpacked: Path? by lazy {
        platforms.firstNotNullOfOrNull { javaClass.getResourceAsStream("/io/github/ekyc/testing/$it/$file") }?.use { program ->
            val folder = System.getProperty("io.github.ekyc.tmpdir")?.ifEmpty { null }?.let { Path.of(it) }
            val place = if (folder == null) Files.createTempDirectory("ekyc-testing") else Files.createTempDirectory(folder, "ekyc-testing")
            val copy = place.resolve(file)
            Files.copy(program, copy)
            copy.toFile().setExecutable(true)
            // In this order, because the last one that was named goes first.
            place.toFile().deleteOnExit()
            copy.toFile().deleteOnExit()
            copy
        }
    }

    /** A program that was linked with glibc is "not found" by musl's loader. */
    fun adviceOnMusl(): String {
        if (!platforms.first().endsWith("-musl")) return ""
        return "; this system has musl, so name a static program, as releases have it, in -D$PROPERTY or in $VARIABLE"
    }

    private fun onPath(): Path? = System.getenv("PATH").orEmpty().split(File.pathSeparatorChar).filter { it.isNotEmpty() }
        .map { Path.of(it, file) }.firstOrNull { it.isExecutable() }

    /** As the folders in the jar are named, the best first. */
    private val platforms: List<String>
        get() {
            val system = System.getProperty("os.name").orEmpty().lowercase()
            val os = if ("mac" in system) "darwin" else if ("win" in system) "win32" else system
            val processor = System.getProperty("os.arch").orEmpty().lowercase()
            val arch = if (processor in setOf("amd64", "x86_64", "x64")) "x86-64" else if (processor == "arm64") "aarch64" else processor
            val musl = os == "linux" && Path.of("/lib/ld-musl-${arch.replace('-', '_')}.so.1").exists()
            return if (musl) listOf("$os-$arch-musl", "$os-$arch") else listOf("$os-$arch")
        }
}
