//! Exported functions as statics: those that need no client, and the sources of credentials.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use uniffi_bindgen::interface::{Argument, AsType, Type};

use super::docs::kdoc;
use super::names::camel;
use super::{Model, PACKAGE, fields, head, types};
use crate::id::id;

/// What is asked before anything else, by the loader itself.
const HANDSHAKE: [&str; 2] = ["core_version", "core_fingerprint"];

/// A parameter, and how it is written.
struct Parameter {
    name: String,
    ty: String,
    default: Option<String>,
    write: String,
    is_credentials: bool,
}

impl Parameter {
    fn of(model: &Model<'_>, argument: &Argument) -> Result<Self> {
        let (name, ty) = (camel(argument.name()), argument.as_type());
        if let Type::Object { .. } = ty {
            let write = format!("long({name}.handle())");
            return Ok(Self { name, ty: "Credentials".into(), default: None, write, is_credentials: true });
        }
        let default = match &ty {
            Type::Optional { .. } => Some("null".to_owned()),
            Type::Record { name, .. } => {
                let record = model.interface.get_record_definition(name).context("a record that is not described")?;
                let required = model.fields(record)?.iter().any(fields::Field::is_required);
                (!required && name != "ClientConfig").then(|| format!("{name}()"))
            }
            _ => None,
        };
        let write = types::write(&ty, &name, &name, 0)?;
        Ok(Self { ty: types::kotlin(&ty)?, name, default, write, is_credentials: false })
    }
}

fn parameters(model: &Model<'_>, arguments: &[&Argument]) -> Result<Vec<Parameter>> {
    arguments.iter().map(|argument| Parameter::of(model, argument)).collect()
}

/// A static of a companion.
fn function(name: &str, doc: Option<&str>, parameters: &[Parameter], result: &str, body: &str) -> String {
    let mut text = kdoc(doc, 8);
    text.push_str("        @JvmStatic\n");
    if parameters.iter().any(|parameter| parameter.default.is_some()) {
        text.push_str("        @JvmOverloads\n");
    }
    let list: Vec<String> = parameters
        .iter()
        .map(|parameter| {
            let default = parameter.default.as_ref().map(|default| format!(" = {default}")).unwrap_or_default();
            format!("{}: {}{default}", parameter.name, parameter.ty)
        })
        .collect();
    text.push_str(&format!("        public fun {name}({}): {result} =\n            {body}\n\n", list.join(", ")));
    text
}

fn call(id: i32, parameters: &[Parameter], read: &str) -> String {
    let writes: Vec<&str> = parameters.iter().map(|parameter| &*parameter.write).collect();
    let mut text = format!("NativeCore.call({id}, {{ {} }}) {{ {read} }}", writes.join("; "));
    for parameter in parameters.iter().filter(|parameter| parameter.is_credentials) {
        text.push_str(&format!(".also {{ {}.keepAlive() }}", parameter.name));
    }
    text
}

/// `Ekyc`: what needs no client.
pub fn pure(model: &Model<'_>) -> Result<String> {
    let mut text = head(PACKAGE, &["io.github.ekyc.internal.*"]);
    text.push_str(
        "/** What needs no client: ids for a verification, and the pure half, which signs and reads for an HTTP stack of your own. */
public class Ekyc private constructor() {
    /** All of it. */
    public companion object {
        /** This library's version. */
        @JvmStatic
        public val version: String get() = BindingBuild.VERSION

",
    );
    for described in model.interface.function_definitions() {
        if HANDSHAKE.contains(&described.name()) {
            continue;
        }
        let plain = described.name().strip_prefix("core_").unwrap_or(described.name());
        let name = camel(plain.strip_suffix("_at").unwrap_or(plain));
        let parameters = parameters(model, &described.arguments())?;
        let result = described.return_type().context("a function that gives nothing")?;
        let body = call(id(described.name()).cast_signed(), &parameters, &types::read(result)?);
        text.push_str(&function(&name, described.docstring(), &parameters, &types::kotlin(result)?, &body));
    }
    Ok(text.trim_end().to_owned() + "\n    }\n}\n")
}

/// `Credentials`: the constructors of the core's, and the providers, which are written by hand in `Credentials.kt.in`.
pub fn credentials(model: &Model<'_>) -> Result<String> {
    let object = model.interface.get_object_definition("CoreCredentials").context("there is no CoreCredentials")?;
    let mut text = String::new();
    for constructor in object.constructors() {
        if constructor.name() == "provider" {
            continue;
        }
        let parameters = parameters(model, &constructor.arguments())?;
        let name = camel(constructor.name());
        let mut shown = String::new();
        if parameters.iter().any(|parameter| parameter.name == "accessKeyId") {
            let token =
                if parameters.iter().any(|parameter| parameter.name == "securityToken") { "***" } else { "none" };
            write!(shown, "accessKeyId=$accessKeyId, accessKeySecret=***, securityToken={token}")?;
        } else {
            write!(shown, "source={name}")?;
        }
        let path = format!("{}::{}", object.name(), constructor.name());
        let body = format!("Credentials({}, \"{shown}\")", call(id(&path).cast_signed(), &parameters, "long()"));
        text.push_str(&function(&name, constructor.docstring(), &parameters, "Credentials", &body));
    }
    let template = include_str!("Credentials.kt.in").replace("@SOURCES@\n", text.trim_end_matches('\n'));
    let template = ["provider", "describe_credentials"]
        .iter()
        .fold(template, |template, name| template.replace(&format!("@{name}@"), &id(name).cast_signed().to_string()));
    Ok(head(PACKAGE, &[]) + &template)
}

/// The numbers of what the hand-written half calls.
pub fn numbers() -> String {
    let names = [
        "open_client",
        "stop_client",
        "free_client",
        "free_credentials",
        "complete_promise",
        "fail_promise",
        "callback_arrived",
        "inbox_capacity",
        "inbox_keys",
        "inbox_settled_key",
        "inbox_delivery",
    ];
    let mut text = head("io.github.ekyc.internal", &[]) + "/** Functions by number. */\ninternal object Numbers {\n";
    for name in names {
        text.push_str(&format!("    const val {}: Int = {}\n", name.to_uppercase(), id(name).cast_signed()));
    }
    text + "}\n"
}
