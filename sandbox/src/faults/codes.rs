//! The codes that the service is known to refuse with, each with its HTTP status: the product's own table, and what the gateways of the
//! vendor have in common. Where the vendor's lists disagree the product's own counts. The statuses of the security tokens' codes are not
//! documented.

/// A code, its status and the words that go with it.
type Known = (&'static str, u16, &'static str);

const KNOWN: [Known; 43] = [
    // The product's own.
    ("MissingParameter", 400, "Parameter cannot be empty."),
    ("InvalidParameter", 400, "Invalid parameter."),
    ("TransactionIdInvalid", 400, "The transaction id is invalid."),
    ("Forbidden.ExceptionRepeatedInvoke", 401, "Repeated abnormal calls are above the limit."),
    ("UnqualifiedPhoto", 401, "The photo is not qualified."),
    ("DataDuplication", 401, "The data is given twice."),
    ("ToolargeImage", 401, "The image is too large."),
    ("DownloadTimeout", 401, "The download of the image timed out."),
    ("NoFaceDetected", 401, "No face is detected."),
    ("Forbidden.RAMUserAccessDenied", 403, "Grant the RAM user the AliyunAntCloudAuthFullAccess permission."),
    ("Forbidden.AccountAccessDenied", 403, "Activate ID Verification, and see that no payment is overdue."),
    ("Throttling.Api", 403, "API request is blocked due to throttling."),
    ("ProcessNotCompleted", 404, "The verification process is not completed."),
    ("SuspiciousActivity", 429, "Suspicious activity."),
    ("InternalError", 500, "Internal system error."),
    ("ServiceUnavailable", 503, "The service is temporarily unavailable."),
    // The gateways'.
    ("SignatureDoesNotMatch", 400, "Specified signature does not match our calculation."),
    ("IncompleteSignature", 400, "The request signature does not conform to Aliyun standards."),
    ("InvalidSignatureMethod", 400, "Specified signature method is not valid."),
    ("SignatureNonceUsed", 400, "Specified signature nonce was used already."),
    ("InvalidTimeStamp.Expired", 400, "Specified time stamp or date value is expired."),
    ("InvalidTimeStamp.Format", 400, "Specified time stamp or date value is not well formatted."),
    ("IllegalTimestamp", 400, "The input parameter Timestamp is not valid."),
    ("InvalidAccessKeyId.NotFound", 404, "Specified access key is not found."),
    ("InvalidAccessKeyId.Inactive", 400, "Specified access key is disabled."),
    ("InvalidParameter.Format", 400, "A parameter is not well formatted."),
    ("InvalidApi.NotFound", 404, "Specified api is not found, please check your url and method."),
    ("InvalidAction.NotFound", 404, "Specified api is not found, please check your url and method."),
    ("InvalidProduct.NotFound", 404, "Cannot find product according to your specified domain."),
    ("InvalidProtocol.NeedSsl", 404, "Your request is denied as lack of ssl protect."),
    ("NoSuchVersion", 400, "Specified version is not found."),
    ("UnsupportedHTTPMethod", 400, "This http method is not supported."),
    ("Throttling", 400, "Request was denied due to request throttling."),
    ("Throttling.User", 400, "Request was denied due to user flow control."),
    ("Forbidden", 403, "You are not authorized."),
    ("Forbidden.RAM", 403, "User not authorized to operate on the specified resource."),
    ("Forbidden.NoPermission", 403, "You have no permission."),
    ("NoPermission", 403, "You are not authorized to do this action."),
    ("Forbidden.RiskControl", 403, "This operation is forbidden by risk control."),
    ("InvalidSecurityToken.Expired", 400, "Specified security token is expired."),
    ("InvalidSecurityToken.Malformed", 400, "Specified security token is malformed."),
    ("InvalidSecurityToken.MismatchWithAccessKey", 400, "Specified security token does not match the access key."),
    ("MissingSecurityToken", 400, "SecurityToken is mandatory for this action."),
];

/// Status and words of a code.
pub(crate) fn known(code: &str) -> Option<(u16, &'static str)> {
    KNOWN.iter().find(|(known, ..)| *known == code).map(|(_, status, words)| (*status, *words))
}

/// All codes, for sentences and lists.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|(code, ..)| *code)
}
