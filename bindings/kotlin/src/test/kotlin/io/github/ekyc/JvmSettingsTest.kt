package io.github.ekyc

import io.github.ekyc.child.CallWithJvmSettings
import io.github.ekyc.support.ChildJvm
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import io.github.ekyc.support.fails
import java.nio.file.Path
import java.security.KeyStore
import java.security.cert.CertificateFactory
import kotlin.io.path.exists
import kotlin.io.path.inputStream
import kotlin.io.path.outputStream
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.jupiter.api.io.TempDir

/** A JVM that was told of a proxy and of certificates by its own properties: a JVM of its own, since Java reads them once. */
class JvmSettingsTest {
    @TempDir
    lateinit var folder: Path

    @AfterEach
    fun forget() = NAMES.forEach { System.clearProperty(it) }

    @Test
    fun `a call goes through the JVM's proxy, and trusts what its store holds`() {
        sandbox.control.setProxy("tunnel", "us@er", "p a+s/s")
        assertEquals("32\n", call(proxy() + store() + mapOf("https.proxyUser" to "us@er", "https.proxyPassword" to "p a+s/s")))
        assertEquals(1 to 1, sandbox.control.seen().proxyRequests to sandbox.control.seen().requests)
    }

    @Test
    fun `a host that the JVM excepts is reached without the proxy`() {
        assertEquals("32\n", call(proxy() + store() + mapOf("http.nonProxyHosts" to "other.example|127.*")))
        // Unset it is Java's list, which holds this machine.
        assertEquals("32\n", call(proxy() + store() - "http.nonProxyHosts"))
        assertEquals(0 to 2, sandbox.control.seen().proxyRequests to sandbox.control.seen().requests)
    }

    @Test
    fun `without a store of its own the JVM's cacerts are trusted, and the sandbox is not among them`() {
        assertEquals("tls\n", call(emptyMap()))
        assertTrue(JvmSettings.rootCertificatesPem().split("BEGIN CERTIFICATE").size > 50)
    }

    @Test
    fun `what cannot be used is told by its name`() {
        assertEquals("extraRootCertificatesPem\n", call(mapOf("javax.net.ssl.trustStore" to folder.resolve("absent").toString())))
        assertEquals("extraRootCertificatesPem\n", call(store() + mapOf("javax.net.ssl.trustStorePassword" to "wrong")))
        System.setProperty("https.proxyHost", "proxy.example")
        System.setProperty("https.proxyPort", "https")
        assertEquals("proxy", fails<EkycException.InvalidConfiguration>("invalid_configuration") { JvmSettings.proxy() }.setting)
    }

    @Test
    fun `a proxy is read as Java reads it, and its password is not shown`() {
        assertEquals(Proxy.DIRECT, JvmSettings.proxy())
        System.setProperty("https.proxyHost", "fd00::1")
        System.setProperty("https.proxyUser", "user")
        System.setProperty("https.proxyPassword", "planted")
        val proxy = JvmSettings.proxy() as Proxy.Through
        assertEquals("http://user:planted@[fd00::1]:443", proxy.url)
        assertTrue("planted" !in "$proxy")
    }

    private fun proxy(): Map<String, String> = sandbox.control.info().proxyEndpoint!!.removePrefix("http://").split(':').let { (host, port) ->
        mapOf("https.proxyHost" to host, "https.proxyPort" to port, "http.nonProxyHosts" to "")
    }

    /** A key store that holds the sandbox's certificate alone. */
    private fun store(): Map<String, String> {
        val file = folder.resolve("trust.p12")
        if (!file.exists()) {
            val store = KeyStore.getInstance("PKCS12").apply { load(null) }
            store.setCertificateEntry("sandbox", sandbox.rootCertificateFile.inputStream().use { CertificateFactory.getInstance("X.509").generateCertificate(it) })
            file.outputStream().use { store.store(it, "changeit".toCharArray()) }
        }
        return mapOf("javax.net.ssl.trustStore" to file.toString(), "javax.net.ssl.trustStorePassword" to "changeit")
    }

    private fun call(properties: Map<String, String>): String {
        val child = ChildJvm(CallWithJvmSettings::class.java, properties).run(sandbox.endpoint, sandbox.accessKeyId, sandbox.accessKeySecret)
        assertEquals(0 to "", child.exit to child.errors)
        return child.output
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension("--proxy", "127.0.0.1:0")

        val sandbox: Sandbox get() = extension.sandbox

        val NAMES = listOf("https.proxyHost", "https.proxyPort", "https.proxyUser", "https.proxyPassword", "http.nonProxyHosts")
    }
}
