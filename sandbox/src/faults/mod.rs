//! How the sandbox can be told to misbehave: what a fault is, its queues, and how the control plane writes it.

mod codes;
mod fault;
mod held;
mod json;
mod queue;

pub(crate) use codes::{known, names as code_names};
pub use fault::{Fault, FaultKind};
pub(crate) use held::HeldAnswers;
pub(crate) use json::read;
pub(crate) use queue::FaultQueues;
