//! The faults to come.

use std::collections::{HashMap, VecDeque};

use super::fault::{Fault, FaultKind};
use crate::action::Action;

/// The faults to come, in a queue for each action: each request takes one, from the front.
#[derive(Default)]
pub(crate) struct FaultQueues(HashMap<Action, VecDeque<Fault>>);

impl FaultQueues {
    pub(crate) fn set(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.0.clear();
        for fault in faults.into_iter().filter(|fault| fault.times > 0) {
            self.0.entry(fault.on).or_default().push_back(fault);
        }
    }

    /// Whether a fault waits for a request that has not arrived whole.
    pub(crate) fn any_unread(&self) -> bool {
        self.0.values().flatten().any(|fault| fault.kind == FaultKind::Unread)
    }

    /// Takes the next fault if it is one for a request that has not arrived whole.
    pub(crate) fn take_unread(&mut self, action: Action) -> Option<FaultKind> {
        let is_next = self.0.get(&action)?.front()?.kind == FaultKind::Unread;
        is_next.then(|| self.take(action)).flatten()
    }

    pub(crate) fn take(&mut self, action: Action) -> Option<FaultKind> {
        let queue = self.0.get_mut(&action)?;
        let front = queue.front_mut()?;
        front.times -= 1;
        let kind = front.kind.clone();
        if front.times == 0 {
            queue.pop_front();
        }
        Some(kind)
    }
}
