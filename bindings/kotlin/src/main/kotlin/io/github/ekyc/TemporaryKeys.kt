package io.github.ekyc

import java.time.Instant

/**
 * Keys that a [CredentialsProvider] gives.
 *
 * Secret and token can be read by this library alone, and are marked as transient, so that nothing that prints or serialises objects finds
 * them: neither Jackson nor Gson, with access to fields or without.
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
    @Transient
    @get:JvmSynthetic
    internal val secret: String = accessKeySecret

    @Transient
    @get:JvmSynthetic
    internal val token: String? = securityToken

    /** Shows the id, whether there is a token, and when the keys expire; never the secret or the token. */
    override fun toString(): String {
        val shown = if (token == null) "none" else "***"
        return "TemporaryKeys(accessKeyId=$accessKeyId, accessKeySecret=***, securityToken=$shown, expiresAt=$expiresAt)"
    }
}
