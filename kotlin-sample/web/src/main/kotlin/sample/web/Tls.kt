package sample.web

import java.nio.file.Path
import java.security.KeyFactory
import java.security.KeyStore
import java.security.cert.CertificateFactory
import java.security.spec.PKCS8EncodedKeySpec
import java.util.Base64
import kotlin.io.path.inputStream
import kotlin.io.path.readText

const val ALIAS = "web"

/** Of the key store in memory, which nobody else sees. */
val PASSWORD = CharArray(0)

/** A certificate and its key, an elliptic curve's, from their files. */
fun keyStore(certificate: Path, key: Path): KeyStore {
    val chain = certificate.inputStream().use { CertificateFactory.getInstance("X.509").generateCertificates(it) }
    val base64 = key.readText().lines().filterNot { it.startsWith("-----") }.joinToString("")
    val private = KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)))
    return KeyStore.getInstance("PKCS12").apply {
        load(null, null)
        setKeyEntry(ALIAS, private, PASSWORD, chain.toTypedArray())
    }
}
