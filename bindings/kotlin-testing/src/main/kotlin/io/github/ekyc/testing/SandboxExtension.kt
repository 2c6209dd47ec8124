package io.github.ekyc.testing

import org.junit.jupiter.api.extension.AfterAllCallback
import org.junit.jupiter.api.extension.BeforeAllCallback
import org.junit.jupiter.api.extension.BeforeEachCallback
import org.junit.jupiter.api.extension.ExtensionContext
import org.junit.jupiter.api.extension.ParameterContext
import org.junit.jupiter.api.extension.ParameterResolver

/**
 * A [Sandbox] for the tests of one class, which forgets everything before each of them.
 *
 * `@ExtendWith(SandboxExtension::class)` on the class gives it to each test that has a parameter of that type. With options, register it in
 * a static field, and ask it for [sandbox]:
 *
 * ```kotlin
 * companion object {
 *     @JvmField
 *     @RegisterExtension
 *     val extension = SandboxExtension("--calls-per-second", "10")
 * }
 * ```
 *
 * @param options of the program `ekyc-sandbox`
 */
public class SandboxExtension(private vararg val options: String) : BeforeAllCallback, BeforeEachCallback, AfterAllCallback, ParameterResolver {
    /** With no options, as JUnit makes it. */
    public constructor() : this(*emptyArray<String>())

    private var started: Sandbox? = null
    private var startedBy: String? = null

    /** The sandbox, from before the first test of the class to after the last. */
    public val sandbox: Sandbox
        get() = checkNotNull(started) { "the sandbox runs from before the first test of the class to after the last" }

    /** Starts it, once for a class and those nested in it. */
    override fun beforeAll(context: ExtensionContext) {
        if (started != null) return
        started = Sandbox.start(*options)
        startedBy = context.uniqueId
    }

    /** Lets it forget. */
    override fun beforeEach(context: ExtensionContext) {
        sandbox.control.reset()
    }

    /** Ends it, with the class that it was started for. */
    override fun afterAll(context: ExtensionContext) {
        if (context.uniqueId != startedBy) return
        started?.close()
        started = null
    }

    /** Whether the parameter is a [Sandbox]. */
    override fun supportsParameter(parameter: ParameterContext, context: ExtensionContext): Boolean =
        parameter.parameter.type == Sandbox::class.java

    /** The sandbox. */
    override fun resolveParameter(parameter: ParameterContext, context: ExtensionContext): Any = sandbox
}
