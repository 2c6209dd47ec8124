//! The error as a hierarchy of exceptions.

use std::fmt::Write as _;

use anyhow::Result;
use uniffi_bindgen::interface::Variant;

use super::docs::kdoc;
use super::fields::{self, Field};
use super::names::{capital, snake};
use super::{Model, PACKAGE, head};

/// What the parent class has, from whichever case has it.
const OF_THE_PARENT: [&str; 2] = ["fault", "attempts"];

/// What the parent class computes from the fault, and a case may know by itself.
const OVERRIDDEN: [&str; 3] = ["httpStatus", "requestId", "code"];

const PARENT: &str = r#"public abstract class EkycException internal constructor(
    message: String,
    /** The kind in snake case, for example `access_denied`: for logs, metrics and scripts. The same in every language. */
    public val kind: String,
    /** What the service said, if the error is the service's answer. */
    public val fault: ServiceFault?,
    attempts: Attempts,
    cause: Throwable?,
) : RuntimeException(message, cause), CopyableThrowable<EkycException> {
    /** How often the call was sent: 0 if it ended before the first attempt, 1 if it was not repeated. */
    public val attempts: Int = attempts.count

    /**
     * `true` if an attempt may have reached the service while no answer told the outcome: it may have created a
     * transaction. Initialize is not idempotent, so a repeated call can create a second one.
     */
    @get:JvmName("isOutcomeUnknown")
    public val outcomeUnknown: Boolean = attempts.outcomeUnknown

    /** The tag that the call's options gave it; `null` without one. */
    public var tag: String? = null
        @JvmSynthetic internal set

    /** A readable sentence, never empty, with the service's code and request id where there is one. */
    override val message: String get() = super.message.orEmpty()

    /** The service's `Code`, for example `Forbidden.RAMUserAccessDenied`; `null` if the service did not answer with one. */
    public open val code: String? get() = fault?.code

    /** The HTTP status of the answer; `null` if there was none. */
    public open val httpStatus: Int? get() = fault?.httpStatus

    /** The service's `RequestId`, which the vendor's support asks for; `null` if there is none. */
    public open val requestId: String? get() = fault?.requestId

    /** The service's own words, with values of the request masked; `null` if it said nothing. */
    public val serviceText: String? get() = fault?.text?.ifEmpty { null }

    /** Both, for a copy. */
    internal fun howOften(): Attempts = Attempts(count = attempts, outcomeUnknown = outcomeUnknown)

    /** For coroutines, which show a failed call's caller with a copy of the exception that has the first one as its cause. */
    abstract override fun createCopy(): EkycException

"#;

pub fn file(model: &Model<'_>) -> Result<String> {
    let mut text = head(
        PACKAGE,
        &[
            "kotlin.time.Duration",
            "kotlin.time.toJavaDuration",
            "kotlin.time.toKotlinDuration",
            "kotlinx.coroutines.CopyableThrowable",
        ],
    );
    let text_of_error = model.error.docstring().unwrap_or_default();
    let more = "\n\nA later version may add a subclass, so a `when` over them needs its `else`. The constructors are for tests.";
    text.push_str(&kdoc(Some(&format!("{text_of_error}{more}")), 0));
    text.push_str("@OptIn(kotlinx.coroutines.ExperimentalCoroutinesApi::class)\n");
    text.push_str(PARENT);
    for case in model.error.variants() {
        text.push_str(&class(case)?);
        text.push('\n');
    }
    text.push_str("    private companion object {\n        const val serialVersionUID: Long = 1\n    }\n}\n");
    Ok(text)
}

fn class(case: &Variant) -> Result<String> {
    let all = fields::all(case.fields())?;
    let own: Vec<&Field> = all.iter().filter(|field| !OF_THE_PARENT.contains(&&*field.name)).collect();
    let mut text = kdoc(case.docstring(), 4);
    writeln!(text, "    public class {} @JvmOverloads constructor(\n        message: String,", case.name())?;
    let required = |field: &&&Field| !field.is_optional();
    for field in own.iter().filter(required).chain(own.iter().filter(|field| field.is_optional())) {
        let default = if field.is_optional() { " = null" } else { "" };
        match field.java() {
            Some(java) => writeln!(text, "        {}: {java}{default},", field.name)?,
            None => {
                text.push_str(&kdoc(Some(&field.doc), 8));
                let modifiers = if OVERRIDDEN.contains(&&*field.name) { "override val" } else { "val" };
                writeln!(text, "        public {modifiers} {}: {}{default},", field.name, field.kotlin()?)?;
            }
        }
    }
    let has = |name: &str| all.iter().find(|field| field.name == name);
    if let Some(fault) = has("fault") {
        let default = if fault.is_optional() { " = null" } else { "" };
        writeln!(text, "        fault: {}{default},", fault.kotlin()?)?;
    }
    if has("attempts").is_some() {
        writeln!(text, "        attempts: Attempts = Attempts(count = 0, outcomeUnknown = false),")?;
    }
    writeln!(
        text,
        "        cause: Throwable? = null,\n    ) : EkycException(message, \"{}\", {}, {}, cause) {{",
        snake(case.name()),
        if has("fault").is_some() { "fault" } else { "null" },
        if has("attempts").is_some() { "attempts" } else { "Attempts(count = 0, outcomeUnknown = false)" },
    )?;
    let durations: Vec<&&Field> = own.iter().filter(|field| field.is_duration()).collect();
    for field in &durations {
        let (name, question) = (&field.name, if field.is_optional() { "?" } else { "" });
        writeln!(text, "        private val {name}Value: java.time.Duration{question} = {name}\n")?;
        text.push_str(&kdoc(Some(&field.doc), 8));
        writeln!(
            text,
            "        public val {name}: Duration{question} get() = {name}Value{question}.toKotlinDuration()\n"
        )?;
        writeln!(text, "        /** As [{name}], for Java. */")?;
        writeln!(text, "        public fun get{}(): java.time.Duration{question} = {name}Value\n", capital(name))?;
    }
    if let [field] = durations.as_slice() {
        text.push_str(&kotlin_constructor(&own, field, &all)?);
    }
    let mut copied = vec!["message".to_owned()];
    copied.extend(own.iter().map(|field| {
        if field.is_duration() { format!("{0} = {0}Value", field.name) } else { format!("{0} = {0}", field.name) }
    }));
    if let Some(fault) = has("fault") {
        copied.push(if fault.is_optional() { "fault = fault".into() } else { "fault = fault!!".into() });
    }
    if has("attempts").is_some() {
        copied.push("attempts = howOften()".into());
    }
    copied.push("cause = this".into());
    writeln!(
        text,
        "        /** A copy with this as its cause. */\n        override fun createCopy(): {0} = {0}({1}).also {{ it.tag = tag }}\n",
        case.name(),
        copied.join(", ")
    )?;
    writeln!(
        text,
        "        private companion object {{\n            const val serialVersionUID: Long = 1\n        }}\n    }}"
    )?;
    Ok(text)
}

/// The same constructor with Kotlin's duration. Java cannot see it.
fn kotlin_constructor(own: &[&Field], duration: &Field, all: &[Field]) -> Result<String> {
    let mut parameters = vec!["message: String".to_owned()];
    let mut arguments = vec!["message".to_owned()];
    for field in own {
        let name = &field.name;
        if name == &duration.name {
            let question = if field.is_optional() { "?" } else { "" };
            parameters.push(format!("{name}: Duration"));
            let _ = question;
            arguments.push(format!("{name} = {name}.toJavaDuration()"));
        } else {
            parameters.push(format!("{name}: {}", field.kotlin()?));
            arguments.push(format!("{name} = {name}"));
        }
    }
    for name in OF_THE_PARENT {
        if let Some(field) = all.iter().find(|field| field.name == name) {
            let default = if name == "attempts" { " = Attempts(count = 0, outcomeUnknown = false)" } else { "" };
            parameters.push(format!("{name}: {}{default}", field.kotlin()?));
            arguments.push(format!("{name} = {name}"));
        }
    }
    Ok(format!(
        "        /** As the other, with Kotlin's duration. */\n        public constructor({}) : this({})\n\n",
        parameters.join(", "),
        arguments.join(", ")
    ))
}

/// The reader of what a failure's bytes hold.
pub fn reader(model: &Model<'_>) -> Result<String> {
    let mut text = String::from(
        "internal fun Reader.ekycException(): EkycException {\n    val message = string()\n    when (val case = int()) {\n",
    );
    for (index, case) in model.error.variants().iter().enumerate() {
        writeln!(text, "        {} -> {{", index + 1)?;
        let fields = fields::all(case.fields())?;
        let mut arguments = vec!["message".to_owned()];
        for field in &fields {
            let (name, java) =
                (&field.name, if field.is_optional() { "?.toJavaDuration()" } else { ".toJavaDuration()" });
            let convert = if field.is_duration() { java } else { "" };
            writeln!(text, "            val {name} = {}", field.read()?)?;
            arguments.push(format!("{name} = {name}{convert}"));
        }
        writeln!(text, "            return EkycException.{}({})\n        }}", case.name(), arguments.join(", "))?;
    }
    text.push_str("        else -> unknown(case)\n    }\n}\n");
    Ok(text.replace(".toJavaDuration()", ".inJava()"))
}
