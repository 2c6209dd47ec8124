//! A record: a class with a builder.

use anyhow::Result;
use uniffi_bindgen::interface::Record;

use super::docs::kdoc;
use super::fields::{self, Field};
use super::{Model, PACKAGE, head};

pub fn file(model: &Model<'_>, record: &Record) -> Result<String> {
    let fields = model.fields(record)?;
    let mut imports = fields::imports(&fields);
    imports.push("io.github.ekyc.internal.Shown");
    imports.sort_unstable();
    let mut text = head(PACKAGE, &imports);
    text.push_str(&kdoc(record.docstring(), 0));
    let serializable = model.carried.contains(record.name());
    text.push_str(&class(record.name(), &fields, "", serializable, 0)?);
    Ok(text)
}

/// The class and its builder. `parent` is what it extends, with parentheses.
pub fn class(name: &str, fields: &[Field], parent: &str, serializable: bool, indent: usize) -> Result<String> {
    let mut parents: Vec<&str> = Vec::new();
    if !parent.is_empty() {
        parents.push(parent);
    }
    if serializable {
        parents.push("java.io.Serializable");
    }
    let parents = if parents.is_empty() { String::new() } else { format!(" : {}", parents.join(", ")) };
    let mut text = format!("public class {name} private constructor(builder: Builder){parents} {{\n");
    for field in fields {
        text.push_str(&property(field)?);
    }
    text.push_str(&methods(name, fields));
    text.push_str(&builder(name, fields)?);
    text.push_str(&companion(name, fields, serializable)?);
    text.push_str("}\n");
    Ok(indented(&text, indent))
}

/// Every line further to the right.
pub fn indented(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    text.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("{margin}{line}\n") }).collect()
}

fn property(field: &Field) -> Result<String> {
    let (name, ty) = (&field.name, field.kotlin()?);
    let copy = match (field.is_collection(), field.is_optional()) {
        (false, _) => "",
        (true, true) if ty.starts_with("Map") => "?.toMap()",
        (true, false) if ty.starts_with("Map") => ".toMap()",
        (true, true) => "?.toList()",
        (true, false) => ".toList()",
    };
    let mut text = kdoc(Some(&field.doc), 4);
    text.push_str(&format!("    public val {name}: {ty} = builder.{name}{copy}\n\n"));
    if let Some(java) = field.java() {
        let question = if field.is_optional() { "?" } else { "" };
        let getter = super::names::capital(name);
        text.push_str(&format!("    /** As [{name}], for Java. */\n"));
        text.push_str(&format!("    public fun get{getter}(): {java} = {name}{question}.toJavaDuration()\n\n"));
    }
    Ok(text)
}

fn methods(name: &str, fields: &[Field]) -> String {
    let mut text = format!(
        "    /** A builder with the values of this. */\n    public fun toBuilder(): Builder = {}",
        builder_call("Builder", fields, |field| field.name.clone())
    );
    let optional: Vec<&Field> = fields.iter().filter(|field| !field.is_required()).collect();
    if optional.is_empty() {
        text.push('\n');
    } else {
        text.push_str(".also {\n");
        for field in optional {
            text.push_str(&format!("        it.{0} = {0}\n", field.name));
        }
        text.push_str("    }\n");
    }
    text.push_str(&format!(
        "\n    /** This, with changes. */\n    @JvmSynthetic\n    public fun copy(change: Builder.() -> Unit): {name} = toBuilder().apply(change).build()\n\n"
    ));
    let equal: Vec<String> = fields.iter().map(Field::equal).collect();
    text.push_str(&format!(
        "    /** Compares the contents. */\n    override fun equals(other: Any?): Boolean = this === other || other is {name} &&\n        {}\n\n",
        if equal.is_empty() { "true".into() } else { equal.join(" &&\n        ") }
    ));
    text.push_str("    /** Fits [equals]. */\n    override fun hashCode(): Int {\n        var hash = 1\n");
    for field in fields {
        text.push_str(&format!("        hash = 31 * hash + {}\n", field.hash()));
    }
    text.push_str("        return hash\n    }\n\n");
    let shown: String = fields.iter().map(|field| format!("\n        {}", field.shown())).collect();
    text.push_str(&format!(
        "    /** Shows what is set, and of secrets and personal data that it is set. */\n    override fun toString(): String = Shown(\"{name}\"){shown}\n        .toString()\n\n"
    ));
    text
}

fn builder_call(callee: &str, fields: &[Field], value: impl Fn(&Field) -> String) -> String {
    let values: Vec<String> = fields.iter().filter(|field| field.is_required()).map(value).collect();
    format!("{callee}({})", values.join(", "))
}

fn builder(name: &str, fields: &[Field]) -> Result<String> {
    let required: Result<Vec<String>> = fields
        .iter()
        .filter(|field| field.is_required())
        .map(|field| Ok(format!("{}: {}", field.name, field.kotlin()?)))
        .collect();
    let mut text = format!(
        "    /** Builds [{name}]. What is not set has its default. */\n    public class Builder internal constructor({}) {{\n",
        required?.join(", ")
    );
    for field in fields {
        let (field_name, ty) = (&field.name, field.kotlin()?);
        let value = field.default.as_ref().unwrap_or(field_name);
        text.push_str(&format!(
            "        /** See [{name}.{field_name}]. */\n        @get:JvmSynthetic\n        @set:JvmSynthetic\n        public var {field_name}: {ty} = {value}\n\n"
        ));
        let (java, convert) = match field.java() {
            Some(java) => (java, if field.is_optional() { "?.toKotlinDuration()" } else { ".toKotlinDuration()" }),
            None => (ty, ""),
        };
        text.push_str(&format!(
            "        /** See [{name}.{field_name}]. */\n        public fun {field_name}({field_name}: {java}): Builder = apply {{ this.{field_name} = {field_name}{convert} }}\n\n"
        ));
    }
    text.push_str(&format!("        /** What was built. Mistakes are told when it is used. */\n        public fun build(): {name} = {name}(this)\n    }}\n\n"));
    Ok(text)
}

fn companion(name: &str, fields: &[Field], serializable: bool) -> Result<String> {
    let required: Vec<&Field> = fields.iter().filter(|field| field.is_required()).collect();
    let kotlin: Result<Vec<String>> =
        required.iter().map(|field| Ok(format!("{}: {}", field.name, field.kotlin()?))).collect();
    let mut parameters = kotlin?;
    let java: Result<Vec<String>> = required
        .iter()
        .map(|field| Ok(format!("{}: {}", field.name, field.java().map_or_else(|| field.kotlin(), Ok)?)))
        .collect();
    let call = builder_call("Builder", fields, |field| field.name.clone());
    let from_java = builder_call("Builder", fields, |field| {
        if field.is_duration() { format!("{}.toKotlinDuration()", field.name) } else { field.name.clone() }
    });
    parameters.push("build: Builder.() -> Unit = {}".to_owned());
    let mut text = String::from("    /** Makes them. */\n    public companion object {\n");
    if serializable {
        text.push_str("        private const val serialVersionUID: Long = 1\n\n");
    }
    text.push_str(&format!(
        "        /** What must be given by name, and the rest in a block: `{name}(...) {{ ... }}`. */\n        @JvmSynthetic\n        public operator fun invoke({}): {name} = {call}.apply(build).build()\n\n",
        parameters.join(", ")
    ));
    text.push_str(&format!(
        "        /** A builder, with what must be given. For Java. */\n        @JvmStatic\n        public fun builder({}): Builder = {from_java}\n    }}\n",
        java?.join(", ")
    ));
    Ok(text)
}
