//! The other languages' tools: found where they are, installed on Debian when they are not, named elsewhere.

pub mod chroot;
pub mod chroot_build;
pub mod debian;
pub mod entry;
pub mod java;
pub mod maven;
pub mod mirror;
pub mod python;
pub mod swift;
