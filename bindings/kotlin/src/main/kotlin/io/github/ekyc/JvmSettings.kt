package io.github.ekyc

import java.io.File
import java.net.URLEncoder
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.cert.X509Certificate
import java.util.Base64
import javax.net.ssl.TrustManagerFactory
import javax.net.ssl.X509TrustManager

/**
 * What this JVM was told of proxies and certificates, as settings of a client. A client does not look there by itself; each is one setting:
 *
 * ```
 * val config = ClientConfig {
 *     proxy = JvmSettings.proxy()
 *     extraRootCertificatesPem = JvmSettings.rootCertificatesPem()
 * }
 * ```
 *
 * [SourceHttp], for sources of keys, takes the same. Both are read now; what is changed later is not noticed. Not for Android.
 */
public class JvmSettings private constructor() {
    /** All of them. */
    public companion object {
        /**
         * The proxy of `https.proxyHost` and `https.proxyPort` (443 if it is missing), but for the hosts of `http.nonProxyHosts`, which unset
         * are those of this machine. A name there stands for its subdomains too. With `https.proxyUser` and `https.proxyPassword`, which
         * Java itself does not know but Apache's clients do. Without `https.proxyHost` it is [Proxy.DIRECT].
         *
         * @throws EkycException.InvalidConfiguration if `https.proxyPort` is no number
         */
        @JvmStatic
        public fun proxy(): Proxy {
            val host = property("https.proxyHost") ?: return Proxy.DIRECT
            val port = property("https.proxyPort") ?: "443"
            if (port.toUShortOrNull() == null) throw invalid("proxy", "https.proxyPort is not the number of a port")
            val user = property("https.proxyUser")?.let { "${encoded(it)}:${encoded(property("https.proxyPassword").orEmpty())}@" }.orEmpty()
            val bare = if (':' in host && !host.startsWith('[')) "[$host]" else host
            return Proxy.Through(url = "http://$user$bare:$port") {
                bypass = (System.getProperty("http.nonProxyHosts") ?: OWN_MACHINE).split('|').map { it.trim() }.filter { it.isNotEmpty() }
            }
        }

        /**
         * The certificates that this JVM trusts, as PEM: those in the store that `javax.net.ssl.trustStore` names, else in the JVM's own
         * `cacerts`, which is where a company's TLS-opening proxy usually has its root.
         *
         * @throws EkycException.InvalidConfiguration if there are none, or the store cannot be read. Java itself takes `cacerts` in place of a
         *   store that is missing
         */
        @JvmStatic
        public fun rootCertificatesPem(): String {
            val named = property("javax.net.ssl.trustStore")?.takeIf { it != "NONE" }
            if (named != null && !File(named).canRead()) throw invalid(CERTIFICATES, "the file that javax.net.ssl.trustStore names cannot be read")
            return rootCertificatesPem(null)
        }

        /** The certificates that are trusted because they are in this store, as PEM. */
        @JvmStatic
        public fun rootCertificatesPem(store: KeyStore?): String {
            val trusted = try {
                val factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm()).apply { init(store) }
                factory.trustManagers.filterIsInstance<X509TrustManager>().flatMap { it.acceptedIssuers.asList() }
            } catch (problem: GeneralSecurityException) {
                throw invalid(CERTIFICATES, "the JVM cannot read its store of trusted certificates: ${problem.message}", problem)
            }
            if (trusted.isEmpty()) throw invalid(CERTIFICATES, "the JVM trusts no certificate; look at javax.net.ssl.trustStore")
            return trusted.joinToString("") { pem(it) }
        }

        private fun pem(certificate: X509Certificate): String {
            val lines = Base64.getMimeEncoder(LINE, "\n".toByteArray()).encodeToString(certificate.encoded)
            return "-----BEGIN CERTIFICATE-----\n$lines\n-----END CERTIFICATE-----\n"
        }

        private fun property(name: String): String? = System.getProperty(name)?.trim()?.ifEmpty { null }

        /** As part of a URL, where a plus is a plus. */
        private fun encoded(text: String): String = URLEncoder.encode(text, "UTF-8").replace("+", "%20")

        private fun invalid(setting: String, reason: String, cause: Throwable? = null): EkycException =
            EkycException.InvalidConfiguration("invalid configuration: $setting: $reason", setting, reason, cause)

        private const val LINE = 64
        private const val CERTIFICATES = "extraRootCertificatesPem"

        /** Java's own list for when there is none. */
        private const val OWN_MACHINE = "localhost|127.*|[::1]|0.0.0.0|[::0]"
    }
}
