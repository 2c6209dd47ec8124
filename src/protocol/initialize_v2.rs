//! The operation InitializeV2: Initialize under another name, for newer products.

use super::initialize::read;
use super::operation::Operation;
use super::response::Success;
use crate::error::EkycError;
use crate::model::{InitializeRequest, InitializeResponse, OperationSpec, Parts, known};

/// An Initialize request that is sent to InitializeV2. Its parameters and its answer are those of Initialize.
pub struct InitializeV2<'a>(pub &'a InitializeRequest);

impl Operation for InitializeV2<'_> {
    type Response = InitializeResponse;

    fn spec(&self) -> OperationSpec {
        const { known("InitializeV2") }.clone()
    }

    fn product(&self) -> Option<&str> {
        Some(self.0.product_code.code())
    }

    fn parts(&self) -> Parts<'_> {
        self.0.parts()
    }

    fn validate(&self) -> Result<(), EkycError> {
        self.0.validate()
    }

    fn read(&self, success: Success<'_>) -> Result<InitializeResponse, &'static str> {
        read(&success)
    }
}
