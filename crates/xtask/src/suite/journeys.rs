//! Playwright against the application as it is shipped, and the backend with its assertions on.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use super::browser;
use crate::assemble::{Built, assemble};
use crate::error::Result;
use crate::job::{step, stream};
use crate::spa::{self, Building};
use crate::workspace::Workspace;
use crate::{backend, tools};

/// Begins building the shop window: the tests before the journeys wait for databases, clocks and killed programs
/// more than they compute, and the end of this build keeps one processor busy for minutes.
pub fn begin(ws: &Workspace) -> Result<Building<'_>> {
    spa::begin(ws, &tools::toolbox(ws)?)
}

/// `npx playwright test` against fresh builds.
pub fn journeys(ws: &Workspace, begun: Option<Building<'_>>) -> Result {
    if let Some(begun) = begun {
        begun.finish()?;
    }
    // It stands by now, unless something was written meanwhile.
    spa::build(ws, &tools::toolbox(ws)?)?;
    let built = Built { backend: backend::build_checked(ws)?, dist: ws.dist() };
    playwright(ws, &built, &[])
}

/// `cargo xtask screens`: pictures of every screen.
pub fn screens(ws: &Workspace) -> Result {
    browser::ensure(ws)?;
    let built = assemble(ws)?;
    playwright(ws, &built, &["--config", "screens.config.ts"])?;
    println!("\n  The pictures and their contact sheets: {}", ws.root.join("screens").display());
    Ok(())
}

/// Runs Playwright with what it has to know about the build.
fn playwright(ws: &Workspace, built: &Built, args: &[&str]) -> Result {
    let chromium = browser::chromium()?;
    install_packages(ws)?;
    let mut npx = Command::new("npx");
    npx.current_dir(ws.e2e()).args(["playwright", "test"]).args(args);
    npx.env("VITRINE_BACKEND", &built.backend)
        .env("VITRINE_DIST", &built.dist)
        .env("VITRINE_DEMO", ws.demo())
        .env("CHROMIUM_PATH", chromium);
    stream(&mut npx)
}

/// `npm ci`, unless what it installed is newer than the lock file.
///
/// # Errors
/// When npm is missing or fails.
pub fn install_packages(ws: &Workspace) -> Result {
    let e2e = ws.e2e();
    let installed = modified(&e2e.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&e2e.join("package-lock.json")) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.current_dir(&e2e).args(["ci", "--no-audit", "--no-fund"]);
    // The system's Chromium is used.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    step(ws, "Installing Playwright", "npm-ci", &mut npm)
}

fn modified(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|meta| meta.modified()).ok()
}
