package ekyc

/** Builds a [CredentialsUri] without named arguments. Begin with [Ekyc.credentialsUri]. What is not set is as its documentation says. */
public class CredentialsUriBuilder internal constructor() {
    private var built = CredentialsUri()

    /** See [CredentialsUri.uri]. */
    public fun uri(uri: String): CredentialsUriBuilder = set { copy(uri = uri) }

    /** See [CredentialsUri.http]. */
    public fun http(http: SourceHttp): CredentialsUriBuilder = set { copy(http = http) }

    /** The settings. Mistakes in them are told when the credentials are made. */
    public fun build(): CredentialsUri = built

    private inline fun set(change: CredentialsUri.() -> CredentialsUri): CredentialsUriBuilder = apply { built = built.change() }
}
