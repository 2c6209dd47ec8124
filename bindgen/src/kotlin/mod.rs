//! Kotlin: public types in a shape that can grow, and the readers and writers of UniFFI's wire form.
//!
//! - A record is a class with a builder (`records`), so that a new field breaks no program that was compiled before.
//! - An enum with a case `Other { code }` is an open one: a class with constants (`open_enums`). Others are Kotlin enums, or a class with
//!   a subclass for each case if cases have fields (`enums`).
//! - The error is a hierarchy of exceptions (`errors`).
//! - The client's asynchronous methods become its operations (`operations`), exported functions statics (`functions`).
//!
//! What is in Rust documentation decides two things: a field that is "never printed" is masked by `toString`, and a unit at the end of a
//! field's name (`_ms`, `_us`, `_seconds`, `_at_unix_ms`) makes it a duration or an instant.

mod codecs;
mod docs;
mod enums;
mod errors;
mod fields;
mod functions;
mod names;
mod open_enums;
mod operations;
mod records;
mod types;

use std::collections::HashSet;
use std::fs;

use anyhow::{Context, Result};
use camino::Utf8Path;
use uniffi_bindgen::ComponentInterface;
use uniffi_bindgen::interface::{Enum, Record};

use fields::Field;

/// The package that users import.
const PACKAGE: &str = "io.github.ekyc";

/// Errors that only the border's own plumbing knows.
const PLUMBING: [&str; 2] = ["ForeignFailure", "ProviderRefused"];

/// The error that users meet.
const ERROR: &str = "CoreError";

/// Writes every file into `folder`, which is the package's. `earlier` leaves out the newest member of each type.
pub fn write(interface: &ComponentInterface, folder: &Utf8Path, earlier: bool) -> Result<()> {
    let model = Model { earlier, ..Model::of(interface)? };
    let mut files = Vec::new();
    for record in &model.records {
        files.push((format!("{}.kt", record.name()), records::file(&model, record)?));
    }
    for item in &model.enums {
        let text = match shape(item) {
            Shape::Open => open_enums::file(&model, item)?,
            Shape::Plain => enums::plain(item)?,
            Shape::WithFields => enums::with_fields(item)?,
        };
        files.push((format!("{}.kt", item.name()), text));
    }
    files.push(("EkycException.kt".into(), errors::file(&model)?));
    files.push(("EkycApi.kt".into(), operations::api(&model)?));
    files.push(("EkycClient.kt".into(), operations::client(&model)?));
    files.push(("Ekyc.kt".into(), functions::pure(&model)?));
    files.push(("Credentials.kt".into(), functions::credentials(&model)?));
    files.push(("internal/Numbers.kt".into(), functions::numbers()));
    files.push(("internal/Codecs.kt".into(), codecs::file(&model)?));
    for (name, text) in files {
        let place = folder.join(name);
        let parent = place.parent().context("a file without a folder")?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make {parent}"))?;
        fs::write(&place, text).with_context(|| format!("cannot write {place}"))?;
    }
    Ok(())
}

/// What is generated.
struct Model<'a> {
    interface: &'a ComponentInterface,
    records: Vec<&'a Record>,
    enums: Vec<&'a Enum>,
    error: &'a Enum,
    /// Records and enums that an exception carries: an exception can be serialised, so they must be.
    carried: HashSet<String>,
    /// The shape before the newest member of each type came: for a test.
    earlier: bool,
}

impl<'a> Model<'a> {
    fn of(interface: &'a ComponentInterface) -> Result<Self> {
        let error = interface.get_enum_definition(ERROR).with_context(|| format!("there is no {ERROR}"))?;
        let enums = interface.enum_definitions().iter();
        let enums = enums.filter(|item| item.name() != ERROR && !PLUMBING.contains(&item.name())).collect();
        let carried = error.iter_types().filter_map(|ty| types::named(ty)).map(str::to_owned).collect();
        let records = interface.record_definitions().iter().collect();
        Ok(Self { interface, records, enums, error, carried, earlier: false })
    }

    /// A record's fields. The earlier shape lacks the last that may be left out, but for the tag, which hand-written code reads.
    fn fields(&self, record: &Record) -> Result<Vec<Field>> {
        let mut all = fields::all(record.fields())?;
        let newest = all.iter().rposition(|field| !field.is_required() && field.name != "tag");
        if let Some(newest) = newest.filter(|_| self.earlier && !self.carried.contains(record.name())) {
            all.remove(newest);
        }
        Ok(all)
    }

    /// All, or all but the last in the earlier shape.
    fn but_the_newest<T>(&self, mut all: Vec<T>) -> Vec<T> {
        if self.earlier {
            all.pop();
        }
        all
    }
}

enum Shape {
    Open,
    Plain,
    WithFields,
}

fn shape(item: &Enum) -> Shape {
    match item.variants() {
        [.., last] if open_enums::is_other(last) => Shape::Open,
        variants if variants.iter().all(|variant| !variant.has_fields()) => Shape::Plain,
        _ => Shape::WithFields,
    }
}

/// The head of every file.
fn head(package: &str, imports: &[&str]) -> String {
    let mut text = format!("// Generated from the Rust sources by `cargo xtask bindings`.\npackage {package}\n\n");
    for import in imports {
        text.push_str(&format!("import {import}\n"));
    }
    if !imports.is_empty() {
        text.push('\n');
    }
    text
}
