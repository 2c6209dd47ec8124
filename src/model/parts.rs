//! A request as the parameters it is on the wire: the one description that validation, layout, printing and masking read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// The parameters of a request, by where they travel, in any order.
///
/// A typed request names every parameter it has a field for, those without a value too, so that an extra parameter cannot take the
/// place of one.
#[derive(Default)]
pub struct Parts<'a> {
    /// Those in the URL's query.
    pub query: Vec<Part<'a>>,
    /// Those in the form body.
    pub form: Vec<Part<'a>>,
    /// Parameters that the request has no field for. They travel in the query, or in the form body if all of the operation's do. All of
    /// them are treated as personal data.
    pub extra: Option<&'a HashMap<String, String>>,
}

/// One parameter of a request.
#[derive(Clone)]
pub struct Part<'a> {
    /// Its name as the service spells it.
    pub name: &'a str,
    /// Its value.
    pub value: Value<'a>,
    /// Whether the service needs it.
    pub required: bool,
    /// How much of its value a text may show, be it one of ours or one that the service wrote.
    pub exposure: Exposure,
}

/// How much of a value may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// All of it.
    Open,
    /// Of a URL scheme and host: its path and query often hold a token, and it may hold a password.
    Origin,
    /// Nothing.
    Hidden,
}

/// The value of a parameter.
#[derive(Clone)]
pub enum Value<'a> {
    /// It is not sent.
    Absent,
    /// Text, sent as it is.
    Text(Cow<'a, str>),
    /// A picture's bytes, sent as Base64.
    Picture(&'a [u8]),
}

impl<'a> Part<'a> {
    /// A parameter that the service needs.
    pub fn required(name: &'a str, value: impl Into<Cow<'a, str>>) -> Self {
        Self { name, value: Value::Text(value.into()), required: true, exposure: Exposure::Open }
    }

    /// A parameter that may be left out.
    pub fn optional<T: Into<Cow<'a, str>>>(name: &'a str, value: Option<T>) -> Self {
        let value = value.map_or(Value::Absent, |value| Value::Text(value.into()));
        Self { name, value, required: false, exposure: Exposure::Open }
    }

    /// A switch, in the two words that the service has for it.
    pub fn switch(name: &'a str, value: Option<bool>, [yes, no]: [&'static str; 2]) -> Self {
        Self::optional(name, value.map(|value| if value { yes } else { no }))
    }

    /// A URL that may be left out. Its scheme and host may be shown.
    pub fn url(name: &'a str, url: Option<&'a str>) -> Self {
        Self { exposure: Exposure::Origin, ..Self::optional(name, url) }
    }

    /// A picture that may be left out. Always sensitive.
    pub fn picture(name: &'a str, picture: Option<&'a [u8]>) -> Self {
        let value = picture.map_or(Value::Absent, Value::Picture);
        Self { name, value, required: false, exposure: Exposure::Hidden }
    }

    /// The same with a value that no text may show.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.exposure = Exposure::Hidden;
        self
    }

    /// The value, if it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Absent | Value::Picture(_) => None,
        }
    }
}

impl<'a> Parts<'a> {
    /// All parameters that have a field or were given by name, wherever they travel.
    pub fn named(&self) -> impl Iterator<Item = &Part<'a>> {
        self.query.iter().chain(&self.form)
    }

    /// The texts that nothing may show, to mask them in what the service or a library wrote.
    pub(crate) fn sensitive_texts(&self) -> impl Iterator<Item = &str> {
        let named = self.named().flat_map(|part| match (part.text(), part.exposure) {
            (Some(text), Exposure::Hidden) => vec![text],
            (Some(text), Exposure::Origin) => secrets_in_url(text),
            _ => Vec::new(),
        });
        named.chain(self.extra.into_iter().flatten().map(|(_, value)| value.as_str()))
    }

    /// The pictures, which nothing may show either.
    pub(crate) fn pictures(&self) -> impl Iterator<Item = &'a [u8]> {
        self.named().filter_map(|part| match part.value {
            Value::Picture(picture) => Some(picture),
            Value::Absent | Value::Text(_) => None,
        })
    }

    /// Prints a request: what has a value, under the service's names; `***` and sizes in place of what nothing may show.
    pub(crate) fn print(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(name);
        for part in self.named() {
            match &part.value {
                Value::Absent => &mut out,
                Value::Text(text) => match part.exposure {
                    Exposure::Open => out.field(part.name, text),
                    Exposure::Origin => out.field(part.name, &format_args!("{}/***", origin(text))),
                    Exposure::Hidden => out.field(part.name, &"***"),
                },
                Value::Picture(picture) => out.field(part.name, &format_args!("{} bytes", picture.len())),
            };
        }
        if let Some(extra) = self.extra.filter(|extra| !extra.is_empty()) {
            let mut names: Vec<_> = extra.keys().collect();
            names.sort();
            out.field("extra_parameters", &names);
        }
        out.finish()
    }
}

/// Where a URL's host ends, and the password and user before it.
fn split_url(url: &str) -> Option<(&str, &str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, behind) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    Some((scheme, user, host, behind))
}

fn origin(url: &str) -> String {
    match split_url(url) {
        Some((scheme @ ("https" | "http"), _, host, _)) => format!("{scheme}://{host}"),
        _ => "***".to_owned(),
    }
}

/// What may be secret in a URL. The words of its path are not: `callback` is in many a text of the service's own.
fn secrets_in_url(url: &str) -> Vec<&str> {
    const LIKE_A_TOKEN: usize = 12;
    let Some((_, user, _, behind)) = split_url(url) else { return vec![url] };
    let (path, query) = behind.split_at(behind.find(['?', '#']).unwrap_or(behind.len()));
    let segments = path
        .split('/')
        .filter(|segment| segment.len() >= LIKE_A_TOKEN && segment.bytes().any(|byte| byte.is_ascii_digit()));
    let pairs = query.split(['?', '#', '&', ';']);
    let values = pairs.map(|pair| pair.split_once('=').map_or(pair, |(_, value)| value));
    user.split(':').chain([query]).chain(segments).chain(values).filter(|part| !part.is_empty()).collect()
}
