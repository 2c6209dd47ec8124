package io.github.ekyc.support

import java.io.File
import java.lang.management.ManagementFactory
import javax.management.ObjectName

/** What this process holds, on Linux. */
data class Held(val heapKib: Long, val residentKib: Long, val threads: Int, val descriptors: Int, val globalReferences: Int) {
    override fun toString(): String =
        "$heapKib KiB of heap, $residentKib KiB resident, $threads threads, $descriptors descriptors, $globalReferences global references"

    /** Allocators and pools keep what they once had; a leak of a hundred bytes, or of one of anything, a call shows beyond this. */
    fun grownSince(before: Held, calls: Int): List<String> = listOfNotNull(
        grown("heap", heapKib, before.heapKib, 4_096L + calls / 50),
        grown("resident memory", residentKib, before.residentKib, 40_960L + calls / 10),
        grown("threads", threads.toLong(), before.threads.toLong(), 8),
        grown("descriptors", descriptors.toLong(), before.descriptors.toLong(), 80),
        grown("global references", globalReferences.toLong(), before.globalReferences.toLong(), 20),
    )

    private fun grown(what: String, now: Long, before: Long, allowed: Long): String? = "$what grew from $before to $now".takeIf { now > before + allowed }

    companion object {
        fun now(): Held {
            repeat(2) { System.gc() }
            val heap = ManagementFactory.getMemoryMXBean().heapMemoryUsage.used / 1024
            val resident = File("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }.filter { it.isDigit() }.toLong()
            return Held(heap, resident, count("/proc/self/task"), count("/proc/self/fd"), globalReferences())
        }

        private fun count(folder: String): Int = File(folder).list().orEmpty().size

        /** As a thread dump tells them. */
        private fun globalReferences(): Int {
            val dump = ManagementFactory.getPlatformMBeanServer().invoke(
                ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint", arrayOf(emptyArray<String>()), arrayOf("[Ljava.lang.String;"),
            ) as String
            return Regex("JNI global refs: (\\d+)").find(dump)!!.groupValues[1].toInt()
        }
    }
}
