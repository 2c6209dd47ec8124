//! Nothing that a service, a gateway or a proxy repeats of a request is shown, whatever was done to it on the way.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use ekyc::ffi::core_read_initialize;
use ekyc::model::HttpAnswer;
use ekyc::{InitializeRequest, ProductCode};
use proptest::prelude::*;

/// Something that happens to a text on its way.
type Encoding = fn(&str) -> String;

fn percent(text: &str) -> String {
    ekyc::protocol::encode::encoded(text)
}

fn small_percent(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02x}") })
        .collect()
}

/// As java.net.URLEncoder writes it.
fn form(text: &str) -> String {
    percent(text).replace("%20", "+").replace("%2A", "*").replace('~', "%7E")
}

/// As a member of a JSON object, without its quotes.
fn json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// As Java's and JavaScript's careful writers do it: everything but ASCII as `\uXXXX`, and slashes with a backslash.
fn ascii_json(text: &str) -> String {
    let escaped = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04X}"),
    };
    json(text).replace('/', "\\/").encode_utf16().map(escaped).collect()
}

fn html(text: &str) -> String {
    let entity = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '"' => "&quot;".to_owned(),
        '<' => "&lt;".to_owned(),
        '\'' => "&#39;".to_owned(),
        '/' => "&#x2F;".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(entity).collect()
}

/// As Rust prints bytes.
fn decimals(text: &str) -> String {
    format!("{:?}", text.as_bytes())
}

/// As Java's `Arrays.toString` prints bytes.
fn signed_decimals(text: &str) -> String {
    format!("{:?}", text.bytes().map(|b| b as i8).collect::<Vec<_>>())
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

fn capital_hex_pairs(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02X}")).collect::<Vec<_>>().join(":")
}

fn c_hex(text: &str) -> String {
    text.bytes().map(|b| format!("0x{b:02x}")).collect::<Vec<_>>().join(", ")
}

/// What changes single characters: it may be done several times, in any order.
const ESCAPES: [Encoding; 7] = [str::to_owned, percent, small_percent, form, json, ascii_json, html];

