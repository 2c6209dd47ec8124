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
use crate::net::{Backoff, Setback, chance};
use crate::process::PerProcess;

/// The pauses after failures.
const PAUSES: Backoff = Backoff { base: Duration::from_secs(1), most: Duration::from_secs(60) };

/// The least time between two refreshes ahead of expiry: a source may give out keys that have nearly expired.
const LEAST_PAUSE: Duration = Duration::from_secs(5);

/// The least time between two questions for other keys because the service refused these.
const REFUSED_PAUSE: Duration = Duration::from_secs(10);

pub(super) struct Cache {
    pub(super) source: Box<dyn Source>,
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
#[derive(Clone)]
struct Refresh {
    number: u64,
    outcome: Waiting,
}

type Waiting = watch::Receiver<Option<Outcome>>;
type Outcome = Result<Arc<Held>, String>;

/// A refresh that the caller has to start, outside of the lock: a runtime that shuts down drops the task at once, which takes the lock.
struct Beginning {
    number: u64,
    done: watch::Sender<Option<Outcome>>,
    outcome: Waiting,
}

/// What a caller does next.
enum Decision {
    /// There are keys. The refresh is begun besides; nobody waits for it.
    Use(Arc<Snapshot>, Option<Beginning>),
    Fail(String),
    Wait(Refresh),
    Begin(Beginning),
}

impl Cache {
    pub(super) fn new(source: impl Source + 'static) -> Arc<Self> {
        Arc::new(Self { source: Box::new(source), state: PerProcess::new() })
    }

    /// Keys to sign with. Waits only if there are none that are valid.
    pub(super) async fn snapshot(self: &Arc<Self>) -> Result<Arc<Snapshot>, EkycError> {
        let decide = |state: &mut State| match &state.held {
            Some(held) if held.is_valid() => {
                let idle = state.refresh.is_none() && !state.paused(state.pause);
                let (keys, due) = (Arc::clone(&held.keys), idle && !held.is_fresh());
                Decision::Use(keys, due.then(|| state.begin()))
            }
            _ => match (&state.failure, &state.refresh) {
                (Some(reason), None) if state.paused(state.pause) => Decision::Fail(reason.clone()),
                _ => state.join_or_begin(),
            },
        };
        self.until_settled(decide, |_, _| true)
            .await
            .map_err(|reason| EkycError::credentials(format!("{}: {reason}", self.source.name())))
    }

    /// The service refused these keys: others, if the source has others.
    pub(super) async fn renewed(self: &Arc<Self>, refused: &Snapshot) -> Option<Arc<Snapshot>> {
        let begun_before = self.with_state(|state| state.refreshes);
        let decide = |state: &mut State| match &state.held {
            Some(held) if held.is_valid() && !held.keys.same(refused) => Decision::Use(Arc::clone(&held.keys), None),
            _ if state.refresh.is_some() => state.join_or_begin(),
            _ if state.paused(state.refused_pause) || (state.failures > 0 && state.paused(state.pause)) => {
                Decision::Fail(String::new())
            }
            _ => {
                state.refused_pause = Some(Instant::now() + REFUSED_PAUSE);
                state.join_or_begin()
            }
        };
        // A refresh that was begun before the refusal may have read the source before the keys in it were changed.
        let settled = |number: u64, outcome: &Outcome| {
            number > begun_before || outcome.as_ref().is_ok_and(|held| !held.keys.same(refused))
        };
        self.until_settled(decide, settled).await.ok().filter(|keys| !keys.same(refused))
    }

    /// What is held now, and why the last refresh failed, for showing.
    pub(super) fn shown(&self) -> (Option<Arc<Held>>, Option<String>) {
        let state = self.state.present();
        match state.as_ref().and_then(|state| state.try_lock().ok()) {
            Some(state) => (state.held.clone(), state.failure.clone()),
            None => (None, None),
        }
    }

    /// Does what `decide` says until there is an outcome that `settles` the matter, given the number of the refresh that it came from.
    async fn until_settled(
        self: &Arc<Self>,
        mut decide: impl FnMut(&mut State) -> Decision,
        settles: impl Fn(u64, &Outcome) -> bool,
    ) -> Result<Arc<Snapshot>, String> {
        // A refresh vanishes with the runtime that carries it, or with a panic; then the next one is ours.
        for _ in 0..4 {
            let mut refresh = match self.with_state(&mut decide) {
                Decision::Use(keys, refresh) => {
                    if let Some(refresh) = refresh {
                        let _ = self.spawn(refresh); // without a runtime the keys are good all the same
                    }
                    return Ok(keys);
                }
                Decision::Fail(reason) => return Err(reason),
                Decision::Wait(refresh) => refresh,
                Decision::Begin(refresh) => self.spawn(refresh)?,
            };
            if let Ok(outcome) = refresh.outcome.wait_for(Option::is_some).await
                && let Some(outcome) = &*outcome
                && settles(refresh.number, outcome)
            {
                return outcome.as_ref().map(|held| Arc::clone(&held.keys)).map_err(Clone::clone);
            }
        }
        Err("the refresh was ended before it was done, more than once".to_owned())
    }

    /// Runs a refresh as a task of its own, so that a caller who goes away takes nothing from the others.
    fn spawn(self: &Arc<Self>, beginning: Beginning) -> Result<Refresh, String> {
        let Beginning { number, done, outcome } = beginning;
        let ending = Ending { cache: Arc::clone(self), number };
        let runtime = Handle::try_current().map_err(|_| "there is no tokio runtime to get keys on".to_owned())?;
        runtime.spawn(async move {
            let loaded = ending.cache.source.load().await;
            let loaded = loaded.map(|loaded| Arc::new(Held::new(loaded, chance()))).map_err(|no| no.to_string());
            ending.cache.with_state(|state| state.record(&loaded));
            drop(ending);
            let _ = done.send(Some(loaded)); // nobody need wait for it
        });
        Ok(Refresh { number, outcome })
    }

    fn with_state<T>(&self, what: impl FnOnce(&mut State) -> T) -> T {
        let Ok(state) = self.state.get(|| Ok::<_, Infallible>(Mutex::default()));
        what(&mut state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn paused(&self, until: Option<Instant>) -> bool {
        until.is_some_and(|until| Instant::now() < until)
    }

    fn join_or_begin(&mut self) -> Decision {
        match &self.refresh {
            Some(refresh) => Decision::Wait(refresh.clone()),
            None => Decision::Begin(self.begin()),
        }
    }

    fn begin(&mut self) -> Beginning {
        let (done, outcome) = watch::channel(None);
        self.refreshes += 1;
        self.refresh = Some(Refresh { number: self.refreshes, outcome: outcome.clone() });
        Beginning { number: self.refreshes, done, outcome }
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
                self.failures = self.failures.saturating_add(1);
                self.pause = Some(Instant::now() + PAUSES.wait(self.failures, Setback::Failed, None));
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
