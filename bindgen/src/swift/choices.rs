//! An enum of which at least one case has fields: an enum.

use std::fmt::Write as _;

use anyhow::Result;
use uniffi_bindgen::interface::Enum;

use super::docs::comment;
use super::fields::{self, Field};
use super::names::{member, public, short};
use super::placed;

pub fn file(item: &Enum) -> Result<String> {
    let name = public(item.name());
    let mut text = comment(item.docstring(), 0);
    writeln!(text, "public enum {}: Sendable, Hashable {{", short(item.name()))?;
    let (mut shown, mut write_text, mut read) = (String::new(), String::new(), String::new());
    for (index, case) in item.variants().iter().enumerate() {
        let (label, number, fields) = (member(case.name()), index + 1, fields::all(case.fields())?);
        text.push_str(&comment(case.docstring(), 4));
        let plain = label.replace('`', "");
        if fields.is_empty() {
            writeln!(text, "    case {label}\n")?;
            writeln!(shown, "        case .{plain}: \"{name}.{plain}\"")?;
            writeln!(write_text, "        case .{plain}: writer.int32({number})")?;
            writeln!(read, "        case {number}: self = .{plain}")?;
            continue;
        }
        for field in &fields {
            text.push_str(&comment(Some(&format!("- Parameter {}: {}", field.name, field.doc.replace('\n', " "))), 4));
        }
        let parameters: Result<Vec<String>> = fields.iter().map(Field::parameter).collect();
        writeln!(text, "    case {label}({})\n", parameters?.join(", "))?;
        let names: Vec<String> = fields.iter().map(Field::quoted).collect();
        let bound = format!("case .{plain}(let {})", names.join(", let "));
        let fields_shown: String = fields.iter().map(Field::shown).collect();
        writeln!(shown, "        {bound}: Shown(\"{name}.{plain}\"){fields_shown}.description")?;
        writeln!(write_text, "        {bound}:\n            writer.int32({number})")?;
        let mut values = Vec::new();
        for field in &fields {
            writeln!(write_text, "            {}", field.write(&field.quoted())?)?;
            values.push(format!("{}: try {}", field.name, field.read()?));
        }
        writeln!(read, "        case {number}: self = .{plain}({})", values.join(", "))?;
    }
    let mut text = placed(item.name(), &(text.trim_end().to_owned() + "\n}\n"));
    write!(
        text,
        "\nextension {name}: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {{\n    \
         /// The case, and of secrets that they are set.\n    public var description: String {{\n        switch self {{\n{shown}        }}\n    }}\n\n    \
         /// The same as `description`.\n    public var debugDescription: String {{ description }}\n\n    \
         /// Nothing: what `dump` and debuggers print is no place for values.\n    public var customMirror: Mirror {{ .closed(self) }}\n}}\n\n\
         extension {name} {{\n    init(from reader: inout WireReader) throws {{\n        switch try reader.int32() {{\n{read}        default: throw WireFault()\n        }}\n    }}\n\n    \
         func write(to writer: inout WireWriter) {{\n        switch self {{\n{write_text}        }}\n    }}\n}}\n"
    )?;
    Ok(text)
}
