//! The time zone of a country, where it has one: what a carrier tells of a place is seldom more than a city
//! and a country.

/// Countries with one zone, by ISO 3166-1, and its IANA name. Those with several (`US`, `BR`, `AU` and others,
/// also for far islands with many people, such as `ES`, `PT`) are left out: a wrong hour is worse than none.
const ONE_ZONE: [(&str, &str); 36] = [
    ("AT", "Europe/Vienna"),
    ("BE", "Europe/Brussels"),
    ("BG", "Europe/Sofia"),
    ("CH", "Europe/Zurich"),
    ("CN", "Asia/Shanghai"),
    ("CY", "Asia/Nicosia"),
    ("CZ", "Europe/Prague"),
    ("DE", "Europe/Berlin"),
    ("DK", "Europe/Copenhagen"),
    ("EE", "Europe/Tallinn"),
    ("FI", "Europe/Helsinki"),
    ("FR", "Europe/Paris"),
    ("GB", "Europe/London"),
    ("GR", "Europe/Athens"),
    ("HK", "Asia/Hong_Kong"),
    ("HR", "Europe/Zagreb"),
    ("HU", "Europe/Budapest"),
    ("IE", "Europe/Dublin"),
    ("IN", "Asia/Kolkata"),
    ("IT", "Europe/Rome"),
    ("JP", "Asia/Tokyo"),
    ("KR", "Asia/Seoul"),
    ("LT", "Europe/Vilnius"),
    ("LU", "Europe/Luxembourg"),
    ("LV", "Europe/Riga"),
    ("MT", "Europe/Malta"),
    ("NL", "Europe/Amsterdam"),
    ("NO", "Europe/Oslo"),
    ("PL", "Europe/Warsaw"),
    ("RO", "Europe/Bucharest"),
    ("SE", "Europe/Stockholm"),
    ("SG", "Asia/Singapore"),
    ("SI", "Europe/Ljubljana"),
    ("SK", "Europe/Bratislava"),
    ("TR", "Europe/Istanbul"),
    ("TW", "Asia/Taipei"),
];

/// The zone of a country; none where there are several, or where the table doesn't know.
#[must_use]
pub fn of(country: &str) -> Option<&'static str> {
    ONE_ZONE.iter().find(|(code, _)| *code == country).map(|(_, zone)| *zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_zone_and_no_country_stands_twice() {
        for (country, zone) in ONE_ZONE {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{country}: {zone}");
        }
        assert!(ONE_ZONE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_country_with_several_zones_has_none() {
        assert_eq!(of("DE"), Some("Europe/Berlin"));
        assert_eq!((of("US"), of("ES"), of(""), of("de")), (None, None, None, None));
    }
}
