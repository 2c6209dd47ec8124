//! An enum without fields: a struct with a raw value, and its cases as constants.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use uniffi_bindgen::interface::{Enum, Variant};

use super::docs::comment;
use super::names::{member, public, short};
use super::placed;

/// Whether it takes values that this version does not name.
pub fn is_open(item: &Enum) -> bool {
    item.variants().last().is_some_and(|last| {
        last.name() == "Other" && last.fields().len() == 1 && last.fields().iter().all(|field| field.name() == "code")
    })
}

/// The code with which a case's documentation begins, in back quotes.
fn code(variant: &Variant) -> Option<&str> {
    let doc = variant.docstring()?.trim_start();
    Some(doc.strip_prefix('`')?.split_once('`')?.0)
}

pub fn file(item: &Enum) -> Result<String> {
    let (open, name) = (is_open(item), short(item.name()));
    let cases: Vec<&Variant> = item.variants().iter().take(item.variants().len() - usize::from(open)).collect();
    // All cases begin with a code, or none does and the raw value is the name.
    let coded = open || cases.iter().all(|case| code(case).is_some());
    let raw = |case: &Variant| -> Result<String> {
        if !coded {
            return Ok(member(case.name()).replace('`', ""));
        }
        let code =
            code(case).with_context(|| format!("{}::{} is documented without its code", item.name(), case.name()))?;
        Ok(code.to_owned())
    };
    let mut text = comment(item.docstring(), 0);
    writeln!(text, "///\n/// A later version may know more values, so a `switch` over them needs its `default`.")?;
    writeln!(
        text,
        "public struct {name}: RawRepresentable, Sendable, Hashable, CaseIterable, CustomStringConvertible {{"
    )?;
    writeln!(text, "    /// The value as text, for configuration and JSON.\n    public let rawValue: String\n")?;
    if open {
        writeln!(
            text,
            "    /// The value with this code. One that this version does not name is sent to the service as it is."
        )?;
        writeln!(text, "    public init(rawValue: String) {{\n        self.rawValue = rawValue\n    }}\n")?;
    } else {
        writeln!(text, "    /// The value with this name, if there is one.")?;
        writeln!(text, "    public init?(rawValue: String) {{")?;
        writeln!(
            text,
            "        guard let known = Self.allCases.first(where: {{ $0.rawValue == rawValue }}) else {{ return nil }}"
        )?;
        writeln!(
            text,
            "        self = known\n    }}\n\n    private init(_ known: String) {{\n        rawValue = known\n    }}\n"
        )?;
    }
    for case in &cases {
        text.push_str(&comment(case.docstring(), 4));
        let label = if open { "rawValue: " } else { "" };
        writeln!(text, "    public static let {} = {name}({label}{:?})\n", member(case.name()), raw(case)?)?;
    }
    let all: Vec<String> = cases.iter().map(|case| format!(".{}", member(case.name()).replace('`', ""))).collect();
    writeln!(
        text,
        "    /// Every value that this version names.\n    public static let allCases: [{name}] = [{}]\n",
        all.join(", ")
    )?;
    if coded {
        writeln!(
            text,
            "    /// The value as the service spells it: the same as `rawValue`.\n    public var code: String {{ rawValue }}\n"
        )?;
    }
    writeln!(text, "    /// The value as text.\n    public var description: String {{ rawValue }}\n}}")?;
    let mut text = placed(item.name(), &text);
    text.push_str(&codec(item, &cases, open, raw)?);
    Ok(text)
}

fn codec(item: &Enum, cases: &[&Variant], open: bool, raw: impl Fn(&Variant) -> Result<String>) -> Result<String> {
    let name = public(item.name());
    let other = item.variants().len();
    let mut text = format!("\nextension {name} {{\n    init(from reader: inout WireReader) throws {{\n");
    writeln!(text, "        let place = try reader.int32()")?;
    if open {
        writeln!(
            text,
            "        if place == {other} {{\n            self.init(rawValue: try reader.string())\n            return\n        }}"
        )?;
    }
    writeln!(text, "        guard Self.allCases.indices.contains(place - 1) else {{ throw WireFault() }}")?;
    writeln!(
        text,
        "        self = Self.allCases[place - 1]\n    }}\n\n    func write(to writer: inout WireWriter) {{\n        switch rawValue {{"
    )?;
    for (index, case) in cases.iter().enumerate() {
        let pattern =
            if index + 1 == cases.len() && !open { "default".to_owned() } else { format!("case {:?}", raw(case)?) };
        writeln!(text, "        {pattern}: writer.int32({})", index + 1)?;
    }
    if open {
        writeln!(text, "        default:\n            writer.int32({other})\n            writer.string(rawValue)")?;
    }
    text.push_str("        }\n    }\n}\n");
    Ok(text)
}
