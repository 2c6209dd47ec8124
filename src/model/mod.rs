//! The words of the service: requests, responses, their open values and their rules.
//!
//! What crosses into Kotlin and Swift as data is declared here, once.

mod acs3;
mod any_operation;
mod await_result;
mod callback;
mod check_result;
mod check_verify_log;
mod delete_verify_result;
mod http;
mod ids;
mod initialize;
mod open_enum;
mod operations;
mod parts;
mod response;
mod validation;
mod values;
mod verification;

pub use acs3::{Acs3Request, Acs3Signature, Parameter};
pub use any_operation::{OperationRequest, OperationResponse};
pub use await_result::{AwaitResultRequest, TRANSACTION_LIFETIME_MS};
pub use callback::{CallbackDelivery, CallbackHint};
pub use check_result::{CheckResultRequest, CheckResultResponse, Passed, VerificationState};
pub use check_verify_log::{CheckVerifyLogRequest, CheckVerifyLogResponse, VerifyErrorCode, VerifyStatus};
pub use delete_verify_result::{DeleteType, DeleteVerifyResultRequest, DeleteVerifyResultResponse};
pub use http::{Header, HeaderText, HttpAnswer, SignedRequest};
pub use ids::{mask_merchant_user_id, new_merchant_biz_id};
pub use initialize::InitializeRequest;
pub use operations::{Carriage, Effect, OperationSpec, operation, operations};
pub(crate) use operations::{known, product, succeeded};
pub use parts::{Exposure, Part, Parts, Value};
pub use response::InitializeResponse;
pub use validation::MAX_FACE_PICTURE_BYTES;
pub use values::{
    DocPage, DocScanMode, DocType, IdThreshold, LivenessModel, ProcedurePriority, ProductCode, SecurityLevel,
};
pub use verification::{DocumentFields, DocumentResult, FaceResult, JsonText, SourceResult, SpoofResult, SpoofType};
