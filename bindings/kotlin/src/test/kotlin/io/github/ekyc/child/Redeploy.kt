package io.github.ekyc.child

import io.github.ekyc.ClientConfig
import io.github.ekyc.Credentials
import io.github.ekyc.EkycClient
import io.github.ekyc.EkycObserver
import io.github.ekyc.TemporaryKeys
import io.github.ekyc.support.aRequest
import java.io.File
import java.lang.ref.WeakReference
import java.net.URLClassLoader
import java.nio.file.Path
import kotlin.io.path.readText
import kotlinx.coroutines.runBlocking

/** Loads the library in class loaders of its own, as web applications in one server do, uses it, closes it, and drops the loader. */
object Redeploy {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val together = List(2) { loader() }
        together.forEach { use(it, arguments) }
        println("two at once work")
        val gone = List(3) { run(arguments) } + together.map { WeakReference<ClassLoader>(it).also { _ -> it.close() } }
        println("threads left: ${awaited { ours().isEmpty() }.let { if (it) "none" else ours().map { thread -> thread.name }.toString() }}")
        val all = awaited {
            System.gc()
            gone.count { it.get() == null } >= 3
        }
        println("loaders that are gone: ${if (all) "all" else gone.count { it.get() == null }}")
    }

    private fun run(arguments: Array<String>): WeakReference<ClassLoader> {
        val loader = loader()
        use(loader, arguments)
        loader.close()
        return WeakReference(loader)
    }

    private fun loader(): URLClassLoader {
        val entries = System.getProperty("java.class.path").split(File.pathSeparator).map { File(it).toURI().toURL() }
        return URLClassLoader(entries.toTypedArray(), ClassLoader.getPlatformClassLoader())
    }

    private fun use(loader: ClassLoader, arguments: Array<String>) {
        val before = Thread.currentThread().contextClassLoader
        Thread.currentThread().contextClassLoader = loader
        try {
            loader.loadClass(Inside::class.java.name).getMethod("main", Array<String>::class.java).invoke(null, arguments)
        } finally {
            Thread.currentThread().contextClassLoader = before
        }
    }

    private fun ours() = Thread.getAllStackTraces().keys.filter { it.name.startsWith("ekyc") }

    private fun awaited(done: () -> Boolean): Boolean {
        val patience = System.nanoTime() + 30_000_000_000
        while (!done()) {
            if (System.nanoTime() > patience) return false
            Thread.sleep(20)
        }
        return true
    }

    /** In each loader. */
    object Inside {
        @JvmStatic
        fun main(arguments: Array<String>) {
            val (address, caFile, id, secret) = arguments
            val config = ClientConfig { endpoint = address; extraRootCertificatesPem = Path.of(caFile).readText() }
            val credentials = Credentials.provider { TemporaryKeys(id, secret) }
            EkycClient(config, credentials, object : EkycObserver {}).use { client ->
                client.initializeBlocking(aRequest())
                client.initializeFuture(aRequest()).join()
                runBlocking { client.initialize(aRequest()) }
            }
        }
    }
}
