package ekyc

import java.util.concurrent.Callable
import java.util.concurrent.CompletionStage
import java.util.function.Supplier
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runInterruptible

/**
 * The credentials a client signs with.
 *
 * The secret lives in native memory, which is wiped when the last client that uses it is gone; nothing prints it. Keep a
 * permanent key on servers; give apps temporary credentials from your server.
 *
 * Temporary keys are kept, shared by all clients with the same `Credentials`, and renewed ahead of their expiry while calls go on.
 */
public class Credentials private constructor(@get:JvmSynthetic internal val core: CoreCredentials) {
    /** Shows the key's id and whether there is a security token; never the secret or the token. */
    override fun toString(): String = core.toString()

    /** Where credentials come from. */
    public companion object {
        /**
         * A permanent AccessKey.
         *
         * @throws EkycException.Credentials if a part is empty or has blanks or characters that no key has
         */
        @JvmStatic
        @Throws(EkycException::class)
        public fun accessKey(accessKeyId: String, accessKeySecret: String): Credentials =
            crossing { Credentials(CoreCredentials.accessKey(accessKeyId, accessKeySecret)) }

        /**
         * Temporary credentials of the Security Token Service: a key with its security token.
         *
         * @throws EkycException.Credentials if a part is empty or has blanks or characters that no key has
         */
        @JvmStatic
        @Throws(EkycException::class)
        public fun temporary(accessKeyId: String, accessKeySecret: String, securityToken: String): Credentials =
            crossing { Credentials(CoreCredentials.temporary(accessKeyId, accessKeySecret, securityToken)) }

        /**
         * Reads `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, if it is set,
         * `ALIBABA_CLOUD_SECURITY_TOKEN`, once.
         *
         * @throws EkycException.Credentials naming the variable that is missing or wrong
         */
        @JvmStatic
        @Throws(EkycException::class)
        public fun fromEnvironment(): Credentials =
            crossing { Credentials(CoreCredentials.fromEnvironment()) }

        /**
         * The vendor's default chain: the environment, an OIDC role, a profile of the vendor's command line tool, a profile of the SDKs'
         * credentials file, the role of the ECS instance, a credentials URI. The first that gives keys is used from then on. They are
         * asked at the first call; if none gives keys, its [EkycException.Credentials] names each of them with its reason.
         *
         * @throws EkycException.InvalidConfiguration naming the setting that is wrong
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun defaultChain(settings: ChainSettings = ChainSettings()): Credentials =
            crossing { Credentials(CoreCredentials.defaultChain(settings)) }

        /**
         * A profile of the vendor's command line tool, read at the first call, every few minutes, and when the service refuses its
         * keys.
         *
         * @throws EkycException.InvalidConfiguration naming the setting that is wrong
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun cliProfile(settings: CliProfile = CliProfile()): Credentials =
            crossing { Credentials(CoreCredentials.cliProfile(settings)) }

        /**
         * A profile of the SDKs' credentials file, read at the first call, every few minutes, and when the service refuses its
         * keys.
         *
         * @throws EkycException.InvalidConfiguration naming the setting that is wrong
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun iniProfile(settings: IniProfile = IniProfile()): Credentials =
            crossing { Credentials(CoreCredentials.iniProfile(settings)) }

        /**
         * A role for the bearer of an identity token in a file, as in a Kubernetes cluster with RRSA.
         *
         * @throws EkycException.InvalidConfiguration naming the setting that is wrong
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun oidcRole(settings: OidcRole = OidcRole()): Credentials =
            crossing { Credentials(CoreCredentials.oidcRole(settings)) }

        /**
         * The role of the ECS instance that the process runs on, from the metadata server.
         *
         * @throws EkycException.InvalidConfiguration naming the setting that is wrong
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun ecsRole(settings: EcsRole = EcsRole()): Credentials =
            crossing { Credentials(CoreCredentials.ecsRole(settings)) }

        /**
         * Temporary keys from a URL.
         *
         * @throws EkycException.InvalidConfiguration naming the setting that is wrong
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun uri(settings: CredentialsUri = CredentialsUri()): Credentials =
            crossing { Credentials(CoreCredentials.uri(settings)) }

        /**
         * A role, assumed with other credentials.
         *
         * @throws EkycException.InvalidConfiguration naming the setting that is wrong
         */
        @JvmStatic
        @Throws(EkycException::class)
        public fun assumeRole(base: Credentials, settings: AssumeRole): Credentials =
            crossing { Credentials(CoreCredentials.assumeRole(base.core, settings)) }

        /**
         * Keys from a source of your own. It has [timeoutMs] milliseconds (1 to 600,000) for an answer.
         *
         * @throws EkycException.InvalidConfiguration if [timeoutMs] is out of range
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun provider(provider: CredentialsProvider, timeoutMs: Long = PROVIDER_TIMEOUT_MS): Credentials =
            crossing { Credentials(CoreCredentials.provider(ProviderBridge(provider), timeoutMs)) }

        /**
         * As [provider], for a source that holds its thread; of those that can be interrupted it is when its time is over. A
         * [CredentialsProviderException] that it throws is shown as documented there.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun providerBlocking(provider: Callable<TemporaryKeys>, timeoutMs: Long = PROVIDER_TIMEOUT_MS): Credentials =
            provider(CredentialsProvider { runInterruptible { provider.call() } }, timeoutMs)

        /** As [provider], for a source that completes a future; the future is cancelled when its time is over. */
        @JvmStatic
        @JvmOverloads
        @Throws(EkycException::class)
        public fun providerFuture(
            provider: Supplier<out CompletionStage<TemporaryKeys>>,
            timeoutMs: Long = PROVIDER_TIMEOUT_MS,
        ): Credentials = provider(CredentialsProvider { provider.get().await() }, timeoutMs)

        private const val PROVIDER_TIMEOUT_MS = 30_000L
    }
}
