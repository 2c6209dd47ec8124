//! This server's calls of one operation and product.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as FairMutex;
use tokio::time::{Instant, sleep, timeout_at};

use super::store::Store;
use crate::client::quota::NoRoom;

/// Who waits asks again at least so often: those before it may have left. The script knows the same number.
const RECHECK: Duration = Duration::from_millis(250);

/// Longer than any setting lets a call wait.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// A call asks at once. If there is no room it joins the line, whose head alone asks again, in the name of this server.
pub(super) struct Line {
    store: Arc<Store>,
    keys: [String; 3],
    /// The name of this server, by chance.
    server: String,
    most: u32,
    head: FairMutex<()>,
    waiting: AtomicU32,
    lowered: Mutex<Lowered>,
}

/// What is known of a limit that was lowered because the service throttled.
#[derive(Default)]
struct Lowered {
    since: Option<Instant>,
    /// How many calls that began since then were answered, and not yet told.
    answered: u32,
}

pub(super) enum Stop {
    NoRoom(NoRoom),
    /// The store cannot be asked.
    Away(String),
}

enum Answer {
    Go,
    Wait(NoRoom),
}

/// One call in the line, counted for as long as it waits.
struct Waiting<'a>(&'a AtomicU32);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Line {
    pub(super) fn new(store: Arc<Store>, name: &str, server: String, most: u32) -> Self {
        // One place in a store that spreads its keys by what stands between the braces.
        let keys = ["begun", "waiting", "pace"].map(|part| format!("ekyc:{{{name}}}:{part}"));
        let head = FairMutex::new(());
        Self { store, keys, server, most, head, waiting: AtomicU32::new(0), lowered: Mutex::default() }
    }

    pub(super) async fn admit(&self, max_wait: Duration) -> Result<(), Stop> {
        let latest = Instant::now() + max_wait.min(LONGEST_WAIT);
        let foreseen = match self.ask("pass", latest).await? {
            Answer::Go => return Ok(()),
            Answer::Wait(foreseen) => foreseen,
        };
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        let Ok(_head) = timeout_at(latest, self.head.lock()).await else { return Err(Stop::NoRoom(foreseen)) };
        loop {
            match self.ask("head", latest).await? {
                Answer::Go => return Ok(()),
                Answer::Wait(no_room) => sleep(no_room.wait.min(RECHECK)).await,
            }
        }
    }

    async fn ask(&self, question: &str, latest: Instant) -> Result<Answer, Stop> {
        let left = latest.saturating_duration_since(Instant::now());
        let answered = std::mem::take(&mut self.lowered().answered);
        let before = self.waiting.load(Ordering::Relaxed);
        let arguments = [
            question.to_owned(),
            self.most.to_string(),
            left.as_micros().to_string(),
            answered.to_string(),
            self.server.clone(),
            before.to_string(),
        ];
        let numbers = self.store.ask(&self.keys, &arguments).await.map_err(Stop::Away)?;
        let [word, wait, limit, lowered_for] = numbers[..] else {
            return Err(Stop::Away("the script's answer is not as long as it should be".to_owned()));
        };
        self.lowered().since = duration(lowered_for).and_then(|ago| Instant::now().checked_sub(ago));
        let no_room = NoRoom::new(u32::try_from(limit).unwrap_or(self.most), duration(wait).unwrap_or_default());
        match word {
            0 => Ok(Answer::Go),
            1 => Ok(Answer::Wait(no_room)),
            _ => Err(Stop::NoRoom(no_room)),
        }
    }

    /// Tells all servers at once: the store slows down whoever asks next.
    pub(super) fn throttled(self: &Arc<Self>, began: Instant, retry_after: Option<Duration>) {
        let line = Arc::clone(self);
        let arguments = [
            "throttled".to_owned(),
            self.most.to_string(),
            began.elapsed().as_micros().to_string(),
            retry_after.unwrap_or_default().min(LONGEST_WAIT).as_micros().to_string(),
        ];
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move { line.store.ask(&line.keys, &arguments).await });
    }

    pub(super) fn answered(&self, began: Instant) {
        let mut lowered = self.lowered();
        if lowered.since.is_some_and(|since| began >= since) {
            lowered.answered = lowered.answered.saturating_add(1);
        }
    }

    fn lowered(&self) -> MutexGuard<'_, Lowered> {
        self.lowered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the script counts in microseconds; -1 is nothing.
fn duration(us: i64) -> Option<Duration> {
    u64::try_from(us).ok().map(Duration::from_micros)
}
