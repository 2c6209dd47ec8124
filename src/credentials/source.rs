//! What a source is: something that can be asked for keys, more than once.

use std::pin::Pin;

use super::loaded::{Failure, Loaded};

pub(super) type Loading<'a> = Pin<Box<dyn Future<Output = Result<Loaded, Failure>> + Send + 'a>>;

/// Everything that keys can come from, except keys given by hand.
pub(super) trait Source: Send + Sync {
    /// For people, in errors and descriptions.
    fn name(&self) -> &'static str;

    /// Asks for keys.
    fn load(&self) -> Loading<'_>;
}
