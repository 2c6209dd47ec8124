//! A file system that does not answer, such as a home folder on a server that is away.

#![cfg(target_os = "linux")]

use std::fs::File;
use std::os::fd::AsRawFd;
use std::time::Duration;

use ekyc::{Credentials, IniProfile};

use super::support::{
    ID, SECRET, StoppedClock, Written, assert_contains, base, call, client, request, sandbox, silent,
};

/// While this is held the file cannot be opened: the kernel waits for the holder to give it back, 45 seconds at most.
struct Lease {
    _file: File,
}

impl Lease {
    fn on(file: &Written) -> Self {
        // SAFETY: ignores a signal that nothing else uses here. The kernel sends it to ask for the lease, and it would end the process.
        unsafe { libc::signal(libc::SIGIO, libc::SIG_IGN) };
        let file = std::fs::OpenOptions::new().write(true).open(&file.path).unwrap();
        // SAFETY: a plain system call on a file that is open.
        let taken = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLEASE, libc::F_WRLCK) };
        assert_eq!(taken, 0, "no lease: {}", std::io::Error::last_os_error());
        Self { _file: file }
    }
}

fn ini(file: &Written) -> std::sync::Arc<Credentials> {
    Credentials::ini_profile(with!(IniProfile::default(), file = Some(file.text()))).unwrap()
}

fn profile() -> Written {
    Written::new(format!("[default]\ntype = access_key\naccess_key_id = {ID}\naccess_key_secret = {SECRET}\n"))
}

#[tokio::test]
async fn holds_up_nobody_who_needs_no_file() {
    let sandbox = sandbox();
    let file = profile();
    let lease = Lease::on(&file);
    let waiting = client(&sandbox, &ini(&file));
    let waiting = tokio::spawn(async move { waiting.initialize(&request()).await });
    assert_eq!(call(&client(&sandbox, &base()), &sandbox).await, ID);
    assert!(!waiting.is_finished(), "the other one cannot have read its file yet");
    drop(lease);
    waiting.await.unwrap().unwrap();
}

#[tokio::test]
async fn is_told_after_ten_seconds_and_does_not_pile_up_threads() {
    let sandbox = sandbox();
    let file = profile();
    let clock = StoppedClock::new();
    let lease = Lease::on(&file);
    let credentials = ini(&file);
    let client = client(&sandbox, &credentials);
    for _ in 0..100 {
        let waiting = tokio::spawn({
            let client = client.clone();
            async move { client.initialize(&request()).await }
        });
        tokio::task::yield_now().await;
        tokio::task::yield_now().await;
        clock.later(Duration::from_secs(11)).await;
        let told = silent(waiting.await.unwrap().unwrap_err());
        assert_contains(&told, &["ini profile: the file ", "its file system has not answered for 10 s"]);
        clock.later(Duration::from_secs(120)).await;
    }
    let threads = std::fs::read_dir("/proc/self/task").unwrap().filter(|task| {
        let name = task.as_ref().unwrap().path().join("comm");
        std::fs::read_to_string(name).is_ok_and(|name| name.trim() == "ekyc-blocking")
    });
    assert!(threads.count() < 50, "one for the file, and those of the tests that run beside this one");
    drop(lease);
}
