//! What is read from a document: the vendor's names of the fields, with the values of a person who does not exist.

use std::collections::BTreeMap;

/// A field's name and its sample value.
type Field = (&'static str, &'static str);

const PASSPORT: &[Field] = &[
    ("surname", "SANDERS"),
    ("givenname", "ALEX"),
    ("sex", "F"),
    ("birthDate", "1990-01-31"),
    ("passportNo", "X00000000"),
    ("nationality", "UTO"),
    ("expiryDate", "2035-01-31"),
    ("countryCode", "UTO"),
];

const MAINLAND_ID_CARD: &[Field] = &[
    ("name", "沙盒"),
    ("sex", "女"),
    ("ethnicity", "汉"),
    ("birthDate", "1990-01-31"),
    ("address", "沙盒省测试市样本路1号"),
    ("idNumber", "000000199001310000"),
    ("province", "沙盒省"),
    ("city", "测试市"),
];

const HONG_KONG_ID_CARD: &[Field] = &[
    ("name", "沙盒"),
    ("englishName", "SANDERS, Alex"),
    ("nameCode", "3081 4164"),
    ("sex", "F"),
    ("birthDate", "1990-01-31"),
    ("idNumber", "X000000(0)"),
    ("currentIssueDate", "2020-02-29"),
    ("firstIssueDate", "2005-05-05"),
    ("isPermanent", "Y"),
    ("symbols", "***AZ"),
];

const EXIT_ENTRY_PERMIT: &[Field] = &[
    ("name", "沙盒"),
    ("englishName", "SANDERS, Alex"),
    ("sex", "F"),
    ("birthDate", "1990-01-31"),
    ("idNumber", "C00000000"),
    ("issueDate", "2020-02-29"),
    ("expiryDate", "2030-02-28"),
    ("placeOfIssue", "沙盒"),
    ("originOfIssue", "沙盒省"),
];

const MAINLAND_TRAVEL_PERMIT: &[Field] = &[
    ("name", "沙盒"),
    ("englishName", "SANDERS, Alex"),
    ("sex", "F"),
    ("birthDate", "1990-01-31"),
    ("idNumber", "H00000000"),
    ("issueDate", "2020-02-29"),
    ("expiryDate", "2030-02-28"),
    ("originOfIssue", "沙盒省"),
];

/// For documents whose fields nobody has described.
const ANY_DOCUMENT: &[Field] =
    &[("name", "SANDERS ALEX"), ("sex", "F"), ("birthDate", "1990-01-31"), ("idNumber", "X00000000")];

/// The fields of a document, in the order of the vendor's table. A code is taken with eight digits and with nine, because the vendor
/// prints both.
pub(crate) fn fields(doc_type: &str) -> &'static [Field] {
    match doc_type {
        "01000000" | "GLB03002" | "GLB03001" => PASSPORT,
        "00000001" | "CHN01001" => MAINLAND_ID_CARD,
        "00000006" | "00000008" | "HKG01001" | "HKG01002" => HONG_KONG_ID_CARD,
        "00000007" | "000000012" | "00000012" => EXIT_ENTRY_PERMIT,
        "00000009" => MAINLAND_TRAVEL_PERMIT,
        _ => ANY_DOCUMENT,
    }
}

/// The sample values by their names, with some of them replaced or added.
pub(crate) fn read(doc_type: &str, replaced: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> =
        fields(doc_type).iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    all.extend(replaced.clone());
    all
}
