//! Keys kept until they are stale, and refreshed by one for all.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::Instant;

use super::held::Held;
use super::snapshot::Snapshot;
use super::source::Source;
use crate::error::EkycError;
use crate::process::PerProcess;

/// The first wait after a failure; it doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The least time between two refreshes ahead of expiry: a source may give out keys that have nearly expired.
const LEAST_PAUSE: Duration = Duration::from_secs(5);

/// The least time between two questions for other keys because the service refused these.
const REFUSED_PAUSE: Duration = Duration::from_secs(10);

pub(super) struct Cache {
    pub(super) source: Source,
    /// Everything that changes. A forked child begins with a new one: in the parent's a refresh may be under way that it never sees the end of.
    state: PerProcess<Mutex<State>>,
}

#[derive(Default)]
struct State {
    held: Option<Arc<Held>>,
    /// The last failure, if nothing has worked since.
    failure: Option<String>,
    failures: u32,
    /// No refresh before this.
    pause: Option<Instant>,
    /// No question because of refused keys before this.
    refused_pause: Option<Instant>,
    refresh: Option<Refresh>,
    refreshes: u64,
}

/// A refresh under way.
struct Refresh {
    number: u64,
    outcome: Waiting,
}

type Waiting = watch::Receiver<Option<Outcome>>;
type Outcome = Result<Arc<Held>, String>;

/// What a caller does next.
enum Next {
    Wait(Waiting),
    Start(Started),
}

/// A refresh that the caller has to start, outside of the lock: a runtime that shuts down drops the task at once, which takes the lock.
struct Started {
    number: u64,
    last: Option<usize>,
    done: watch::Sender<Option<Outcome>>,
    outcome: Waiting,
}

impl Cache {
    pub(super) fn new(source: Source) -> Arc<Self> {
        Arc::new(Self { source, state: PerProcess::new() })
    }

    /// Keys to sign with. Waits only if there are none that are valid.
    pub(super) async fn snapshot(self: &Arc<Self>) -> Result<Arc<Snapshot>, EkycError> {
        self.until_settled(|state| match &state.held {
            Some(held) if held.is_valid() => {
                let idle = state.refresh.is_none() && !state.paused(state.pause);
                let (keys, due) = (Arc::clone(&held.keys), idle && !held.is_fresh());
                Decision::Keys(keys, due.then(|| state.start()))
            }
            _ => match (&state.failure, &state.refresh) {
                (Some(reason), None) if state.paused(state.pause) => Decision::Fail(reason.clone()),
                _ => Decision::Next(state.join_or_start()),
            },
        })
        .await
        .map_err(|reason| EkycError::credentials(format!("{}: {reason}", self.source.name())))
    }

    /// The service refused these keys: others, if the source has others.
    pub(super) async fn renewed(self: &Arc<Self>, refused: &Snapshot) -> Option<Arc<Snapshot>> {
        let keys = self.until_settled(|state| match &state.held {
            Some(held) if held.is_valid() && !held.keys.same(refused) => Decision::Keys(Arc::clone(&held.keys), None),
            _ if state.refresh.is_some() => Decision::Next(state.join_or_start()),
            _ if state.paused(state.refused_pause) || (state.failures > 0 && state.paused(state.pause)) => {
                Decision::Fail(String::new())
            }
            _ => {
                state.refused_pause = Some(Instant::now() + REFUSED_PAUSE);
                Decision::Next(state.join_or_start())
            }
        });
        keys.await.ok().filter(|keys| !keys.same(refused))
    }

    /// What is held now, and why the last refresh failed, for showing.
    pub(super) fn shown(&self) -> (Option<Arc<Held>>, Option<String>) {
        let state = self.state.present();
        match state.as_ref().and_then(|state| state.try_lock().ok()) {
            Some(state) => (state.held.clone(), state.failure.clone()),
            None => (None, None),
        }
    }

