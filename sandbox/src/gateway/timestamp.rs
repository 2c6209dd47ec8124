//! The date of a request.

use crate::date;
use crate::http::Refusal;

/// How far a request's date may be from the gateway's, in seconds.
pub(super) const TOLERANCE: i64 = 15 * 60;

pub(super) fn check(text: &str, now: i64) -> Result<(), Refusal> {
    let Some(seconds) = date::parse(text) else {
        let message = "Specified time stamp or date value is not well formatted: it must be yyyy-MM-ddTHH:mm:ssZ.";
        return Err(Refusal::new(400, "InvalidTimeStamp.Format", message));
    };
    if (seconds - now).abs() <= TOLERANCE {
        return Ok(());
    }
    let message = format!(
        "Specified time stamp or date value is expired: {text} is more than 15 minutes from the server's {}.",
        date::format(now)
    );
    Err(Refusal::new(400, "InvalidTimeStamp.Expired", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_minutes_each_way_and_no_more() {
        let now = 1_735_787_045;
        for (offset, accepted) in [(-901, false), (-900, true), (0, true), (900, true), (901, false)] {
            assert_eq!(check(&date::format(now + offset), now).is_ok(), accepted, "{offset}");
        }
    }
}
