//! Observers that panic or never come back, and what many of them cost.

use super::*;

#[tokio::test]
async fn a_panicking_observer_is_told_the_next_event_all_the_same() {
    struct Panicking(AtomicBool, Teller);
    impl Observer for Panicking {
        fn attempt(&self, event: AttemptEvent) {
            assert!(self.0.swap(true, Ordering::SeqCst), "the first time");
            self.1.attempt(event);
        }
        fn call(&self, event: CallEvent) {
            self.1.call(event);
        }
        fn lost(&self, events: i64) {
            self.1.lost(events);
        }
    }
    let sandbox = sandbox();
    let (teller, told) = channel();
    let client = client(&sandbox, Arc::new(Panicking(AtomicBool::new(false), Teller(Mutex::new(teller)))));
    client.initialize(&request()).await.unwrap();
    client.initialize(&request()).await.unwrap();
    assert_eq!((next_call(&told).0.len(), next_call(&told).0.len()), (0, 1));
}

#[tokio::test]
async fn a_blocked_observer_holds_up_no_call_and_learns_what_it_missed() {
    struct Blocked(Mutex<Receiver<()>>, Teller);
    impl Observer for Blocked {
        fn attempt(&self, event: AttemptEvent) {
            let _ = self.0.lock().unwrap().recv(); // until the other end is gone
            self.1.attempt(event);
        }
        fn call(&self, event: CallEvent) {
            self.1.call(event);
        }
        fn lost(&self, events: i64) {
            self.1.lost(events);
        }
    }
    const CALLS: i64 = 2500;
    let sandbox = sandbox();
    let (block, blocked) = channel();
    let (teller, told) = channel();
    let client = client(&sandbox, Arc::new(Blocked(Mutex::new(blocked), Teller(Mutex::new(teller)))));
    for _ in 0..CALLS {
        client.initialize(&request()).await.unwrap();
    }
    drop(block);
    client.initialize(&request()).await.unwrap();
    drop(client);
    let (mut events, mut lost) = (0, 0);
    while let Ok(told) = told.recv_timeout(Duration::from_secs(30)) {
        match told {
            Told::Lost(count) => lost += count,
            Told::Attempt(_) | Told::Call(_) => events += 1,
        }
    }
    assert!(lost > 0);
    assert_eq!(events + lost, 2 * (CALLS + 1), "every event was told or counted");
}

/// Pages of memory that this process holds.
#[cfg(target_os = "linux")]
fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

#[cfg(target_os = "linux")]
#[test]
fn an_observer_holds_memory_for_the_events_that_wait_and_not_for_all_that_could() {
    const CLIENTS: usize = 100;
    let (teller, _told) = channel();
    let observer: Arc<dyn Observer> = Arc::new(Teller(Mutex::new(teller)));
    let clients = |observer: Option<Arc<dyn Observer>>| -> Vec<_> {
        let credentials = Credentials::access_key("id".into(), "secret".into()).unwrap();
        let one = || {
            let parts = ClientParts { observer: observer.clone(), quota: None };
            Client::with(ClientConfig::for_endpoint("https://localhost:1"), credentials.clone(), parts).unwrap()
        };
        (0..CLIENTS).map(|_| one()).collect()
    };
    let start = resident_bytes();
    let _without = clients(None);
    let between = resident_bytes();
    let _with = clients(Some(observer));
    let more = resident_bytes().saturating_sub(between).saturating_sub(between.saturating_sub(start));
    assert!(more / CLIENTS < 200 * 1024, "{} KiB for each observer", more / CLIENTS / 1024);
}
