//! Swift packages that know only what `cargo xtask package swift` made: copied out of the repository, package and all, before they are built, so
//! that nothing of the repository can be found by accident.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::cleanup::TemporaryFolder;
use crate::package::swift::{self as package, Extras, SwiftPackage};
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::toolchain::swift::Swift;
use crate::{files, process, progress};

/// A version that holds something else than a library.
const BROKEN: &str = "99.0.0";

/// What a compiler is asked to build for, and what of the package's words it must print.
const REFUSED: [(&str, &[&str], &str); 8] = [
    // Without the words of glibc: what musl looks like to the preprocessor.
    ("x86_64-linux-gnu", &[], "needs Swift 6.2, or EKYC_LIBRARY set"),
    ("x86_64-linux-gnu", &["-DEKYC_BUNDLE"], "holds no library for musl"),
    ("aarch64-linux-gnu", &["-D__GLIBC__=2"], "holds no library for Linux on arm64"),
    ("riscv64-linux-gnu", &["-D__GLIBC__=2"], "for x86-64 and arm64, not for this processor"),
    ("aarch64-linux-android", &[], "has no library for Android"),
    ("wasm32-wasi", &[], "for macOS, iOS and Linux, not for this platform"),
    ("arm64-apple-macos13", &["-DTARGET_OS_OSX=1"], "holds no library for Apple platforms"),
    (
        "arm64-apple-watchos9",
        &["-DTARGET_OS_OSX=0", "-DTARGET_OS_IOS=0"],
        "for macOS, iOS and Linux, not for this platform",
    ),
];

/// Swift's own compiler for C, which Debian keeps off the PATH. Freestanding, because no C library of other platforms is here, and with an empty
/// stand-in for Apple's header.
const CLANG: &str = "export PATH=\"$PATH:/usr/libexec/swift/bin\"; touch include/TargetConditionals.h; \
                     clang -fsyntax-only -ffreestanding -Wno-macro-redefined -Iinclude EkycCoreFFI.c \"$@\"; \
                     result=$?; rm include/TargetConditionals.h; exit $result";

/// Tells what a manifest says in this environment.
const DUMP: &str = "exec env \"$@\" swift package dump-package";

/// Names one of the adapters without the trait that they need.
const UNASKED: &str = "echo 'let service = EkycService.self' >../../main.swift && \
                       exec swiftc -typecheck Unavailable.swift ../../main.swift";

/// Builds and runs them against the sandbox.
pub fn test(project: &Project) -> Result<()> {
    let made = package::make(project, &Extras::default())?;
    let place = Swift::ensure(project)?;
    let away = TemporaryFolder::new()?;
    let package = move_out(&made, away.path())?;
    let sandbox = Sandbox::start(project)?;
    let stage = Stage { project, place, sandbox, package, away: away.path() };
    progress::step("Swift: a platform without a library is told in a sentence", || stage.refused())?;
    progress::step("Swift: the manifest of a server and of a Mac", || stage.manifests())?;
    progress::step("Swift consumer: by path, with blanks", || stage.by_path())?;
    progress::step("Swift consumers: by URL, each with what it pinned", || stage.by_url())?;
    progress::step(
        "Swift consumer: beside another Rust library, with GNU ld, lld, LTO and a static standard library",
        || stage.beside(),
    )
}

struct Stage<'a> {
    project: &'a Project,
    place: Swift,
    sandbox: Sandbox,
    package: SwiftPackage,
    away: &'a Path,
}

