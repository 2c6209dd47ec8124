//! The service, locally.
