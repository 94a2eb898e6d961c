//! What no file of the SPA does: browser calls outside `browser/`, raw HTML, panics.

use super::Finding;
use super::rust::Source;

/// Where the raw bindings may be named.
const BINDINGS_ALLOWED: [&str; 3] = ["src/browser/", "src/browser.rs", "src/api/"];

/// All of these rules on one file. Only code that ships must not panic: `tests_only` says that the
/// whole file is a module under `#[cfg(test)]`.
pub fn check(file: &str, source: &Source, tests_only: bool) -> Vec<Finding> {
    if !file.starts_with("src/") {
        return Vec::new();
    }
    let mut findings = bindings(file, source);
    findings.extend(raw_html(file, source));
    if !tests_only {
        findings.extend(panics(file, source));
    }
    findings.sort_by_key(|finding| finding.line);
    findings.dedup();
    findings
}

fn bindings(file: &str, source: &Source) -> Vec<Finding> {
    if BINDINGS_ALLOWED.iter().any(|place| file.starts_with(place)) || file.starts_with("src/model/") {
        // For `model` the arrows say it already.
        return Vec::new();
    }
    let named = source.tokens().iter().filter(|token| ["web_sys", "js_sys"].contains(&&*token.text));
    named
        .map(|token| {
            let text = format!(
                "{} is for src/browser alone: add a small function there (with its removal, if it \
                 listens) and call that.",
                token.text
            );
            Finding::new(file, token.line, text)
        })
        .collect()
}

fn raw_html(file: &str, source: &Source) -> Vec<Finding> {
    let raw = ["inner_html", "set_inner_html", "outer_html", "set_outer_html"];
    let named = source.tokens().iter().filter(|token| raw.contains(&&*token.text));
    named
        .map(|token| {
            let text = "Raw HTML lets a seller's text become a program: build it with view!.";
            Finding::new(file, token.line, text)
        })
        .collect()
}

fn panics(file: &str, source: &Source) -> Vec<Finding> {
    let calls = [[".", "unwrap", "("], [".", "expect", "("]];
    let found = calls.iter().flat_map(|call| source.find(call).map(|at| (at, call[1])));
    found
        .filter(|(at, _)| !source.in_tests(*at))
        .map(|(at, name)| {
            let text = format!(".{name}() ends the shopper's tab: handle the other case, or return an ApiError.");
            Finding::new(file, source.tokens()[at].line, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &str, text: &str) -> Vec<usize> {
        check(file, &Source::read(text), false).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn bindings_stay_in_browser() {
        let bad = "use leptos::prelude::*;\nfn f(e: leptos::web_sys::Event) {}\n";
        assert_eq!(lines("src/pages/cart.rs", bad), [2]);
        assert_eq!(lines("src/app.rs", "use web_sys::window;"), [1]);
        assert_eq!(lines("src/browser/events.rs", bad), []);
        assert_eq!(lines("src/api/send.rs", "use web_sys::AbortController;"), []);
    }

    #[test]
    fn html_is_built_not_pasted() {
        assert_eq!(lines("src/ui/x.rs", "view! {\n  <p inner_html=text></p>\n}"), [2]);
        assert_eq!(lines("src/ui/x.rs", "let why = \"no inner_html\";"), []);
    }

    #[test]
    fn nothing_panics_outside_tests() {
        assert_eq!(lines("src/ui/x.rs", "let a = b\n    .unwrap();\nc.expect(\"d\");"), [2, 3]);
        let fine = "a.unwrap_or(1);\nfn expect(x: u8) {}\n#[cfg(test)]\nmod tests { fn f() { a.unwrap(); } }";
        assert_eq!(lines("src/ui/x.rs", fine), []);
        let only_for_tests = check("src/model/fixtures.rs", &Source::read("a.unwrap();"), true);
        assert_eq!(only_for_tests, []);
    }
}
