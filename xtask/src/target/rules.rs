//! What a library must be like before it is shipped.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use object::Architecture;

use super::facts::{Facts, Format};
use super::link::OFFERED;
use super::{GLIBC_FLOOR, MACOS_FLOOR, System, Target};

/// The memory page of new Android devices, in bytes. Their loader refuses what is aligned to less.
const ANDROID_PAGE: u64 = 16 * 1024;

/// What each system has without anything being installed.
const WINDOWS: &str = "advapi32 api-ms-win- bcrypt bcryptprimitives crypt32 kernel32 msvcrt ncrypt ntdll ole32 secur32 \
    user32 userenv ws2_32";
const APPLE: [&str; 2] = ["/usr/lib/", "/System/Library/Frameworks/"];

/// Whether a library is held to the oldest system that its target promises.
#[derive(Clone, Copy, PartialEq)]
pub enum Floor {
    /// What `cargo xtask natives` builds.
    Held,
    /// What this machine's own compiler makes for this machine.
    Any,
}

/// Reads the library of a target and fails with everything that is wrong with it.
pub fn check(file: &Path, target: &Target) -> Result<Facts> {
    let contents = fs_err::read(file)?;
    check_bytes(&contents, target, Floor::Held).with_context(|| format!("{} must not be shipped", file.display()))
}

/// The same for what has been read already.
pub fn check_bytes(contents: &[u8], target: &Target, floor: Floor) -> Result<Facts> {
    let facts = Facts::read(contents)?;
    let problems = [problems(&facts, target, floor), offers_one_name(&facts.exported)].concat();
    ensure!(problems.is_empty(), "{}", problems.join("; "));
    Ok(facts)
}

/// What is wrong with the names that a library offers, on any system: another one could be taken from it by another library in the process,
/// or for it.
fn offers_one_name(exported: &BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    let strangers: Vec<&str> = exported.iter().map(String::as_str).filter(|name| *name != OFFERED).collect();
    if !strangers.is_empty() {
        problems.push(format!("it offers more than {OFFERED}: {}", strangers.join(", ")));
    }
    if !exported.contains(OFFERED) {
        problems.push(format!("it does not offer {OFFERED}, which the JVM asks for, so it is no library of ekyc"));
    }
    problems
}

/// What is wrong with it as a library of that target.
fn problems(facts: &Facts, target: &Target, floor: Floor) -> Vec<String> {
    let mut problems = Vec::new();
    if facts.processor != processor(target) {
        problems.push(format!("it is for {:?}, and {} needs {:?}", facts.processor, target.name, processor(target)));
    }
    match (&facts.system, target.system) {
        (Format::Elf { relro, text_relocations }, System::Glibc | System::Musl | System::Android) => {
            if *text_relocations {
                problems.push("it has text relocations: hardened systems and Android refuse to load it".to_owned());
            }
            if !relro {
                problems.push("it has no RELRO segment: link it with `-z relro`".to_owned());
            }
            problems.extend(c_library(facts, target.system, floor));
        }
        (Format::MachO { oldest, own_name }, System::MacOs) => {
            if floor == Floor::Held && format!("{}.{}", oldest.0, oldest.1) != MACOS_FLOOR {
                problems.push(format!("it needs macOS {}.{}, and the floor is {MACOS_FLOOR}", oldest.0, oldest.1));
            }
            if floor == Floor::Held && !own_name.starts_with("@rpath/") {
                problems
                    .push(format!("its own name is `{own_name}`, and should not be a path of the building machine"));
            }
            problems.extend(strangers(facts, |name| APPLE.iter().any(|prefix| name.starts_with(prefix))));
        }
        (Format::Pe, System::Windows) => {
            let known = |name: &str| WINDOWS.split(' ').any(|known| name.to_lowercase().starts_with(known));
            problems.extend(strangers(facts, known));
        }
        (other, _) => problems.push(format!("its format is {other:?}, which {} does not load", target.name)),
    }
    problems
}

