//! The sandbox from outside: requests written byte by byte, answers read byte by byte.

mod binary;
mod client;
mod control;
mod faults;
mod gateway;
mod identity;
mod initialize;
mod message;
mod metadata;
mod record;
mod tls;
mod wire;
