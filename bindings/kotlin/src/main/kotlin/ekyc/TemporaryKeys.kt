package ekyc

import java.time.Instant

/**
 * Keys that a [CredentialsProvider] gives.
 *
 * Can be read by this library alone, so that nothing that prints or serialises objects finds the secret.
 *
 * @param securityToken belongs to temporary keys of the Security Token Service; `null` for a permanent AccessKey
 * @param expiresAt when the keys expire; without it they are asked for again every few minutes
 */
public class TemporaryKeys @JvmOverloads constructor(
    /** The AccessKey id. */
    public val accessKeyId: String,
    accessKeySecret: String,
    securityToken: String? = null,
    /** When the keys expire; `null` if they do not say. */
    public val expiresAt: Instant? = null,
) {
    @get:JvmSynthetic
    internal val secret: String = accessKeySecret

    @get:JvmSynthetic
    internal val token: String? = securityToken

    /** Shows the id, whether there is a token, and when the keys expire; never the secret or the token. */
    override fun toString(): String {
        val shown = if (token == null) "none" else "***"
        return "TemporaryKeys(accessKeyId=$accessKeyId, accessKeySecret=***, securityToken=$shown, expiresAt=$expiresAt)"
    }
}
