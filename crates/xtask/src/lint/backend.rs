//! The backend's `domain/` is arithmetic and state machines, nothing else.

use super::Finding;
use super::rust::Source;

/// Libraries that mean I/O; `axum` also stands for `axum_extra` and so on.
const LIBRARIES: [&str; 5] = ["sqlx", "axum", "tokio", "reqwest", "tower"];

/// Modules of the backend that `domain` is below.
const MODULES: [&str; 10] =
    ["app", "carriers", "clock", "config", "demo", "http", "jobs", "media", "payments", "store"];

/// Reading the clock: `X::now()` and its likes.
const CLOCK: [&str; 3] = ["now", "now_utc", "now_local"];

/// What `domain/` must not do, in one file of it.
pub fn check(file: &str, source: &Source) -> Vec<Finding> {
    if !in_domain(file) {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = (0..source.tokens().len())
        .filter_map(|at| broken_rule(source, at).map(|text| (source.tokens()[at].line, text)))
        .map(|(line, text)| Finding::new(file, line, text))
        .collect();
    findings.dedup();
    findings
}

fn in_domain(file: &str) -> bool {
    file.starts_with("crates/backend/src/domain/") || file == "crates/backend/src/domain.rs"
}

fn broken_rule(source: &Source, at: usize) -> Option<String> {
    let word = source.word(at);
    if LIBRARIES.iter().any(|library| is_or_extends(word, library)) {
        return Some(format!(
            "domain must not use {word}: keep the rule here pure, and call it from http, store \
             or jobs."
        ));
    }
    let after = |before: &str| at >= 2 && source.word(at - 1) == "::" && source.word(at - 2) == before;
    if MODULES.contains(&word) && (after("crate") || grouped_under_crate(source, at)) {
        return Some(format!("domain must not import {word}: {word} imports domain."));
    }
    let called = at >= 1 && source.word(at - 1) == "::" && source.word(at + 1) == "(";
    (CLOCK.contains(&word) && called && !source.in_tests(at))
        .then(|| "domain has no clock: take the time as an argument.".to_owned())
}

/// Whether the name at `at` is a head in a `use crate::{…}`.
fn grouped_under_crate(source: &Source, at: usize) -> bool {
    let mut depth = 0_i32;
    for back in (0..at).rev() {
        match source.word(back) {
            "}" => depth += 1,
            "{" if depth > 0 => depth -= 1,
            "{" => {
                let opens = back >= 2 && source.word(back - 1) == "::" && source.word(back - 2) == "crate";
                let head = matches!(source.word(at - 1), "{" | ",");
                return opens && head;
            }
            ";" => return false,
            _ => {}
        }
    }
    false
}

fn is_or_extends(word: &str, library: &str) -> bool {
    word.strip_prefix(library).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        let source = Source::read(text);
        let found = check("crates/backend/src/domain/cart.rs", &source);
        found.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn io_libraries_stay_out() {
        assert_eq!(lines("use sqlx::Row;\nuse axum_extra::x;\nasync fn f() { tokio::spawn(g()) }"), [1, 2, 3]);
        assert_eq!(lines("// sqlx would be wrong here\nuse vitrine_api::Money;"), []);
    }

    #[test]
    fn modules_above_stay_out() {
        assert_eq!(lines("use crate::store::Db;\nuse crate::{\n  domain::money,\n  jobs::outbox,\n};"), [1, 4]);
        assert_eq!(lines("use crate::domain::store;\nlet media = 1;"), []);
    }

    #[test]
    fn the_clock_is_an_argument() {
        assert_eq!(lines("let t = OffsetDateTime::now_utc();"), [1]);
        assert_eq!(lines("fn f(now: Time) -> bool { now > DEADLINE }"), []);
        assert_eq!(lines("#[cfg(test)]\nmod tests { fn f() { Instant::now(); } }"), []);
    }

    #[test]
    fn other_folders_are_free() {
        let source = Source::read("use sqlx::Row;");
        assert_eq!(check("crates/backend/src/store/cart.rs", &source), []);
    }
}
