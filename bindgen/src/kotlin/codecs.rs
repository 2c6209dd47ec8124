//! Readers and writers of UniFFI's wire form, as extensions of the hand-written `Reader` and `Writer`.

use std::fmt::Write as _;

use anyhow::Result;
use uniffi_bindgen::interface::Enum;

use super::names::{constant, lower_first};
use super::{Model, PACKAGE, Shape, errors, fields, head, shape};

pub fn file(model: &Model<'_>) -> Result<String> {
    let own = format!("{PACKAGE}.*");
    let mut text = head(
        "io.github.ekyc.internal",
        &[
            &own,
            "kotlin.time.Duration.Companion.microseconds",
            "kotlin.time.Duration.Companion.milliseconds",
            "kotlin.time.Duration.Companion.seconds",
        ],
    );
    for record in &model.records {
        let (name, word) = (record.name(), lower_first(record.name()));
        let fields = model.fields(record)?;
        writeln!(text, "internal fun Writer.{word}(value: {name}) {{")?;
        for field in &fields {
            writeln!(text, "    {}", field.write("value")?)?;
        }
        writeln!(text, "}}\n")?;
        writeln!(text, "internal fun Reader.{word}(): {name} {{")?;
        text.push_str(&read(name, &fields, "    ")?);
        writeln!(text, "}}\n")?;
    }
    for item in &model.enums {
        text.push_str(&match shape(item) {
            Shape::Open => open(item),
            Shape::Plain => plain(item),
            Shape::WithFields => with_fields(item)?,
        });
    }
    text.push_str(&errors::reader(model)?);
    Ok(text)
}

/// Reads the fields in their order, then builds: what must be given first, whatever the order.
pub fn read(name: &str, fields: &[fields::Field], margin: &str) -> Result<String> {
    let mut text = String::new();
    for field in fields {
        writeln!(text, "{margin}val {} = {}", field.name, field.read()?)?;
    }
    let required: Vec<&str> = fields.iter().filter(|field| field.is_required()).map(|field| &*field.name).collect();
    writeln!(text, "{margin}val builder = {name}.Builder({})", required.join(", "))?;
    for field in fields.iter().filter(|field| !field.is_required()) {
        writeln!(text, "{margin}builder.{0} = {0}", field.name)?;
    }
    writeln!(text, "{margin}return builder.build()")?;
    Ok(text)
}

fn open(item: &Enum) -> String {
    let (name, word, other) = (item.name(), lower_first(item.name()), item.variants().len());
    format!(
        "internal fun Writer.{word}(value: {name}) {{
    int(value.place)
    if (value.place == {other}) string(value.code, \"{word}\")
}}

internal fun Reader.{word}(): {name} {{
    val place = int()
    return if (place == {other}) {name}.fromCode(string()) else {name}.values()[place - 1]
}}

"
    )
}

fn plain(item: &Enum) -> String {
    let (name, word) = (item.name(), lower_first(item.name()));
    format!(
        "private val {word}Values = {name}.values()

internal fun Writer.{word}(value: {name}) = int(value.ordinal + 1)

internal fun Reader.{word}(): {name} = {word}Values[int() - 1]

"
    )
}

fn with_fields(item: &Enum) -> Result<String> {
    let (name, word) = (item.name(), lower_first(item.name()));
    let mut write = format!("internal fun Writer.{word}(value: {name}) {{\n    when (value) {{\n");
    let mut read_text = format!("internal fun Reader.{word}(): {name} {{\n    when (val case = int()) {{\n");
    for (index, case) in item.variants().iter().enumerate() {
        let number = index + 1;
        if case.has_fields() {
            let fields = fields::all(case.fields())?;
            writeln!(write, "        is {name}.{} -> {{\n            int({number})", case.name())?;
            for field in &fields {
                writeln!(write, "            {}", field.write("value")?)?;
            }
            writeln!(write, "        }}")?;
            writeln!(read_text, "        {number} -> {{")?;
            read_text.push_str(&read(&format!("{name}.{}", case.name()), &fields, "            ")?);
            writeln!(read_text, "        }}")?;
        } else {
            let constant = constant(case.name());
            writeln!(write, "        {name}.{constant} -> int({number})")?;
            writeln!(read_text, "        {number} -> return {name}.{constant}")?;
        }
    }
    write.push_str("        else -> unknown(value)\n    }\n}\n\n");
    read_text.push_str("        else -> unknown(case)\n    }\n}\n\n");
    Ok(write + &read_text)
}
