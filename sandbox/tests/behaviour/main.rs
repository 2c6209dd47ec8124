//! The sandbox from outside: requests written byte by byte, answers read byte by byte.

mod binary;
mod callback;
mod client;
mod clock;
mod control;
mod decisions;
mod faults;
mod gateway;
mod identity;
mod initialize;
mod message;
mod metadata;
mod misbehaviour;
mod page;
mod proxy;
mod record;
mod rpc;
mod tls;
mod verification;
mod wire;
