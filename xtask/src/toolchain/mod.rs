//! The other languages' tools: found where they are, installed on Debian when they are not, named elsewhere.

pub mod debian;
pub mod java;
pub mod python;
