//! What a field's description says to both languages.

use anyhow::{Result, bail};
use uniffi_bindgen::interface::{AsType, DefaultValue, Field, Literal, Type};

use super::names::{Unit, without_unit};
use super::types::{inner, plain};

/// A field's name without its unit, still in Rust's spelling, the unit, and the type.
pub fn name_and_type(field: &Field) -> (String, Unit, Type) {
    let ty = field.as_type();
    let is_number = matches!(inner(&ty).unwrap_or(&ty), Type::Int64);
    let (name, unit) = if is_number { without_unit(field.name()) } else { (field.name().into(), Unit::None) };
    (name, unit, ty)
}

/// Whether the documentation says that no format shows it.
pub fn is_secret(doc: &str) -> bool {
    let said = doc.to_lowercase().replace('\n', " ");
    said.contains("never printed") || said.contains("not printed")
}

/// How a language writes nothing.
pub struct Empty {
    pub nothing: &'static str,
    pub list: &'static str,
    pub map: &'static str,
    pub bytes: &'static str,
}

/// What a field is without being set; `None` if it must be. Without a default it may be left out all the same if it can be absent or empty.
pub fn default_of(
    ty: &Type,
    default: Option<&DefaultValue>,
    empty: &Empty,
    number: impl Fn(String) -> String,
) -> Result<Option<String>> {
    Ok(Some(match default {
        Some(DefaultValue::Literal(literal)) => match literal {
            Literal::Boolean(value) => value.to_string(),
            Literal::String(value) => format!("{value:?}"),
            Literal::UInt(value, ..) => number(value.to_string()),
            Literal::Int(value, ..) => number(value.to_string()),
            Literal::None => empty.nothing.into(),
            other => bail!("the default {other:?} has no form yet"),
        },
        Some(DefaultValue::Default) | None => match plain(ty) {
            Type::Optional { .. } => empty.nothing.into(),
            Type::Sequence { .. } => empty.list.into(),
            Type::Map { .. } => empty.map.into(),
            _ if default.is_none() => return Ok(None),
            Type::Bytes => empty.bytes.into(),
            Type::String => "\"\"".into(),
            Type::Boolean => "false".into(),
            Type::Int32 | Type::Int64 => number("0".into()),
            other => bail!("a default of {other:?} has no form yet"),
        },
    }))
}
