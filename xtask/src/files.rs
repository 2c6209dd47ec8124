//! Small file work: writing only what changed, hashing contents, walking folders, locking.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::progress;

/// Writes `contents` unless the file holds it already, so that other tools' builds stay fresh. Tells whether it wrote.
pub fn write_if_changed(file: &Path, contents: &[u8]) -> Result<bool> {
    if std::fs::read(file).is_ok_and(|held| held == contents) {
        return Ok(false);
    }
    parent(file)?;
    fs_err::write(file, contents)?;
    Ok(true)
}

/// Reads a text file, naming it when it cannot.
pub fn read(file: &Path) -> Result<String> {
    Ok(fs_err::read_to_string(file)?)
}

/// Makes the folder a file will lie in.
pub fn parent(file: &Path) -> Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    Ok(fs_err::create_dir_all(folder)?)
}

/// Removes what a folder holds, and the folder, if it is there.
pub fn empty(folder: &Path) -> Result<()> {
    if folder.exists() { Ok(fs_err::remove_dir_all(folder)?) } else { Ok(()) }
}

/// Copies all files below a folder to their places below another.
pub fn copy_all(from: &Path, to: &Path) -> Result<()> {
    for file in under(from, &[])? {
        let copy = to.join(file.strip_prefix(from)?);
        parent(&copy)?;
        fs_err::copy(&file, &copy)?;
    }
    Ok(())
}

/// Every file under `path` (or `path` itself), sorted; what has a name in `skip` is left out.
pub fn under(path: &Path, skip: &[&str]) -> Result<Vec<PathBuf>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let wanted = |entry: &DirEntry| entry.depth() == 0 || !skip.iter().any(|name| entry.file_name() == *name);
    let entries = WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(wanted);
    let mut files = entries.map(|entry| Ok(entry?.into_path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.is_file());
    Ok(files)
}

/// One hash over names and contents.
pub fn hash(files: &[PathBuf]) -> Result<String> {
    let mut hasher = Sha256::new();
    for file in files {
        let contents = fs_err::read(file)?;
        hasher.update(file.as_os_str().as_encoded_bytes());
        hasher.update([0]);
        hasher.update((contents.len() as u64).to_le_bytes());
        hasher.update(contents);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Our folder in the user's cache, for what is large and serves every clone.
pub fn cache() -> Result<PathBuf> {
    Ok(dirs::cache_dir().context("this user has no home folder; set HOME")?.join("ekyc"))
}

/// Waits for its turn: two builds into the same folders would mix their files.
pub fn lock(file: &Path, what: &str) -> Result<File> {
    parent(file)?;
    let handle = File::create(file).with_context(|| format!("cannot write the lock file {}", file.display()))?;
    if handle.try_lock().is_err() {
        progress::note(&format!("another xtask is busy with {what}; waiting for it"));
        handle.lock().with_context(|| format!("cannot lock {}", file.display()))?;
    }
    Ok(handle)
}
