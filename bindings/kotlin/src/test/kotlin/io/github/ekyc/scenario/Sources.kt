package io.github.ekyc.scenario

import kotlin.time.Duration.Companion.seconds
import kotlin.time.Duration.Companion.milliseconds
import io.github.ekyc.AssumeRole
import io.github.ekyc.CliProfile
import io.github.ekyc.Credentials
import io.github.ekyc.CredentialsUri
import io.github.ekyc.EcsRole
import io.github.ekyc.IniProfile
import io.github.ekyc.OidcRole
import io.github.ekyc.SourceHttp
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** A client's credentials from a scenario's JSON, and the provider if they come from one. */
class Sources(json: JsonObject?, private val info: JsonObject) {
    val provider: Scripted? = json?.get("provider")?.let { Scripted(json.list("provider")) }

    val credentials: Credentials = when {
        provider != null -> Credentials.provider(provider)
        json != null -> from(json)
        else -> Credentials.accessKey("id", "secret")
    }

    private fun from(json: JsonObject): Credentials {
        val (kind, value) = json.entries.single { it.key != "base" }
        val of = value.jsonObject
        json.only("$kind base")
        of.only(MEMBERS.getValue(kind))
        fun key(name: String) = of.text(name) ?: error("$kind has no $name")
        return when (kind) {
            "access_key" -> Credentials.accessKey(key("id"), key("secret"))
            "temporary" -> Credentials.temporary(key("id"), key("secret"), key("token"))
            "assume_role" -> Credentials.assumeRole(
                Sources(json["base"]?.jsonObject, info).credentials,
                AssumeRole(roleArn = key("role_arn")) {
        roleSessionName = of.text("role_session_name")
        duration = of.number("duration_seconds")?.seconds
        policy = of.text("policy")
        externalId = of.text("external_id")
        stsEndpoint = of.text("sts_endpoint")
        http = this@Sources.http(of)
    },
            )
            "oidc_role" -> Credentials.oidcRole(
                OidcRole {
        roleArn = of.text("role_arn")
        providerArn = of.text("provider_arn")
        tokenFile = of.text("token_file")
        roleSessionName = of.text("role_session_name")
        duration = of.number("duration_seconds")?.seconds
        policy = of.text("policy")
        stsEndpoint = of.text("sts_endpoint")
        http = this@Sources.http(of)
    },
            )
            "ecs_role" -> Credentials.ecsRole(
                EcsRole { roleName = of.text("role_name"); version1Disabled = of.truth("version_1_disabled"); endpoint = of.text("endpoint"); timeout = of.number("timeout_ms")?.milliseconds },
            )
            "uri" -> Credentials.uri(CredentialsUri { uri = of.text("uri") })
            "cli_profile" -> Credentials.cliProfile(
                CliProfile { file = of.text("file"); profile = of.text("profile"); stsEndpoint = of.text("sts_endpoint"); ecsEndpoint = of.text("ecs_endpoint"); http = this@Sources.http(of) },
            )
            "ini_profile" -> Credentials.iniProfile(
                IniProfile { file = of.text("file"); profile = of.text("profile"); stsEndpoint = of.text("sts_endpoint"); ecsEndpoint = of.text("ecs_endpoint"); http = this@Sources.http(of) },
            )
            else -> error("no such credentials: $kind")
        }
    }

    private fun http(of: JsonObject): SourceHttp = of.within("http").let { json ->
        json.only("connect_timeout_ms timeout_ms")
        SourceHttp {
        connectTimeout = json.number("connect_timeout_ms")?.milliseconds
        timeout = json.number("timeout_ms")?.milliseconds
        extraRootCertificatesPem = info.text("ca_pem")
    }
    }

    private companion object {
        /** What each kind of credentials reads. */
        val MEMBERS = mapOf(
            "access_key" to "id secret",
            "temporary" to "id secret token",
            "assume_role" to "role_arn role_session_name duration_seconds policy external_id sts_endpoint http",
            "oidc_role" to "role_arn provider_arn token_file role_session_name duration_seconds policy sts_endpoint http",
            "ecs_role" to "role_name version_1_disabled endpoint timeout_ms",
            "uri" to "uri",
            "cli_profile" to "file profile sts_endpoint ecs_endpoint http",
            "ini_profile" to "file profile sts_endpoint ecs_endpoint http",
        )
    }
}
