//! Hides the generated Kotlin's plumbing: what users need not see becomes `internal`.
//!
//! UniFFI has no setting for it (mozilla/uniffi-rs#1425, #2030; this pass can go when they are closed). By default its
//! converters, buffers and helpers are public and would stand beside our names in every completion list. The wrapper is compiled in the same Maven module, so `internal` is enough.
//!
//! What stays public is data: records (`data class`), enums (`enum class`, and `sealed class` that is no exception) and
//! the names that custom types give to plain ones.
//! Objects, interfaces, functions and the generated error are named `Core...` or `core...` on the Rust side; what foreign code
//! throws back into the core is named `Foreign...`. A declaration that no rule knows stops the build, so that a new template or a new export is looked at by a person.

use anyhow::{Result, bail};

use super::kotlin_scan::{Declaration, declarations};

/// What a rule says about a declaration.
#[derive(Debug, PartialEq)]
enum Verdict {
    /// Not visible already.
    Hidden,
    /// Plumbing.
    Hide,
    /// Data that users see.
    Show,
}

/// The same source, with `internal` before every piece of plumbing, and `public` written out before the data, because
/// the module is compiled in Kotlin's explicit API mode.
pub fn hide_plumbing(source: &str) -> Result<String> {
    let mut edits = Vec::new();
    let (mut hidden, mut shown) = (0, 0);
    for declaration in declarations(source)? {
        match judge(&declaration)? {
            Verdict::Hidden => {}
            Verdict::Show => {
                shown += 1;
                say_public(source, 0, &declaration, &mut edits)?;
            }
            Verdict::Hide => {
                hidden += 1;
                // `public` is always the first modifier that the templates write.
                let public = declaration.modifiers.first() == Some(&"public");
                edits.push(Edit { at: declaration.start, drop: if public { "public " } else { "" }, add: "internal " });
            }
        }
    }
    if hidden == 0 || shown == 0 {
        bail!("the generated Kotlin shows {shown} data types and {hidden} pieces of plumbing; {ADVICE}");
    }
    Ok(apply(source, &edits))
}

struct Edit {
    at: usize,
    drop: &'static str,
    add: &'static str,
}

/// Marks a declaration that begins at `offset` plus its start, and the types and functions in its body.
fn say_public(source: &str, offset: usize, declaration: &Declaration<'_>, edits: &mut Vec<Edit>) -> Result<()> {
    let said = ["public", "internal", "private", "protected", "override"];
    if !declaration.modifiers.iter().any(|modifier| said.contains(modifier)) {
        edits.push(Edit { at: offset + declaration.start, drop: "", add: "public " });
    }
    let is_type = ["class", "object", "interface"].contains(&declaration.keyword);
    let Some(body) = declaration.body.clone().filter(|_| is_type) else { return Ok(()) };
    let inner_offset = offset + body.start;
    let inner = source.get(inner_offset..offset + body.end).unwrap_or_default();
    for nested in declarations(inner)? {
        say_public(source, inner_offset, &nested, edits)?;
    }
    Ok(())
}

fn apply(source: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(source.len() + 16 * edits.len());
    let mut copied = 0;
    for edit in edits {
        result.push_str(source.get(copied..edit.at).unwrap_or_default());
        result.push_str(edit.add);
        copied = edit.at + edit.drop.len();
    }
    result.push_str(source.get(copied..).unwrap_or_default());
    result
}

const ADVICE: &str = "compare the generated file with the rules in xtask/src/bindings/kotlin_visibility.rs";

fn judge(declaration: &Declaration<'_>) -> Result<Verdict> {
    let name = declaration.name();
    let has = |modifier: &str| declaration.modifiers.contains(&modifier);
    if has("private") || has("internal") {
        return Ok(Verdict::Hidden);
    }
    if is_plumbing(name) {
        return Ok(Verdict::Hide);
    }
    let is_class = declaration.keyword == "class";
    let is_exception = declaration.head.contains("Exception(");
    // A custom type is another name for a plain one, and stands in the records' signatures.
    if declaration.keyword == "typealias" {
        return Ok(Verdict::Show);
    }
    if is_class && (has("data") || has("enum") || (has("sealed") && !is_exception && !declaration.head.contains(':'))) {
        return Ok(Verdict::Show);
    }
    bail!(
        "no rule says whether the generated `{} {}` is plumbing: name it `Core...` on the Rust side if it is, or {ADVICE}",
        declaration.modifiers.join(" "),
        declaration.head
    )
}

