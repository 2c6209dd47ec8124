package io.github.ekyc

/**
 * A source of keys of your own. Give it to [Credentials.provider]; from Java, [Credentials.providerBlocking] and
 * [Credentials.providerFuture] take what is easier to write there.
 *
 * It is asked at the first call, ahead of expiry, every few minutes if its keys have no expiry, and when the service refuses its keys;
 * never twice at the same time. While it works, calls go on with the keys there are, or wait for it if there are none.
 *
 * It runs in a coroutine of its own on a thread of the library's own, so it may block. If it throws, calls that need its keys fail with
 * [EkycException.Credentials], which names the exception's class and nothing else of it, since its text could hold a secret. To say
 * more, throw a [CredentialsProviderException].
 */
public fun interface CredentialsProvider {
    /** Gets keys. Cancelled when its time is over. */
    public suspend fun get(): TemporaryKeys
}

/**
 * Thrown by a [CredentialsProvider] that has no keys and wants to say why.
 *
 * @param reason why, in words. Shown to whoever made the call, in [EkycException.Credentials], and so in logs: it must hold no secret.
 */
public class CredentialsProviderException(reason: String) : Exception(reason)
