//! Every source of credentials against a server that speaks its protocol, and the cache around them.
//!
//! What depends on environment variables runs in a child process: this one has several threads.

#[macro_use]
#[path = "../with/mod.rs"]
mod with;

mod cache;
mod chain;
mod child;
mod cli_profile;
mod ecs;
mod file_system;
mod ini_profile;
mod oidc;
mod provider;
mod rotation;
mod settings;
mod sts;
mod support;
mod uri;
