//! Remembering what a build was made from, so that it runs again exactly when that changed.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::files;

/// A note beside a build: what went in, and the size and time of each file that came out.
pub struct Stamp {
    file: PathBuf,
    inputs: String,
}

impl Stamp {
    /// The stamp kept in `file` for a build made from `inputs`, any text that changes when the build must run again.
    pub fn new(file: PathBuf, inputs: String) -> Self {
        Self { file, inputs }
    }

    /// Whether the last build had these inputs and its files are still there.
    pub fn is_fresh(&self) -> bool {
        let Ok(text) = std::fs::read_to_string(&self.file) else { return false };
        let mut lines = text.lines();
        lines.next() == Some(self.inputs.as_str()) && lines.all(|line| still_there(line).unwrap_or(false))
    }

    /// Declares the build done, with the files it made.
    pub fn write(&self, outputs: &[PathBuf]) -> Result<()> {
        let mut text = format!("{}\n", self.inputs);
        for output in outputs {
            text.push_str(&format!("{} {}\n", mark(output)?, output.display()));
        }
        files::parent(&self.file)?;
        Ok(fs_err::write(&self.file, text)?)
    }

    /// Forgets the last build, before starting one that may fail half way.
    pub fn forget(&self) {
        // A missing stamp is what we want.
        let _ = std::fs::remove_file(&self.file);
    }
}

fn still_there(line: &str) -> Option<bool> {
    let (known, path) = line.split_once(' ')?;
    Some(mark(Path::new(path)).ok()? == known)
}

/// Size and time of change. Not a hash: the libraries have 40 MB, and `cargo xtask sample` should start at once.
fn mark(file: &Path) -> Result<String> {
    let facts = std::fs::metadata(file).with_context(|| format!("the build made no {}", file.display()))?;
    let changed = facts.modified().context("this file system keeps no times")?;
    let since = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{}@{}", facts.len(), since.as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_fresh_until_inputs_or_outputs_change() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("out put");
        std::fs::write(&output, "1").unwrap();
        let stamp = |inputs: &str| Stamp::new(folder.path().join("stamp"), inputs.to_owned());
        assert!(!stamp("a").is_fresh());
        stamp("a").write(std::slice::from_ref(&output)).unwrap();
        assert!(stamp("a").is_fresh());
        assert!(!stamp("b").is_fresh());
        std::fs::remove_file(&output).unwrap();
        assert!(!stamp("a").is_fresh());
    }
}
