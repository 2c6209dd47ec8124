//! The product `cloudauth-intl`, version 2022-08-09: its operations, and the table of verifications that they answer from.

mod callback;
mod check_result;
mod check_verify_log;
mod delete_verify_result;
mod document;
mod ending;
mod initialize;
mod operation;
mod page;
mod picture;
mod rules;
mod table;
mod verification;
mod view;

pub use callback::CallbackChanges;
pub(crate) use callback::{Callback, DueCallback};
pub(crate) use check_result::check_result;
pub(crate) use check_verify_log::check_verify_log;
pub(crate) use delete_verify_result::delete_verify_result;
pub(crate) use ending::LATE;
pub use ending::{Decision, Ending, ExtForm};
pub(crate) use initialize::{Call, begin, check};
pub(crate) use operation::{not_simulated, operation};
pub(crate) use page::answer as answer_page;
pub(crate) use table::Verifications;
pub(crate) use verification::PAGES;
pub use view::{CallbackAttempt, VerificationState, VerificationView};
