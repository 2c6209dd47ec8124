//! A quota that many servers share: a script in a Redis or Valkey server counts the calls, on that server's clock (docs/adr/0023).

mod connection;
mod line;
mod resp;
mod settings;
mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use self::line::{Line, Stop};
pub use self::settings::SharedQuotaSettings;
use self::store::Store;
use super::local_quota::{LocalQuota, QuotaSettings};
use super::quota::{Admission, Quota, QuotaKey, Refusal};
use crate::error::EkycError;
use crate::hex::random_hex;

/// A quota that all servers with the same settings share.
pub struct SharedQuota {
    settings: QuotaSettings,
    account: String,
    server: String,
    store: Arc<Store>,
    lines: Mutex<HashMap<QuotaKey, Arc<Line>>>,
    /// What is left to this server while the store is away.
    share: Option<LocalQuota>,
}

impl SharedQuota {
    /// A quota that is kept where `shared` says. Opens no connection.
    ///
    /// # Errors
    /// [`EkycError::InvalidConfiguration`] naming the setting that is wrong.
    pub fn new(settings: QuotaSettings, shared: &SharedQuotaSettings) -> Result<Self, EkycError> {
        settings.check()?;
        let share = shared.servers_when_away()?.map(|servers| LocalQuota::share(settings.clone(), servers));
        Ok(Self {
            account: shared.account()?.to_owned(),
            server: random_hex()?,
            store: Arc::new(Store::new(shared.target()?)),
            lines: Mutex::default(),
            share: share.transpose()?,
            settings,
        })
    }

    fn line(&self, key: QuotaKey) -> Arc<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let line = lines.entry(key).or_insert_with(|| {
            let name = [&*self.account, key.operation, key.product].join("/");
            Arc::new(Line::new(Arc::clone(&self.store), &name, self.server.clone(), self.settings.limit(key)))
        });
        Arc::clone(line)
    }
}

impl Quota for SharedQuota {
    fn admit(&self, key: QuotaKey, max_wait: Duration) -> Admission<'_> {
        let line = self.line(key);
        Box::pin(async move {
            let begin = Instant::now();
            match line.admit(max_wait).await {
                Ok(()) => Ok(()),
                Err(Stop::NoRoom(no_room)) => Err(Refusal::NoRoom(no_room)),
                Err(Stop::Away(reason)) => match &self.share {
                    Some(share) => share.admit(key, max_wait.saturating_sub(begin.elapsed())).await,
                    None => Err(Refusal::Unavailable { reason }),
                },
            }
        })
    }

    fn throttled(&self, key: QuotaKey, began: Instant, retry_after: Option<Duration>) {
        if self.settings.adaptive {
            self.line(key).throttled(began.into(), retry_after);
            self.share.iter().for_each(|share| share.throttled(key, began, retry_after));
        }
    }

    fn answered(&self, key: QuotaKey, began: Instant) {
        if self.settings.adaptive {
            self.line(key).answered(began.into());
            self.share.iter().for_each(|share| share.answered(key, began));
        }
    }
}