fn is_plumbing(name: &str) -> bool {
    const FAMILIES: [&str; 6] = ["Core", "core", "FfiConverter", "Foreign", "Uniffi", "uniffi"];
    // What a provider of keys is to the core; the wrapper's `CredentialsProvider` is what users write.
    const PROVIDER: [&str; 3] = ["CredentialProvider", "CredentialTicket", "ProviderRefused"];
    // `Attempts` is a record of the generated error alone; the wrapper's exceptions have its fields.
    const NAMES: [&str; 6] = ["RustBuffer", "InternalException", "Disposable", "NoHandle", "use", "Attempts"];
    FAMILIES.iter().chain(&PROVIDER).any(|family| name.starts_with(family)) || NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = "data class Answer(val a: Int)\nobject UniffiWithHandle\n";

    fn refused(extra: &str) -> String {
        hide_plumbing(&format!("{DATA}{extra}")).unwrap_err().to_string()
    }

    #[test]
    fn a_public_that_was_written_is_replaced() {
        let hidden = hide_plumbing("data class Answer(val a: Int)\npublic object FfiConverterInt: FfiConverter<Int>\n");
        assert_eq!(
            hidden.unwrap(),
            "public data class Answer(val a: Int)\ninternal object FfiConverterInt: FfiConverter<Int>\n"
        );
    }

    #[test]
    fn data_says_public_at_every_depth() {
        let source = "sealed class A {\n data class B(val c: Int) : A() { companion object }\n object D : A()\n \
            override fun toString(): String { val e = 1 }\n}\nobject NoHandle\n";
        let expected = "public sealed class A {\n public data class B(val c: Int) : A() { public companion object }\n \
            public object D : A()\n override fun toString(): String { val e = 1 }\n}\ninternal object NoHandle\n";
        assert_eq!(hide_plumbing(source).unwrap(), expected);
    }

    #[test]
    fn what_no_rule_knows_stops_the_build() {
        assert!(refused("open class Client: Disposable, AutoCloseable {}").contains("`open class Client"));
        assert!(refused("public interface ClientInterface {}").contains("Core..."));
        assert!(refused("fun signAll() = 1").contains("fun signAll"));
        assert!(refused("sealed class ApiException: kotlin.Exception() {}").contains("ApiException"));
        assert!(refused("val all = 1").contains("val all"));
    }

    #[test]
    fn a_file_without_data_or_plumbing_is_not_what_we_know() {
        assert!(hide_plumbing("data class A(val b: Int)").unwrap_err().to_string().contains("0 pieces"));
        assert!(hide_plumbing("object UniffiWithHandle").unwrap_err().to_string().contains("0 data types"));
    }
}

/// The rules against what the pinned generator really writes.
#[cfg(all(test, feature = "bindgen"))]
mod generated {
    use super::*;
    use camino::Utf8PathBuf;
    use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

    /// One of everything that the library exports, and one of what it may export next.
    const INTERFACE: &str = r#"
        namespace ekyc {
            [Throws=CoreError] string core_sign(Request request);
            string core_version();
        };
        [Error]
        interface CoreError { Service(string reason, i64? status); Network(string reason); };
        [Error]
        enum ForeignFailure { "Failed" };
        [Trait, WithForeign]
        interface CoreObserver { [Throws=ForeignFailure] void told(Request request); };
        [Custom] typedef string Text;
        dictionary Request { Text a; boolean? b; sequence<string> c; record<string, string> d; bytes? e; u32 f; };
        enum Mode { "Plain", "Careful" };
        [Enum]
        interface Document { Passport(); Other(string code); };
        interface CoreClient {
            [Throws=CoreError] constructor(Request request);
            [Name=other] constructor();
            [Async, Throws=CoreError] Document initialize(Request request, u64 call);
            void stop();
        };
    "#;

    fn kotlin() -> String {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("src/ekyc.udl");
        // The generator takes an interface file only from inside a crate.
        crate::files::write_if_changed(&folder.path().join("Cargo.toml"), b"[package]\nname = \"ekyc\"\n").unwrap();
        crate::files::write_if_changed(&source, INTERFACE.as_bytes()).unwrap();
        generate(GenerateOptions {
            languages: vec![TargetLanguage::Kotlin],
            source: Utf8PathBuf::from_path_buf(source).unwrap(),
            out_dir: Utf8PathBuf::from_path_buf(folder.path().to_path_buf()).unwrap(),
            metadata_no_deps: true,
            ..GenerateOptions::default()
        })
        .unwrap();
        let files = crate::files::under(folder.path(), &[]).unwrap();
        let file = files.iter().find(|file| file.extension().is_some_and(|extension| extension == "kt")).unwrap();
        std::fs::read_to_string(file).unwrap()
    }

    #[test]
    fn only_data_stays_public() {
        let hidden = hide_plumbing(&kotlin()).unwrap();
        let mut public: Vec<String> = declarations(&hidden)
            .unwrap()
            .iter()
            .filter(|one| !one.modifiers.contains(&"internal") && !one.modifiers.contains(&"private"))
            .map(|one| one.name().to_owned())
            .collect();
        public.sort();
        assert_eq!(public, ["Document", "Mode", "Request", "Text"]);
    }

    #[test]
    fn nothing_but_visibility_changes() {
        let source = kotlin();
        let plain = |text: &str| text.replace("internal ", "").replace("public ", "");
        assert_eq!(plain(&hide_plumbing(&source).unwrap()), plain(&source));
    }
}
