//! Answers that are held until somebody lets them go.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

/// The answers held now, oldest first.
#[derive(Default)]
pub(crate) struct HeldAnswers(Mutex<VecDeque<oneshot::Sender<()>>>);

impl HeldAnswers {
    /// Holds an answer: what this gives is ready when the answer may go.
    pub(crate) fn hold(&self) -> oneshot::Receiver<()> {
        let (release, released) = oneshot::channel();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|other| !other.is_closed());
        held.push_back(release);
        released
    }

    /// Lets the oldest go, all or so many, and tells how many these were. Those whose client has gone do not count.
    pub(crate) fn release(&self, at_most: Option<u64>) -> u64 {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut released = 0;
        while at_most.is_none_or(|most| released < most) {
            match held.pop_front().map(|release| release.send(())) {
                Some(Ok(())) => released += 1,
                Some(Err(())) => {}
                None => break,
            }
        }
        released
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first_and_the_gone_do_not_count() {
        let held = HeldAnswers::default();
        let [mut first, gone, mut third] = [held.hold(), held.hold(), held.hold()];
        drop(gone);
        assert_eq!(held.release(Some(1)), 1);
        assert!(first.try_recv().is_ok() && third.try_recv().is_err());
        assert_eq!((held.release(Some(5)), held.release(None)), (1, 0));
    }
}
