//! A request with a place for its response, so that a call is compiled once and not for each operation.

use std::sync::{Mutex, PoisonError};

use crate::error::{EkycError, ServiceFault};
use crate::model::{OperationSpec, Parts};
use crate::protocol::{Operation, Success};

/// A request of any operation, as a call sees it: it learns that there is a response, and not which.
pub(super) type AnyOperation<'a> = dyn Operation<Response = ()> + 'a;

/// A request, and its response as soon as there is one.
pub(super) struct Answered<'a, O: Operation> {
    operation: &'a O,
    response: Mutex<Option<O::Response>>,
}

impl<'a, O: Operation> Answered<'a, O> {
    pub(super) fn new(operation: &'a O) -> Self {
        Self { operation, response: Mutex::new(None) }
    }

    pub(super) fn into_response(self) -> Option<O::Response> {
        self.response.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, response: O::Response) {
        *self.response.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
    }
}

impl<O: Operation> Operation for Answered<'_, O> {
    type Response = ();

    fn spec(&self) -> OperationSpec {
        self.operation.spec()
    }

    fn product(&self) -> Option<&str> {
        self.operation.product()
    }

    fn succeeded(&self, code: &str) -> bool {
        self.operation.succeeded(code)
    }

    fn parts(&self) -> Parts<'_> {
        self.operation.parts()
    }

    fn validate(&self) -> Result<(), EkycError> {
        self.operation.validate()
    }

    fn read(&self, success: Success<'_>) -> Result<(), &'static str> {
        self.operation.read(success).map(|response| self.keep(response))
    }

    fn outcome(&self, fault: &ServiceFault) -> Option<()> {
        self.operation.outcome(fault).map(|response| self.keep(response))
    }
}
