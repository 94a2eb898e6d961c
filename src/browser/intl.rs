use super::clock;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::{cell::RefCell, collections::HashMap};
use vitrine_api::{Day, Money, Timestamp};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// Making a formatter is slow, using one is not.
    static MADE: RefCell<HashMap<String, Object>> = RefCell::new(HashMap::new());
}

/// A formatter of `Intl`, made once for these options. None for a language tag that isn't one.
fn formatter(kind: &str, lang: &str, options: &[(&str, &str)]) -> Option<Object> {
    let key = format!("{kind}|{lang}|{options:?}");
    if let Some(made) = MADE.with_borrow(|made| made.get(&key).cloned()) {
        return Some(made);
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &kind.into()).ok()?.dyn_into().ok()?;
    let with = Object::new();
    for (name, value) in options {
        // Digit counts are the only numbers among the options, and text is read as a number.
        Reflect::set(&with, &(*name).into(), &(*value).into()).ok()?;
    }
    let arguments = Array::of2(&lang.into(), &with);
    let made: Object = Reflect::construct(&class, &arguments).ok()?.unchecked_into();
    MADE.with_borrow_mut(|all| all.insert(key, made.clone()));
    Some(made)
}

fn number(lang: &str, options: &[(&str, &str)], value: f64) -> Option<String> {
    let format: Intl::NumberFormat = formatter("NumberFormat", lang, options)?.unchecked_into();
    let text = format.format().call1(&JsValue::NULL, &value.into()).ok()?;
    text.as_string()
}

/// Dates in English have the day before the month, so that a label reads "Thu 12 – Sat 14".
fn date_language(lang: &str) -> &str {
    if lang == "en" { "en-GB" } else { lang }
}

fn date_format(lang: &str, options: &[(&str, &str)]) -> Option<Intl::DateTimeFormat> {
    Some(formatter("DateTimeFormat", date_language(lang), options)?.unchecked_into())
}

fn date(lang: &str, options: &[(&str, &str)], at: f64) -> Option<String> {
    let format = date_format(lang, options)?;
    let text = format.format().call1(&JsValue::NULL, &at.into()).ok()?;
    text.as_string().map(tidy)
}

/// "Do., 12." has more points than a label bears; the comma after a weekday says nothing.
fn tidy(text: String) -> String {
    let mut words = text.replace("., ", " ");
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] {
        words = words.replace(&format!("{day}, "), &format!("{day} "));
    }
    words
}

/// Money as people write it: `€29.62`.
#[must_use]
pub fn money(lang: &str, money: &Money) -> String {
    let code = money.currency().code().to_owned();
    let digits = money.currency().exponent().to_string();
    // Amounts are below 2^53, and so is the rounding of this division to cents.
    let major = money.amount() as f64 / 10_f64.powi(money.currency().exponent() as i32);
    let options = [
        ("style", "currency"),
        ("currency", code.as_str()),
        ("minimumFractionDigits", digits.as_str()),
        ("maximumFractionDigits", digits.as_str()),
    ];
    number(lang, &options, major).unwrap_or_else(|| format!("{major:.2} {code}"))
}

/// A count in short: `1.2K`.
#[must_use]
pub fn count(lang: &str, count: u32) -> String {
    number(lang, &[("notation", "compact")], f64::from(count)).unwrap_or_else(|| count.to_string())
}

/// A number with at most one digit behind the point: `1.4`.
#[must_use]
pub fn decimal(lang: &str, value: f64) -> String {
    number(lang, &[("maximumFractionDigits", "1")], value).unwrap_or_else(|| format!("{value:.1}"))
}

/// A share given in basis points: `8%`.
#[must_use]
pub fn percent(lang: &str, basis_points: u32) -> String {
    let options = [("style", "percent"), ("maximumFractionDigits", "2")];
    let share = f64::from(basis_points) / 10_000.0;
    number(lang, &options, share).unwrap_or_else(|| format!("{}%", share * 100.0))
}

const WEEKDAY_DAY: [(&str, &str); 3] = [("weekday", "short"), ("day", "numeric"), ("timeZone", "UTC")];
const WEEKDAY_DAY_MONTH: [(&str, &str); 4] =
    [("weekday", "short"), ("day", "numeric"), ("month", "short"), ("timeZone", "UTC")];

fn day_ms(day: &Day) -> f64 {
    Date::parse(day.as_str())
}

/// A day: `Thu 12 Nov`.
#[must_use]
pub fn day(lang: &str, day: &Day) -> String {
    date(lang, &WEEKDAY_DAY_MONTH, day_ms(day)).map_or_else(|| day.to_string(), |day| whole(&day))
}

