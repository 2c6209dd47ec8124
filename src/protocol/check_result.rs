//! The operation CheckResult.

use std::collections::HashMap;

use super::lenient::Nested;
use super::operation::Operation;
use super::response::Success;
use crate::error::{EkycError, ServiceFault};
use crate::model::{
    CheckResultRequest, CheckResultResponse, DocumentFields, DocumentResult, FaceResult, OperationSpec, Parts, Passed,
    SourceResult, SpoofResult, SpoofType, VerificationState, known,
};

impl Operation for CheckResultRequest {
    type Response = CheckResultResponse;

    fn spec(&self) -> OperationSpec {
        const { known("CheckResult") }.clone()
    }

    fn parts(&self) -> Parts<'_> {
        self.parts()
    }

    fn validate(&self) -> Result<(), EkycError> {
        self.validate()
    }

    fn read(&self, success: Success<'_>) -> Result<CheckResultResponse, &'static str> {
        Ok(read(success))
    }

    fn outcome(&self, fault: &ServiceFault) -> Option<CheckResultResponse> {
        let in_progress = fault.code == "ProcessNotCompleted";
        let response = || CheckResultResponse::without_result(fault.request_id.clone(), VerificationState::InProgress);
        in_progress.then(response)
    }
}

fn read(success: Success<'_>) -> CheckResultResponse {
    let ended = CheckResultResponse::without_result(success.request_id, VerificationState::Ended);
    let mut result = Nested::or_empty(success.result);
    let passed = result.text("Passed").map(|code| Passed::from_code(&code));
    let state = if passed == Some(Passed::Pending) { VerificationState::Pending } else { VerificationState::Ended };
    CheckResultResponse {
        state,
        passed,
        sub_code: result.text("SubCode"),
        face: Nested::of(result.take("ExtFaceInfo")).map(face),
        document: Nested::of(result.take("ExtIdInfo")).map(document),
        sources: Nested::of(result.take("ExtSourceInfo")).map(sources),
        risk: Nested::of(result.take("ExtRiskInfo")).map(Nested::json),
        ekyc_result: Nested::of(result.take("EkycResult")).map(Nested::json),
        ext_basic_info: Nested::of(result.take("ExtBasicInfo")).map(Nested::json),
        ext_info: Nested::of(result.take("ExtInfo")).map(Nested::json),
        other: result.rest("Result"),
        ..ended
    }
}

fn face(mut info: Nested) -> FaceResult {
    let result = FaceResult {
        passed: info.flag("facePassed"),
        attack: info.flag("faceAttack"),
        occlusion: info.flag("faceOcclusion"),
        quality: info.number("faceQuality"),
        comparison_score: info.number("faceComparisonScore"),
        authority_comparison_score: info.number("authorityComparisonScore"),
        picture: info.picture("faceImg"),
        video_url: info.text("docVideoUrl"),
        other: HashMap::new(),
        raw: String::new(),
    };
    let (other, raw) = info.others_and_raw();
    FaceResult { other, raw, ..result }
}

fn document(mut info: Nested) -> DocumentResult {
    let result = DocumentResult {
        passed: info.flag("ocrIdPassed"),
        fields: Nested::of(info.take("ocrIdInfo")).map(fields),
        edited_fields: Nested::of(info.take("ocrIdEditInfo")).map(fields),
        back_fields: Nested::of(info.take("ocrIdBackInfo")).map(fields),
        spoof: Nested::of(info.take("spoofInfo")).map(spoof),
        face_quality_score: info.number("idFaceQualityScore"),
        picture: info.picture("idImage"),
        back_picture: info.picture("idBackImage"),
        other: HashMap::new(),
        raw: String::new(),
    };
    let (other, raw) = info.others_and_raw();
    DocumentResult { other, raw, ..result }
}

fn fields(info: Nested) -> DocumentFields {
    let (all, raw) = info.others_and_raw();
    DocumentFields::of(all, raw)
}

fn spoof(mut info: Nested) -> SpoofResult {
    let forged = info.flag("spoofResult");
    let types = info.list("spoofType").iter().map(|code| SpoofType::from_code(code)).collect();
    let (other, raw) = info.others_and_raw();
    SpoofResult { forged, types, other, raw }
}

fn sources(mut info: Nested) -> SourceResult {
    let result = SourceResult {
        gov_id: info.number("govId"),
        full_name: info.number("fullName"),
        dob: info.number("dob"),
        selfie_photo: info.number("selfiePhoto"),
        liveness: info.number("liveness"),
        img_manipulation_score: info.number("imgManipulationScore"),
        other: HashMap::new(),
        raw: String::new(),
    };
    let (other, raw) = info.others_and_raw();
    SourceResult { other, raw, ..result }
}
