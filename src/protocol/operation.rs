//! What an operation is: a request that knows its parameters, and how its answer is read.

use super::acs3::Key;
use super::layout;
use super::mask::presentable;
use super::response::{Success, envelope};
use crate::error::{EkycError, ServiceFault};
use crate::model::{self, HttpAnswer, OperationSpec, Parts, SignedRequest};

/// A request of one of the service's operations.
///
/// Everything else that a call needs (signing, printing, masking, repeating, the quota) follows from these few answers. An operation
/// that this library has no type for can be given one by implementing this trait.
pub trait Operation: Send + Sync {
    /// What a success becomes.
    type Response: Send;

    /// The operation's entry in the table.
    fn spec(&self) -> OperationSpec;

    /// The product the request is for, where it names one: the vendor's limit on calls a second depends on it.
    fn product(&self) -> Option<&str> {
        None
    }

    /// Whether a `Code` means success.
    fn succeeded(&self, code: &str) -> bool {
        model::succeeded(code)
    }

    /// The parameters.
    fn parts(&self) -> Parts<'_>;

    /// Checks every documented rule and reports all violations at once.
    ///
    /// # Errors
    /// [`EkycError::InvalidRequest`] with one violation for each broken rule.
    fn validate(&self) -> Result<(), EkycError>;

    /// Reads a success.
    ///
    /// # Errors
    /// A sentence on what a success of this operation must have and this one does not, never its content.
    fn read(&self, success: Success<'_>) -> Result<Self::Response, &'static str>;

    /// A refusal that is an outcome of this operation and no failure: the answer's request id is in the fault.
    fn outcome(&self, fault: &ServiceFault) -> Option<Self::Response> {
        let _ = fault;
        None
    }
}

/// Lays out and signs a request. It is not validated here: see [`Operation::validate`].
///
/// `origin` is scheme and host of the endpoint, for example `https://cloudauth-intl.cn-hongkong.aliyuncs.com`.
///
/// # Errors
/// [`EkycError::Internal`] if the HMAC refuses the key, which it never does.
pub fn sign<O: Operation + ?Sized>(
    request: &O,
    origin: &str,
    key: &Key<'_>,
    date: &str,
    nonce: &str,
) -> Result<SignedRequest, EkycError> {
    layout::sign(request.spec(), &request.parts(), origin, key, [date, nonce])
}

/// Reads the answer to a request. The request's values are masked where the service repeats them in its own words.
///
/// # Errors
/// Every kind of [`EkycError`] that an answer can mean: the service's refusals by their code, and
/// [`EkycError::UnexpectedAnswer`] for what is not the service's format or not a success of this operation.
pub fn read<O: Operation>(request: &O, answer: &HttpAnswer) -> Result<O::Response, EkycError> {
    let read = read_with_id(request, answer).map(|(response, _)| response);
    read.map_err(|error| presentable(error, &request.parts(), std::iter::empty()))
}

/// As [`read`], with the request id of a success, and with errors that are not fit to be shown yet: see [`presentable`].
pub(crate) fn read_with_id<O: Operation + ?Sized>(
    request: &O,
    answer: &HttpAnswer,
) -> Result<(O::Response, Option<String>), EkycError> {
    let read = envelope(answer, request.spec().max_answer_bytes, |code| request.succeeded(code)).and_then(|success| {
        let request_id = success.request_id.clone();
        let response = request.read(success);
        let response = response.map_err(|reason| super::response::unexpected(answer, request_id.clone(), reason))?;
        Ok((response, request_id))
    });
    read.or_else(|error| match error.fault().and_then(|fault| Some((request.outcome(fault)?, fault))) {
        Some((response, fault)) => Ok((response, fault.request_id.clone())),
        None => Err(error),
    })
}
