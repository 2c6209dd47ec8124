//! Making the Debian that has Swift: about a minute and 2.8 GB, once per user of this machine.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::chroot::{Chroot, PACKAGES, SUITE};
use super::entry::Entry;
use super::{debian, mirror};
use crate::project::Project;
use crate::{files, process, progress};

/// Makes it in a temporary folder and renames it when it is whole, so that a half-made one is never used.
pub fn build(project: &Project) -> Result<Chroot> {
    let place = Chroot::place()?;
    let _lock = files::lock(&place.with_extension("lock"), "the set-up of Swift")?;
    // Somebody else may have finished it while we waited for the lock.
    if Chroot::is_ready()? {
        return Chroot::open(project);
    }
    progress::note(&format!("Swift 6 from Debian {SUITE} goes into {} (about 2.8 GB)", place.display()));
    tools(project)?;
    let unfinished = place.with_extension("unfinished");
    remove(&unfinished)?;
    if let Err(problem) = fill(project, &unfinished) {
        // The logs are elsewhere; gigabytes that nobody will use need not stay.
        remove(&unfinished)?;
        return Err(problem);
    }
    remove(&place)?;
    std::fs::rename(&unfinished, &place)
        .with_context(|| format!("cannot rename {} to {}", unfinished.display(), place.display()))?;
    Chroot::open(project)
}

fn fill(project: &Project, folder: &Path) -> Result<()> {
    let entry = Entry::ensure(project)?;
    unpack(project, folder, entry)?;
    let chroot = Chroot::unfinished(folder.to_path_buf(), entry);
    packages(project, &chroot)?;
    chroot.mark_ready()
}

fn tools(project: &Project) -> Result<()> {
    debian::install(
        project,
        &["debootstrap", "debian-archive-keyring"],
        "Debian's own installer is needed for Swift.",
    )?;
    if debian::keyring(SUITE).is_none() {
        bail!(
            "this machine's debian-archive-keyring is too old to know Debian {SUITE}: run \
             `apt-get install --only-upgrade debian-archive-keyring`, then this again"
        );
    }
    Ok(())
}

fn unpack(project: &Project, folder: &Path, entry: Entry) -> Result<()> {
    let codename = debian::os_release("VERSION_CODENAME").context("/etc/os-release names no VERSION_CODENAME")?;
    let mirror = mirror::of_this_machine(&codename)?;
    let keyring = debian::keyring(SUITE).context("the keyring of Debian is gone; reinstall debian-archive-keyring")?;
    let mut command = entry.around("debootstrap");
    command.args(["--variant=minbase", "--force-check-gpg"]);
    command.arg(format!("--keyring={}", keyring.display())).arg(SUITE).arg(folder).arg(mirror);
    progress::step(&format!("Swift: unpack Debian {SUITE}"), || {
        process::run_logged(&mut command, &project.log("swift-debootstrap"), "Check the network and the free space.")
    })
}

fn packages(project: &Project, chroot: &Chroot) -> Result<()> {
    let settings = acquire_settings()?;
    std::fs::write(chroot.inside("etc/apt/apt.conf.d/90host"), settings).context("cannot hand on apt's settings")?;
    hand_on_certificates(chroot)?;
    let apt = |arguments: &[&str], log: &str| -> Result<()> {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let mut command = chroot.command(&[std::env::temp_dir()], Path::new("/"), Path::new("apt-get"), &arguments)?;
        command.env("DEBIAN_FRONTEND", "noninteractive");
        process::run_logged(&mut command, &project.log(log), "Check the network and the free space.")
    };
    progress::step("Swift: fetch the package lists", || apt(&["-q", "update"], "swift-apt-update"))?;
    progress::step("Swift: install the compiler (about 560 MB to fetch)", || {
        let mut arguments = vec!["-q", "install", "-y", "--no-install-recommends"];
        arguments.extend(PACKAGES);
        apt(&arguments, "swift-apt-install")?;
        apt(&["clean"], "swift-apt-clean")
    })?;
    let mut swift =
        chroot.command(&[std::env::temp_dir()], Path::new("/"), Path::new("swift"), &["--version".into()])?;
    let version = process::text(&mut swift, "The packages are installed but do not run here.")?;
    progress::note(version.lines().next().unwrap_or("swift works"));
    Ok(())
}

/// How this machine fetches: proxies, timeouts, checks. Not the hooks, which name programs that the folder lacks.
fn acquire_settings() -> Result<String> {
    let all = process::text(process::command("apt-config").arg("dump"), "Check the files in /etc/apt/apt.conf.d.")?;
    Ok(all.lines().filter(|line| is_about_fetching(line)).map(|line| format!("{line}\n")).collect())
}

fn is_about_fetching(line: &str) -> bool {
    let detects = line.contains("Proxy-Auto-Detect") || line.contains("ProxyAutoDetect");
    line.starts_with("Acquire::") && !detects
}

/// A mirror behind https may be certified by an authority that only this machine knows.
fn hand_on_certificates(chroot: &Chroot) -> Result<()> {
    let bundle = Path::new("etc/ssl/certs/ca-certificates.crt");
    let host = Path::new("/").join(bundle);
    if !host.is_file() {
        return Ok(());
    }
    let copy = chroot.inside("etc/ssl/certs/ca-certificates.crt");
    if let Some(folder) = copy.parent() {
        std::fs::create_dir_all(folder).context("cannot make the certificate folder")?;
    }
    std::fs::copy(&host, &copy).context("cannot hand on the certificates")?;
    Ok(())
}

/// Removes a folder, but never through a mount: that would empty what is mounted.
fn remove(folder: &Path) -> Result<()> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let mounted: Vec<&str> = mounts
        .lines()
        .filter_map(|line| line.split(' ').nth(4))
        .filter(|point| PathBuf::from(point).starts_with(folder))
        .collect();
    if !mounted.is_empty() {
        bail!("something is mounted under {}: unmount {} and run this again", folder.display(), mounted.join(" "));
    }
    match std::fs::remove_dir_all(folder) {
        Err(problem) if problem.kind() != std::io::ErrorKind::NotFound => {
            Err(problem).with_context(|| format!("cannot remove {}; remove it by hand", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_settings_about_fetching_are_handed_on() {
        assert!(is_about_fetching("Acquire::http::Proxy \"http://proxy.test:3128\";"));
        assert!(!is_about_fetching("DPkg::Pre-Install-Pkgs:: \"/usr/bin/apt-listchanges --apt\";"));
        assert!(!is_about_fetching("Acquire::http::Proxy-Auto-Detect \"/usr/bin/auto-apt-proxy\";"));
    }
}
