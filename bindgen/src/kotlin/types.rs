//! Types in Kotlin, and how they are read and written.

use anyhow::{Result, bail};
use uniffi_bindgen::interface::Type;

pub use crate::common::types::{inner, plain};

use super::names::lower_first;

/// Whether the type has a name of its own, and which.
pub fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Record { name, .. } | Type::Enum { name, .. } => Some(name),
        Type::Optional { inner_type } | Type::Sequence { inner_type } => named(inner_type),
        _ => None,
    }
}

/// The type's name in Kotlin.
pub fn kotlin(ty: &Type) -> Result<String> {
    Ok(match plain(ty) {
        Type::Boolean => "Boolean".into(),
        Type::Int8 | Type::Int16 | Type::Int32 => "Int".into(),
        Type::Int64 | Type::UInt64 => "Long".into(),
        Type::Float64 => "Double".into(),
        Type::String => "String".into(),
        Type::Bytes => "ByteArray".into(),
        Type::Record { name, .. } | Type::Enum { name, .. } => name.clone(),
        Type::Optional { inner_type } => format!("{}?", kotlin(inner_type)?),
        Type::Sequence { inner_type } => format!("List<{}>", kotlin(inner_type)?),
        Type::Map { key_type, value_type } => format!("Map<{}, {}>", kotlin(key_type)?, kotlin(value_type)?),
        other => bail!("Kotlin has no form yet for {other:?}; add it in bindgen/src/kotlin/types.rs"),
    })
}

/// The name of its reader and writer.
fn word(ty: &Type) -> Result<String> {
    Ok(match plain(ty) {
        Type::Boolean => "boolean".into(),
        Type::Int32 => "int".into(),
        Type::Int64 | Type::UInt64 => "long".into(),
        Type::Float64 => "double".into(),
        Type::String => "string".into(),
        Type::Bytes => "bytes".into(),
        Type::Record { name, .. } | Type::Enum { name, .. } => lower_first(name),
        other => bail!("Kotlin has no form yet for {other:?}; add it in bindgen/src/kotlin/types.rs"),
    })
}

/// An expression that reads one.
pub fn read(ty: &Type) -> Result<String> {
    Ok(match plain(ty) {
        Type::Optional { inner_type } => format!("optional {{ {} }}", read(inner_type)?),
        Type::Sequence { inner_type } => format!("list {{ {} }}", read(inner_type)?),
        Type::Map { key_type, value_type } => format!("map({{ {} }}, {{ {} }})", read(key_type)?, read(value_type)?),
        other => format!("{}()", word(other)?),
    })
}

/// An expression that writes `value`, which is the field `field` of what is written.
pub fn write(ty: &Type, value: &str, field: &str, depth: usize) -> Result<String> {
    let item = format!("it{depth}");
    Ok(match plain(ty) {
        Type::Optional { inner_type } => {
            format!("optional({value}) {{ {item} -> {} }}", write(inner_type, &item, field, depth + 1)?)
        }
        Type::Sequence { inner_type } => {
            format!("list({value}, \"{field}\") {{ {item} -> {} }}", write(inner_type, &item, field, depth + 1)?)
        }
        Type::Map { key_type, value_type } => format!(
            "map({value}, \"{field}\", {{ {item} -> {} }}, {{ {item} -> {} }})",
            write(key_type, &item, field, depth + 1)?,
            write(value_type, &item, field, depth + 1)?
        ),
        Type::String => format!("string({value}, \"{field}\")"),
        other => format!("{}({value})", word(other)?),
    })
}
