package io.github.ekyc.child

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.Ekyc
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycException
import io.github.ekyc.Region

/**
 * Uses the library in several ways, on a virtual machine that may call itself otherwise, and prints what it throws: the same each time, not
 * a `NoClassDefFoundError` the second time.
 */
object UseTwice {
    @JvmStatic
    fun main(arguments: Array<String>) {
        // An option cannot set it: the virtual machine does that itself.
        arguments.firstOrNull()?.let { System.setProperty("java.vm.name", it) }
        report { Ekyc.newMerchantBizId() }
        report { Ekyc.newMerchantBizId() }
        report { EkycClient(ClientConfig { region = Region.HONG_KONG }, Credentials.accessKey("id", "secret")) }
    }

    private fun report(use: () -> Unit) = try {
        use()
        println("works")
    } catch (error: EkycException) {
        println("${error.kind}: ${error.message}")
    }
}
