package ekyc

/**
 * The credentials a client signs with.
 *
 * The secret lives in native memory, which is wiped when the last client that uses it is gone; nothing prints it. Keep a
 * permanent key on servers; give apps temporary credentials from your server.
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
        public fun fromEnvironment(): Credentials = crossing { Credentials(CoreCredentials.fromEnvironment()) }
    }
}
