//! Types in Swift, and how they are read and written.

use anyhow::{Result, bail};
use uniffi_bindgen::interface::Type;

pub use crate::common::types::{inner, plain};

use super::names::public;

/// The type's name in Swift.
pub fn swift(ty: &Type) -> Result<String> {
    Ok(match plain(ty) {
        Type::Boolean => "Bool".into(),
        Type::Int8 | Type::Int16 | Type::Int32 | Type::Int64 | Type::UInt8 | Type::UInt16 | Type::UInt32 => {
            "Int".into()
        }
        Type::Float64 => "Double".into(),
        Type::String => "String".into(),
        Type::Bytes => "Data".into(),
        Type::Record { name, .. } | Type::Enum { name, .. } => public(name),
        Type::Optional { inner_type } => format!("{}?", swift(inner_type)?),
        Type::Sequence { inner_type } => format!("[{}]", swift(inner_type)?),
        Type::Map { key_type, value_type } => format!("[{}: {}]", swift(key_type)?, swift(value_type)?),
        other => bail!("Swift has no form yet for {other:?}; add it in bindgen/src/swift/types.rs"),
    })
}

/// An expression that reads one from `reader`.
pub fn read(ty: &Type) -> Result<String> {
    Ok(match plain(ty) {
        Type::Boolean => "reader.bool()".into(),
        Type::Int32 => "reader.int32()".into(),
        Type::Int64 => "reader.int64()".into(),
        Type::Float64 => "reader.double()".into(),
        Type::String => "reader.string()".into(),
        Type::Bytes => "reader.data()".into(),
        Type::Record { name, .. } | Type::Enum { name, .. } => format!("{}(from: &reader)", public(name)),
        Type::Optional { inner_type } => format!("reader.optional {{ reader in try {} }}", read(inner_type)?),
        Type::Sequence { inner_type } => format!("reader.list {{ reader in try {} }}", read(inner_type)?),
        Type::Map { key_type, value_type } => {
            format!("reader.map({{ reader in try {} }}, {{ reader in try {} }})", read(key_type)?, read(value_type)?)
        }
        other => bail!("Swift has no form yet for {other:?}; add it in bindgen/src/swift/types.rs"),
    })
}

/// A statement that writes `value` to `writer`.
pub fn write(ty: &Type, value: &str) -> Result<String> {
    Ok(match plain(ty) {
        Type::Boolean => format!("writer.bool({value})"),
        Type::Int32 => format!("writer.int32({value})"),
        Type::Int64 => format!("writer.int64({value})"),
        Type::Float64 => format!("writer.double({value})"),
        Type::String => format!("writer.string({value})"),
        Type::Bytes => format!("writer.data({value})"),
        Type::Record { .. } | Type::Enum { .. } => format!("{value}.write(to: &writer)"),
        Type::Optional { inner_type } => {
            format!("writer.optional({value}) {{ value, writer in {} }}", write(inner_type, "value")?)
        }
        Type::Sequence { inner_type } => {
            format!("writer.list({value}) {{ value, writer in {} }}", write(inner_type, "value")?)
        }
        Type::Map { key_type, value_type } => format!(
            "writer.map({value}, {{ value, writer in {} }}, {{ value, writer in {} }})",
            write(key_type, "value")?,
            write(value_type, "value")?
        ),
        other => bail!("Swift has no form yet for {other:?}; add it in bindgen/src/swift/types.rs"),
    })
}