fn c_library(facts: &Facts, system: System, held: Floor) -> Option<String> {
    let needs = |name: &str| facts.needed.iter().any(|needed| needed == name);
    let (own, advice) = match system {
        System::Glibc => ("libc.so.6", "build it for ...-unknown-linux-gnu"),
        System::Musl | System::Android => ("libc.so", "build it for ...-linux-musl or ...-linux-android"),
        System::Windows | System::MacOs => return None,
    };
    if !needs(own) {
        return Some(format!("it does not need {own} but {:?}: {advice}", facts.needed));
    }
    match (system, facts.glibc()) {
        (System::Glibc, Some(floor)) if held == Floor::Held && floor > GLIBC_FLOOR => Some(format!(
            "it needs glibc {}.{}, and the floor is {}.{}: `cargo xtask natives` builds for that",
            floor.0, floor.1, GLIBC_FLOOR.0, GLIBC_FLOOR.1
        )),
        (System::Android, _) if facts.alignment < ANDROID_PAGE => Some(format!(
            "a segment is aligned to {} bytes, and devices with pages of {ANDROID_PAGE} bytes refuse it; link it with \
             `-z max-page-size={ANDROID_PAGE}`",
            facts.alignment
        )),
        _ => None,
    }
}

fn strangers(facts: &Facts, known: impl Fn(&str) -> bool) -> Option<String> {
    let others: Vec<&str> = facts.needed.iter().map(String::as_str).filter(|name| !known(name)).collect();
    (!others.is_empty()).then(|| format!("it needs what the system does not bring: {}", others.join(", ")))
}

fn processor(target: &Target) -> Architecture {
    match target.triple.split('-').next() {
        Some("x86_64") => Architecture::X86_64,
        Some("aarch64") => Architecture::Aarch64,
        _ => Architecture::Arm,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(system: Format, needed: &[&str], version: &str) -> Facts {
        Facts {
            system,
            processor: Architecture::X86_64,
            needed: needed.iter().map(|name| (*name).to_owned()).collect(),
            exported: BTreeSet::new(),
            versions: BTreeSet::from([version.to_owned()]),
            alignment: 4096,
        }
    }

    fn elf(needed: &[&str], version: &str) -> Facts {
        facts(Format::Elf { relro: true, text_relocations: false }, needed, version)
    }

    fn told(facts: &Facts, name: &str) -> String {
        problems(facts, Target::named(name).unwrap(), Floor::Held).join("; ")
    }

    #[test]
    fn a_newer_glibc_than_the_floor_is_refused() {
        assert_eq!(told(&elf(&["libc.so.6"], "GLIBC_2.17"), "linux-x86-64"), "");
        assert!(told(&elf(&["libc.so.6"], "GLIBC_2.34"), "linux-x86-64").starts_with("it needs glibc 2.34, "));
    }

    #[test]
    fn the_library_of_another_system_or_processor_is_refused() {
        let glibc = elf(&["libc.so.6"], "GLIBC_2.17");
        assert!(told(&glibc, "linux-aarch64").starts_with("it is for X86_64, and linux-aarch64 needs Aarch64"));
        assert!(told(&glibc, "linux-x86-64-musl").contains("it does not need libc.so "));
        assert!(told(&glibc, "win32-x86-64").contains("which win32-x86-64 does not load"));
        assert!(told(&elf(&["libc.so"], ""), "android-x86_64").contains("aligned to 4096 bytes"));
    }

    #[test]
    fn what_a_system_does_not_bring_is_named() {
        let windows = facts(Format::Pe, &["KERNEL32.dll", "libgcc_s_seh-1.dll"], "");
        assert!(told(&windows, "win32-x86-64").ends_with("libgcc_s_seh-1.dll"));
        let path = Format::MachO { oldest: (15, 0), own_name: "/build/libekyc.dylib".to_owned() };
        let mac = told(&facts(path, &["/usr/lib/libSystem.B.dylib"], ""), "darwin-x86-64");
        assert!(mac.contains("needs macOS 15.0") && mac.contains("path of the building machine"), "{mac}");
    }
}
