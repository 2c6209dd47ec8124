//! Who may speak to the control plane: programs, and the pages that it serves itself. A web page from elsewhere, in the browser of
//! somebody who has a sandbox running, may not.

use std::net::IpAddr;

use hyper::Method;
use hyper::header::{HOST, ORIGIN};
use hyper::http::request::Parts;

use crate::info::Info;

pub(super) fn check(head: &Parts, info: &Info) -> Result<(), &'static str> {
    let text = |name| head.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let host = text(HOST).unwrap_or_default();
    // A name that a stranger's name server has led here is a name with a dot, and none of ours.
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name).trim_matches(['[', ']']);
    let is_ours =
        !name.contains('.') || name.parse::<IpAddr>().is_ok() || info.names().iter().any(|known| known == name);
    if !is_ours {
        return Err("the header Host has a name that is none of the sandbox's; give it with --name");
    }
    match text(ORIGIN) {
        Some(origin) if head.method != Method::GET && origin != format!("http://{host}") => {
            Err("a page of another origin may not steer the sandbox")
        }
        _ => Ok(()),
    }
}
