//! Reads rustdoc's JSON and prints the public API, a sorted line for each thing: `xtask-rust-api FILE`, started by `cargo xtask api rust`.

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    let file = std::env::args().nth(1).context("say `cargo xtask api rust`")?;
    let api = public_api::Builder::from_rustdoc_json(file)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .context("if the compiler's rustdoc format is another, change the version of public-api in xtask/Cargo.toml")?;
    let mut lines: Vec<String> = api.items().map(ToString::to_string).collect();
    lines.sort();
    lines.dedup();
    // What UniFFI's macros add is plumbing; its users are the generators.
    for line in lines.iter().filter(|line| !line.contains("uniffi_core::") && !line.contains("UniFfiTag")) {
        println!("{line}");
    }
    Ok(())
}
