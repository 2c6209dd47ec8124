//! Files that hold keys.
//!
//! They are read on threads of their own: a home folder can be on a server that does not answer.

use std::convert::Infallible;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;
use zeroize::Zeroizing;

use super::environment;
use super::loaded::Failure;
use crate::net::{BlockingWork, Meanwhile};
use crate::process::PerProcess;

const MAX_FILE_BYTES: usize = 1024 * 1024;

/// How long reading a file may take.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) type Content = Arc<Zeroizing<Vec<u8>>>;

static READING: PerProcess<BlockingWork<Result<Content, NotRead>>> = PerProcess::new();

#[derive(Clone)]
enum NotRead {
    /// There is no such file.
    NoFile(String),
    Failed(String),
}

impl NotRead {
    fn reason(self) -> String {
        match self {
            Self::NoFile(reason) | Self::Failed(reason) => reason,
        }
    }
}

/// Reads a file that must exist.
pub(super) async fn read(path: &Path) -> Result<Content, String> {
    off_the_runtime(path).await.map_err(NotRead::reason)
}

/// Reads the file that the settings or a variable name, which must exist, or else the first that exists of those in their usual places, which
/// need not.
pub(super) async fn find(named: Option<PathBuf>, in_home: &[&str]) -> Result<(PathBuf, Content), Failure> {
    if let Some(path) = named {
        let content = read(&path).await?;
        return Ok((path, content));
    }
    let home = home()?;
    let mut looked_at = Vec::new();
    for place in in_home {
        let path = home.join(place);
        match off_the_runtime(&path).await {
            Ok(content) => return Ok((path, content)),
            Err(NotRead::NoFile(_)) => looked_at.push(path.display().to_string()),
            Err(NotRead::Failed(reason)) => return Err(Failure::Failed(reason)),
        }
    }
    Err(Failure::NotConfigured(format!("there is no file {}", looked_at.join(" and no file "))))
}

async fn off_the_runtime(path: &Path) -> Result<Content, NotRead> {
    let failed = |reason: String| NotRead::Failed(format!("the file {} cannot be read: {reason}", path.display()));
    let Ok(reading) = READING.get(|| Ok::<_, Infallible>(BlockingWork::new()));
    let (name, path_there) = (path.to_string_lossy(), path.to_owned());
    // Anew, not together with somebody who began before: what he reads may be the keys that were refused.
    let content = reading.run(&name, Meanwhile::Wait, move || read_now(&path_there));
    match timeout(PATIENCE, content).await {
        Ok(Ok(content)) => content,
        Ok(Err(reason)) => Err(failed(reason.to_owned())),
        Err(_) => Err(failed(format!("its file system has not answered for {} s", PATIENCE.as_secs()))),
    }
}

/// Reads a small regular file. A pipe or a device could keep the reader for ever.
fn read_now(path: &Path) -> Result<Content, NotRead> {
    let shown = path.display();
    let reason = |error: &io::Error| format!("the file {shown} cannot be read: {error}");
    let failed = |error: io::Error| NotRead::Failed(reason(&error));
    let about = fs::metadata(path).map_err(|error| match error.kind() {
        // A home folder that is no folder (`/dev/null`, as some services have it) holds no files, and one that may not be entered holds none
        // that are meant for this process.
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied => NotRead::NoFile(reason(&error)),
        _ => failed(error),
    })?;
    if !about.is_file() {
        return Err(NotRead::Failed(format!("{shown} is not a regular file")));
    }
    let length = usize::try_from(about.len()).ok().filter(|length| *length <= MAX_FILE_BYTES);
    let too_long = || NotRead::Failed(format!("the file {shown} is over {MAX_FILE_BYTES} bytes"));
    let length = length.ok_or_else(too_long)?;
    // One byte more than expected, so that a file that grew is seen and the vector is not copied.
    let mut content = Zeroizing::new(Vec::with_capacity(length + 1));
    let limit = u64::try_from(length + 1).unwrap_or(u64::MAX);
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut content)).map_err(failed)?;
    if content.len() > length {
        return Err(NotRead::Failed(format!("the file {shown} changed while it was read")));
    }
    Ok(Arc::new(content))
}

/// As text without the mark of byte order that some editors write.
pub(super) fn text<'a>(path: &Path, content: &'a [u8]) -> Result<&'a str, String> {
    let content = content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content);
    std::str::from_utf8(content).map_err(|_| format!("the file {} is not UTF-8 text", path.display()))
}

fn home() -> Result<PathBuf, Failure> {
    let home = match environment::text("HOME")? {
        None if cfg!(windows) => environment::text("USERPROFILE")?,
        home => home,
    };
    let unknown = || Failure::NotConfigured("HOME is not set, so there is no home folder to look in".to_owned());
    home.map(PathBuf::from).ok_or_else(unknown)
}