/// A day that may be years ahead: `30 Nov 2028`.
#[must_use]
pub fn far_day(lang: &str, day: &Day) -> String {
    let options = [("day", "numeric"), ("month", "short"), ("year", "numeric"), ("timeZone", "UTC")];
    date(lang, &options, day_ms(day)).map_or_else(|| day.to_string(), |day| whole(&day))
}

/// A date that is not broken at the end of a line; a range may break after its dash.
fn whole(date: &str) -> String {
    date.replace([' ', '\u{2009}'], "\u{a0}").replace("–\u{a0}", "– ")
}

/// Some days: `Thu 12 – Sat 14`, with months where they are not this one.
#[must_use]
pub fn day_range(lang: &str, from: &Day, to: &Day) -> String {
    let month = |day: &Day| day.as_str().get(..7).unwrap_or_default().to_owned();
    let today = String::from(Date::new(&clock::now_ms().into()).to_iso_string());
    let this_month = today.starts_with(&month(from)) && month(from) == month(to);
    let options: &[_] = if this_month { &WEEKDAY_DAY } else { &WEEKDAY_DAY_MONTH };
    if from == to {
        return date(lang, options, day_ms(from)).map_or_else(|| from.to_string(), |day| whole(&day));
    }
    let range = date_format(lang, options).and_then(|format| {
        let (from, to) = (Date::new(&day_ms(from).into()), Date::new(&day_ms(to).into()));
        format.format_range(&from, &to).ok()
    });
    range.map_or_else(|| format!("{from} – {to}"), |text| whole(&tidy(text.into())))
}

/// A time in this browser's zone: `14:05`.
#[must_use]
pub fn time(lang: &str, at: &Timestamp) -> String {
    let options = [("hour", "2-digit"), ("minute", "2-digit")];
    date(lang, &options, clock::parse_ms(at)).unwrap_or_else(|| at.to_string())
}

/// The day of a moment in this browser's zone: `23 November 2026`.
#[must_use]
pub fn long_date(lang: &str, at: &Timestamp) -> String {
    let options = [("day", "numeric"), ("month", "long"), ("year", "numeric")];
    date(lang, &options, clock::parse_ms(at)).unwrap_or_else(|| at.to_string())
}

/// The day of a moment in this browser's zone, for deadlines: `Fri 4 Dec`.
#[must_use]
pub fn local_day(lang: &str, at: &Timestamp) -> String {
    let options = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
    date(lang, &options, clock::parse_ms(at)).map_or_else(|| at.to_string(), |day| whole(&day))
}

/// The day of a moment in this browser's zone, in full: `Tuesday 3 March`.
#[must_use]
pub fn full_day(lang: &str, at: &Timestamp) -> String {
    let options = [("weekday", "long"), ("day", "numeric"), ("month", "long")];
    let day = date(lang, &options, clock::parse_ms(at));
    // English has no comma after the weekday here, German has: "Dienstag, 3. März".
    day.map_or_else(|| at.to_string(), |day| whole(&if lang == "de" { day } else { day.replace("day, ", "day ") }))
}

/// A moment in this browser's zone: `23 Nov, 14:05`.
#[must_use]
pub fn date_time(lang: &str, at: &Timestamp) -> String {
    let options = [("day", "numeric"), ("month", "short"), ("hour", "2-digit"), ("minute", "2-digit")];
    date(lang, &options, clock::parse_ms(at)).unwrap_or_else(|| at.to_string())
}

/// A moment in a zone, by its IANA name: `23 Nov, 14:05`. None for a zone this browser doesn't know.
#[must_use]
pub fn date_time_in(lang: &str, at: &Timestamp, zone: &str) -> Option<String> {
    let options =
        [("day", "numeric"), ("month", "short"), ("hour", "2-digit"), ("minute", "2-digit"), ("timeZone", zone)];
    date(lang, &options, clock::parse_ms(at))
}

/// A country by its name in a language: `Germany`.
#[must_use]
pub fn country(lang: &str, code: &str) -> String {
    named("region", lang, code).unwrap_or_else(|| code.to_owned())
}

/// A language by its name in a language: `German`.
#[must_use]
pub fn language(lang: &str, code: &str) -> String {
    named("language", lang, code).unwrap_or_else(|| code.to_owned())
}

fn named(kind: &str, lang: &str, code: &str) -> Option<String> {
    let names = formatter("DisplayNames", lang, &[("type", kind)])?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    of.call1(&names, &code.into()).ok()?.as_string()
}
