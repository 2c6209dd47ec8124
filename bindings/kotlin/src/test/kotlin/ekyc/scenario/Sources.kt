package ekyc.scenario

import ekyc.AssumeRole
import ekyc.CliProfile
import ekyc.Credentials
import ekyc.CredentialsUri
import ekyc.EcsRole
import ekyc.IniProfile
import ekyc.OidcRole
import ekyc.SourceHttp
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
        fun key(name: String) = of.text(name) ?: error("$kind has no $name")
        return when (kind) {
            "access_key" -> Credentials.accessKey(key("id"), key("secret"))
            "temporary" -> Credentials.temporary(key("id"), key("secret"), key("token"))
            "assume_role" -> Credentials.assumeRole(
                Sources(json["base"]?.jsonObject, info).credentials,
                AssumeRole(
                    roleArn = key("role_arn"),
                    roleSessionName = of.text("role_session_name"),
                    durationSeconds = of.number("duration_seconds"),
                    policy = of.text("policy"),
                    externalId = of.text("external_id"),
                    stsEndpoint = of.text("sts_endpoint"),
                    http = http(of),
                ),
            )
            "oidc_role" -> Credentials.oidcRole(
                OidcRole(
                    roleArn = of.text("role_arn"),
                    providerArn = of.text("provider_arn"),
                    tokenFile = of.text("token_file"),
                    roleSessionName = of.text("role_session_name"),
                    durationSeconds = of.number("duration_seconds"),
                    policy = of.text("policy"),
                    stsEndpoint = of.text("sts_endpoint"),
                    http = http(of),
                ),
            )
            "ecs_role" -> Credentials.ecsRole(
                EcsRole(of.text("role_name"), of.truth("version_1_disabled"), of.text("endpoint"), of.number("timeout_ms")),
            )
            "uri" -> Credentials.uri(CredentialsUri(of.text("uri")))
            "cli_profile" -> Credentials.cliProfile(
                CliProfile(of.text("file"), of.text("profile"), of.text("sts_endpoint"), of.text("ecs_endpoint"), http(of)),
            )
            "ini_profile" -> Credentials.iniProfile(
                IniProfile(of.text("file"), of.text("profile"), of.text("sts_endpoint"), of.text("ecs_endpoint"), http(of)),
            )
            else -> error("no such credentials: $kind")
        }
    }

    private fun http(of: JsonObject): SourceHttp = of.within("http").let { json ->
        SourceHttp(
            connectTimeoutMs = json.number("connect_timeout_ms"),
            timeoutMs = json.number("timeout_ms"),
            extraRootCertificatesPem = info.text("ca_pem"),
        )
    }
}
