package io.github.ekyc.child

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import io.github.ekyc.JvmSettings
import io.github.ekyc.support.aRequest

/** Calls with the JVM's own settings: prints the length of the transaction id, or what failed. */
object CallWithJvmSettings {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val (address, keyId, keySecret) = arguments
        try {
            val config = ClientConfig {
                endpoint = address
                proxy = JvmSettings.proxy()
                extraRootCertificatesPem = JvmSettings.rootCertificatesPem()
            }
            EkycClient(config, Credentials.accessKey(keyId, keySecret)).use { println(it.initializeBlocking(aRequest()).transactionId.length) }
        } catch (error: EkycException.InvalidConfiguration) {
            println(error.setting)
        } catch (error: EkycException.Network) {
            println(error.phase.name.lowercase())
        }
    }
}
