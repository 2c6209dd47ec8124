//! Requests as they arrived and answers as they leave: plain data, without a rule of any service.

mod answer;
mod encoding;
mod parameters;
mod request;

pub(crate) use answer::{Answer, Refusal};
pub(crate) use encoding::push_encoded;
pub(crate) use parameters::Parameters;
pub(crate) use request::{Pair, WireRequest, readable};