/// What turns the whole into something else.
const DUMPS: [Encoding; 10] = [
    str::to_owned,
    |text| STANDARD.encode(text),
    |text| STANDARD_NO_PAD.encode(text),
    |text| URL_SAFE_NO_PAD.encode(format!("a{text}")),
    |text| STANDARD.encode(format!(r#"{{"token":"{text}"}}"#)),
    decimals,
    signed_decimals,
    hex,
    capital_hex_pairs,
    c_hex,
];

/// Where it stands.
const POSITIONS: [(&str, &str); 7] = [
    ("", ""),
    ("", " is not valid"),
    ("invalid: ", ""),
    ("{ua=", ", os=12}"),
    ("[\"", "\"]"),
    ("https://host/path?MetaInfo=", "&Next=1"),
    ("Post\n/\nMetaInfo=x&CallbackToken=", "\nhost:h\n"),
];

/// What the caller of the library sees of a message in which the service repeats something.
fn shown(message: &str, request: &InitializeRequest) -> String {
    let body = serde_json::json!({
        "Code": format!("Invalid: {message}"), "Message": message, "RequestId": message, "Recommend": message,
    });
    let answer = HttpAnswer { status: 400, headers: vec![], body: body.to_string().into_bytes() };
    let error = core_read_initialize(answer, Some(request.clone())).unwrap_err();
    let fault = error.fault().unwrap();
    [&fault.code, &fault.text].into_iter().chain(&fault.request_id).chain(&fault.recommend).cloned().collect()
}

/// The values of the request that hold `secret`, each as the service may get it.
fn requests(secret: &str) -> Vec<InitializeRequest> {
    let plain = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "u");
    let mut user = plain.clone();
    user.merchant_user_id = secret.into();
    let mut token = plain.clone();
    token.callback_token = Some(secret.into());
    let mut extra = plain.clone();
    extra.extra_parameters.insert("DocNo".into(), secret.into());
    let mut text = plain.clone();
    text.meta_info = secret.into();
    let mut json = plain.clone();
    json.meta_info = serde_json::json!({"os": "12", "deep": [{"ua": secret}]}).to_string();
    let mut json_in_json = plain;
    let inner = serde_json::json!({"list": [secret]}).to_string();
    json_in_json.meta_info = serde_json::json!({"device": inner}).to_string();
    vec![user, token, extra, text, json, json_in_json]
}

/// Looks for the secret, and for any four letters of it in a row, as they are and in each dump.
fn gives_away(shown: &str, secret: &str) -> Option<String> {
    let forms = [ESCAPES.as_slice(), DUMPS.as_slice()].concat();
    let letters: Vec<char> = secret.chars().collect();
    let parts = letters.windows(4).filter(|part| part.iter().all(char::is_ascii_uppercase)).map(String::from_iter);
    forms.into_iter().map(|form| form(secret)).chain(parts).find(|form| shown.contains(form.as_str()))
}

proptest! {
    #[test]
    fn no_encoding_at_no_place_shows_a_value(
        secret in r#"([A-Z]{4,6}[a-zA-Z0-9é漢😀 "'\\/%&=+*~<{:,.-]{1,4}){2,5}"#, // no text around it has capitals in a row
        dump in 0..DUMPS.len(),
        first in 0..ESCAPES.len(),
        second in 0..ESCAPES.len(),
        position in 0..POSITIONS.len(),
        request in 0usize..6,
    ) {
        let secret = format!("x{secret}x"); // blanks at an end may be lost on the way
        let encoded = ESCAPES[second](&ESCAPES[first](&DUMPS[dump](&secret)));
        let (before, after) = POSITIONS[position];
        let shown = shown(&format!("{before}{encoded}{after}"), &requests(&secret)[request]);
        prop_assert_eq!(gives_away(&shown, &secret), None, "{} in {}", encoded, shown);
        prop_assert!(shown.contains("***") && !shown.contains(&encoded), "{} in {}", encoded, shown);
    }

    #[test]
    fn a_value_that_was_cut_is_not_shown_either(
        secret in "[a-zA-Z0-9é/ -]{24,40}",
        escape in 0..ESCAPES.len(),
        from in 0usize..8,
        length in 12usize..16,
        request in 0usize..6,
    ) {
        let secret = format!("x{secret}x");
        let part: String = secret.chars().skip(from).take(length).collect();
        let words: Vec<_> = part.split(' ').filter(|word| word.len() >= 8).collect();
        let shown = shown(&format!("near '{}...", ESCAPES[escape](&part)), &requests(&secret)[request]);
        for word in &words {
            prop_assert!(!shown.contains(word), "{} in {}", word, shown);
        }
    }

    #[test]
    fn what_is_not_the_request_s_stays_readable(text in "[a-z ,.()]{0,200}") {
        let request = InitializeRequest::new(ProductCode::EKyc, "a1", r#"{"ua":"MOZILLA"}"#, "USER-1234");
        let shown = shown(&text, &request);
        prop_assert!(shown.contains(text.trim()), "{} became {}", text, shown);
    }
}

#[test]
fn a_short_value_is_masked_where_it_stands_alone() {
    let request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "7");
    let shown = shown("user 7, 17 tries, %227%22, seven7, (7)", &request);
    assert!(shown.contains("user ***, 17 tries, %22***%22, seven7, (***)"), "{shown}");
}

#[test]
fn a_text_that_ends_within_a_value_shows_nothing_of_it() {
    let request = InitializeRequest::new(ProductCode::EKyc, "a1", "{}", "mustermann-1970");
    assert!(shown("no such user: must", &request).ends_with("no such user: ***"));
}

#[test]
fn a_picture_is_not_shown_in_part_either() {
    let mut request = InitializeRequest::new(ProductCode::FaceVerify, "a1", "{}", "user-1");
    let picture: Vec<u8> = (0..50_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let text = STANDARD.encode(&picture);
    request.face_picture = Some(picture);
    for echo in [&text[..400], &text[100..300], &percent(&text[..3000]), &json(&percent(&text[..60]))] {
        let shown = shown(&format!("not a picture: {echo}"), &request);
        assert!(shown.contains("not a picture: ***"), "{shown}");
        assert!(!shown.contains(&echo[8..20]) && !shown.contains(&echo[echo.len() - 12..]), "{shown}");
    }
}
