//! An open enum: the service's codes as constants of a class, which takes any other code as well.

use anyhow::{Context, Result};
use uniffi_bindgen::interface::{Enum, Variant};

use super::docs::kdoc;
use super::names::constant;
use super::{Model, PACKAGE, head};

/// Whether this case makes the enum an open one.
pub fn is_other(variant: &Variant) -> bool {
    variant.name() == "Other"
        && variant.fields().len() == 1
        && variant.fields().iter().all(|field| field.name() == "code")
}

/// The code with which a case's documentation begins, in back quotes. The macro `open_enum!` refuses a case whose documentation does not.
fn code(variant: &Variant) -> Result<&str> {
    let doc = variant.docstring().unwrap_or_default().trim_start();
    let code = doc.strip_prefix('`').and_then(|rest| rest.split_once('`'));
    Ok(code.with_context(|| format!("the documentation of `{}` does not begin with its code", variant.name()))?.0)
}

pub fn file(model: &Model<'_>, item: &Enum) -> Result<String> {
    let name = item.name();
    let cases: Vec<&Variant> =
        model.but_the_newest(item.variants().iter().filter(|variant| !is_other(variant)).collect());
    let mut text = head(PACKAGE, &[]);
    text.push_str(&kdoc(item.docstring(), 0));
    text.push_str(&format!(
        "public class {name} private constructor(
    /** The value as it travels to the service: for configuration files, and for JSON with [fromCode]. */
    public val code: String,
    @Transient @get:JvmSynthetic internal val place: Int,
) : java.io.Serializable {{
    /** Compares the codes. */
    override fun equals(other: Any?): Boolean = other is {name} && code == other.code

    /** Fits [equals]. */
    override fun hashCode(): Int = code.hashCode()

    /** The code. */
    override fun toString(): String = code

    /** A value that was read from a stream is one of the constants, if there is one. */
    private fun readResolve(): Any = fromCode(code)

    /** The values that this version names, and the way to others. */
    public companion object {{
        private const val serialVersionUID: Long = 1

"
    ));
    for (index, case) in cases.iter().enumerate() {
        text.push_str(&kdoc(case.docstring(), 8));
        text.push_str(&format!(
            "        @JvmField\n        public val {}: {name} = {name}({:?}, {})\n\n",
            constant(case.name()),
            code(case)?,
            index + 1
        ));
    }
    let names: Vec<String> = cases.iter().map(|case| constant(case.name())).collect();
    text.push_str(&format!(
        "        private val named: List<{name}> = listOf({})

        /** Every value that this version names, in the order of the vendor's page. */
        @JvmStatic
        public fun values(): List<{name}> = named

        /** The value with this code. One that this version does not name is sent to the service unchanged. */
        @JvmStatic
        public fun fromCode(code: String): {name} = named.firstOrNull {{ it.code == code }} ?: {name}(code, {})
    }}
}}
",
        names.join(", "),
        item.variants().len()
    ));
    Ok(text)
}
