package sample

import io.github.ekyc.ClientConfig
import io.github.ekyc.DocType
import io.github.ekyc.Ekyc
import io.github.ekyc.InitializeRequest
import io.github.ekyc.ProductCode
import io.github.ekyc.Region
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.Path

/** What the environment says. A variable that is set but empty counts as not set. */
class Settings(private val environment: Map<String, String>) {
    /** `EKYC_ENDPOINT`, or Hong Kong; `EKYC_CA_FILE` holds further root certificates, such as the sandbox's. */
    fun config(): ClientConfig = ClientConfig {
        endpoint = value("EKYC_ENDPOINT")
        region = Region.HONG_KONG.takeIf { endpoint == null }
        extraRootCertificatesPem = value("EKYC_CA_FILE")?.let { Files.readString(Path.of(it)) }
        applicationName = "kotlin-sample"
    }

    /** A verification of the sample's own user, unless the environment names another. */
    fun request(): InitializeRequest = InitializeRequest(
        productCode = ProductCode.E_KYC,
        merchantBizId = Ekyc.newMerchantBizId(),
        metaInfo = value("EKYC_META_INFO") ?: META_INFO,
        merchantUserId = value("EKYC_MERCHANT_USER_ID") ?: Ekyc.maskMerchantUserId("customer-4711", MASKING_KEY),
    ) {
        docType = value("EKYC_DOC_TYPE")?.let { DocType.fromCode(it) } ?: DocType.GLOBAL_PASSPORT
    }

    /** In a locale that is not UTF-8, such as `C`, Java has lost the letters beyond ASCII by now; a MetaInfo must not travel so. */
    private fun value(name: String): String? {
        val text = environment[name]?.ifEmpty { null }
        if (text?.contains('\uFFFD') == true) throw CharacterCodingException()
        return text
    }

    private companion object {
        /** What the client SDK's `getMetaInfo()` returns on a phone. */
        const val META_INFO =
            """{"zimVer":"3.0.0","appVersion":"1","bioMetaInfo":"4.1.0:11501568,0","appName":"com.merchant.app",""" +
                """"deviceType":"ios","osVersion":"iOS 18.6","apdidToken":"","deviceModel":"iPhone16,2"}"""

        /** Yours comes from your configuration: it must stay the same, and secret. */
        val MASKING_KEY = "a key for the sample alone".toByteArray()
    }
}
