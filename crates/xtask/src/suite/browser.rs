//! Chromium and its driver: found, or installed where that is ours to do.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::checks::is_root;
use crate::error::{Error, Result};
use crate::job::step;
use crate::workspace::{Workspace, which};

const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Chromium and ChromeDriver are there; installs them as root on a Debian-like machine.
pub fn ensure(ws: &Workspace) -> Result {
    if chromium().is_ok() && chromedriver().is_ok() {
        return Ok(());
    }
    if which("apt-get").is_none() || !is_root() {
        return Err(missing());
    }
    let mut update = apt();
    step(ws, "Reading Debian's package lists", "apt-update", update.arg("update"))?;
    let mut install = apt();
    install.args(["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"]);
    step(ws, "Installing Chromium and its driver", "apt-install", &mut install)?;
    chromium().and(chromedriver()).map(drop)
}

/// The browser Playwright drives: $CHROMIUM_PATH, else the first on PATH.
pub fn chromium() -> Result<PathBuf> {
    given("CHROMIUM_PATH").or_else(|| CHROMIUM_NAMES.iter().find_map(which)).ok_or_else(missing)
}

/// The driver for wasm tests: $CHROMEDRIVER, else the one on PATH.
pub fn chromedriver() -> Result<PathBuf> {
    given("CHROMEDRIVER").or_else(|| which("chromedriver")).ok_or_else(missing)
}

fn given(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

/// Debian's installer, which asks nothing.
pub fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn missing() -> Error {
    Error::new(
        "Chromium and ChromeDriver are needed for the browser tests: run \
         `apt-get install chromium chromium-driver`, or set CHROMIUM_PATH and CHROMEDRIVER.",
    )
}
