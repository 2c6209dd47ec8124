//! Which hosts are reached without the proxy: a list as in `NO_PROXY`, in all the forms that common tools take.

use std::net::IpAddr;

use ipnet::IpNet;
use url::{Host, Url};

/// A list of hosts, read once.
#[derive(Debug, Clone, Default)]
pub(super) struct Bypass {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    hosts: Hosts,
    /// Absent: whatever the port.
    port: Option<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hosts {
    All,
    /// A name and everything below it.
    Domain(String),
    /// A text with `*` in it, compared with the host's text.
    Pattern(String),
    Network(IpNet),
}

impl Bypass {
    /// Reads what it can; `Err` is the first entry that it cannot read.
    pub(super) fn read<'a>(lists: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let entries = entries_of(lists).map(|text| Entry::read(text).ok_or_else(|| text.to_owned()));
        Ok(Self { entries: entries.collect::<Result<_, _>>()? })
    }

    /// As `read`, for a list that was written for other programs as well: what means nothing to this one is left out.
    pub(super) fn read_leniently(list: &str) -> Self {
        Self { entries: entries_of([list]).filter_map(Entry::read).collect() }
    }

    /// Whether the URL's host is to be reached without the proxy.
    pub(super) fn covers(&self, url: &Url) -> bool {
        let Some(host) = url.host() else { return false };
        let port = url.port_or_known_default();
        self.entries.iter().any(|entry| entry.port.is_none_or(|own| Some(own) == port) && entry.hosts.cover(&host))
    }
}

/// Entries are parted by commas, blanks or both.
fn entries_of<'a>(lists: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let parted = |list: &'a str| list.split(|c: char| c == ',' || c.is_whitespace());
    lists.into_iter().flat_map(parted).filter(|entry| !entry.is_empty())
}

impl Entry {
    fn read(text: &str) -> Option<Self> {
        let whole = Hosts::read(text).map(|hosts| Self { hosts, port: None });
        whole.or_else(|| {
            let (host, port) = text.rsplit_once(':')?;
            let port = Some(port.parse().ok()?);
            Some(Self { hosts: Hosts::read(host)?, port })
        })
    }
}

impl Hosts {
    fn read(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::All);
        }
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Some(Self::Network(address.to_canonical().into()));
        }
        if let Ok(network) = bare.parse::<IpNet>() {
            return Some(Self::Network(network));
        }
        let name = text.strip_prefix("*.").or_else(|| text.strip_prefix('.')).unwrap_or(text);
        let name = name.strip_suffix('.').unwrap_or(name);
        if name.contains('*') {
            let fits = |c: char| c.is_alphanumeric() || matches!(c, '*' | '.' | '-' | '_');
            return name.chars().all(fits).then(|| Self::Pattern(text.trim_end_matches('.').to_lowercase()));
        }
        // In the form that the host of a URL has: small letters. An international name is given in its ASCII form (`xn--...`). A number is not a name;
        // read as one it would be an address that nobody meant.
        match Host::parse(name) {
            Ok(Host::Domain(name)) => Some(Self::Domain(name)),
            _ => None,
        }
    }

    fn cover(&self, host: &Host<&str>) -> bool {
        let address = match host {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(IpAddr::V4(*address)),
            Host::Ipv6(address) => Some(IpAddr::V6(*address).to_canonical()),
        };
        match (self, host, address) {
            (Self::All, ..) => true,
            (Self::Network(network), _, Some(address)) => network.contains(&address),
            (Self::Domain(domain), Host::Domain(name), _) => {
                let name = name.strip_suffix('.').unwrap_or(name);
                name.strip_suffix(domain.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'))
            }
            (Self::Pattern(pattern), Host::Domain(name), _) => {
                matches(pattern.as_bytes(), name.strip_suffix('.').unwrap_or(name).as_bytes())
            }
            (Self::Pattern(pattern), _, Some(address)) => matches(pattern.as_bytes(), address.to_string().as_bytes()),
            _ => false,
        }
    }
}

