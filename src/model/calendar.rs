//! The expected days of a parcel as an iCalendar file (RFC 5545), for the calendars people have.

use vitrine_api::{Day, Shipment};

/// What stands in the entry, in the shopper's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The entry's title.
    pub title: String,
    /// What is in the parcel and who carries it.
    pub text: String,
    /// The order's page.
    pub url: String,
}

/// Longest line in octets, without its break (RFC 5545, 3.1).
const LINE: usize = 75;

/// A calendar with one entry over all expected days. `now` is the moment it is made, as
/// `20261123T091829Z`.
#[must_use]
pub fn calendar(parcel: &Shipment, words: &Words, now: &str) -> String {
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Vitrine//Orders//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        // The same parcel is the same entry: a new estimate moves it.
        format!("UID:{}@vitrine", parcel.id),
        format!("SEQUENCE:{}", parcel.version),
        format!("DTSTAMP:{now}"),
        format!("DTSTART;VALUE=DATE:{}", compact(&parcel.estimate.earliest)),
        // The end is the first day that is no longer meant.
        format!("DTEND;VALUE=DATE:{}", day_after(&parcel.estimate.latest)),
        format!("SUMMARY:{}", escape(&words.title)),
        format!("DESCRIPTION:{}", escape(&words.text)),
        format!("URL:{}", words.url),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| fold(line) + "\r\n").collect()
}

/// A moment such as `2026-11-23T09:18:29.000Z` as calendars write it.
#[must_use]
pub fn stamp(moment: &str) -> String {
    let seconds = moment.split('.').next().unwrap_or(moment).trim_end_matches('Z');
    format!("{}Z", seconds.replace(['-', ':'], ""))
}

fn compact(day: &Day) -> String {
    day.as_str().replace('-', "")
}

fn day_after(day: &Day) -> String {
    let mut parts = day.as_str().split('-').map(|part| part.parse().unwrap_or(1));
    let (mut year, mut month, mut date): (u32, u32, u32) =
        (parts.next().unwrap_or(1970), parts.next().unwrap_or(1), parts.next().unwrap_or(1));
    date += 1;
    if date > days_in(year, month) {
        (month, date) = (month + 1, 1);
    }
    if month > 12 {
        (year, month) = (year + 1, 1);
    }
    format!("{year:04}{month:02}{date:02}")
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Breaks a long line where no character is cut; what follows begins with a space.
fn fold(line: &str) -> String {
    let mut folded = String::new();
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::shipment;
    use proptest::prelude::*;
    use vitrine_api::TrackingStatus;

    fn day(text: &str) -> Day {
        Day::try_from(text.to_owned()).unwrap()
    }

    fn words(title: &str) -> Words {
        Words {
            title: title.to_owned(),
            text: "Mug, Teapot; two\nparcels".to_owned(),
            url: "http://x/orders/1".to_owned(),
        }
    }

    #[test]
    fn an_entry_spans_the_expected_days() {
        let mut parcel = shipment(3, TrackingStatus::InTransit);
        (parcel.estimate.earliest, parcel.estimate.latest) = (day("2026-12-30"), day("2026-12-31"));
        let text = calendar(&parcel, &words("Parcel"), &stamp("2026-11-23T09:18:29.000Z"));
        for line in [
            "DTSTAMP:20261123T091829Z",
            "DTSTART;VALUE=DATE:20261230",
            "DTEND;VALUE=DATE:20270101",
            "SEQUENCE:3",
            "DESCRIPTION:Mug\\, Teapot\\; two\\nparcels",
        ] {
            assert!(text.contains(&format!("\r\n{line}\r\n")), "{line} in {text}");
        }
    }

    #[test]
    fn months_and_leap_years_end_where_they_do() {
        for (from, to) in [
            ("2026-02-28", "20260301"),
            ("2028-02-28", "20280229"),
            ("2100-02-28", "21000301"),
            ("2026-11-30", "20261201"),
        ] {
            assert_eq!(day_after(&day(from)), to);
        }
    }

    proptest! {
        /// No line is too long, and taking the breaks out gives the text back.
        #[test]
        fn folding_loses_nothing(title in "[ -~äöü€]{0,200}") {
            let text = calendar(&shipment(1, TrackingStatus::InTransit), &words(&title), "20261123T091829Z");
            prop_assert!(text.split("\r\n").all(|line| line.len() <= LINE));
            let whole = text.replace("\r\n ", "");
            let wanted = format!("SUMMARY:{}", escape(&title));
            prop_assert!(whole.split("\r\n").any(|line| line == wanted));
        }
    }
}
