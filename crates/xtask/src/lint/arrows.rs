//! The SPA's imports point one way only (docs/ARCHITECTURE.md, “The SPA”).

use super::Finding;
use super::layers::{allowed, layer_of};
use super::rust::Source;

/// Layers that are tested on the host.
const PURE: [&str; 2] = ["model", "routes"];

/// Crates that pure layers must not see; `gloo` also stands for `gloo_net` and so on.
const IMPURE: [&str; 5] = ["leptos", "web_sys", "js_sys", "gloo", "wasm_bindgen"];

/// Imports against the arrows in one file of `src/`.
pub fn check(file: &str, source: &Source) -> Vec<Finding> {
    let Some(path) = file.strip_prefix("src/") else {
        return Vec::new();
    };
    let Some(layer) = layer_of(path) else {
        return Vec::new();
    };
    let mut findings: Vec<Finding> = imports(path, source)
        .into_iter()
        .filter(|(_, module)| !allowed(layer, module))
        .map(|(line, module)| {
            let text = format!("{} must not import {module}: {}.", layer.name, layer.instead);
            Finding::new(file, line, text)
        })
        .collect();
    if PURE.contains(&layer.name) {
        findings.extend(impure(file, layer.name, source));
    }
    findings.sort_by_key(|finding| finding.line);
    findings.dedup();
    findings
}

fn impure(file: &str, layer: &str, source: &Source) -> Vec<Finding> {
    let named = |text: &str| {
        IMPURE
            .iter()
            .find(|name| text.strip_prefix(**name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_')))
    };
    source
        .tokens()
        .iter()
        .filter_map(|token| named(&token.text).map(|name| (token.line, name)))
        .map(|(line, name)| {
            let text = format!(
                "{layer} must not use {name}: it is tested on the host; do this in browser or state \
                 and hand the result in."
            );
            Finding::new(file, line, text)
        })
        .collect()
}

/// Every module of this crate that the file names by `crate::` or by climbing up with `super::`.
fn imports(path: &str, source: &Source) -> Vec<(usize, String)> {
    let depth = module_depth(path);
    let mut found = Vec::new();
    for at in source.find(&["crate", "::"]) {
        // `$crate::` in a macro of another crate's making is not ours.
        if at == 0 || source.word(at - 1) != "$" {
            found.extend(heads(source, at + 2));
        }
    }
    for at in source.find(&["super", "::"]) {
        // Inside `mod tests { … }` the first `super` only leaves that module.
        if source.in_tests(at) || (at >= 1 && source.word(at - 1) == "::") {
            continue;
        }
        let climbs = (0..).take_while(|i| source.word(at + 2 * i) == "super").count();
        if climbs == depth {
            found.extend(heads(source, at + 2 * climbs));
        }
    }
    found
}

/// How many `super`s lead from this file's module to the crate.
fn module_depth(path: &str) -> usize {
    let parts = path.split('/').count();
    if path.ends_with("/mod.rs") { parts - 1 } else { parts }
}

/// The first names behind `crate::`: one, or those of a `{…}` group.
fn heads(source: &Source, from: usize) -> Vec<(usize, String)> {
    let Some(first) = source.tokens().get(from) else {
        return Vec::new();
    };
    if first.text != "{" {
        return vec![(first.line, first.text.clone())];
    }
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (before, token) in source.tokens()[from..].windows(2).map(|pair| (&pair[0], &pair[1])) {
        match &*before.text {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && (before.text == "{" || before.text == ",") && token.text != "}" {
            found.push((token.line, token.text.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &str, text: &str) -> Vec<usize> {
        check(file, &Source::read(text)).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn ui_knows_no_api_and_no_state() {
        let bad = "use crate::model::money;\nuse crate::state::cart;\nuse crate::{\n    browser,\n    api::Api,\n};\n";
        assert_eq!(lines("src/ui/price.rs", bad), [2, 5]);
        assert_eq!(lines("src/pages/cart.rs", bad), []);
    }

    #[test]
    fn a_path_in_the_code_counts_like_an_import() {
        assert_eq!(lines("src/ui/price.rs", "fn f() { crate::state::cart::use_cart(); }"), [1]);
        assert_eq!(lines("src/ui/price.rs", "// crate::state is not for us\n"), []);
    }

    #[test]
    fn state_and_api_know_no_pages() {
        assert_eq!(lines("src/state/cart.rs", "use crate::pages::cart;"), [1]);
        assert_eq!(lines("src/state/cart.rs", "use crate::{api, model, browser, routes};"), []);
        assert_eq!(lines("src/api/cart.rs", "use crate::state::cart;"), [1]);
        assert_eq!(lines("src/api/cart.rs", "use crate::browser::net;"), []);
    }

    #[test]
    fn nested_groups_name_only_their_heads() {
        assert_eq!(lines("src/ui/x.rs", "use crate::{model::{api, state}, browser};"), []);
        assert_eq!(lines("src/ui/x.rs", "use crate::{model::{money}, state::{cart}};"), [1]);
    }

    #[test]
    fn climbing_up_is_no_way_around() {
        assert_eq!(lines("src/ui/price.rs", "use super::super::state::cart;"), [1]);
        assert_eq!(lines("src/ui/price.rs", "use super::state;"), [], "ui's own");
        assert_eq!(lines("src/ui/sheet/mod.rs", "use super::super::api;"), [1]);
        assert_eq!(lines("src/ui.rs", "use super::api;"), [1]);
        assert_eq!(lines("src/routes.rs", "#[cfg(test)]\nmod tests { use super::*; }"), []);
    }

    #[test]
    fn model_is_pure() {
        assert_eq!(lines("src/model/feed.rs", "use leptos::prelude::*;\nuse gloo_timers::x;"), [1, 2]);
        assert_eq!(lines("src/model/feed.rs", "use crate::i18n::t;\nuse crate::routes::Route;"), [1]);
        assert_eq!(lines("src/routes.rs", "use leptos_router::x;\nuse crate::model::y;"), [1, 2]);
        assert_eq!(lines("src/model/feed.rs", "use vitrine_api::Money;\nuse crate::model::cart;"), []);
    }

    #[test]
    fn browser_knows_only_model_and_nobody_the_workbench() {
        assert_eq!(lines("src/browser/net.rs", "use crate::state::x;\nuse crate::routes::y;"), [1, 2]);
        assert_eq!(lines("src/pages/cart.rs", "use crate::workbench::fixtures;"), [1]);
        assert_eq!(lines("src/workbench/mod.rs", "use crate::pages::cart;"), []);
        assert_eq!(lines("src/app.rs", "use crate::{pages, state, workbench};"), []);
    }
}
