//! How long an endpoint asks to be left alone: `Retry-After`, in seconds or as a date (RFC 9110, section 10.2.3).

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// The pause that the headers of an answer ask for. A date counts from the answer's own date, so that nobody's
/// clock has to be right; without that it counts for nothing.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let wanted = text(headers, &RETRY_AFTER)?;
    if let Ok(seconds) = wanted.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let until = date(wanted)?;
    let now = date(text(headers, &DATE)?)?;
    Some((until - now).to_std().unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

fn date(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc2822(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(retry_after: &'static str) -> HeaderMap {
        let date = "Thu, 26 Nov 2026 12:00:00 GMT";
        [(DATE, date), (RETRY_AFTER, retry_after)]
            .map(|(name, value)| (name, value.parse().unwrap()))
            .into_iter()
            .collect()
    }

    #[test]
    fn seconds_and_dates_are_understood() {
        assert_eq!(retry_after(&headers("7")), Some(Duration::from_secs(7)));
        let date = headers("Thu, 26 Nov 2026 12:01:30 GMT");
        assert_eq!(retry_after(&date), Some(Duration::from_secs(90)));
    }

    #[test]
    fn what_is_past_means_now_and_what_is_no_date_means_nothing() {
        let past = headers("Thu, 26 Nov 2026 11:00:00 GMT");
        assert_eq!(retry_after(&past), Some(Duration::ZERO));
        assert_eq!(retry_after(&headers("soon")), None);
    }
}