    async fn until_settled(
        self: &Arc<Self>,
        mut decide: impl FnMut(&mut State) -> Decision,
    ) -> Result<Arc<Snapshot>, String> {
        // A refresh vanishes with the runtime that carries it, or with a panic; then the next one is ours.
        for _ in 0..3 {
            let decision = self.with_state(&mut decide);
            let mut waiting = match decision {
                Decision::Keys(keys, start) => {
                    if let Some(start) = start {
                        let _ = self.spawn(start); // without a runtime the keys are good all the same
                    }
                    return Ok(keys);
                }
                Decision::Fail(reason) => return Err(reason),
                Decision::Next(Next::Wait(waiting)) => waiting,
                Decision::Next(Next::Start(start)) => self.spawn(start)?,
            };
            if let Ok(outcome) = waiting.wait_for(Option::is_some).await
                && let Some(outcome) = &*outcome
            {
                return outcome.as_ref().map(|held| Arc::clone(&held.keys)).map_err(Clone::clone);
            }
        }
        Err("the refresh was ended before it was done, more than once".to_owned())
    }

    /// Runs a refresh as a task of its own, so that a caller who goes away takes nothing from the others.
    fn spawn(self: &Arc<Self>, start: Started) -> Result<Waiting, String> {
        let Started { number, last, done, outcome } = start;
        let ending = Ending { cache: Arc::clone(self), number };
        let runtime = Handle::try_current().map_err(|_| "there is no tokio runtime to get keys on".to_owned())?;
        runtime.spawn(async move {
            let loaded = ending.cache.source.load(last).await;
            let loaded = loaded.map(|loaded| Arc::new(Held::new(loaded, chance()))).map_err(|no| no.to_string());
            ending.cache.with_state(|state| state.record(&loaded));
            drop(ending);
            let _ = done.send(Some(loaded)); // nobody need wait for it
        });
        Ok(outcome)
    }

    fn with_state<T>(&self, what: impl FnOnce(&mut State) -> T) -> T {
        let Ok(state) = self.state.get(|| Ok::<_, Infallible>(Mutex::default()));
        what(&mut state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

enum Decision {
    Keys(Arc<Snapshot>, Option<Started>),
    Fail(String),
    Next(Next),
}

impl State {
    fn paused(&self, until: Option<Instant>) -> bool {
        until.is_some_and(|until| Instant::now() < until)
    }

    fn join_or_start(&mut self) -> Next {
        match &self.refresh {
            Some(refresh) => Next::Wait(refresh.outcome.clone()),
            None => Next::Start(self.start()),
        }
    }

    fn start(&mut self) -> Started {
        let (done, outcome) = watch::channel(None);
        self.refreshes += 1;
        self.refresh = Some(Refresh { number: self.refreshes, outcome: outcome.clone() });
        let last = self.held.as_ref().and_then(|held| Some(held.place.as_ref()?.index));
        Started { number: self.refreshes, last, done, outcome }
    }

    fn record(&mut self, outcome: &Outcome) {
        match outcome {
            Ok(held) => {
                self.held = Some(Arc::clone(held));
                (self.failure, self.failures) = (None, 0);
                self.pause = Some(Instant::now() + LEAST_PAUSE);
            }
            Err(reason) => {
                self.failure = Some(reason.clone());
                let pause = FIRST_PAUSE.saturating_mul(1 << self.failures.min(6)).min(LONGEST_PAUSE);
                self.failures = self.failures.saturating_add(1);
                self.pause = Some(Instant::now() + pause.mul_f64(0.5 + chance() / 2.0));
            }
        }
    }
}

/// Dropped when a refresh is over, however it ends.
struct Ending {
    cache: Arc<Cache>,
    number: u64,
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.cache.with_state(|state| {
            if state.refresh.as_ref().is_some_and(|refresh| refresh.number == self.number) {
                state.refresh = None;
            }
        });
    }
}

/// Between 0 and 1.
fn chance() -> f64 {
    getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX))
}
