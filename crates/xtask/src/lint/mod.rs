//! `cargo xtask lint`: the house rules of docs/ARCHITECTURE.md that no compiler knows.
//!
//! Each rule is a pure function from a file's name and text to what is wrong in it.

mod arrows;
mod backend;
mod colours;
mod css;
mod files;
mod layers;
mod rust;
mod spa;
mod tokens;

use std::fmt::{self, Display};
use std::fs;
use std::path::Path;

use crate::error::{Context, Error, Result};
use crate::job::capture;
use crate::stamp::collect;
use crate::workspace::Workspace;

/// A broken rule at a line, with what to do instead.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    file: String,
    line: usize,
    text: String,
}

impl Finding {
    fn new(file: &str, line: usize, text: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, text: text.into() }
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.text)
    }
}

/// Reads the whole repository and prints every broken rule.
pub fn lint(ws: &Workspace) -> Result {
    let files = tracked_files(ws)?;
    // Pictures, films and fonts are not text, and a deleted file may still be listed.
    let texts: Vec<(&str, String)> =
        files.iter().filter_map(|file| Some((&**file, fs::read_to_string(ws.root.join(file)).ok()?))).collect();
    let findings = check_all(&texts);
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("{} files keep the house rules.", files.len());
            Ok(())
        }
        1 => Err(Error::new("One house rule is broken; it is named above.")),
        many => Err(Error::new(format!("{many} house rules are broken; they are named above."))),
    }
}

/// Every rule on every file. Names are relative to the repository, with `/`.
fn check_all(texts: &[(&str, String)]) -> Vec<Finding> {
    let rust = texts.iter().filter(|(file, _)| file.starts_with("src/") && file.ends_with(".rs"));
    let test_places: Vec<String> = rust
        .flat_map(|(file, text)| {
            let source = rust::Source::read(text);
            let places = source.test_modules().map(|name| files::module_places(file, name));
            places.flatten().collect::<Vec<_>>()
        })
        .collect();
    // `x_tests.rs` comes in through a `#[path]`, which is a string the reader leaves out.
    let tests_only =
        |file: &str| file.ends_with("_tests.rs") || test_places.iter().any(|place| file.starts_with(&**place));
    texts.iter().flat_map(|(file, text)| check(file, text, tests_only(file))).collect()
}

/// Every rule that applies to this file.
fn check(file: &str, text: &str, tests_only: bool) -> Vec<Finding> {
    let mut findings = files::machine_paths(file, text);
    findings.extend(files::too_long(file, text));
    if file.ends_with(".rs") && (file.starts_with("src/") || file.starts_with("crates/backend/")) {
        let source = rust::Source::read(text);
        findings.extend(arrows::check(file, &source));
        findings.extend(backend::check(file, &source));
        findings.extend(spa::check(file, &source, tests_only));
    }
    findings.extend(tokens::check(file, text));
    findings
}

/// What git tracks or would track; all files in the usual folders where there is no git.
fn tracked_files(ws: &Workspace) -> Result<Vec<String>> {
    let mut git = std::process::Command::new("git");
    git.current_dir(&ws.root).args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    if let Some(list) = capture(&mut git).filter(|list| !list.is_empty()) {
        return Ok(list.lines().map(str::to_owned).collect());
    }
    let mut found = Vec::new();
    for folder in ["src", "crates", "style", "e2e", "demo", "docs"] {
        collect(&ws.root.join(folder), &mut found).context(|| format!("{folder} can't be read"))?;
    }
    Ok(found.iter().filter_map(|file| relative(&ws.root, file)).collect())
}

fn relative(root: &Path, file: &Path) -> Option<String> {
    let name = file.strip_prefix(root).ok()?.to_str()?.replace('\\', "/");
    (!name.contains("node_modules/")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_reads_like_a_compilers() {
        let finding = Finding::new("src/lib.rs", 3, "do otherwise");
        assert_eq!(finding.to_string(), "src/lib.rs:3: do otherwise");
    }

    #[test]
    fn a_module_for_tests_may_panic() {
        let files = [
            ("src/model/mod.rs", "#[cfg(test)]\nmod fixtures;\nmod cart;\n".to_owned()),
            ("src/model/fixtures.rs", "fn f() { x.unwrap(); }\n".to_owned()),
            ("src/model/cart.rs", "fn f() { x.unwrap(); }\n".to_owned()),
            ("src/model/cart_tests.rs", "fn f() { x.unwrap(); }\n".to_owned()),
        ];
        let found = check_all(&files);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].file, "src/model/cart.rs");
    }

    #[test]
    fn rules_are_chosen_by_place() {
        let bad = "use leptos::prelude::*;\n";
        assert_eq!(check("src/model/cart.rs", bad, false).len(), 1);
        assert_eq!(check("src/state/cart.rs", bad, false).len(), 0);
        assert_eq!(check("crates/backend/src/domain/x.rs", "use sqlx::Row;\n", false).len(), 1);
        assert_eq!(check("crates/backend/src/store/x.rs", "use sqlx::Row;\n", false).len(), 0);
        assert_eq!(check("style/ui.css", "a { color: #fff; }", false).len(), 1);
    }
}