impl Stage<'_> {
    fn refused(&self) -> Result<()> {
        let sources = self.package.folder.join("Sources");
        self.without_library(|| {
            REFUSED.iter().try_for_each(|(target, more, told)| {
                let words = [&["-c", CLANG, "clang", "-target", target], *more].concat();
                self.says(&sources.join("EkycCoreFFI"), "sh", &words, false, &[told]).map(|_| ())
            })
        })?;
        self.says(&sources.join("EkycServer"), "sh", &["-c", UNASKED], false, &["enable the trait `Server`"])
            .map(|_| ())
    }

    fn without_library(&self, work: impl FnOnce() -> Result<()>) -> Result<()> {
        let library = self.package.folder.join("lib");
        std::fs::rename(&library, library.with_extension("away")).context("cannot move the library away")?;
        work()?;
        std::fs::rename(library.with_extension("away"), &library).context("cannot move the library back")
    }

    /// Nobody resolves what only servers need; and what a Mac would read, as far as that is told by running it here.
    fn manifests(&self) -> Result<()> {
        let dump = |folder: &Path, more: &[&str]| {
            let words = self.says(folder, "sh", &[&["-c", DUMP, "dump"], more].concat(), true, &[])?;
            serde_json::from_str::<Value>(words.get(words.find('{').unwrap_or_default()..).unwrap_or_default())
                .context("a manifest is told in JSON")
        };
        let plain = dump(&self.package.folder, &[])?;
        let server = dump(&self.package.folder, &["EKYC_SERVER=1"])?;
        let sizes = [&plain, &server]
            .map(|manifest| ["dependencies", "products"].map(|name| manifest[name].as_array().map(Vec::len)));
        ensure!(sizes == [[Some(0), Some(2)], [Some(4), Some(3)]], "dependencies and products should not be {sizes:?}");
        let folder = self.away.join("mac");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(
            folder.join("Package.swift"),
            package::of_a_mac(self.project)?.replace("#if os(macOS)", "#if true"),
        )?;
        let mac = dump(&folder, &[])?.to_string();
        for part in ["lib/EkycCoreLibrary.xcframework", "EKYC_APPLE", "PrivacyInfo.xcprivacy\",\"rule\""] {
            ensure!(mac.contains(part), "the manifest of a Mac should name {part}, not: {mac}");
        }
        Ok(())
    }

    fn by_path(&self) -> Result<()> {
        let folder = self.lay_out("swift-path", "by path, é", &self.project.version)?;
        self.build(&folder, &[])?;
        self.run(&folder, ".build/debug", &["transactions: 8\n", "refused: metaInfo "])?;

        self.without_library(|| self.swift_build(&folder, &[], false, &["holds no library for Linux on"]).map(|_| ()))?;

        let stamp = self.package.folder.join("Sources/Ekyc/Generated/BindingBuild.swift");
        let own = files::read(&stamp)?;
        std::fs::write(&stamp, own.replace(&self.project.version, "0.0.1")).context("cannot write the package")?;
        self.build(&folder, &[])?;
        let program = folder.join(".build/debug/consumer").display().to_string();
        self.says(&folder, &program, &[], false, &["package is 0.0.1", "delete the build folder"])?;
        std::fs::write(&stamp, own).context("cannot write the package")
    }

    /// One HOME and one working folder for all, because SwiftPM keeps evaluated manifests by them.
    fn by_url(&self) -> Result<()> {
        let version = &self.project.version;
        let told = format!("transactions: 1, found: true, version: {version}\n");
        let one = self.lay_out("swift-git", "one", version)?;
        self.build(&one, &[])?;
        self.run(&one, ".build/debug", &[&told])?;
        let moved = self.away.join("moved");
        std::fs::rename(&one, &moved).context("cannot move a checkout")?;
        // SwiftPM's own products cannot be moved; the checkout is.
        let products = moved.join(".build/debug").canonicalize().context("there are no products")?;
        let products = moved.join(".build").join(products.iter().rev().nth(1).unwrap_or_default());
        std::fs::remove_dir_all(&products).with_context(|| format!("cannot remove {}", products.display()))?;
        self.build(&moved, &[])?;
        self.run(&moved, ".build/debug", &[&told])?;
        std::fs::remove_dir_all(moved.join(".build")).context("cannot remove a checkout")?;
        let scratch = self.away.join("other place");
        self.build(&moved, &["--scratch-path", &scratch.display().to_string()])?;
        self.run(&scratch, "debug", &[&told])?;

        let two = self.lay_out("swift-git", "two", version)?;
        self.build(&two, &[])?;
        self.run(&two, ".build/debug", &[&told])?;
        // A pin to another version links that version's library, whatever lies in other checkouts.
        let three = self.lay_out("swift-git", "three", BROKEN)?;
        self.swift_build(&three, &[], false, &["libekyc.a"]).map(|_| ())
    }

    fn beside(&self) -> Result<()> {
        let folder = self.lay_out("swift-beside", "beside", &self.project.version)?;
        let mut rustc = process::command("rustc");
        rustc.args(["--edition", "2024", "--crate-type", "staticlib", "-O", "other.rs", "-o", "libother.a"]);
        process::run(rustc.current_dir(&folder), "The compiler's words are above.")?;
        let release = ["-c", "release"];
        for options in [
            vec![],
            [&release[..], &["--static-swift-stdlib"]].concat(),
            [&release[..], &["-Xswiftc", "-use-ld=lld", "--experimental-lto-mode", "full"]].concat(),
        ] {
            self.build(&folder, &options)?;
            let kind = if options.is_empty() { ".build/debug" } else { ".build/release" };
            self.run(&folder, kind, &["transaction: true, other: 42\n"])?;
        }
        Ok(())
    }

    fn build(&self, folder: &Path, options: &[&str]) -> Result<()> {
        let words = self.swift_build(folder, options, true, &[])?;
        // A dependency's own warnings are no errors to SwiftPM, and would still be the first that a user sees of it. That Foundation uses
        // `mktemp` is what the linker says of a static one.
        let ours = words.lines().any(|line| line.contains("warning:") && !line.contains("mktemp"));
        ensure!(!ours, "`swift build` warned in {}:\n{words}", folder.display());
        Ok(())
    }

    fn swift_build(&self, folder: &Path, options: &[&str], good: bool, told: &[&str]) -> Result<String> {
        let path = folder.display().to_string();
        self.says(self.away, "swift", &[&["build", "--package-path", &path], options].concat(), good, told)
    }

    fn run(&self, folder: &Path, products: &str, promised: &[&str]) -> Result<()> {
        let program = folder.join(products).join("consumer").display().to_string();
        self.says(folder, &program, &[], true, promised).map(|_| ())
    }

    /// What a program says, which must end well or not, and say all that it is told to.
    fn says(&self, folder: &Path, program: &str, words: &[&str], good: bool, told: &[&str]) -> Result<String> {
        let arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
        let mut command = self.place.command(self.project, folder, Path::new(program), &arguments)?;
        let output = process::capture(command.envs(self.sandbox.environment()))?;
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned()).concat();
        let missing = told.iter().find(|part| !said.contains(**part));
        let ended = output.status.success();
        ensure!(
            ended == good && missing.is_none(),
            "`{program} {}` in {} should end well: {good}, and say {missing:?}; it ended well: {ended}, and said:\n{said}",
            words.join(" "),
            folder.display()
        );
        Ok(said)
    }

    /// A copy of the consumer `name`, with the names of package and version filled in.
    fn lay_out(&self, name: &str, place: &str, version: &str) -> Result<PathBuf> {
        let source = self.project.root.join("tests/consumers").join(name);
        let folder = self.away.join(place);
        let fill = |text: Vec<u8>| {
            let text = String::from_utf8_lossy(&text).replace("<package>", &self.package.folder.display().to_string());
            let text = text.replace("<repository>", &format!("file://{}", self.package.repository.display()));
            text.replace("<here>", &folder.display().to_string()).replace("<version>", version).into_bytes()
        };
        for file in files::under(&source, &[".build"])? {
            let contents = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            files::write_if_changed(&folder.join(file.strip_prefix(&source).unwrap_or(&file)), &fill(contents))?;
        }
        Ok(folder)
    }
}

/// The package as somebody has it who downloaded it, and a repository with one more version.
fn move_out(made: &SwiftPackage, away: &Path) -> Result<SwiftPackage> {
    let package = SwiftPackage { folder: away.join("down loaded/ekyc"), repository: away.join("served/ekyc.git") };
    for (from, to) in [(&made.folder, &package.folder), (&made.repository, &package.repository)] {
        files::parent(to)?;
        process::run(process::command("cp").arg("-R").args([from, to]), "Check the free space.")?;
    }
    let work = away.join("broken");
    let mut clone = process::command("git");
    process::text(clone.args(["clone", "-q"]).arg(&package.repository).arg(&work), "Git's words are above.")?;
    for file in files::under(&work.join("lib"), &[])? {
        std::fs::write(&file, "not an archive").with_context(|| format!("cannot write {}", file.display()))?;
    }
    for arguments in [vec!["commit", "-qam", BROKEN], vec!["tag", BROKEN], vec!["push", "-q", "origin", BROKEN]] {
        process::text(package::git().current_dir(&work).args(arguments), "Git's words are above.")?;
    }
    Ok(package)
}
