//! Swift: public types as a Swift program has them, and the readers and writers of UniFFI's wire form.
//!
//! - A record is a struct with an initializer whose optional members have defaults (`records`): a new member breaks no source.
//! - An enum without fields is a struct with a raw value and constants (`words`): no new case breaks a `switch`. One with a case
//!   `Other { code }` takes any code; others take those they know.
//! - An enum with fields stays one (`choices`).
//! - The error is a struct with its kind and everything that any kind tells (`errors`).
//! - The client's asynchronous methods are its operations (`operations`).
//!
//! What is in Rust's documentation decides two things: a field that is "never printed" is masked in the description, and a unit at the end of
//! a field's name (`_ms`, `_us`, `_seconds`, `_at_unix_ms`) makes it a `Duration` or a `Date`.

mod choices;
mod docs;
mod errors;
mod fields;
mod functions;
mod names;
mod operations;
mod raw_values;
mod records;
mod types;

use std::fs;

use anyhow::{Context, Result};
use camino::Utf8Path;
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::Enum;

/// Errors that only the border's own plumbing knows.
const PLUMBING: [&str; 2] = ["ForeignFailure", "ProviderRefused"];

/// The error that users meet.
const ERROR: &str = "CoreError";

/// Writes every file into `folder`.
pub fn write(interface: &ComponentInterface, folder: &Utf8Path) -> Result<()> {
    let mut files = Vec::new();
    for record in interface.record_definitions() {
        names::check(record.name())?;
        files.push((record.name().to_owned(), records::file(record)?));
    }
    for item in interface.enum_definitions() {
        if item.name() == ERROR || PLUMBING.contains(&item.name()) {
            continue;
        }
        names::check(item.name())?;
        files.push((
            item.name().to_owned(),
            if has_fields(item) { choices::file(item)? } else { raw_values::file(item)? },
        ));
    }
    let error = interface.get_enum_definition(ERROR).with_context(|| format!("there is no {ERROR}"))?;
    files.push(("EkycError".into(), errors::file(error)?));
    files.push(("MoreFunctions".into(), functions::file(interface)?));
    files.push(("Operations".into(), operations::file(interface)?));
    files.push(("Numbers".into(), operations::numbers(interface)?));
    fs::create_dir_all(folder).with_context(|| format!("cannot make {folder}"))?;
    for (name, text) in files {
        let place = folder.join(format!("{name}.swift"));
        let text =
            format!("// Generated from the Rust sources by `cargo xtask bindings`.\n\nimport Foundation\n\n{text}");
        fs::write(&place, text).with_context(|| format!("cannot write {place}"))?;
    }
    Ok(())
}

fn has_fields(item: &Enum) -> bool {
    !raw_values::is_open(item) && item.variants().iter().any(|variant| variant.has_fields())
}

/// Every line further to the right.
fn indented(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    text.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("{margin}{line}\n") }).collect()
}

/// A declaration in its place: inside the type that it is nested in, or at the top.
fn placed(name: &str, declaration: &str) -> String {
    match names::public(name).rsplit_once('.') {
        Some((outer, _)) => format!("extension {outer} {{\n{}}}\n", indented(declaration, 4)),
        None => declaration.to_owned(),
    }
}
