//! A field as Kotlin shows it.

use anyhow::Result;
use uniffi_bindgen::interface::{DefaultValue, Field as Described, Type};

use super::docs;
use super::names::{Unit, camel};
use super::types;
use crate::common::fields::{self as common, Empty};

/// A record's field, or that of a case.
pub struct Field {
    /// Kotlin's name.
    pub name: String,
    pub unit: Unit,
    pub ty: Type,
    /// What it is without being set; `None` if it must be.
    pub default: Option<String>,
    /// Whether no format shows it.
    pub secret: bool,
    pub doc: String,
}

const EMPTY: Empty = Empty { nothing: "null", list: "emptyList()", map: "emptyMap()", bytes: "ByteArray(0)" };

impl Field {
    pub fn of(described: &Described) -> Result<Self> {
        let (name, unit, ty) = common::name_and_type(described);
        let doc = described.docstring().unwrap_or_default().to_owned();
        let secret = common::is_secret(&doc);
        let doc = if unit == Unit::None { doc } else { docs::of_duration(&doc) };
        let mut field = Self { name: camel(&name), unit, ty, default: None, secret, doc };
        field.default = field.default_of(described.default_value())?;
        Ok(field)
    }

    fn default_of(&self, described: Option<&DefaultValue>) -> Result<Option<String>> {
        let number = |number: String| match self.unit {
            Unit::Milliseconds => format!("{number}.milliseconds"),
            Unit::Seconds => format!("{number}.seconds"),
            _ if matches!(self.ty, Type::Int64) => format!("{number}L"),
            _ => number,
        };
        common::default_of(&self.ty, described, &EMPTY, number)
    }

    pub fn is_required(&self) -> bool {
        self.default.is_none()
    }

    pub fn is_optional(&self) -> bool {
        types::inner(&self.ty).is_some()
    }

    pub fn is_duration(&self) -> bool {
        matches!(self.unit, Unit::Milliseconds | Unit::Microseconds | Unit::Seconds)
    }

    pub fn is_bytes(&self) -> bool {
        matches!(types::inner(&self.ty).unwrap_or(&self.ty), Type::Bytes)
    }

    pub fn is_collection(&self) -> bool {
        matches!(types::plain(types::inner(&self.ty).unwrap_or(&self.ty)), Type::Sequence { .. } | Type::Map { .. })
    }

    /// Kotlin's type.
    pub fn kotlin(&self) -> Result<String> {
        let question = if self.is_optional() { "?" } else { "" };
        Ok(match self.unit {
            Unit::None => types::kotlin(&self.ty)?,
            Unit::UnixMilliseconds => format!("Instant{question}"),
            _ => format!("Duration{question}"),
        })
    }

    /// Java's type, where it is another.
    pub fn java(&self) -> Option<String> {
        let question = if self.is_optional() { "?" } else { "" };
        self.is_duration().then(|| format!("java.time.Duration{question}"))
    }

    /// An expression that reads one, in the reader.
    pub fn read(&self) -> Result<String> {
        let base = match self.unit {
            Unit::None => return types::read(&self.ty),
            Unit::Milliseconds => "long().milliseconds",
            Unit::Microseconds => "long().microseconds",
            Unit::Seconds => "long().seconds",
            Unit::UnixMilliseconds => "instant()",
        };
        Ok(if self.is_optional() { format!("optional {{ {base} }}") } else { base.to_owned() })
    }

    /// A statement that writes it, in the writer; `owner` is what has the field.
    pub fn write(&self, owner: &str) -> Result<String> {
        let value = format!("{owner}.{}", self.name);
        let convert = match self.unit {
            Unit::None => return types::write(&self.ty, &value, &self.name, 0),
            Unit::Milliseconds => "inWholeMilliseconds",
            Unit::Microseconds => "inWholeMicroseconds",
            Unit::Seconds => "inWholeSeconds",
            Unit::UnixMilliseconds => "unixMilliseconds()",
        };
        Ok(if self.is_optional() {
            format!("optional({value}) {{ it -> long(it.{convert}) }}")
        } else {
            format!("long({value}.{convert})")
        })
    }

    /// How `toString` shows it.
    pub fn shown(&self) -> String {
        let way = if self.secret { "secret" } else { "value" };
        format!(".{way}(\"{}\", {})", self.name, self.name)
    }

    pub fn equal(&self) -> String {
        let name = &self.name;
        if self.is_bytes() { format!("{name}.contentEquals(other.{name})") } else { format!("{name} == other.{name}") }
    }

    pub fn hash(&self) -> String {
        let name = &self.name;
        match (self.is_bytes(), self.is_optional()) {
            (true, _) => format!("{name}.contentHashCode()"),
            (false, true) => format!("({name}?.hashCode() ?: 0)"),
            (false, false) => format!("{name}.hashCode()"),
        }
    }
}

/// All fields.
pub fn all(described: &[Described]) -> Result<Vec<Field>> {
    described.iter().map(Field::of).collect()
}

/// The imports that some of these fields need.
pub fn imports(fields: &[Field]) -> Vec<&'static str> {
    let mut imports = Vec::new();
    if fields.iter().any(|field| field.unit == Unit::UnixMilliseconds) {
        imports.push("java.time.Instant");
    }
    if fields.iter().any(Field::is_duration) {
        imports.push("kotlin.time.Duration");
        imports.push("kotlin.time.toJavaDuration");
        imports.push("kotlin.time.toKotlinDuration");
        for (unit, import) in [
            ("milliseconds", "kotlin.time.Duration.Companion.milliseconds"),
            ("seconds", "kotlin.time.Duration.Companion.seconds"),
        ] {
            let ending = format!(".{unit}");
            if fields.iter().any(|field| field.default.as_ref().is_some_and(|default| default.ends_with(&ending))) {
                imports.push(import);
            }
        }
    }
    imports.sort_unstable();
    imports
}
