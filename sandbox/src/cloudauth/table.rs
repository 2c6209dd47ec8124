//! All verifications.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::callback::{Callback, CallbackChanges, DueCallback};
use super::ending::Ending;
use super::verification::Verification;
use super::view::{CallbackAttempt, VerificationState, VerificationView};
use crate::http::Refusal;

/// No more are kept than this, so that a benchmark does not fill the memory.
const MAX_VERIFICATIONS: usize = 10_000;

/// All verifications, by transaction id and by what stands in the address of their page.
#[derive(Default)]
pub(crate) struct Verifications(Mutex<Table>);

#[derive(Default)]
struct Table {
    by_id: HashMap<String, Verification>,
    by_page_key: HashMap<String, String>,
    oldest_first: VecDeque<String>,
}

impl Verifications {
    /// Adds one, and gives the callback that is due if it has ended already.
    pub(super) fn add(&self, verification: Verification) -> Option<DueCallback> {
        let mut table = self.table();
        while table.oldest_first.len() >= MAX_VERIFICATIONS {
            let Some(oldest) = table.oldest_first.pop_front() else { break };
            if let Some(old) = table.by_id.remove(&oldest) {
                table.by_page_key.remove(&old.page_key);
            }
        }
        let due = verification.due_callback();
        let id = verification.transaction_id.clone();
        table.by_page_key.insert(verification.page_key.clone(), id.clone());
        table.oldest_first.push_back(id.clone());
        table.by_id.insert(id, verification);
        due
    }

    /// Does something with the verification of that id, if the account may see it and it has not expired. The service's code for all
    /// that is not so is one and the same.
    pub(super) fn of_account<T>(
        &self,
        transaction_id: &str,
        account: &str,
        now: i64,
        with: impl FnOnce(&mut Verification) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut table = self.table();
        let found = table.by_id.get_mut(transaction_id).filter(|verification| {
            &*verification.account == account && verification.state(now) != VerificationState::Expired
        });
        with(found.ok_or_else(invalid_id)?)
    }

    /// The same for those that have expired too.
    pub(super) fn of_account_even_expired<T>(
        &self,
        transaction_id: &str,
        account: &str,
        with: impl FnOnce(&mut Verification) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut table = self.table();
        let found = table.by_id.get_mut(transaction_id).filter(|verification| &*verification.account == account);
        with(found.ok_or_else(invalid_id)?)
    }

    /// Does something with the verification whose page that is.
    pub(super) fn of_page<T>(&self, page_key: &str, with: impl FnOnce(&mut Verification) -> T) -> Option<T> {
        let mut table = self.table();
        let id = table.by_page_key.get(page_key)?.clone();
        table.by_id.get_mut(&id).map(with)
    }

    /// Makes one end, however far it has come. `None` if there is none of that id, else the callback that is due.
    pub(crate) fn end(&self, transaction_id: &str, ending: Ending, now: i64) -> Option<Option<DueCallback>> {
        let mut table = self.table();
        let verification = table.by_id.get_mut(transaction_id)?;
        verification.end = Some((now, ending));
        verification.checks = 0;
        Some(verification.due_callback())
    }

    /// A callback by command. `None` if there is no such verification, or it has no `CallbackUrl`.
    pub(crate) fn callback(&self, transaction_id: &str, changes: &CallbackChanges) -> Option<Callback> {
        self.table().by_id.get(transaction_id)?.callback(changes)
    }

    /// Writes that a callback was sent, or could not be, and gives the attempt with its number.
    pub(crate) fn attempted(&self, transaction_id: &str, attempt: CallbackAttempt) -> CallbackAttempt {
        match self.table().by_id.get_mut(transaction_id) {
            Some(verification) => verification.attempted(attempt),
            None => attempt,
        }
    }

    /// All as they are now, oldest first.
    pub(crate) fn views(&self, now: i64, endpoint: &str) -> Vec<VerificationView> {
        let table = self.table();
        table.oldest_first.iter().filter_map(|id| Some(table.by_id.get(id)?.view(now, endpoint))).collect()
    }

    /// One as it is now.
    pub(crate) fn view(&self, transaction_id: &str, now: i64, endpoint: &str) -> Option<VerificationView> {
        Some(self.table().by_id.get(transaction_id)?.view(now, endpoint))
    }

    pub(crate) fn forget(&self) {
        *self.table() = Table::default();
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn invalid_id() -> Refusal {
    Refusal::new(
        400,
        "TransactionIdInvalid",
        "The transaction id is invalid: there is no such verification, or it has expired.",
    )
}
