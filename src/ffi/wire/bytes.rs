//! Bytes in and out, in UniFFI's wire form.

use std::sync::Arc;

use uniffi::{Lift, Lower};

use super::functions::CREDENTIALS;
use crate::UniFfiTag;
use crate::credentials::Credentials;
use crate::error::EkycError;

/// The arguments of a function, read one after the other.
pub(in crate::ffi) struct Arguments<'a>(&'a [u8]);

impl<'a> Arguments<'a> {
    pub(in crate::ffi) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(in crate::ffi) fn value<T: Lift<UniFfiTag>>(&mut self) -> Result<T, EkycError> {
        // What is wrong with the bytes is our own fault, and could be told only with parts of them.
        T::try_read(&mut self.0).map_err(|_| EkycError::internal("the arguments cannot be read; please report it"))
    }

    pub(super) fn credentials(&mut self) -> Result<Arc<Credentials>, EkycError> {
        CREDENTIALS.get(self.value()?)
    }

    pub(in crate::ffi) fn end(self) -> Result<(), EkycError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(EkycError::internal("there are too many arguments; please report it"))
        }
    }
}

const SUCCESS: u8 = 0;
const FAILURE: u8 = 1;

/// An outcome as bytes.
pub(in crate::ffi) fn reply<T: Lower<UniFfiTag>>(result: Result<T, EkycError>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    match result {
        Ok(value) => {
            bytes.push(SUCCESS);
            T::write(value, &mut bytes);
        }
        Err(error) => {
            bytes.push(FAILURE);
            <String as Lower<UniFfiTag>>::write(error.to_string(), &mut bytes);
            <EkycError as Lower<UniFfiTag>>::write(error, &mut bytes);
        }
    }
    bytes
}
