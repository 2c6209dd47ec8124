package ekyc

import kotlin.reflect.KClass
import kotlin.reflect.full.declaredMemberFunctions
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The builders for Java know every field. The records are generated, so a new field would otherwise be forgotten. */
class BuildersTest {
    @Test
    fun `each parameter of a request has its method`() {
        val begun = Ekyc.initializeRequest(ProductCode.FaceVerify, "1", "{}", "user")
        assertEquals(InitializeRequest(ProductCode.FaceVerify, "1", "{}", "user"), begun.build())
        covers(begun, InitializeRequest::class, given = setOf("productCode", "merchantBizId", "metaInfo", "merchantUserId")) { it.build() }
    }

    @Test
    fun `each setting has its method`() {
        assertEquals(ClientConfig(), Ekyc.clientConfig().build())
        covers(Ekyc.clientConfig(), ClientConfig::class) { it.build() }
    }

    @Test
    fun `each part of the settings has its method`() {
        assertEquals(RetrySettings(), Ekyc.retrySettings().build())
        covers(Ekyc.retrySettings(), RetrySettings::class) { it.build() }
        assertEquals(QuotaSettings(10), Ekyc.quotaSettings(10).build())
        covers(Ekyc.quotaSettings(10), QuotaSettings::class, given = setOf("callsPerSecond")) { it.build() }
    }

    @Test
    fun `each option of a call has its method`() {
        assertEquals(CallOptions(), Ekyc.callOptions().build())
        covers(Ekyc.callOptions(), CallOptions::class) { it.build() }
    }

    @Test
    fun `each setting of a source of credentials has its method`() {
        covers(Ekyc.chainSettings(), ChainSettings::class) { it.build() }
        covers(Ekyc.cliProfile(), CliProfile::class) { it.build() }
        covers(Ekyc.iniProfile(), IniProfile::class) { it.build() }
        covers(Ekyc.oidcRole(), OidcRole::class) { it.build() }
        covers(Ekyc.ecsRole(), EcsRole::class) { it.build() }
        covers(Ekyc.credentialsUri(), CredentialsUri::class) { it.build() }
        covers(Ekyc.assumeRole("role"), AssumeRole::class, given = setOf("roleArn")) { it.build() }
        covers(Ekyc.sourceHttp(), SourceHttp::class) { it.build() }
        assertEquals(AssumeRole("role"), Ekyc.assumeRole("role").build())
    }

    @Test
    fun `single extra parameters add up`() {
        val built = Ekyc.initializeRequest(ProductCode.EKyc, "1", "{}", "u").extraParameters(mapOf("A" to "1")).extraParameter("B", "2").build()
        assertEquals(mapOf("A" to "1", "B" to "2"), built.extraParameters)
    }

    /** Sets every parameter that [given] does not have through the method of its name, and looks for it in what is built. */
    private fun <B : Any, R : Any> covers(builder: B, record: KClass<R>, given: Set<String> = emptySet(), build: (B) -> R) {
        val methods = builder::class.declaredMemberFunctions.associateBy { it.name }
        for (parameter in record.primaryConstructor!!.parameters.map { it.name!! } - given) {
            val method = methods[parameter] ?: error("${builder::class.simpleName} has no method $parameter")
            val value = sample(method.parameters.last().type.classifier as KClass<*>)
            method.call(builder, value)
            val property = record.memberProperties.single { it.name == parameter }
            assertEquals(value, property.get(build(builder)), parameter)
        }
    }

    private fun sample(type: KClass<*>): Any = when {
        type == String::class -> "text"
        type == Boolean::class -> true
        type == Long::class -> 7L
        type == Int::class -> 7
        type == RetrySettings::class -> RetrySettings(maxAttempts = 7)
        type == QuotaSettings::class -> QuotaSettings(7)
        type == SourceHttp::class -> SourceHttp(timeoutMs = 7)
        type == Proxy::class -> Proxy.Direct
        type == ByteArray::class -> byteArrayOf(1)
        type == List::class -> listOf(DocPage.Back)
        type == Map::class -> mapOf("A" to "1")
        type.java.isEnum -> type.java.enumConstants.last()
        else -> type.nestedClasses.single { it.simpleName == "Other" }.constructors.single().call("x")
    }
}
