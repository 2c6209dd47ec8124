//! What is in the result of a verification: face, document, sources. All of it is personal data.

use std::collections::HashMap;
use std::fmt;

use super::http::display_as_debug;
use super::open_enum::open_enum;

/// A text of the service that holds JSON of a shape which the vendor does not describe. Printing shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct JsonText {
    /// Its members by the vendor's names; what is not text is JSON. Empty if the text is not a JSON object. Personal data: never printed.
    pub members: HashMap<String, String>,
    /// The text as it came. Personal data: never printed.
    pub raw: String,
}

/// What was found out about the face (`ExtFaceInfo`). Printing shows nothing of it.
#[derive(Clone, Default, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct FaceResult {
    /// `facePassed`: whether the face step was passed. Personal data: never printed.
    pub passed: Option<bool>,
    /// `faceAttack`: whether the face was not a living one before the camera. Personal data: never printed.
    pub attack: Option<bool>,
    /// `faceOcclusion`: whether something covered the face. Personal data: never printed.
    pub occlusion: Option<bool>,
    /// `faceQuality`: 0 to 100. Personal data: never printed.
    pub quality: Option<f64>,
    /// `faceComparisonScore`: how much the face is that of the document, 0 to 100. Personal data: never printed.
    pub comparison_score: Option<f64>,
    /// `authorityComparisonScore`: how much the face is that of the official source, 0 to 100. Personal data: never printed.
    pub authority_comparison_score: Option<f64>,
    /// `faceImg`: the picture. Only if pictures were asked for. Personal data: never printed.
    pub picture: Option<Vec<u8>>,
    /// `docVideoUrl`: a link to the video of the face, valid for 15 minutes; the file is deleted 30 minutes after the end. Personal data:
    /// never printed.
    pub video_url: Option<String>,
    /// Members that have no field here, and those whose value is not what the field promises (a picture that is not Base64, for example),
    /// by the vendor's names; what is not text is JSON. Personal data: never printed.
    pub other: HashMap<String, String>,
    /// `ExtFaceInfo` as it came, pictures included. If it is not JSON, only this is there. Personal data: never printed.
    pub raw: String,
}

/// What was found out about the document (`ExtIdInfo`). Printing shows nothing of it.
#[derive(Clone, Default, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct DocumentResult {
    /// `ocrIdPassed`: whether the document step was passed. Personal data: never printed.
    pub passed: Option<bool>,
    /// `ocrIdInfo`: what was read from the document. Personal data: never printed.
    pub fields: Option<DocumentFields>,
    /// `ocrIdEditInfo`: what the user made of it. Compare the two: the user can write what they like. Personal data: never printed.
    pub edited_fields: Option<DocumentFields>,
    /// `ocrIdBackInfo`: what was read from the back. Personal data: never printed.
    pub back_fields: Option<DocumentFields>,
    /// `spoofInfo`: whether the document is forged. Only if it was checked (`IdSpoof`). Personal data: never printed.
    pub spoof: Option<SpoofResult>,
    /// `idFaceQualityScore`: the quality of the portrait. Personal data: never printed.
    pub face_quality_score: Option<f64>,
    /// `idImage`: the picture of the document. Only if pictures were asked for. Personal data: never printed.
    pub picture: Option<Vec<u8>>,
    /// `idBackImage`: the picture of its back. Only if pictures were asked for. Personal data: never printed.
    pub back_picture: Option<Vec<u8>>,
    /// Members that have no field here, and those whose value is not what the field promises (a picture that is not Base64, for example),
    /// by the vendor's names; what is not text is JSON. Personal data: never printed.
    pub other: HashMap<String, String>,
    /// `ExtIdInfo` as it came, pictures included. If it is not JSON, only this is there. Personal data: never printed.
    pub raw: String,
}

/// Whether a document is forged (`spoofInfo`). Printing shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct SpoofResult {
    /// `spoofResult`: whether it is forged. Personal data: never printed.
    pub forged: Option<bool>,
    /// `spoofType`: in what way. Personal data: never printed.
    pub types: Vec<SpoofType>,
    /// Members that have no field here, and those whose value is not what the field promises, by the vendor's names; what is not text is
    /// JSON. Personal data: never printed.
    pub other: HashMap<String, String>,
    /// `spoofInfo` as it came. Personal data: never printed.
    pub raw: String,
}

open_enum! {
    /// In what way a document is forged (`spoofType`).
    SpoofType {
        /// `SCREEN_REMARK`: a screen was photographed.
        Screen = "SCREEN_REMARK",
        /// `PHOTO_COPY`: a copy was photographed.
        Copy = "PHOTO_COPY",
        /// `TAMPER`: the picture was edited.
        Edited = "TAMPER",
    }
}

