package io.github.ekyc.internal

/** The text of an object: what is set, and of secrets and personal data that it is set. Never enters native code, and never fails. */
internal class Shown(name: String) {
    private val text = StringBuilder(name).append('(')
    private var isFirst = true

    fun value(name: String, value: Any?): Shown = add(name, value) { plain(it) }

    /** Of a map, the names are no secret. */
    fun secret(name: String, value: Any?): Shown =
        add(name, value) { if (it is Map<*, *>) it.keys.joinToString(", ", "{", "}") { key -> "$key=***" } else "***" }

    override fun toString(): String = text.append(')').toString()

    private inline fun add(name: String, value: Any?, show: (Any) -> String): Shown {
        val isAbsent = value == null || (value as? Collection<*>)?.isEmpty() == true || (value as? Map<*, *>)?.isEmpty() == true
        if (isAbsent) return this
        if (!isFirst) text.append(", ")
        isFirst = false
        text.append(name).append('=').append(show(value!!))
        return this
    }

    private fun plain(value: Any): String = when (value) {
        is ByteArray -> "${value.size} bytes"
        is String -> withoutUrlSecrets(value)
        else -> value.toString()
    }

    /** A URL can hold a password before its host, and anything in its query. */
    private fun withoutUrlSecrets(value: String): String {
        val host = value.indexOf("://") + 3
        if (host < 3) return value
        val query = value.indexOf('?', host).let { if (it < 0) value.length else it }
        val path = value.indexOf('/', host).let { if (it < 0 || it > query) query else it }
        val user = value.lastIndexOf('@', path - 1).coerceAtLeast(host - 1)
        val shownUser = if (user >= host) "***@" else ""
        return value.substring(0, host) + shownUser + value.substring(user + 1, query) + if (query < value.length) "?***" else ""
    }
}
