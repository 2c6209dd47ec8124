//! The words of the service: requests, responses, their open values and their rules.
//!
//! What crosses into Kotlin and Swift as data is declared here, once.

mod acs3;
mod http;
mod initialize;
mod open_enum;
mod operations;
mod parts;
mod people;
mod response;
mod validation;
mod values;

pub use acs3::{Acs3Request, Acs3Signature, Parameter};
pub use http::{Header, HeaderText, HttpAnswer, SignedRequest};
pub use initialize::InitializeRequest;
pub use operations::{Carriage, Effect, OperationSpec, operation, operations};
pub(crate) use operations::{known, product};
pub use parts::{Part, Parts, Value};
pub use people::{mask_merchant_user_id, new_merchant_biz_id};
pub use response::InitializeResponse;
pub use validation::MAX_FACE_PICTURE_BYTES;
pub use values::{
    DocPage, DocScanMode, DocType, IdThreshold, LivenessModel, ProcedurePriority, ProductCode, SecurityLevel,
};
