package io.github.ekyc

import io.github.ekyc.support.oneAttempt
import io.github.ekyc.testing.Sandbox
import io.github.ekyc.testing.SandboxExtension
import kotlin.time.Duration.Companion.seconds
import io.github.ekyc.support.aRequest
import io.github.ekyc.support.fails
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.jupiter.api.io.TempDir

/** Each source reaches the wire; what they do in every case the core's tests show. */
class CredentialSourcesTest {
    @TempDir
    lateinit var folder: Path

    private val role = "acs:ram::123456789012:role/ekyc"

    private val http get() = SourceHttp { extraRootCertificatesPem = sandbox.rootCertificatePem; proxy = Proxy.DIRECT }

    @Test
    suspend fun `a profile of the command line tool`() {
        val path = folder.resolve("config.json")
        path.writeText(
            """{"current":"p","profiles":[{"name":"p","mode":"AK","access_key_id":"${sandbox.accessKeyId}","access_key_secret":"${sandbox.accessKeySecret}"}]}""",
        )
        call(Credentials.cliProfile(CliProfile { file = "$path"; profile = "p" }))
    }

    @Test
    suspend fun `a profile of the credentials file`() {
        val path = folder.resolve("credentials.ini")
        path.writeText("[p]\ntype = access_key\naccess_key_id = ${sandbox.accessKeyId}\naccess_key_secret = ${sandbox.accessKeySecret}\n")
        call(Credentials.iniProfile(IniProfile { file = "$path"; profile = "p" }))
    }

    @Test
    suspend fun `the role of an instance`() = call(Credentials.ecsRole(EcsRole { endpoint = sandbox.control.info().metadataEndpoint }))

    @Test
    suspend fun `a credentials URI`() = call(Credentials.uri(CredentialsUri { uri = "${sandbox.control.info().metadataEndpoint}/credentials" }))

    @Test
    suspend fun `a role assumed with other keys`() {
        call(Credentials.assumeRole(sandbox.credentials(), AssumeRole(roleArn = role) { stsEndpoint = sandbox.endpoint; http = this@CredentialSourcesTest.http }))
        assertEquals(listOf("AssumeRole", "Initialize"), sandbox.control.seen().events.map { it.action })
    }

    @Test
    suspend fun `a role for an identity token`() {
        val token = folder.resolve("token").also { it.writeText("a.b.c") }
        call(
            Credentials.oidcRole(
                OidcRole {
        roleArn = role
        providerArn = "acs:ram::123456789012:oidc-provider/p"
        tokenFile = "$token"
        stsEndpoint = sandbox.endpoint
        http = this@CredentialSourcesTest.http
    },
            ),
        )
    }

    @Test
    suspend fun `the chain takes the first source that gives keys, or names each with its reason`() {
        val none = folder.resolve("none").toString()
        call(Credentials.defaultChain(ChainSettings { passOverFailures = true; cliProfileFile = none; iniProfileFile = none; ecsEndpoint = sandbox.control.info().metadataEndpoint }))
        val nothing = Credentials.defaultChain(ChainSettings { passOverFailures = true; cliProfileFile = none; iniProfileFile = none; ecsEndpoint = "http://127.0.0.1:1" })
        EkycClient(sandbox.oneAttempt, nothing).use { client ->
            val error = fails<EkycException.Credentials>("credentials") { client.initialize(aRequest()) }
            for (word in listOf("ALIBABA_CLOUD_ACCESS_KEY_ID", "OIDC", none, "URI")) assertTrue(error.message.contains(word), error.message)
        }
    }

    @Test
    fun `a wrong setting is named`() {
        val wrong = mapOf<String, () -> Credentials>(
            "endpoint" to { Credentials.ecsRole(EcsRole { endpoint = "https://" }) },
            "uri" to { Credentials.uri(CredentialsUri { uri = "http://elsewhere.example/" }) },
            "duration" to { Credentials.assumeRole(sandbox.credentials(), AssumeRole(roleArn = role) { duration = 1.seconds }) },
        )
        for ((setting, make) in wrong) {
            assertEquals(setting, fails<EkycException.InvalidConfiguration>("invalid_configuration") { make() }.setting)
        }
    }

    private suspend fun call(credentials: Credentials) {
        EkycClient(sandbox.oneAttempt, credentials).use { assertEquals(32, it.initialize(aRequest()).transactionId.length) }
    }

    companion object {
        @JvmField @RegisterExtension
        val extension = SandboxExtension("--metadata", "127.0.0.1:0")

        val sandbox: Sandbox get() = extension.sandbox
    }
}