/// What official sources say (`ExtSourceInfo`), for Indonesia. 1.0 is a match. Printing shows nothing of it.
#[derive(Clone, Default, PartialEq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
#[non_exhaustive]
pub struct SourceResult {
    /// `govId`: the document's number. Personal data: never printed.
    pub gov_id: Option<f64>,
    /// `fullName`: the name. Personal data: never printed.
    pub full_name: Option<f64>,
    /// `dob`: the date of birth. Personal data: never printed.
    pub dob: Option<f64>,
    /// `selfiePhoto`: the face; above 0.8 is a match. Personal data: never printed.
    pub selfie_photo: Option<f64>,
    /// `liveness`: above 0.95 is a risk that no living person was before the camera. Personal data: never printed.
    pub liveness: Option<f64>,
    /// `imgManipulationScore`: above 0.95 is a risk that the picture was edited. Personal data: never printed.
    pub img_manipulation_score: Option<f64>,
    /// Members that have no field here, and those whose value is not a number, by the vendor's names; what is not text is JSON. Personal
    /// data: never printed.
    pub other: HashMap<String, String>,
    /// `ExtSourceInfo` as it came. If it is not JSON, only this is there. Personal data: never printed.
    pub raw: String,
}

/// Declares the record of a document's fields: one for each name that the vendor prints, and all of them together.
macro_rules! document_fields {
    ($( $(#[$doc:meta])* $field:ident = $name:literal, )+) => {
        /// The fields of a document, by the vendor's names. Which of them there are depends on the document. Printing shows nothing of them.
        #[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
        #[uniffi::export(Debug, Display)]
        #[non_exhaustive]
        pub struct DocumentFields {
            $( $(#[$doc])* ///
               /// Personal data: never printed.
               pub $field: Option<String>, )+
            /// Every field there is, by the vendor's name, those above too; what is not text is JSON. Personal data: never printed.
            pub all: HashMap<String, String>,
            /// The fields as they came. If that is not JSON, only this is there. Personal data: never printed.
            pub raw: String,
        }

        impl DocumentFields {
            /// The fields from all members that there are.
            pub(crate) fn of(all: HashMap<String, String>, raw: String) -> Self {
                Self { $( $field: all.get($name).cloned(), )+ all, raw }
            }
        }
    };
}

document_fields! {
    /// `name`: the name in the script of the document.
    name = "name",
    /// `englishName`: the name in Latin letters.
    english_name = "englishName",
    /// `nameCode`: the name in commercial code (Hong Kong).
    name_code = "nameCode",
    /// `surname`: the family name (passport).
    surname = "surname",
    /// `givenname`: the given names (passport).
    given_name = "givenname",
    /// `sex`: as the document has it, `F` or `M` in a passport.
    sex = "sex",
    /// `birthDate`: the date of birth, `yyyy-mm-dd` in a passport.
    birth_date = "birthDate",
    /// `idNumber`: the document's number, other than a passport's.
    id_number = "idNumber",
    /// `passportNo`: a passport's number.
    passport_no = "passportNo",
    /// `nationality`: the nationality.
    nationality = "nationality",
    /// `countryCode`: the country that issued a passport.
    country_code = "countryCode",
    /// `ethnicity`: the ethnicity (mainland China).
    ethnicity = "ethnicity",
    /// `address`: the address (mainland China).
    address = "address",
    /// `province`: the province (mainland China).
    province = "province",
    /// `city`: the city (mainland China).
    city = "city",
    /// `issueDate`: the date of issue.
    issue_date = "issueDate",
    /// `currentIssueDate`: the date of this issue (Hong Kong).
    current_issue_date = "currentIssueDate",
    /// `firstIssueDate`: the date of the first issue (Hong Kong).
    first_issue_date = "firstIssueDate",
    /// `expiryDate`: the date of expiry.
    expiry_date = "expiryDate",
    /// `placeOfIssue`: the place of issue.
    place_of_issue = "placeOfIssue",
    /// `originOfIssue`: the authority that issued it.
    origin_of_issue = "originOfIssue",
    /// `isPermanent`: whether the card is that of a permanent resident (Hong Kong).
    is_permanent = "isPermanent",
    /// `symbols`: the symbols on the card (Hong Kong).
    symbols = "symbols",
}

macro_rules! print_nothing {
    ($($name:ident),+) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        display_as_debug!($name);
    )+ };
}

print_nothing!(JsonText, FaceResult, DocumentResult, SpoofResult, SourceResult, DocumentFields);
