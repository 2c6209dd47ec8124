//! Functions that need no credentials, as free functions, and the client's own that do not wait. Those with more to say in Swift are written by
//! hand there.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{Argument, AsType, Method, Type};

use super::docs::comment;
use super::names::{camel, public};
use super::types;
use crate::id::id;

/// Written by hand, or asked for by the library itself.
const BY_HAND: [&str; 10] = [
    "core_version",
    "core_fingerprint",
    "core_new_merchant_biz_id",
    "core_mask_merchant_user_id",
    "core_read_initialize",
    "core_sign_initialize",
    "core_sign_initialize_at",
    "core_sign_check_result",
    "core_sign_operation",
    "core_sign_acs3",
];

/// The client's that take the number of a call, or give nothing, stand behind others of its functions.
fn is_plumbing(method: &Method) -> bool {
    method.is_async()
        || method.name().ends_with("_blocking")
        || method.arguments().iter().any(|argument| matches!(argument.as_type(), Type::UInt64))
}

pub fn file(interface: &ComponentInterface) -> Result<String> {
    let mut text = String::new();
    for function in interface.function_definitions() {
        if BY_HAND.contains(&function.name()) {
            continue;
        }
        let name = camel(function.name().strip_prefix("core_").unwrap_or(function.name()));
        let result = function.return_type().context("a function that gives nothing")?;
        text.push_str(&one(function.name(), &name, function.docstring(), &function.arguments(), result, "NativeCore")?);
        text.push('\n');
    }
    let client = interface.get_object_definition("CoreClient").context("there is no CoreClient")?;
    let mut methods = String::new();
    for method in client.methods() {
        let Some(result) = method.return_type().filter(|_| !is_plumbing(method)) else {
            continue;
        };
        let name = camel(method.name());
        methods.push_str(&one(method.name(), &name, method.docstring(), &method.arguments(), result, "core")?);
        methods.push('\n');
    }
    if !methods.is_empty() {
        writeln!(text, "extension EkycClient {{\n{}}}", super::indented(methods.trim_end(), 4))?;
    }
    Ok(text)
}

/// The first argument has no label if it is a value of a type of ours.
fn one(
    rust: &str,
    name: &str,
    doc: Option<&str>,
    arguments: &[&Argument],
    result: &Type,
    through: &str,
) -> Result<String> {
    let mut parameters = Vec::new();
    let mut writes = String::new();
    for (place, argument) in arguments.iter().enumerate() {
        let (ty, label) = (argument.as_type(), camel(argument.name()));
        let silent = if place == 0 { "_ " } else { "" };
        let default = if matches!(ty, Type::Optional { .. }) { " = nil" } else { "" };
        parameters.push(format!("{silent}{label}: {}{default}", types::swift(&ty)?));
        writeln!(writes, "        {}", types::write(&ty, &label)?)?;
    }
    let nothing = if arguments.is_empty() { "        _ = writer\n" } else { "" };
    Ok(format!(
        "{}public func {name}({}) throws(EkycError) -> {} {{\n    try {through}.call({}) {{ writer in\n{writes}{nothing}    }} read: {{ reader in\n        try {}\n    }}\n}}\n",
        comment(doc, 0),
        parameters.join(", "),
        public(&types::swift(result)?),
        id(rust),
        types::read(result)?
    ))
}
