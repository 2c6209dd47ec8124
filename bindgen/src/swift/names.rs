//! Names in Swift's spelling.

use anyhow::{Result, ensure};

use crate::common::names::lower_first;
pub use crate::common::names::{Unit, camel, without_unit};

/// Types whose Rust name could hide one of another module's or of the user's, or says too little by itself: nested in the type they belong to, or
/// prefixed.
const RENAMED: [(&str, &str); 29] = [
    ("AccessSubject", "EkycError.AccessSubject"),
    ("Attempts", "EkycError.Attempts"),
    ("CallbackProblem", "EkycError.CallbackProblem"),
    ("Deadline", "EkycError.Deadline"),
    ("DeleteType", "DeleteVerifyResultRequest.DeleteType"),
    ("DocPage", "InitializeRequest.DocPage"),
    ("DocScanMode", "InitializeRequest.DocScanMode"),
    ("DocumentFields", "CheckResultResponse.DocumentFields"),
    ("DocumentResult", "CheckResultResponse.DocumentResult"),
    ("FaceResult", "CheckResultResponse.FaceResult"),
    ("Header", "HttpHeader"),
    ("IdThreshold", "InitializeRequest.IdThreshold"),
    ("JsonText", "EkycJsonText"),
    ("LivenessModel", "InitializeRequest.LivenessModel"),
    ("Network", "ClientConfig.Network"),
    ("NetworkPhase", "EkycError.NetworkPhase"),
    ("Parameter", "Acs3Request.Parameter"),
    ("Passed", "VerificationPassed"),
    ("ProcedurePriority", "InitializeRequest.ProcedurePriority"),
    ("Proxy", "ClientConfig.Proxy"),
    ("Region", "ClientConfig.Region"),
    ("SecurityLevel", "InitializeRequest.SecurityLevel"),
    ("ServiceFault", "EkycError.ServiceFault"),
    ("SourceResult", "CheckResultResponse.SourceResult"),
    ("SpoofResult", "CheckResultResponse.SpoofResult"),
    ("SpoofType", "CheckResultResponse.SpoofType"),
    ("VerifyErrorCode", "CheckVerifyLogResponse.VerifyErrorCode"),
    ("VerifyStatus", "CheckVerifyLogResponse.VerifyStatus"),
    ("Violation", "EkycError.Violation"),
];

/// A type's name for users.
pub fn public(name: &str) -> String {
    RENAMED.iter().find(|(rust, _)| *rust == name).map_or(name, |(_, swift)| swift).to_owned()
}

/// Refuses a name of one word at the top: somebody else has a type of that name.
pub fn check(name: &str) -> Result<()> {
    let public = public(name);
    let words = public.chars().filter(char::is_ascii_uppercase).count();
    ensure!(
        public.contains('.') || words > 1,
        "`{public}` is too short a name at the top of a module; nest or prefix it in bindgen/src/swift/names.rs"
    );
    Ok(())
}

/// Its last part.
pub fn short(name: &str) -> String {
    let public = public(name);
    public.rsplit('.').next().unwrap_or(&public).to_owned()
}

/// `HongKongIdCard2003` is `hongKongIdCard2003`, and a word of Swift's own stands in back quotes.
pub fn member(name: &str) -> String {
    quoted(&camel(&lower_first(name)))
}

/// A word of Swift's own stands in back quotes.
pub fn quoted(name: &str) -> String {
    if ["public", "internal", "protocol", "self", "default", "case", "operator", "in"].contains(&name) {
        return format!("`{name}`");
    }
    name.to_owned()
}

/// `InvalidRequest` is `invalid_request`.
pub fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_swifts() {
        assert_eq!(member("HongKongIdCard2003"), "hongKongIdCard2003");
        assert_eq!(member("Public"), "`public`");
        assert_eq!(snake("InvalidRequest"), "invalid_request");
        assert_eq!(public("Region"), "ClientConfig.Region");
        assert_eq!(short("Header"), "HttpHeader");
        assert!(check("Region").is_ok() && check("Passed").is_ok() && check("DocType").is_ok());
        assert!(check("Colour").unwrap_err().to_string().contains("`Colour`"));
    }
}
