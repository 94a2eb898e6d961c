//! `cargo xtask bench`: what the built shop weighs and how fast it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::assemble::{Built, assemble};
use crate::cli::{BenchFlags, Measurement};
use crate::compress::{brotli, gzip};
use crate::error::{Context, Result};
use crate::job::stream;
use crate::stamp::collect;
use crate::suite;
use crate::workspace::Workspace;

/// Measures one thing, or everything.
pub fn bench(ws: &Workspace, flags: &BenchFlags) -> Result {
    let all = [Measurement::Size, Measurement::Feed, Measurement::Checkout, Measurement::Backend];
    // What is passed on is one harness's; the others know none of it.
    let backend_flags: &[String] = if flags.name == Some(Measurement::Backend) { &flags.more } else { &[] };
    let chosen = flags.name.map_or_else(|| all.to_vec(), |one| vec![one]);
    let built = assemble(ws)?;
    for measurement in chosen {
        match measurement {
            Measurement::Size => size(&built)?,
            Measurement::Feed => feed(ws, &built, &flags.more)?,
            Measurement::Checkout => checkout(ws, &built)?,
            Measurement::Backend => backend(ws, &built, backend_flags)?,
        }
    }
    Ok(())
}

/// The feed beside a hand-written page, on a slow phone and a slow line: bench/README.md.
fn feed(ws: &Workspace, built: &Built, more: &[String]) -> Result {
    suite::install_packages(ws)?;
    let mut node = Command::new("node");
    node.current_dir(&ws.root).arg("bench/run.mjs");
    node.arg("--backend").arg(&built.backend).arg("--dist").arg(&built.dist).arg("--demo").arg(ws.demo());
    node.arg("--chromium").arg(suite::chromium(ws)?).args(more);
    stream(&mut node)
}

fn checkout(ws: &Workspace, built: &Built) -> Result {
    stream(Command::new(&built.backend).arg("bench-checkout").current_dir(&ws.root))
}

/// The server over HTTP, on SQLite and on PostgreSQL; fails when a bar is broken: docs/PERFORMANCE.md.
fn backend(ws: &Workspace, built: &Built, more: &[String]) -> Result {
    let load = || {
        let mut command = Command::new(&built.backend);
        command.arg("bench-load").arg("--demo").arg(ws.demo()).args(more).current_dir(&ws.root);
        command
    };
    let sqlite = stream(&mut load());
    // Both are measured, also when a bar of the first is broken.
    let postgres = suite::with_durable(ws, |url| stream(load().args(["--postgres", url])));
    sqlite.and(postgres)
}

/// Bytes of one file, plain and compressed.
struct Weight {
    name: String,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

fn size(built: &Built) -> Result {
    let mut files = Vec::new();
    collect(&built.dist, &mut files).context(|| "dist/ can't be read".to_owned())?;
    files.sort();
    let weights = files
        .iter()
        .filter(|file| is_program(file))
        .map(|file| weigh(&built.dist, file))
        .collect::<std::io::Result<Vec<_>>>()
        .context(|| "dist/ can't be read".to_owned())?;
    print!("{}", table(&weights));
    Ok(())
}

fn is_program(file: &Path) -> bool {
    ["wasm", "js", "css"].iter().any(|kind| file.extension().is_some_and(|found| found == *kind))
}

fn weigh(dist: &Path, file: &PathBuf) -> std::io::Result<Weight> {
    let data = fs::read(file)?;
    let name = file.strip_prefix(dist).unwrap_or(file).display().to_string();
    let (gzip, brotli) = (gzip(&data)?.len(), brotli(&data)?.len());
    Ok(Weight { name, raw: data.len(), gzip, brotli })
}

fn table(weights: &[Weight]) -> String {
    let sum = |of: fn(&Weight) -> usize| weights.iter().map(of).sum();
    let total = Weight {
        name: "together".to_owned(),
        raw: sum(|weight| weight.raw),
        gzip: sum(|weight| weight.gzip),
        brotli: sum(|weight| weight.brotli),
    };
    let width = weights.iter().map(|weight| weight.name.len()).max().unwrap_or(0).max(8);
    let mut text = format!("{:width$} {:>11} {:>11} {:>11}\n", "", "raw", "gzip -9", "brotli 11");
    for Weight { name, raw, gzip, brotli } in weights.iter().chain([&total]) {
        text += &format!("{name:width$} {raw:>11} {gzip:>11} {brotli:>11}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ends_with_the_sum() {
        let weight = |name: &str, raw| Weight { name: name.to_owned(), raw, gzip: 3, brotli: 2 };
        let text = table(&[weight("app.js", 10), weight("app_bg.wasm", 90)]);
        let last = text.lines().last().unwrap_or_default();
        assert_eq!(last.split_whitespace().collect::<Vec<_>>(), ["together", "100", "6", "4"]);
    }

    #[test]
    fn the_program_is_wasm_js_and_css() {
        assert!(is_program(Path::new("dist/app_bg.wasm")));
        assert!(!is_program(Path::new("dist/app_bg.wasm.br")));
        assert!(!is_program(Path::new("dist/font.woff2")));
    }
}
