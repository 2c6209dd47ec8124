package io.github.ekyc.testing

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycObserver
import java.nio.file.Path

/**
 * The service on your own machine: a process of its own for a test. It judges requests as the service does, serves the page of a
 * verification, calls back, and fails as you tell it.
 *
 * With JUnit take [SandboxExtension]. Without it, from Kotlin [withSandbox], from Java `try (Sandbox sandbox = Sandbox.start()) { ... }`.
 */
public class Sandbox internal constructor(
    private val process: SandboxProcess,
    /** Where it listens. */
    public val endpoint: String,
    /** What it does next, and what it saw. */
    public val control: SandboxControl,
    /** The certificate that its own is signed with, to be trusted by a client; `null` if it speaks plain HTTP. */
    public val rootCertificatePem: String?,
) : AutoCloseable {
    /** The AccessKey id that it knows. */
    public val accessKeyId: String get() = KEY_ID

    /** The secret of that key. */
    public val accessKeySecret: String get() = KEY_SECRET

    /** A file with [rootCertificatePem], for programs that want one; it is gone when the sandbox is closed. */
    public val rootCertificateFile: Path get() = process.caFile

    /** The settings that lead here and trust it. */
    public val config: ClientConfig
        get() = ClientConfig {
            endpoint = this@Sandbox.endpoint
            extraRootCertificatesPem = rootCertificatePem
        }

    /** The key that it knows, with its token if the sandbox was started with `--security-token`. */
    public fun credentials(): Credentials = process.valueOf("--security-token")?.let { Credentials.temporary(KEY_ID, KEY_SECRET, it) }
        ?: Credentials.accessKey(KEY_ID, KEY_SECRET)

    /** A client that calls it. For one with other settings, change [config] and make the client yourself. */
    public fun client(vararg observers: EkycObserver): EkycClient = EkycClient(config, credentials(), *observers)

    /** A client that calls it, with settings changed. */
    public inline fun client(vararg observers: EkycObserver, change: ClientConfig.() -> ClientConfig): EkycClient =
        EkycClient(config.change(), credentials(), *observers)

    /** Ends it. */
    override fun close() {
        process.close()
    }

    /** Where it listens. */
    override fun toString(): String = "Sandbox($endpoint)"

    /** How one is started. */
    public companion object {
        internal const val KEY_ID = "EkycTestingKey"
        internal const val KEY_SECRET = "EkycTestingSecret"

        /**
         * Starts one, on a free port of this machine.
         *
         * @param options of the program `ekyc-sandbox`, for example `--http`
         * @throws SandboxUnavailableException if it does not start
         */
        @JvmStatic
        public fun start(vararg options: String): Sandbox = SandboxProcess.start(SandboxProgram.find(), options.toList())

        /** As the other, from this program. */
        @JvmStatic
        public fun start(program: Path, vararg options: String): Sandbox = SandboxProcess.start(program, options.toList())
    }
}

/**
 * Runs [body] with a sandbox of its own, and ends it.
 *
 * @param options of the program `ekyc-sandbox`, for example `--http`
 * @throws SandboxUnavailableException if it does not start
 */
public inline fun <T> withSandbox(vararg options: String, body: (Sandbox) -> T): T = Sandbox.start(*options).use(body)

/**
 * The sandbox did not start.
 *
 * @param reason why, and what to do
 */
public class SandboxUnavailableException(reason: String) : IllegalStateException("the sandbox did not start: $reason")

/**
 * The sandbox did not do what it was told.
 *
 * @param answer what it said
 */
public class SandboxRefusedException(answer: String) : IllegalStateException("the sandbox refused: $answer")
