//! Tasks that begin on a thread of the caller's.
//!
//! A call from Kotlin or Swift comes on a thread of theirs. Handed to the runtime at once, it would wait until one of the runtime's threads has
//! woken up, which takes longer than to sign and to send. So the caller's thread does the first part itself: it runs the call's task, and each
//! task that this wakes, such as the connection's, until all of them wait for the network. From then on the runtime's threads wake and run
//! them. Nothing blocks, and the number of steps is bounded.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use tokio::runtime::Handle;

/// How many polls one visit makes before it leaves the rest to the runtime.
const STEPS: usize = 32;

thread_local! {
    /// Whether this thread is at work in `run`.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
    /// What it has to run there.
    static READY: RefCell<VecDeque<Arc<Task>>> = const { RefCell::new(VecDeque::new()) };
}

/// Begins `work` on this thread, and leaves what has to wait to the runtime. What `work` panics with is dropped, as by the runtime.
pub(crate) fn begin(runtime: &Handle, work: impl Future<Output = ()> + Send + 'static) {
    let _inside = runtime.enter();
    Task::new(runtime.clone(), Box::pin(work)).run();
}

/// For the tasks that a connection needs.
#[derive(Clone, Copy)]
pub(crate) enum Executor {
    /// They belong to the runtime, for calls that begin there.
    Runtime,
    /// They belong to whoever wakes them, for calls that `begin`.
    Waking,
}

impl<F: Future<Output: Send> + Send + 'static> hyper::rt::Executor<F> for Executor {
    fn execute(&self, work: F) {
        match self {
            Self::Runtime => drop(tokio::spawn(work)),
            Self::Waking => Task::new(Handle::current(), Box::pin(async { drop(work.await) })).schedule(),
        }
    }
}

/// Nobody has woken it.
const IDLE: u8 = 0;
/// Somebody will poll it.
const SCHEDULED: u8 = 1;
/// Somebody polls it.
const RUNNING: u8 = 2;
/// Woken while it was polled.
const AGAIN: u8 = 3;
/// It has ended.
const OVER: u8 = 4;

struct Task {
    runtime: Handle,
    state: AtomicU8,
    /// Locked by the one who polls; there is never a second one.
    work: Mutex<Option<Pin<Box<dyn Future<Output = ()> + Send>>>>,
}

impl Task {
    fn new(runtime: Handle, work: Pin<Box<dyn Future<Output = ()> + Send>>) -> Arc<Self> {
        Arc::new(Self { runtime, state: AtomicU8::new(SCHEDULED), work: Mutex::new(Some(work)) })
    }

    /// Here, if this thread is at it; else on the runtime.
    fn schedule(self: Arc<Self>) {
        if AT_WORK.get() {
            READY.with_borrow_mut(|ready| ready.push_back(self));
        } else {
            self.hand_over();
        }
    }

    /// To a runtime that has ended, the task goes nowhere and is dropped.
    fn hand_over(self: Arc<Self>) {
        let runtime = self.runtime.clone();
        runtime.spawn(async { self.run() });
    }

    /// Polls it, and what it wakes.
    fn run(self: Arc<Self>) {
        if AT_WORK.replace(true) {
            return READY.with_borrow_mut(|ready| ready.push_back(self));
        }
        let mut next = Some(self);
        for _ in 0..STEPS {
            let Some(task) = next else { break };
            task.poll();
            next = READY.with_borrow_mut(VecDeque::pop_front);
        }
        AT_WORK.set(false);
        while let Some(task) = next {
            task.hand_over();
            next = READY.with_borrow_mut(VecDeque::pop_front);
        }
    }

    fn poll(self: Arc<Self>) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(present) = work.as_mut() else { return };
        self.state.store(RUNNING, Ordering::Release);
        let waker = Waker::from(Arc::clone(&self));
        let polled = catch_unwind(AssertUnwindSafe(|| present.as_mut().poll(&mut Context::from_waker(&waker))));
        if matches!(polled, Ok(Poll::Pending)) {
            drop(work);
            if self.state.compare_exchange(RUNNING, IDLE, Ordering::AcqRel, Ordering::Acquire).is_err() {
                self.state.store(SCHEDULED, Ordering::Release);
                self.schedule();
            }
            return;
        }
        self.state.store(OVER, Ordering::Release);
        let over = work.take();
        drop(work);
        // As the runtime does: what an end panics with concerns nobody else.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(over)));
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        let woken = |state| match state {
            IDLE => Some(SCHEDULED),
            RUNNING => Some(AGAIN),
            _ => None,
        };
        if self.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, woken) == Ok(IDLE) {
            self.schedule();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread::{self, ThreadId};

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
    }

    fn here() -> ThreadId {
        thread::current().id()
    }

    #[test]
    fn what_need_not_wait_is_done_on_the_caller_s_thread_with_all_that_it_wakes() {
        let (runtime, (told, tells)) = (runtime(), channel());
        let (wakes, woken) = tokio::sync::oneshot::channel();
        let told_too = told.clone();
        let other = async move { told_too.send(("woken", woken.await.map(|()| here()).unwrap())).unwrap() };
        begin(runtime.handle(), async move {
            hyper::rt::Executor::execute(&Executor::Waking, other);
            told.send(("first", here())).unwrap();
            tokio::task::yield_now().await;
            wakes.send(()).unwrap();
        });
        assert_eq!(tells.try_iter().collect::<Vec<_>>(), [("first", here()), ("woken", here())]);
    }

    #[test]
    fn what_has_to_wait_goes_on_on_the_runtime() {
        let (runtime, (told, tells)) = (runtime(), channel());
        begin(runtime.handle(), async move {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            told.send(here()).unwrap();
        });
        assert_ne!(tells.recv().unwrap(), here());
    }

    #[test]
    fn a_task_that_never_rests_is_left_to_the_runtime() {
        let (runtime, (told, tells)) = (runtime(), channel());
        begin(runtime.handle(), async move {
            let caller = here();
            while here() == caller {
                tokio::task::yield_now().await;
            }
            told.send(()).unwrap();
        });
        tells.recv().unwrap();
    }

    #[test]
    fn a_panic_ends_its_task_alone_and_drops_what_it_holds() {
        let (runtime, (told, tells)) = (runtime(), channel::<()>());
        begin(runtime.handle(), async move {
            let _held = told;
            std::panic::resume_unwind(Box::new("quiet")); // as a panic, without the message of one
        });
        assert!(tells.recv().is_err());
        let (told, tells) = channel();
        begin(runtime.handle(), async move { told.send(()).unwrap() });
        tells.recv().unwrap();
    }

    #[test]
    fn a_task_of_a_runtime_that_has_ended_is_dropped() {
        let (runtime, (told, tells)) = (runtime(), channel::<()>());
        begin(runtime.handle(), async move {
            let _held = told;
            tokio::time::sleep(std::time::Duration::from_secs(3600)).await;
        });
        runtime.shutdown_timeout(std::time::Duration::from_secs(10));
        assert!(tells.recv().is_err());
    }
}
