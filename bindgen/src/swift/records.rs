//! A record: a struct.

use std::fmt::Write as _;

use anyhow::Result;
use uniffi_bindgen::interface::Record;

use super::docs::comment;
use super::fields::{self, Field};
use super::names::{public, short};
use super::placed;

pub fn file(record: &Record) -> Result<String> {
    let fields = fields::all(record.fields())?;
    let mut text = comment(record.docstring(), 0);
    writeln!(text, "public struct {}: Sendable, Hashable {{", short(record.name()))?;
    for field in &fields {
        text.push_str(&comment(Some(&field.doc), 4));
        writeln!(text, "    public var {}: {}\n", field.quoted(), field.swift()?)?;
    }
    text.push_str(&initializer(&fields)?);
    text.push_str("}\n");
    let (public, mut text) = (public(record.name()), placed(record.name(), &text));
    text.push_str(&description(&public, &fields)?);
    text.push_str(&codec(&public, &fields)?);
    Ok(text)
}

fn initializer(fields: &[Field]) -> Result<String> {
    let mut text =
        String::from("    /// With these values. What is left out has its default; a later version may take more.\n");
    let parameters: Result<Vec<String>> = fields.iter().map(Field::parameter).collect();
    writeln!(text, "    public init({}) {{", parameters?.join(", "))?;
    for field in fields {
        writeln!(text, "        self.{0} = {1}", field.name, field.quoted())?;
    }
    text.push_str("    }\n");
    Ok(text)
}

/// What is printed, and that `dump` and mirrors show nothing where that hides something.
fn description(name: &str, fields: &[Field]) -> Result<String> {
    let mut text = format!(
        "\nextension {name}: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {{\n    \
         /// What is set, and of secrets and personal data that it is set.\n    public var description: String {{\n        Shown(\"{name}\")"
    );
    for field in fields {
        write!(text, "\n            {}", field.shown())?;
    }
    text.push_str(
        "\n            .description\n    }\n\n    /// The same as `description`.\n    public var debugDescription: String { description }\n\n    \
         /// Nothing: what `dump` and debuggers print is no place for values.\n    public var customMirror: Mirror { .closed(self) }\n}\n",
    );
    Ok(text)
}

fn codec(name: &str, fields: &[Field]) -> Result<String> {
    let mut text = format!("\nextension {name} {{\n    init(from reader: inout WireReader) throws {{\n");
    for field in fields {
        writeln!(text, "        self.{} = try {}", field.name, field.read()?)?;
    }
    text.push_str("    }\n\n    func write(to writer: inout WireWriter) {\n");
    for field in fields {
        writeln!(text, "        {}", field.write(&field.quoted())?)?;
    }
    text.push_str("    }\n}\n");
    Ok(text)
}
