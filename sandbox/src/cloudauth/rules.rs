//! The documented rules of Initialize's parameters. What the vendor does not document is accepted, and so is every parameter that is
//! not named here.

use url::Url;

use crate::http::{Parameters, Refusal};

const REQUIRED: [&str; 4] = ["ProductCode", "MerchantBizId", "MetaInfo", "MerchantUserId"];

/// A rule for a parameter that is there.
enum Rule {
    /// One of the documented values.
    OneOf(&'static [&'static str]),
    /// At most so many letters, digits and characters of the given set.
    Word(usize, &'static str),
    /// An absolute https URL.
    Https,
    /// A JSON array of texts.
    JsonTexts,
}

const SWITCH: Rule = Rule::OneOf(&["Y", "N"]);
const FLAG: Rule = Rule::OneOf(&["0", "1"]);

const RULES: [(&str, Rule); 19] = [
    ("ProductCode", Rule::OneOf(&PRODUCTS)),
    ("SceneCode", Rule::Word(10, "_")),
    // Documented: letters and digits. The vendor's own sample of another operation has a hyphen, so that is let through (unverified).
    ("MerchantBizId", Rule::Word(32, "-")),
    ("IdSpoof", SWITCH),
    ("Authorize", Rule::OneOf(&["T", "F"])),
    ("SecurityLevel", Rule::OneOf(&["01", "02"])),
    ("IdThreshold", Rule::OneOf(&["0", "1", "2", "3"])),
    ("Model", Rule::OneOf(&["LIVENESS", "PHOTINUS_LIVENESS", "TEMPLATE"])),
    ("DocVideo", SWITCH),
    ("CallbackUrl", Rule::Https),
    ("AppQualityCheck", SWITCH),
    ("DocPageConfig", Rule::JsonTexts),
    ("ShowGuidePage", FLAG),
    // The vendor's pages and SDKs disagree; every value that one of them has is accepted (unverified).
    ("DocScanMode", Rule::OneOf(&["shoot", "scan", "auto", "manual"])),
    ("ProcedurePriority", Rule::OneOf(&["url", "keep"])),
    ("ShowAlbumIcon", FLAG),
    ("ShowOcrResult", FLAG),
    ("EditOcrResult", FLAG),
    ("TemplateType", Rule::OneOf(&["Seq", "Ran"])),
];

/// The products that start with Initialize, or with InitializeV2 and the same parameters. The products without a session of their own
/// (such as eKYC_MIN) are started by other operations.
const PRODUCTS: [&str; 15] = [
    "eKYC",
    "eKYC_PRO",
    "eKYC_NDI",
    "FACE_LIVENESS",
    "FACE_LIVENESS_PRO",
    "FACE_VERIFY",
    "FACE_IDU",
    "ID_OCR",
    "ID_OCR_PRO",
    "ID_NFC",
    "KYC_GLOBAL",
    "FV_GLOBAL",
    "FL_GLOBAL",
    "IDR_GLOBAL",
    "OCR_GLOBAL",
];

/// The documents of eKYC. The vendor prints the last two with nine digits in most places, with eight in one, and calls all of them
/// "8-digit values"; which form the service takes is unverified, so both are taken. Other products have longer and other lists, so there
/// any code goes.
const EKYC_DOCUMENTS: [&str; 10] = [
    "01000000",
    "00000001",
    "00000006",
    "00000007",
    "00000008",
    "00000009",
    "000000011",
    "00000011",
    "000000012",
    "00000012",
];

pub(super) fn check(parameters: &Parameters, allow_http_callbacks: bool) -> Result<(), Refusal> {
    for name in REQUIRED {
        required(parameters, name)?;
    }
    for (name, rule) in &RULES {
        if let Some(value) = parameters.get(name) {
            if *name == "CallbackUrl" && allow_http_callbacks && value.starts_with("http://") {
                continue;
            }
            rule.check(value).map_err(|what| invalid(name, &what))?;
        }
    }
    if parameters.get("ProductCode") == Some("eKYC") {
        Rule::OneOf(&EKYC_DOCUMENTS)
            .check(required(parameters, "DocType")?)
            .map_err(|what| invalid("DocType", &what))?;
    }
    if parameters.get("Model") == Some("TEMPLATE") {
        required(parameters, "TemplateConfig")?;
        required(parameters, "TemplateType")?;
    }
    Ok(())
}

impl Rule {
    /// What the value should have been. The value itself is not repeated: it may be personal.
    fn check(&self, value: &str) -> Result<(), String> {
        match self {
            Self::OneOf(values) if values.contains(&value) => Ok(()),
            Self::OneOf(values) => Err(format!("must be one of {}", values.join(", "))),
            Self::Word(limit, extra) => {
                let fits = value.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c));
                if fits && value.len() <= *limit {
                    Ok(())
                } else {
                    Err(format!("must have 1 to {limit} letters, digits or {extra}"))
                }
            }
            Self::Https if is_https(value) => Ok(()),
            Self::Https => Err("must be an absolute URL that starts with https://".to_owned()),
            Self::JsonTexts if serde_json::from_str::<Vec<String>>(value).is_ok() => Ok(()),
            Self::JsonTexts => Err("must be the text of a JSON array of strings".to_owned()),
        }
    }
}

/// As the text stands: the URL parser would drop blanks and mend slashes.
fn is_https(text: &str) -> bool {
    let clean = text.starts_with("https://") && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    clean && Url::parse(text).is_ok_and(|url| url.has_host())
}

/// A parameter that must be there.
pub(super) fn required<'a>(parameters: &'a Parameters, name: &str) -> Result<&'a str, Refusal> {
    parameters
        .get(name)
        .ok_or_else(|| Refusal::new(400, "MissingParameter", format!("Parameter cannot be empty: {name}.")))
}

/// A parameter that has one of a few values if it is there.
pub(super) fn one_of(parameters: &Parameters, name: &str, values: &'static [&'static str]) -> Result<(), Refusal> {
    match parameters.get(name) {
        Some(value) => Rule::OneOf(values).check(value).map_err(|what| invalid(name, &what)),
        None => Ok(()),
    }
}

fn invalid(name: &str, what: &str) -> Refusal {
    Refusal::new(400, "InvalidParameter", format!("Invalid parameter: {name} {what}."))
}
