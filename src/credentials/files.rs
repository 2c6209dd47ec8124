//! Files that hold keys.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::environment;
use super::source::Failure;

const MAX_FILE_BYTES: usize = 1024 * 1024;

/// Reads a small regular file. A pipe or a device could keep the reader for ever.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let failed = |error: std::io::Error| format!("the file {} cannot be read: {error}", path.display());
    let about = fs::metadata(path).map_err(failed)?;
    if !about.is_file() {
        return Err(format!("{} is not a regular file", path.display()));
    }
    let too_long = || format!("the file {} is over {MAX_FILE_BYTES} bytes", path.display());
    let length = usize::try_from(about.len()).ok().filter(|length| *length <= MAX_FILE_BYTES).ok_or_else(too_long)?;
    // One byte more than expected, so that a file that grew is seen and the vector is not copied.
    let mut content = Zeroizing::new(Vec::with_capacity(length + 1));
    let limit = u64::try_from(length + 1).unwrap_or(u64::MAX);
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut content)).map_err(failed)?;
    if content.len() > length {
        return Err(format!("the file {} changed while it was read", path.display()));
    }
    Ok(content)
}

/// As text without the mark of byte order that some editors write.
pub(super) fn text<'a>(path: &Path, content: &'a [u8]) -> Result<&'a str, String> {
    let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
    std::str::from_utf8(content).map_err(|_| format!("the file {} is not UTF-8 text", path.display()))
}

/// A file that the settings or a variable name must exist; one in its usual place need not.
pub(super) fn find(named: Option<PathBuf>, in_home: &str) -> Result<PathBuf, Failure> {
    if let Some(path) = named {
        return Ok(path);
    }
    let path = home()?.join(in_home);
    match fs::metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(Failure::NotConfigured(format!("there is no file {}", path.display())))
        }
        _ => Ok(path),
    }
}

fn home() -> Result<PathBuf, Failure> {
    let home = match environment::text("HOME")? {
        None if cfg!(windows) => environment::text("USERPROFILE")?,
        home => home,
    };
    home.map(PathBuf::from).ok_or_else(|| Failure::Failed("the home folder is not known: HOME is not set".to_owned()))
}
