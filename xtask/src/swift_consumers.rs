//! Swift packages that know only what `cargo xtask package swift` made: copied out of the repository, package and all, before they are built, so
//! that nothing of the repository can be found by accident.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::cleanup::TemporaryFolder;
use crate::package::swift::{self as package, Extras, SwiftPackage};
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::toolchain::swift::Swift;
use crate::{files, process, progress};

/// A version that holds something else than a library.
const BROKEN: &str = "99.0.0";

/// What a compiler is asked to build for, and what of the package's words it must print.
const REFUSED: [(&str, &[&str], &str); 6] = [
    // Without the words of glibc: what musl looks like to the preprocessor.
    ("x86_64-linux-gnu", &[], "needs Swift 6.2, or EKYC_LIBRARY set"),
    ("x86_64-linux-gnu", &["-DEKYC_BUNDLE"], "holds no library for musl"),
    ("aarch64-linux-gnu", &["-D__GLIBC__=2"], "holds no library for Linux on arm64"),
    ("riscv64-linux-gnu", &["-D__GLIBC__=2"], "for x86-64 and arm64, not for this processor"),
    ("aarch64-linux-android", &[], "has no library for Android"),
    ("wasm32-wasi", &[], "for macOS, iOS and Linux, not for this platform"),
];

/// Swift's own compiler for C, which Debian keeps off the PATH. Freestanding, because no C library of other platforms is here.
const CLANG: &str = "PATH=\"$PATH:/usr/libexec/swift/bin\" \
                     exec clang -fsyntax-only -ffreestanding -Iinclude EkycCoreFFI.c \"$@\"";

/// Builds and runs them against the sandbox.
pub fn test(project: &Project) -> Result<()> {
    let made = package::make(project, &Extras::default())?;
    let place = Swift::ensure(project)?;
    let away = TemporaryFolder::new()?;
    let package = move_out(&made, away.path())?;
    let sandbox = Sandbox::start(project)?;
    let stage = Stage { project, place, sandbox, package, away: away.path() };
    progress::step("Swift: a platform without a library is told in a sentence", || stage.refused())?;
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
        let folder = self.package.folder.join("Sources/EkycCoreFFI");
        for (target, more, told) in REFUSED {
            let words = ["-c", CLANG, "clang", "-target", target];
            let words: Vec<OsString> = words.iter().chain(more).map(OsString::from).collect();
            let said = process::capture(&mut self.place.command(self.project, &folder, Path::new("sh"), &words)?)?;
            let text = String::from_utf8_lossy(&said.stderr);
            ensure!(text.contains(told), "for {target} the package should say `{told}`, not:\n{text}");
        }
        Ok(())
    }

    fn by_path(&self) -> Result<()> {
        let folder = self.lay_out("swift-path", "by path, é", &self.project.version)?;
        self.build(&folder, &[])?;
        self.run(&folder, ".build/debug", &["transactions: 8\n", "refused: metaInfo "])?;

        let library = self.package.folder.join("lib");
        std::fs::rename(&library, library.with_extension("away")).context("cannot move the library away")?;
        self.fails(&folder, "holds no library for Linux on")?;
        std::fs::rename(library.with_extension("away"), &library).context("cannot move the library back")
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
        self.fails(&three, "libekyc.a")
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
        let (good, words) = self.try_build(folder, options)?;
        ensure!(good, "`swift build {}` failed in {}:\n{words}", options.join(" "), folder.display());
        // A dependency's own warnings are no errors to SwiftPM, and would still be the first that a user sees of it. That Foundation uses
        // `mktemp` is what the linker says of a static one.
        let ours = words.lines().any(|line| line.contains("warning:") && !line.contains("mktemp"));
        ensure!(!ours, "`swift build` warned in {}:\n{words}", folder.display());
        Ok(())
    }

    fn fails(&self, folder: &Path, with: &str) -> Result<()> {
        let (good, words) = self.try_build(folder, &[])?;
        ensure!(!good, "`swift build` should fail in {}:\n{words}", folder.display());
        ensure!(words.contains(with), "`swift build` should fail with `{with}` in {}:\n{words}", folder.display());
        Ok(())
    }

    fn try_build(&self, folder: &Path, options: &[&str]) -> Result<(bool, String)> {
        let mut all: Vec<OsString> = vec!["build".into(), "--package-path".into(), folder.into()];
        all.extend(options.iter().map(OsString::from));
        let built = process::capture(&mut self.place.swift(self.project, self.away, &all)?)?;
        let words = format!("{}{}", String::from_utf8_lossy(&built.stdout), String::from_utf8_lossy(&built.stderr));
        Ok((built.status.success(), words))
    }

    fn run(&self, folder: &Path, products: &str, promised: &[&str]) -> Result<()> {
        let program = folder.join(products).join("consumer");
        let mut run = self.place.command(self.project, folder, &program, &[])?;
        let output = process::text(run.envs(self.sandbox.environment()), "The consumer's words are above.")?;
        for line in promised {
            ensure!(output.contains(line), "{} should print `{}`, not:\n{output}", folder.display(), line.trim_end());
        }
        Ok(())
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
            copy(&file, &folder.join(file.strip_prefix(&source).unwrap_or(&file)), fill)?;
        }
        Ok(folder)
    }
}

/// The package as somebody has it who downloaded it, and a repository with one more version.
fn move_out(made: &SwiftPackage, away: &Path) -> Result<SwiftPackage> {
    let package = SwiftPackage { folder: away.join("down loaded/ekyc"), repository: away.join("served/ekyc.git") };
    for (from, to) in [(&made.folder, &package.folder), (&made.repository, &package.repository)] {
        for file in files::under(from, &[])? {
            copy(&file, &to.join(file.strip_prefix(from).unwrap_or(&file)), |contents| contents)?;
        }
        // Git looks for these folders, empty or not.
        if from.ends_with("ekyc.git") {
            std::fs::create_dir_all(to.join("refs/heads")).context("cannot lay out the repository")?;
        }
    }
    let work = away.join("broken");
    let mut clone = process::command("git");
    process::text(clone.args(["clone", "-q"]).arg(&package.repository).arg(&work), "Git's words are above.")?;
    for file in files::under(&work.join("lib"), &[])? {
        std::fs::write(&file, "not an archive").with_context(|| format!("cannot write {}", file.display()))?;
    }
    let nobody = ["-c", "user.name=ekyc", "-c", "user.email=ekyc@localhost", "-c", "commit.gpgsign=false"];
    for arguments in [vec!["commit", "-qam", BROKEN], vec!["tag", BROKEN], vec!["push", "-q", "origin", BROKEN]] {
        let mut git = process::command("git");
        process::text(git.current_dir(&work).args(nobody).args(arguments), "Git's words are above.")?;
    }
    Ok(package)
}

fn copy(from: &Path, to: &Path, change: impl Fn(Vec<u8>) -> Vec<u8>) -> Result<()> {
    let contents = std::fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    files::write_if_changed(to, &change(contents)).map(|_| ())
}
