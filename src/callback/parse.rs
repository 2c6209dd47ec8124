//! Reads a callback's query.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use crate::error::{CallbackProblem, EkycError};
use crate::model::{CallbackHint, Parameter, Passed};

/// The longest URL or query that is read, in bytes. What the platform sends has a few hundred, besides your own parameters.
const MAX_BYTES: usize = 64 * 1024;

/// The platform's names. It writes the sub code in two ways, which differ in letter case only, and the letter case of the others is not
/// agreed on either.
const TRANSACTION_ID: &str = "transactionId";
const PASSED: &str = "passed";
const SUB_CODE: &str = "subCode";
const TOKEN: &str = "callbackToken";

/// Reads a callback: the URL of the request, or its query alone.
///
/// `expected_token` is the CallbackToken that the verification was started with; without one anybody can send you a callback. If each
/// verification has a token of its own, read the callback without one first, find the token by the transaction's id in your records, and
/// read it again with both.
///
/// # Errors
/// [`EkycError::InvalidCallback`] with what is wrong, never with a value of it. [`EkycError::InvalidConfiguration`] if the expected token
/// is empty.
pub fn parse_callback(
    url_or_query: &str,
    expected_token: Option<&str>,
    expected_transaction_id: Option<&str>,
) -> Result<CallbackHint, EkycError> {
    if expected_token.is_some_and(str::is_empty) {
        return Err(EkycError::configuration("expected_token", "is empty; a callback without a token would match it"));
    }
    let mut found = Found::in_query(query_of(url_or_query)?)?;
    if let Some(expected) = expected_token {
        let token =
            found.token.take().ok_or_else(|| refused(CallbackProblem::MissingToken, "it has no callbackToken"))?;
        if !token.is(expected) {
            return Err(refused(CallbackProblem::WrongToken, "its callbackToken is not the expected one"));
        }
    }
    let transaction_id = found.transaction_id.filter(|id| !id.is_empty());
    let transaction_id =
        transaction_id.ok_or_else(|| refused(CallbackProblem::MissingTransactionId, "it has no transactionId"))?;
    if expected_transaction_id.is_some_and(|expected| expected != transaction_id) {
        return Err(refused(CallbackProblem::ForeignTransaction, "its transactionId is not the expected one"));
    }
    let delivery_key =
        [&*transaction_id, found.passed.as_deref().unwrap_or_default(), found.sub_code.as_deref().unwrap_or_default()]
            .map(|part| form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>())
            .join("/");
    Ok(CallbackHint {
        transaction_id,
        passed: found.passed.map(|code| Passed::from_code(&code)),
        sub_code: found.sub_code,
        own_parameters: found.own,
        delivery_key,
    })
}

/// What a query holds, each of the platform's parameters once.
#[derive(Default)]
struct Found {
    transaction_id: Option<String>,
    passed: Option<String>,
    sub_code: Option<String>,
    token: Option<Token>,
    own: Vec<Parameter>,
}

impl Found {
    fn in_query(query: &str) -> Result<Self, EkycError> {
        let mut found = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let Some((name, value)) = form_urlencoded::parse(pair.as_bytes()).into_owned().next() else { continue };
            let doubled = if name.eq_ignore_ascii_case(TOKEN) {
                found.token.replace(Token::of(pair, value)).is_some()
            } else if name.eq_ignore_ascii_case(TRANSACTION_ID) {
                found.transaction_id.replace(value).is_some()
            } else if name.eq_ignore_ascii_case(PASSED) {
                found.passed.replace(value).is_some()
            } else if name.eq_ignore_ascii_case(SUB_CODE) {
                found.sub_code.replace(value).is_some()
            } else {
                found.own.push(Parameter { name, value });
                continue;
            };
            if doubled {
                return Err(refused(
                    CallbackProblem::DoubledParameter,
                    "it has one of the platform's parameters twice",
                ));
            }
        }
        Ok(found)
    }
}

/// A token as it came, in the two readings that there are: whether the platform writes a plus sign for a blank is not known, so a token
/// with plus signs may come as it is.
struct Token([String; 2]);

impl Token {
    fn of(pair: &str, value: String) -> Self {
        let literal = pair.replace('+', "%2B");
        let literal = form_urlencoded::parse(literal.as_bytes()).next().map(|(_, value)| value.into_owned());
        Self([literal.unwrap_or_default(), value])
    }

    /// Compares in a time that tells neither how much is right nor how long the expected one is.
    fn is(&self, expected: &str) -> bool {
        let expected = Sha256::digest(expected.as_bytes());
        let same = |token: &String| Sha256::digest(token.as_bytes()).ct_eq(&expected);
        let [one, other] = &self.0;
        (same(one) | same(other)).into()
    }
}

/// The query of a URL, of a path with a query, or the text itself.
fn query_of(text: &str) -> Result<&str, EkycError> {
    if text.len() > MAX_BYTES {
        return Err(refused(
            CallbackProblem::Malformed,
            &format!("it has {} bytes; the limit is {MAX_BYTES}", text.len()),
        ));
    }
    let text = text.split_once('#').map_or(text, |(before, _)| before);
    let query = match text.split_once('?') {
        // A question mark can also stand in a value.
        Some((before, query)) if is_address(before) || !before.contains('=') => query,
        _ if is_address(text) => "",
        _ => text,
    };
    if query.contains('=') {
        return Ok(query);
    }
    Err(refused(CallbackProblem::Malformed, "it has no query with parameters"))
}

fn is_address(text: &str) -> bool {
    let scheme =
        text.split_once("://").is_some_and(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()));
    scheme || text.starts_with('/')
}

fn refused(problem: CallbackProblem, reason: &str) -> EkycError {
    EkycError::InvalidCallback { problem, reason: reason.to_owned() }
}
