//! The files that tell others where the sandbox is.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Removes what an earlier sandbox left, so that nobody takes it for ours.
pub(crate) fn remove_stale(path: &Path) -> Result<(), String> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(format!("cannot replace {}: {error}", path.display())),
        _ => Ok(()),
    }
}

/// Writes a file so that it is either not there or whole.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(name);
    fs::write(&part, text).and_then(|()| fs::rename(&part, path)).map_err(|error| {
        let _ = fs::remove_file(&part);
        format!("cannot write {}: {error}", path.display())
    })
}
