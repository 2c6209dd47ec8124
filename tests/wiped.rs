//! What docs/how-to/credentials.md says is wiped: no block of memory is given back to the allocator with a secret in it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ekyc::ffi::core_sign_acs3;
use ekyc::model::Acs3Request;
use ekyc::{Credentials, IniProfile};

#[macro_use]
mod with;

/// Looks at every block that is given back.
struct Watching;

static LOOKS: AtomicBool = AtomicBool::new(false);
static FOUND: AtomicUsize = AtomicUsize::new(0);

/// The secret's bytes, each turned around, so that this table is not one of its copies.
static TURNED: [u8; 24] = {
    let mut turned = *b"Wiped9Secret8Of7This6Tes";
    let mut at = 0;
    while at < turned.len() {
        turned[at] = !turned[at];
        at += 1;
    }
    turned
};

fn secret() -> String {
    TURNED.iter().map(|byte| char::from(!byte)).collect()
}

// SAFETY: everything is the system allocator's. A block is looked at while it still belongs to whoever gives it back; what was never written
// in it is read as whatever stands there.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that no block is found because of what another one left behind, and all of it may be read.
        // SAFETY: as the caller's.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if LOOKS.load(Ordering::Relaxed) && layout.size() >= TURNED.len() {
            // SAFETY: the block is `layout.size()` bytes long and was written when it was made.
            let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
            if bytes
                .windows(TURNED.len())
                .any(|window| window.iter().zip(&TURNED).all(|(byte, turned)| *byte == !turned))
            {
                FOUND.fetch_add(1, Ordering::Relaxed);
            }
        }
        // SAFETY: as the caller's.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// How many blocks that hold the secret are given back meanwhile.
fn given_back(work: impl FnOnce()) -> usize {
    FOUND.store(0, Ordering::Relaxed);
    LOOKS.store(true, Ordering::Relaxed);
    work();
    LOOKS.store(false, Ordering::Relaxed);
    FOUND.load(Ordering::Relaxed)
}

fn request() -> Acs3Request {
    Acs3Request {
        method: "POST".into(),
        host: "host".into(),
        path: "/".into(),
        action: "Initialize".into(),
        version: "2022-08-09".into(),
        date: "2025-01-02T03:04:05Z".into(),
        nonce: "n".into(),
        query: vec![],
        headers: vec![],
        form: vec![],
        body: vec![],
    }
}

/// One test, because the allocator looks at what all threads do.
#[test]
fn secrets_are_wiped_when_their_last_user_goes() {
    assert_eq!(given_back(|| drop(secret())), 1, "the allocator sees a secret that is not wiped");

    let given = secret();
    let of_a_key = given_back(|| {
        let credentials = Credentials::access_key("id".into(), given).unwrap();
        core_sign_acs3(request(), credentials.clone()).unwrap();
        drop(credentials);
    });
    assert_eq!(of_a_key, 0, "of a key that is given");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credentials.ini");
    let text = format!("[default]\ntype = access_key\naccess_key_id = id\naccess_key_secret = {}\n", secret());
    fs::write(&file, text).unwrap();
    let of_a_file = given_back(|| {
        let settings = with!(IniProfile::default(), file = Some(file.to_str().unwrap().to_owned()));
        let credentials = Credentials::ini_profile(settings).unwrap();
        core_sign_acs3(request(), credentials.clone()).unwrap();
        drop(credentials);
    });
    assert_eq!(of_a_file, 0, "of a key from a file");
}