/// Whether a text is that of a pattern in which `*` stands for any characters, or none.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), None) => matches(rest, text),
        (Some((b'*', rest)), Some((_, shorter))) => matches(rest, text) || matches(pattern, shorter),
        (Some((wanted, rest)), Some((found, shorter))) if wanted == found => matches(rest, shorter),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(list: &str, url: &str) -> bool {
        Bypass::read([list]).unwrap().covers(&Url::parse(url).unwrap())
    }

    #[test]
    fn every_form_that_common_tools_take_covers_its_hosts() {
        const NAME: &str = "https://cloudauth-intl.cn-hongkong.aliyuncs.com";
        const ADDRESS: &str = "https://10.1.2.3";
        const PORT: &str = "https://10.1.2.3:8443";
        const V6: &str = "https://[fd00::1]";
        for (list, url) in [
            ("*", NAME),
            ("*", ADDRESS),
            ("*", V6),
            ("aliyuncs.com", NAME),
            (".aliyuncs.com", NAME),
            ("*.aliyuncs.com", NAME),
            ("*.aliyuncs.com", "https://aliyuncs.com"),
            ("ALIYUNCS.com", NAME),
            ("aliyuncs.com.", NAME),
            ("aliyuncs.com", "https://cloudauth-intl.cn-hongkong.aliyuncs.com./"),
            ("cloudauth-intl.*.aliyuncs.com", NAME),
            ("*aliyuncs.com", NAME),
            ("cloudauth-intl.cn-hongkong.aliyuncs.com:443", NAME),
            (".aliyuncs.com:443", NAME),
            ("localhost .aliyuncs.com", NAME),
            ("localhost,\t.aliyuncs.com ,", NAME),
            ("XN--bcher-kva.example", "https://www.xn--bcher-kva.example"),
            ("10.1.2.3", ADDRESS),
            ("10.1.2.3:443", ADDRESS),
            ("10.1.2.3:8443", PORT),
            ("10.1.2.3", PORT),
            ("10.0.0.0/8", ADDRESS),
            ("10.1.*", ADDRESS),
            ("10.1.2.*", ADDRESS),
            ("::ffff:10.1.2.3", ADDRESS),
            ("10.1.2.3", "https://[::ffff:10.1.2.3]"),
            ("fd00::1", V6),
            ("[fd00::1]", V6),
            ("[fd00::1]:443", V6),
            ("FD00:0::1", V6),
            ("fd00::/8", V6),
        ] {
            assert!(covers(list, url), "{list} does not cover {url}");
        }
        for (list, url) in [
            ("", NAME),
            ("com.aliyuncs", NAME),
            ("yuncs.com", NAME),
            ("aliyuncs.com:8443", NAME),
            ("*.aliyuncs.com", "https://aliyuncs.com.example"),
            ("10.1.2.3:443", PORT),
            ("10.2.*", ADDRESS),
            ("11.0.0.0/8", ADDRESS),
            ("10.1.2.30", ADDRESS),
            ("fd00::2", V6),
            ("fd00::/8", ADDRESS),
        ] {
            assert!(!covers(list, url), "{list} covers {url}");
        }
    }

    #[test]
    fn what_is_not_understood_is_told_or_left_out() {
        for wrong in [
            "http://host",
            "10.0.0.0/99",
            "host:port",
            "host:99999",
            "10.",
            "10.1",
            "[fd00::1",
            "a/b",
            "<local>",
            "bücher.example",
        ] {
            assert_eq!(Bypass::read(["a.example", wrong]).unwrap_err(), wrong);
            let lenient = Bypass::read_leniently(&format!("a.example,{wrong}"));
            assert!(lenient.covers(&Url::parse("https://a.example").unwrap()));
            assert_eq!(lenient.entries.len(), 1, "{wrong}");
        }
    }
}
