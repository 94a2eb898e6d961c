//! The built SPA: trunk's release build, compressed, and left alone while nothing changed.

use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::bundle::bundle_css;
use crate::compress::precompress;
use crate::error::{Context, Result};
use crate::job::{capture, step};
use crate::progress::Step;
use crate::stamp::stamp;
use crate::tools::Toolbox;
use crate::workspace::Workspace;

/// Everything that ends up in the SPA or decides how it is built.
const INPUTS: [&str; 12] = [
    ".cargo/config.toml",
    "boot",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "build.rs",
    "crates/api",
    "index.html",
    "locales",
    "public",
    "src",
    "style",
];

/// Inside dist, because trunk empties that folder: a build that was not ours takes it away.
const STAMP: &str = ".stamp";

/// Builds the release SPA into dist/ unless it stands there already.
pub fn build(ws: &Workspace, tools: &Toolbox) -> Result {
    let dist = ws.dist();
    let stamp = stamp(&ws.root, &INPUTS, &words(tools))?;
    let built = fs::read_to_string(dist.join(STAMP)).is_ok_and(|known| known == stamp);
    if built && dist.join("index.html").is_file() {
        return Ok(());
    }
    step(ws, "Building the shop window (WebAssembly)", "spa-build", &mut trunk_build(ws, tools))?;
    let packing = Step::begin("Compressing it", Instant::now(), !ws.verbose);
    match bundle_css(&dist).and_then(|()| precompress(&dist)) {
        Ok(()) => packing.done(),
        Err(error) => {
            packing.failed();
            return Err(error);
        }
    }
    fs::write(dist.join(STAMP), stamp).context(|| "dist/ can't be written to".to_owned())
}

fn trunk_build(ws: &Workspace, tools: &Toolbox) -> Command {
    let mut trunk = tools.trunk(ws);
    trunk.args(["build", "--release", "--dist"]).arg(ws.dist());
    trunk
}

fn words(tools: &Toolbox) -> Vec<String> {
    let rustc = capture(Command::new("rustc").arg("--version")).unwrap_or_default();
    let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    vec![tools.versions(), rustc, flags]
}
