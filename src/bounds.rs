//! The limits of everything that comes from outside: settings, and what an answer says.
//!
//! They stand together, so that a new number or text finds one, and none is believed without.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::error::EkycError;

/// The longest deadline that is accepted: ten minutes, beyond which a signature has nearly expired.
const TIMEOUT_MS: RangeInclusive<i64> = 1..=600_000;

/// How long a call may wait for its turn, and a shutdown for the calls: as long as the longest call.
const WAIT_MS: RangeInclusive<i64> = 0..=600_000;

const RETRY_DELAY_MS: RangeInclusive<i64> = 1..=60_000;

const ATTEMPTS: RangeInclusive<i32> = 1..=10;

/// How long keys of a role may live: the vendor's limits.
const SESSION_SECONDS: RangeInclusive<i64> = 900..=43_200;

const CALLS_PER_SECOND: RangeInclusive<i32> = 1..=1_000;

/// How many servers may share a quota.
const SERVERS: RangeInclusive<i32> = 1..=1_000;

/// The longest pause that an answer may impose on the other calls of a client. One wrong header must not stop a client for ever.
pub(crate) const MAX_PAUSE: Duration = Duration::from_secs(60);

/// The longest wait that is passed on to the caller as the service's wish: a day.
pub(crate) const MAX_RETRY_AFTER_MS: u64 = 86_400_000;

/// How many characters are kept of the texts in an answer that end up in errors, events and logs.
pub(crate) const MAX_CODE: usize = 128;
pub(crate) const MAX_REQUEST_ID: usize = 128;
pub(crate) const MAX_MESSAGE: usize = 2_000;
pub(crate) const MAX_LINK: usize = 1_000;

/// And of the reasons of those who are asked for keys: the Security Token Service, and a provider of the application's.
pub(crate) const MAX_STS_MESSAGE: usize = 500;
pub(crate) const MAX_PROVIDER_REASON: usize = 1_000;

/// And of what the transport reports. A certificate, for example, can name thousands of hosts.
pub(crate) const MAX_NETWORK_REASON: usize = 500;

/// How many bytes the parts of a key may have: many times what the vendor gives out, and no more than a header takes.
pub(crate) const MAX_ACCESS_KEY_ID: usize = 256;
pub(crate) const MAX_ACCESS_KEY_SECRET: usize = 1_024;
pub(crate) const MAX_SECURITY_TOKEN: usize = 16_384;

/// How many characters the label of a call may have.
pub(crate) const MAX_TAG: usize = 128;

/// How many bytes the parameters in a URL may have once they are encoded. The HTTP stack takes URLs of up to 65,534 bytes.
pub(crate) const MAX_QUERY_BYTES: usize = 65_000;

/// A deadline from a setting in milliseconds.
///
/// # Errors
/// `InvalidConfiguration` naming `setting`, as all of these.
pub(crate) fn timeout(setting: &str, ms: i64) -> Result<Duration, EkycError> {
    within(setting, ms, &TIMEOUT_MS, " milliseconds").map(duration)
}

/// When keys expire, in seconds since 1970: between that year and the year 9999, whatever a source says.
pub(crate) fn expiry(unix_seconds: i64) -> i64 {
    const LAST_SECOND: i64 = 253_402_300_799; // 9999-12-31T23:59:59Z, the last that has a date of four digits
    unix_seconds.clamp(0, LAST_SECOND)
}

/// A wait from a setting in milliseconds.
pub(crate) fn wait(setting: &str, ms: i64) -> Result<Duration, EkycError> {
    within(setting, ms, &WAIT_MS, " milliseconds").map(duration)
}

/// A pause between attempts, in milliseconds.
pub(crate) fn retry_delay(setting: &str, ms: i64) -> Result<Duration, EkycError> {
    within(setting, ms, &RETRY_DELAY_MS, " milliseconds").map(duration)
}

pub(crate) fn attempts(setting: &str, count: i32) -> Result<i32, EkycError> {
    within(setting, count, &ATTEMPTS, "")
}

pub(crate) fn session_seconds(setting: &str, seconds: i64) -> Result<i64, EkycError> {
    within(setting, seconds, &SESSION_SECONDS, " seconds")
}

pub(crate) fn calls_per_second(setting: &str, count: i32) -> Result<i32, EkycError> {
    within(setting, count, &CALLS_PER_SECOND, "")
}

pub(crate) fn servers(setting: &str, count: i32) -> Result<i32, EkycError> {
    within(setting, count, &SERVERS, "")
}

fn within<N>(setting: &str, number: N, accepted: &RangeInclusive<N>, unit: &str) -> Result<N, EkycError>
where
    N: PartialOrd + fmt::Display,
{
    if accepted.contains(&number) {
        return Ok(number);
    }
    let reason = format!("{number} is not between {} and {}{unit}", accepted.start(), accepted.end());
    Err(EkycError::configuration(setting, reason))
}

fn duration(ms: i64) -> Duration {
    Duration::from_millis(ms.unsigned_abs())
}

/// A text that somebody else wrote, fit for a line of a log: at most so many characters, line breaks as `\n`, and nothing that a terminal
/// or an editor obeys instead of showing it.
pub(crate) fn shown(text: &str, most: usize) -> String {
    const CUT: &str = "...";
    let mut out = String::with_capacity(text.len().min(4 * most));
    for (at, character) in text.chars().enumerate() {
        if at == most {
            out.push_str(CUT);
            break;
        }
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push(' '),
            _ if obeyed(character) => out.push(char::REPLACEMENT_CHARACTER),
            _ => out.push(character),
        }
    }
    out
}

/// Control characters, line and paragraph separators, and those that turn the direction of what follows.
fn obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_scale_become_dates() {
        let last = 253_402_300_799;
        for (unix, expected) in [(i64::MIN, 0), (-1, 0), (0, 0), (1_700_000_000, 1_700_000_000), (i64::MAX, last)] {
            assert_eq!(expiry(unix), expected);
        }
    }

    #[test]
    fn a_setting_is_taken_at_both_ends_of_its_scale_and_not_beyond() {
        for (accepted, refused) in [(1, 0), (600_000, 600_001), (1, i64::MIN), (600_000, i64::MAX)] {
            assert_eq!(timeout("t", accepted).unwrap(), Duration::from_millis(accepted.unsigned_abs()));
            let error = timeout("t", refused).unwrap_err().to_string();
            let expected = format!("invalid configuration: t: {refused} is not between 1 and 600000 milliseconds");
            assert_eq!(error, expected);
        }
        assert_eq!(wait("w", 0).unwrap(), Duration::ZERO);
        assert!(
            retry_delay("d", 60_001).is_err() && attempts("a", 11).is_err() && calls_per_second("c", 1_001).is_err()
        );
    }

    #[test]
    fn a_text_is_cut_at_characters_and_not_before() {
        assert_eq!(shown("äöü", 3), "äöü");
        assert_eq!(shown("äöüß", 3), "äöü...");
        assert_eq!(shown("a\r\n\t\u{1b}[0m\u{85}\u{2029}b", 99), "a\\r\\n \u{FFFD}[0m\u{FFFD}\u{FFFD}b");
    }
}
