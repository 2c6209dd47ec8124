//! The product `cloudauth-intl`, version 2022-08-09: its operations and their rules.

mod initialize;
mod operation;
mod picture;
mod rules;

pub(crate) use initialize::initialize;
pub(crate) use operation::check as check_operation;
