//! The faults to come.

use std::collections::{HashMap, VecDeque};

use super::fault::{Fault, FaultKind};
use crate::action::Action;
use crate::record::Event;

/// The faults to come, in a queue for each action: each request takes the first that is meant for it.
#[derive(Default)]
pub(crate) struct FaultQueues(HashMap<Action, VecDeque<Fault>>);

impl FaultQueues {
    pub(crate) fn set(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.0.clear();
        for fault in faults {
            self.add(fault);
        }
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.0.entry(fault.on).or_default().push_back(fault);
        }
    }

    /// Whether a fault waits for a request that has not arrived whole.
    pub(crate) fn any_unread(&self) -> bool {
        self.0.values().flatten().any(|fault| fault.kind == FaultKind::Unread)
    }

    /// Takes the next fault if it is one for a request that has not arrived whole.
    pub(crate) fn take_unread(&mut self, action: Action, event: &Event) -> Option<FaultKind> {
        let next = self.0.get(&action)?.iter().find(|fault| fault.is_for(event))?;
        (next.kind == FaultKind::Unread).then(|| self.take(action, event)).flatten()
    }

    pub(crate) fn take(&mut self, action: Action, event: &Event) -> Option<FaultKind> {
        let queue = self.0.get_mut(&action)?;
        let at = queue.iter().position(|fault| fault.is_for(event))?;
        let fault = queue.get_mut(at)?;
        fault.times -= 1;
        let kind = fault.kind.clone();
        if fault.times == 0 {
            queue.remove(at);
        }
        Some(kind)
    }

    /// All of them, those of one action together in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Fault> {
        Action::ALL.into_iter().filter_map(|action| self.0.get(&action)).flatten()
    }
}
