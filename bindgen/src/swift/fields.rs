//! A field as Swift shows it.

use anyhow::{Result, bail};
use uniffi_bindgen::interface::{DefaultValue, Field as Described, Type};

use super::docs;
use super::names::{Unit, camel, quoted};
use super::types;
use crate::common::fields::{self as common, Empty};

/// A record's field, or that of a case.
pub struct Field {
    /// Swift's name, without back quotes.
    pub name: String,
    pub unit: Unit,
    pub ty: Type,
    /// Whether it is a URL, which is a string in Rust.
    pub url: bool,
    /// What it is without being set; `None` if it must be.
    pub default: Option<String>,
    /// Whether no format shows it.
    pub secret: bool,
    pub doc: String,
}

/// What is a URL wherever it comes from. Parameters of requests that are URLs stay text: they are sent as they are given.
fn is_url(name: &str) -> bool {
    ["endpoint", "transaction_url"].contains(&name) || name.ends_with("_endpoint")
}

const EMPTY: Empty = Empty { nothing: "nil", list: "[]", map: "[:]", bytes: "Data()" };

impl Field {
    pub fn of(described: &Described) -> Result<Self> {
        let (name, unit, ty) = common::name_and_type(described);
        let doc = described.docstring().unwrap_or_default().to_owned();
        let secret = common::is_secret(&doc);
        let doc = if matches!(unit, Unit::None | Unit::UnixMilliseconds) { doc } else { docs::of_duration(&doc) };
        let url = is_url(described.name());
        if url && types::inner(&ty).is_none() {
            bail!("`{}` is a URL and must be optional: a text that is none is read as absent", described.name());
        }
        let mut field = Self { name: camel(&name), unit, ty, url, default: None, secret, doc };
        field.default = field.default_of(described.default_value())?;
        Ok(field)
    }

    fn default_of(&self, described: Option<&DefaultValue>) -> Result<Option<String>> {
        let number = |number: String| match self.unit {
            Unit::Milliseconds if number.len() > 3 && number.ends_with("000") => {
                format!(".seconds({})", number.strip_suffix("000").unwrap_or(&number))
            }
            Unit::Milliseconds => format!(".milliseconds({number})"),
            Unit::Microseconds => format!(".microseconds({number})"),
            Unit::Seconds => format!(".seconds({number})"),
            _ => number,
        };
        common::default_of(&self.ty, described, &EMPTY, number)
    }

    pub fn quoted(&self) -> String {
        quoted(&self.name)
    }

    pub fn is_optional(&self) -> bool {
        types::inner(&self.ty).is_some()
    }

    /// The type without its question mark.
    fn base(&self) -> Result<String> {
        Ok(match self.unit {
            Unit::None if self.url => "URL".into(),
            Unit::None => types::swift(types::inner(&self.ty).unwrap_or(&self.ty))?,
            Unit::UnixMilliseconds => "Date".into(),
            _ => "Duration".into(),
        })
    }

    pub fn swift(&self) -> Result<String> {
        Ok(if self.is_optional() { format!("{}?", self.base()?) } else { self.base()? })
    }

    /// `name: Type = default`, as a parameter.
    pub fn parameter(&self) -> Result<String> {
        let default = self.default.as_ref().map(|default| format!(" = {default}")).unwrap_or_default();
        Ok(format!("{}: {}{default}", self.name, self.swift()?))
    }

    /// Its reader's and writer's name, where the type alone does not tell.
    fn accessor(&self) -> Option<&'static str> {
        Some(match self.unit {
            Unit::None if self.url => "url",
            Unit::None => return None,
            Unit::Milliseconds => "milliseconds",
            Unit::Microseconds => "microseconds",
            Unit::Seconds => "seconds",
            Unit::UnixMilliseconds => "unixMilliseconds",
        })
    }

    /// An expression that reads one from `reader`.
    pub fn read(&self) -> Result<String> {
        let Some(accessor) = self.accessor() else { return types::read(&self.ty) };
        if self.url {
            return Ok("reader.optionalUrl()".into());
        }
        let one = format!("reader.{accessor}()");
        Ok(if self.is_optional() { format!("reader.optional {{ reader in try {one} }}") } else { one })
    }

    /// A statement that writes `value` to `writer`.
    pub fn write(&self, value: &str) -> Result<String> {
        let Some(accessor) = self.accessor() else { return types::write(&self.ty, value) };
        Ok(if self.is_optional() {
            format!("writer.optional({value}) {{ value, writer in writer.{accessor}(value) }}")
        } else {
            format!("writer.{accessor}({value})")
        })
    }

    /// How a description shows it.
    pub fn shown(&self) -> String {
        let way = if self.secret { "secret" } else { "value" };
        format!(".{way}(\"{}\", {})", self.name, self.quoted())
    }
}

/// All fields.
pub fn all(described: &[Described]) -> Result<Vec<Field>> {
    described.iter().map(Field::of).collect()
}
