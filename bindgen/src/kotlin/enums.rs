//! Other enums: Kotlin's own, or a class with a subclass for each case that has fields.

use anyhow::Result;
use uniffi_bindgen::interface::Enum;

use super::docs::kdoc;
use super::fields::{self, Field};
use super::names::constant;
use super::records::class;
use super::{PACKAGE, head};

/// Cases without fields.
pub fn plain(item: &Enum) -> Result<String> {
    let mut text = head(PACKAGE, &[]);
    text.push_str(&kdoc(item.docstring(), 0));
    text.push_str(&format!("public enum class {} {{\n", item.name()));
    for case in item.variants() {
        text.push_str(&kdoc(case.docstring(), 4));
        text.push_str(&format!("    {},\n\n", constant(case.name())));
    }
    Ok(text.trim_end().to_owned() + "\n}\n")
}

/// At least one case has fields. The class is not sealed: a later version may add a case, so a `when` needs its `else`.
pub fn with_fields(item: &Enum) -> Result<String> {
    let all: Result<Vec<Vec<Field>>> = item.variants().iter().map(|case| fields::all(case.fields())).collect();
    let all: Vec<Field> = all?.into_iter().flatten().collect();
    let mut imports = fields::imports(&all);
    imports.push("io.github.ekyc.internal.Shown");
    imports.sort_unstable();
    let name = item.name();
    let mut text = head(PACKAGE, &imports);
    text.push_str(&kdoc(item.docstring(), 0));
    text.push_str(&format!("public abstract class {name} internal constructor() {{\n"));
    for case in item.variants().iter().filter(|case| case.has_fields()) {
        text.push_str(&kdoc(case.docstring(), 4));
        text.push_str(&class(case.name(), &fields::all(case.fields())?, &format!("{name}()"), false, 4)?);
        text.push('\n');
    }
    text.push_str(&format!(
        "    private class Case(private val name: String) : {name}() {{\n        override fun toString(): String = \"{name}.$name\"\n    }}\n\n"
    ));
    text.push_str("    /** The cases that carry nothing. */\n    public companion object {\n");
    for case in item.variants().iter().filter(|case| !case.has_fields()) {
        text.push_str(&kdoc(case.docstring(), 8));
        let constant = constant(case.name());
        text.push_str(&format!("        @JvmField\n        public val {constant}: {name} = Case(\"{constant}\")\n\n"));
    }
    Ok(text.trim_end().to_owned() + "\n    }\n}\n")
}
