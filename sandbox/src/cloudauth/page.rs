//! The page that `TransactionUrl` leads to. At the service a user shows a document and a face there; here a person chooses how that goes.

use askama::Template;
use bytes::Bytes;
use url::Url;

use super::callback::DueCallback;
use super::document;
use super::ending::{Decision, Ending};
use super::table::Verifications;
use super::verification::{PAGES, VALIDITY, Verification};
use super::view::VerificationState;
use crate::date;
use crate::http::{Answer, Parameters, WireRequest};
use crate::random;

/// No value of a document is longer, in characters.
const MAX_VALUE: usize = 500;

/// What a form's field for a document's field is called.
const FIELD: &str = "document.";

#[derive(Template)]
#[template(path = "verification.html")]
struct VerificationPage<'a> {
    session: &'a str,
    product_code: &'a str,
    merchant_biz_id: &'a str,
    doc_type: &'a str,
    expires_at: String,
    may_edit: bool,
    fields: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage<'a> {
    title: &'a str,
    text: &'a str,
}

/// What comes of a request to a page.
pub(crate) struct PageAnswer {
    pub(crate) answer: Answer,
    /// The verdict for the record.
    pub(crate) verdict: String,
    pub(crate) due: Option<DueCallback>,
}

/// Answers a request to a page.
pub(crate) fn answer(verifications: &Verifications, request: &WireRequest, now: i64) -> PageAnswer {
    let page_key = request.path.strip_prefix(PAGES).unwrap_or_default();
    let found = verifications.of_page(page_key, |verification| match request.method.as_str() {
        // A look ahead, as some programs take at an address before a person follows it, opens nothing.
        "HEAD" => notice(200, "Verification", "This page is opened with GET."),
        "GET" => open(verification, now),
        "POST" => submit(verification, request, now),
        _ => notice(405, "Not so", "This page is opened with GET, and its form is sent with POST."),
    });
    found.unwrap_or_else(|| notice(404, "No such verification", "There is no verification with this address."))
}

fn open(verification: &mut Verification, now: i64) -> PageAnswer {
    match verification.state(now) {
        VerificationState::Waiting => {}
        VerificationState::Expired => return expired(),
        VerificationState::Opened => {
            return notice(410, "This address works once", "The page was opened before. Begin a new verification.");
        }
        VerificationState::Left | VerificationState::Ended => return ended(),
    }
    let Ok(session) = random::opaque() else { return notice(500, "Not now", "The system gave no random bytes.") };
    let read = verification.document();
    let fields = document::fields(&verification.doc_type).iter().filter_map(|(name, _)| {
        let value = read.get(*name)?;
        Some(((*name).to_owned(), value.clone()))
    });
    let page = VerificationPage {
        session: &session,
        product_code: &verification.product_code,
        merchant_biz_id: &verification.merchant_biz_id,
        doc_type: &verification.doc_type,
        expires_at: date::format(verification.begun_at + VALIDITY),
        may_edit: verification.may_edit,
        fields: fields.collect(),
    };
    let answer = html(200, page.render(), verification.return_url.as_deref());
    verification.page_session = Some(session);
    PageAnswer { answer, verdict: "Success".to_owned(), due: None }
}

fn submit(verification: &mut Verification, request: &WireRequest, now: i64) -> PageAnswer {
    let form = Parameters::of(request);
    match verification.state(now) {
        VerificationState::Opened => {}
        VerificationState::Expired => return expired(),
        VerificationState::Left | VerificationState::Ended => return ended(),
        VerificationState::Waiting => return notice(403, "Not from here", "Open the page before you send its form."),
    }
    if form.get("session") != verification.page_session.as_deref() {
        return notice(403, "Not from here", "The form is not the one of the page that was opened.");
    }
    let Some(decision) = form.get("decision").and_then(Decision::from_name) else {
        return notice(400, "Not clear", "Choose one of the buttons.");
    };
    let mut ending = Ending::from(decision);
    if decision == Decision::Failed {
        ending.sub_code = form.get("sub_code").map(|code| code.trim().chars().take(MAX_VALUE).collect());
    }
    if verification.may_edit {
        let read = verification.document();
        ending.edited = document::fields(&verification.doc_type)
            .iter()
            .filter_map(|(name, _)| {
                let value: String = form.get(&format!("{FIELD}{name}"))?.chars().take(MAX_VALUE).collect();
                (read.get(*name) != Some(&value)).then(|| ((*name).to_owned(), value))
            })
            .collect();
    }
    verification.end = Some((now, ending));
    let due = verification.due_callback();
    let verdict = "Success".to_owned();
    match verification.return_url.as_deref().and_then(followable) {
        Some(url) => {
            let answer = html(303, Ok(String::new()), None).with_header("location", url);
            PageAnswer { answer, verdict, due }
        }
        None => {
            let text = "The verification is over. There is no ReturnUrl, so you may close this page.";
            PageAnswer { due, ..notice(200, "Thank you", text) }
        }
    }
}

fn expired() -> PageAnswer {
    notice(410, "Too late", "The half hour of this verification is over. Begin a new one.")
}

fn ended() -> PageAnswer {
    notice(410, "This address works once", "The verification is over. Begin a new one.")
}

fn notice(status: u16, title: &str, text: &str) -> PageAnswer {
    let verdict = if status < 400 { "Success".to_owned() } else { status.to_string() };
    PageAnswer { answer: html(status, NoticePage { title, text }.render(), None), verdict, due: None }
}

/// Where a browser may be sent: what a script would run is no address.
fn followable(text: &str) -> Option<Url> {
    let is_a_script = |url: &Url| matches!(url.scheme(), "javascript" | "data" | "vbscript" | "blob");
    Url::parse(text).ok().filter(|url| !is_a_script(url))
}

/// Nothing is loaded from elsewhere, and the form leads to the page itself and on to `ReturnUrl`.
fn html(status: u16, page: askama::Result<String>, return_url: Option<&str>) -> Answer {
    let Ok(page) = page else { return Answer::plain(500, "text/plain", "the page could not be made") };
    let target = return_url.and_then(followable).map(|url| match url.origin() {
        origin @ url::Origin::Tuple(..) => origin.ascii_serialization(),
        url::Origin::Opaque(_) => format!("{}:", url.scheme()),
    });
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self' {}",
        target.unwrap_or_default()
    );
    Answer::plain(status, "text/html; charset=utf-8", Bytes::from(page))
        .with_header("content-security-policy", policy.trim())
        .with_header("cache-control", "no-store")
        .with_header("referrer-policy", "no-referrer")
        .with_header("x-content-type-options", "nosniff")
}
