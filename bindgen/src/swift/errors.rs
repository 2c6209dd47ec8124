//! The error: one struct with its kind and everything that any kind tells, so that a new kind or another detail breaks no program.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use uniffi_bindgen::interface::Enum;

use super::docs::comment;
use super::fields::{self, Field};
use super::names::{member, snake};

/// What is told by every error, and made of `attempts`.
const ATTEMPTS: &str = "attempts";

/// What the service's answer tells too, if the error is one.
const OF_THE_FAULT: [&str; 2] = ["httpStatus", "requestId"];

/// A detail, as the struct has it.
struct Detail {
    field: Field,
    kinds: Vec<String>,
}

impl Detail {
    /// Optional, but for lists.
    fn ty(&self) -> Result<String> {
        let ty = self.field.swift()?;
        Ok(if ty.ends_with('?') || ty.starts_with('[') { ty } else { format!("{ty}?") })
    }

    fn default(&self) -> Result<&'static str> {
        Ok(if self.ty()?.starts_with('[') { "[]" } else { "nil" })
    }
}

fn details(item: &Enum) -> Result<Vec<Detail>> {
    let mut details: Vec<Detail> = Vec::new();
    for case in item.variants() {
        for field in fields::all(case.fields())? {
            let kind = format!("``EkycError/Kind/{}``", member(case.name()).replace('`', ""));
            if field.name == ATTEMPTS {
                continue;
            }
            match details.iter_mut().find(|detail| detail.field.name == field.name) {
                Some(detail) if detail.field.swift()?.trim_end_matches('?') != field.swift()?.trim_end_matches('?') => {
                    bail!("`{}` has two types in the kinds of the error", field.name)
                }
                Some(detail) => detail.kinds.push(kind),
                None => details.push(Detail { field, kinds: vec![kind] }),
            }
        }
    }
    Ok(details)
}

const DERIVED: &str = r#"
    /// The service's `Code`, for example `Forbidden.RAMUserAccessDenied`.
    public var code: String? { fault?.code }

    /// The service's own words, with values of the request masked.
    public var serviceText: String? { fault.flatMap { $0.text.isEmpty ? nil : $0.text } }
"#;

pub fn file(item: &Enum) -> Result<String> {
    let details = details(item)?;
    let mut text = comment(item.docstring(), 0);
    text.push_str(
        "///\n/// `kind` says what happened; what is told besides depends on it and is absent otherwise. A later version may know more kinds and tell\n\
         /// more, so a `switch` over the kinds needs its `default`. A cancelled task gets Swift's own `CancellationError` instead.\n\
         public struct EkycError: Error, Sendable, Hashable {\n    /// What happened.\n    public let kind: Kind\n\n    \
         /// A readable sentence, with the service's code and request id where there is one.\n    public let description: String\n\n",
    );
    for detail in &details {
        text.push_str(&comment(Some(&detail.field.doc), 4));
        writeln!(text, "    ///\n    /// Of {}{}.", detail.kinds.join(", "), fault_note(detail))?;
        writeln!(text, "    public let {}: {}\n", detail.field.quoted(), detail.ty()?)?;
    }
    text.push_str(
        "    /// How often the call was sent: 0 if it ended before the first time, 1 without a retry.\n    public let attempts: Int\n\n    \
         /// Whether one of the requests may have reached the service while no answer told its outcome: it may have created a transaction,\n    \
         /// and a repeated call can create a second one.\n    public let outcomeUnknown: Bool\n\n    \
         /// The tag that the call's options gave it.\n    public internal(set) var tag: String?\n",
    );
    text.push_str(DERIVED);
    text.push_str("\n    /// An error, for tests of yours. The library makes its own.\n    public init(\n        _ kind: Kind, _ description: String,\n");
    for detail in &details {
        writeln!(text, "        {}: {} = {},", detail.field.name, detail.ty()?, detail.default()?)?;
    }
    text.push_str("        attempts: Int = 0, outcomeUnknown: Bool = false, tag: String? = nil\n    ) {\n        self.kind = kind\n        self.description = description\n");
    for detail in &details {
        let (name, quoted) = (&detail.field.name, detail.field.quoted());
        let or = if OF_THE_FAULT.contains(&&**name) { format!(" ?? fault?.{name}") } else { String::new() };
        writeln!(text, "        self.{name} = {quoted}{or}")?;
    }
    text.push_str("        self.attempts = attempts\n        self.outcomeUnknown = outcomeUnknown\n        self.tag = tag\n    }\n}\n\n");
    text.push_str(&kinds(item)?);
    text.push_str(&reader(item, &details)?);
    Ok(text)
}

fn fault_note(detail: &Detail) -> &'static str {
    if OF_THE_FAULT.contains(&&*detail.field.name) { ", and of every error with a `fault`" } else { "" }
}

fn kinds(item: &Enum) -> Result<String> {
    let mut text = String::from(
        "extension EkycError {\n    /// What happened, ordered by what the caller can do about it.\n    \
         public struct Kind: RawRepresentable, Sendable, Hashable, CaseIterable, CustomStringConvertible {\n        \
         /// The kind in snake case, for example `access_denied`: for logs, metrics and scripts. The same in every language.\n        \
         public let rawValue: String\n\n        /// A kind by its name; also one that this version does not know.\n        \
         public init(rawValue: String) {\n            self.rawValue = rawValue\n        }\n\n        \
         /// The kind in snake case.\n        public var description: String { rawValue }\n\n",
    );
    for case in item.variants() {
        text.push_str(&comment(case.docstring(), 8));
        writeln!(
            text,
            "        public static let {} = Kind(rawValue: {:?})\n",
            member(case.name()),
            snake(case.name())
        )?;
    }
    let all: Vec<String> =
        item.variants().iter().map(|case| format!(".{}", member(case.name()).replace('`', ""))).collect();
    writeln!(
        text,
        "        /// Every kind that this version knows.\n        public static let allCases: [Kind] = [{}]\n    }}\n}}\n",
        all.join(", ")
    )?;
    Ok(text)
}

/// The text comes first, then the error.
fn reader(item: &Enum, details: &[Detail]) -> Result<String> {
    let mut text = String::from(
        "extension EkycError {\n    init(from reader: inout WireReader) throws {\n        let description = try reader.string()\n        switch try reader.int32() {\n",
    );
    for (index, case) in item.variants().iter().enumerate() {
        writeln!(text, "        case {}:", index + 1)?;
        let own = fields::all(case.fields())?;
        for field in &own {
            writeln!(text, "            let {} = try {}", field.quoted(), field.read()?)?;
        }
        // In the initializer's order.
        let has = |name: &str| own.iter().any(|field| field.name == name);
        let mut values: Vec<String> = details
            .iter()
            .filter(|detail| has(&detail.field.name))
            .map(|detail| format!("{}: {}", detail.field.name, detail.field.quoted()))
            .collect();
        if has(ATTEMPTS) {
            values.push("attempts: attempts.count, outcomeUnknown: attempts.outcomeUnknown".to_owned());
        }
        let kind = member(case.name()).replace('`', "");
        writeln!(text, "            self.init(.{kind}, description, {})", values.join(", "))?;
    }
    text.push_str("        default: throw WireFault()\n        }\n    }\n}\n");
    Ok(text)
}
