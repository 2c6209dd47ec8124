//! The platforms whose libraries are shipped, a line each, and what a library of theirs must be like.

pub mod link;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::builder::PossibleValuesParser;

use crate::process::{self, cmd};
use crate::progress;
use crate::project::Project;
use crate::toolchain::python;

/// The package whose shared library the JVM and Android load, and the name of that library.
pub const JVM_PACKAGE: &str = "ekyc-jni";
pub const JVM_LIBRARY: &str = "ekyc_jni";

/// The oldest glibc that our libraries may need: that of CentOS 7, and the oldest for which Rust's standard library is made.
pub const GLIBC_FLOOR: (u32, u32) = (2, 17);

/// The oldest macOS and the oldest Android (API level, Android 8) that the libraries are made for.
pub const MACOS_FLOOR: &str = "11.0";
pub const ANDROID_FLOOR: u32 = 26;

/// What a library is made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum System {
    Glibc,
    Musl,
    Windows,
    MacOs,
    Android,
}

/// One platform.
#[derive(Debug, PartialEq)]
pub struct Target {
    /// Its name here and its folder in the jar; for Android the name of its ABI, after `android-`.
    pub name: &'static str,
    /// The Rust target.
    pub triple: &'static str,
    pub system: System,
    /// The folder of its static library in the Swift package. For Apple's systems an XCFramework is made on a Mac, by `ci/xcframework.sh`.
    pub swift: Option<&'static str>,
}

const fn target(name: &'static str, triple: &'static str, system: System, swift: Option<&'static str>) -> Target {
    Target { name, triple, system, swift }
}

pub const LINUX_ARM64: Target =
    target("linux-aarch64", "aarch64-unknown-linux-gnu", System::Glibc, Some("linux-aarch64"));
pub const LINUX_MUSL: Target =
    target("linux-x86-64-musl", "x86_64-unknown-linux-musl", System::Musl, Some("linux-x86_64-musl"));
pub const LINUX_ARM64_MUSL: Target =
    target("linux-aarch64-musl", "aarch64-unknown-linux-musl", System::Musl, Some("linux-aarch64-musl"));
pub const WINDOWS: Target = target("win32-x86-64", "x86_64-pc-windows-gnu", System::Windows, None);

pub const ALL: [Target; 10] = [
    target("linux-x86-64", "x86_64-unknown-linux-gnu", System::Glibc, Some("linux-x86_64")),
    LINUX_ARM64,
    LINUX_MUSL,
    LINUX_ARM64_MUSL,
    WINDOWS,
    target("darwin-aarch64", "aarch64-apple-darwin", System::MacOs, None),
    target("darwin-x86-64", "x86_64-apple-darwin", System::MacOs, None),
    target("android-arm64-v8a", "aarch64-linux-android", System::Android, None),
    target("android-armeabi-v7a", "armv7-linux-androideabi", System::Android, None),
    target("android-x86_64", "x86_64-linux-android", System::Android, None),
];

/// Their names, and others that stand beside them in a command, so that a misspelt one is answered with those there are.
pub fn names<const N: usize>(others: [&'static str; N]) -> PossibleValuesParser {
    PossibleValuesParser::new(ALL.iter().map(|target| target.name).chain(others))
}

impl Target {
    /// The one that programs on this machine load, if it is one of them.
    pub fn of_this_machine() -> Result<&'static Self> {
        use std::env::consts::{ARCH, OS};
        let system = if OS == "macos" { "apple-darwin" } else { "unknown-linux-gnu" };
        let found = ALL.iter().find(|target| target.triple == format!("{ARCH}-{system}"));
        found.filter(|_| ["linux", "macos"].contains(&OS)).with_context(|| {
            format!(
                "the bindings are built on Linux and macOS, on x86-64 and arm64; {OS} on {ARCH} is not supported yet"
            )
        })
    }

    /// The file that cargo makes for the JVM, and that lies in the jar.
    pub fn shared_file(&self) -> String {
        match self.system {
            System::Windows => format!("{JVM_LIBRARY}.dll"),
            System::MacOs => format!("lib{JVM_LIBRARY}.dylib"),
            System::Glibc | System::Musl | System::Android => format!("lib{JVM_LIBRARY}.so"),
        }
    }

    /// That file below the platform's folder, as in the jar and the AAR.
    pub fn shared_below(&self) -> String {
        format!("{}/{}", self.folder(), self.shared_file())
    }

    /// The same in a folder with the libraries of all platforms, as `cargo xtask natives` fills it.
    pub fn shared_in(&self, natives: &Path) -> PathBuf {
        natives.join(if self.abi().is_some() { "android" } else { "jvm" }).join(self.shared_below())
    }

    /// And the static one for Swift, where the package has a place for it.
    pub fn archive_in(&self, natives: &Path) -> Option<PathBuf> {
        Some(natives.join("swift").join(self.swift?).join("libekyc.a"))
    }

    /// The target as cargo-zigbuild wants it: with the version of glibc.
    pub fn zig_triple(&self) -> String {
        match self.system {
            System::Glibc => format!("{}.{}.{}", self.triple, GLIBC_FLOOR.0, GLIBC_FLOOR.1),
            _ => self.triple.to_owned(),
        }
    }

    /// What it runs on, in words.
    pub fn floor(&self) -> String {
        match self.system {
            System::Glibc => format!("glibc {}.{}", GLIBC_FLOOR.0, GLIBC_FLOOR.1),
            System::Musl => "musl 1.2".to_owned(),
            System::Windows => "Windows 10".to_owned(),
            System::MacOs => format!("macOS {MACOS_FLOOR}"),
            System::Android => format!("Android 8 (API {ANDROID_FLOOR})"),
        }
    }

    /// Where its library lies in a package: below the ABI's name on Android, else below its own.
    pub fn folder(&self) -> &'static str {
        self.abi().unwrap_or(self.name)
    }

    /// The ABI's name, on Android.
    pub fn abi(&self) -> Option<&'static str> {
        self.name.strip_prefix("android-")
    }

    /// Holds the library of a target to its rules: `ci/library.py` reads it, names all that is wrong, and says what the options are.
    pub fn check(&self, project: &Project, file: &Path, options: &[&str]) -> Result<()> {
        let python = python::tools(project, "lief")?.join("python");
        let (name, triple, floor) = (self.name, self.triple, self.floor());
        let read = process::capture(cmd!("{python} -B ci/library.py {options...} {name} {triple} {floor} {file}"))?;
        let wrong = String::from_utf8_lossy(&read.stderr);
        ensure!(read.status.success(), "{} must not be shipped: {}", file.display(), wrong.trim());
        String::from_utf8_lossy(&read.stdout).lines().for_each(|line| progress::note(&format!("{name} {line}")));
        Ok(())
    }
}
