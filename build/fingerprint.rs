// The fingerprint of the border, shared by build.rs and xtask. Standard library only.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// FNV-1a, 64 bits, over the names and texts of `uniffi.toml` and every source file under `src`, in the order of their paths: 16
/// hexadecimal digits. All of `src`, because a type that crosses the border may be declared in any room.
pub fn fingerprint(root: &Path) -> io::Result<String> {
    let mut files = vec![root.join("uniffi.toml")];
    collect(&root.join("src"), &mut files)?;
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        for byte in name.bytes().chain(fs::read(&file)?) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    Ok(format!("{hash:016x}"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
