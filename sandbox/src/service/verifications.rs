//! Verifications: what there is, how they end, and calling back.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::Service;
use crate::cloudauth::{Callback, CallbackAttempt, DueCallback, Ending, VerificationView};
use crate::settings::CallbackDelivery;

impl Service {
    /// Makes a verification end. `None` if there is none of that id.
    pub(crate) fn end_verification(self: &Arc<Self>, transaction_id: &str, ending: Ending) -> Option<()> {
        let due = self.verifications.end(transaction_id, ending, self.clock.now())?;
        due.into_iter().for_each(|due| self.call_back_later(due));
        Some(())
    }

    /// All verifications as they are now, oldest first.
    pub(crate) fn views(&self) -> Vec<VerificationView> {
        self.verifications.views(self.clock.now(), &self.info.endpoint)
    }

    /// One verification as it is now.
    pub(crate) fn view(&self, transaction_id: &str) -> Option<VerificationView> {
        self.verifications.view(transaction_id, self.clock.now(), &self.info.endpoint)
    }

    /// Sends what is due, in a task of its own. Outside the runtime nobody would be there to send it.
    pub(crate) fn call_back_later(self: &Arc<Self>, due: DueCallback) {
        let Ok(runtime) = Handle::try_current() else { return };
        let service = Arc::clone(self);
        runtime.spawn(async move {
            let times = match due.delivery.unwrap_or(service.callbacks.settings().delivery) {
                CallbackDelivery::Never => 0,
                CallbackDelivery::Once => 1,
                CallbackDelivery::Twice => 2,
                CallbackDelivery::Late(delay) => {
                    tokio::time::sleep(delay).await;
                    1
                }
            };
            for _ in 0..times {
                service.call_back(&due.callback).await;
            }
        });
    }

    /// Sends a callback now, and tells what came of it.
    pub(crate) async fn call_back(&self, callback: &Callback) -> CallbackAttempt {
        let attempt = self.callbacks.send(callback).await;
        let attempt = self.verifications.attempted(&callback.belongs_to, attempt);
        self.record.called_back();
        attempt
    }
}
