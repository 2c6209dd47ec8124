//! Builds that run again exactly when what they are made from changed. A note of each says what went in, and the size and time of each file that came out.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};

use crate::files;
use crate::project::Project;

/// Makes what is called so from `inputs`, any text that changes when it must be made again; unless it was, and all its files are still there.
pub fn once(project: &Project, name: &str, inputs: &str, make: impl FnOnce() -> Result<Vec<PathBuf>>) -> Result<()> {
    let note = std::fs::read_to_string(note(project, name)).unwrap_or_default();
    let mut lines = note.lines();
    if lines.next() == Some(inputs) && lines.all(|line| still_there(line).unwrap_or(false)) {
        return Ok(());
    }
    anew(project, name, inputs, make)
}

/// As [`once`], whether anything changed or not.
pub fn anew(project: &Project, name: &str, inputs: &str, make: impl FnOnce() -> Result<Vec<PathBuf>>) -> Result<()> {
    forget(project, name);
    let outputs = make()?;
    let files = outputs.iter().map(|file| Ok(format!("\n{} {}", mark(file)?, file.display())));
    let text = format!("{inputs}{}", files.collect::<Result<String>>()?);
    files::write_if_changed(&note(project, name), text.as_bytes())?;
    Ok(())
}

/// Has it made again the next time. A missing note is what we want.
pub fn forget(project: &Project, name: &str) {
    let _ = std::fs::remove_file(note(project, name));
}

fn note(project: &Project, name: &str) -> PathBuf {
    project.own(name).with_extension("stamp")
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
    fn what_is_made_is_made_again_when_inputs_or_outputs_change() {
        let folder = tempfile::tempdir().unwrap();
        let project = Project { target: folder.path().to_path_buf(), ..Project::default() };
        let output = folder.path().join("out put");
        let mut made = 0;
        let mut is_made = |inputs: &str| {
            let before = made;
            once(&project, "it", inputs, || {
                made += 1;
                fs_err::write(&output, "1")?;
                Ok(vec![output.clone()])
            })
            .unwrap();
            made > before
        };
        assert_eq!(["a", "a", "b"].map(&mut is_made), [true, false, true]);
        std::fs::remove_file(&output).unwrap();
        assert_eq!(["b", "b"].map(is_made), [true, false]);
    }
}
