//! The tools a build of the SPA needs, in the user's cache: built once a machine, not once a clone.

mod binaryen;
mod cargo_tool;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::error::{Context, Error, Result};
use crate::job::{capture, step};
use crate::workspace::{Workspace, which};
use cargo_tool::CargoTool;

/// The newest trunk that the workspace's oldest compiler builds.
const TRUNK: &str = "0.21.14";

/// Runs the fuzz targets.
const CARGO_FUZZ: &str = "0.13.2";

const WASM32: &str = "wasm32-unknown-unknown";

/// Tools that stand ready.
pub struct Toolbox {
    path: OsString,
    versions: String,
}

impl Toolbox {
    /// trunk with every tool it calls on its PATH, so that it downloads none.
    pub fn trunk(&self, ws: &Workspace) -> Command {
        let mut trunk = Command::new("trunk");
        trunk.current_dir(&ws.root);
        self.equip(&mut trunk);
        trunk
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // Trunk reads RUST_LOG as its own, and NO_COLOR=1 (as everybody sets it) is an error
            // to it: it wants the word `true`.
            .env_remove("RUST_LOG")
            .env_remove("NO_COLOR");
        if env::var_os("NO_COLOR").is_some() {
            trunk.env("TRUNK_COLOR", "never").env("CARGO_TERM_COLOR", "never");
        }
        trunk
    }

    /// Puts the tools on a command's PATH.
    pub fn equip(&self, command: &mut Command) {
        command.env("PATH", &self.path);
    }

    /// One line that changes when a tool does.
    pub fn versions(&self) -> String {
        self.versions.clone()
    }
}

/// Everything trunk needs, installed where it is missing.
pub fn toolbox(ws: &Workspace) -> Result<Toolbox> {
    wasm_target(ws)?;
    let bindgen = wasm_bindgen(ws)?;
    let trunk = CargoTool::trunk(TRUNK);
    let mut folders = Vec::new();
    folders.extend(bindgen.ready(ws)?);
    folders.extend(trunk.ready(ws)?);
    cargo_tool::sweep(ws);
    let (folder, wasm_opt) = binaryen::ready(ws)?;
    folders.push(folder);
    let versions = format!("{} {} {wasm_opt}", bindgen.name(), trunk.name());
    Ok(Toolbox { path: path_with(folders)?, versions })
}

/// What wasm tests need: the target and wasm-bindgen's runner, without trunk.
pub fn test_toolbox(ws: &Workspace) -> Result<Toolbox> {
    wasm_target(ws)?;
    let bindgen = wasm_bindgen(ws)?;
    let folders = bindgen.ready(ws)?.into_iter().collect();
    cargo_tool::sweep(ws);
    Ok(Toolbox { path: path_with(folders)?, versions: bindgen.name() })
}

/// What fuzzing needs: `cargo fuzz`.
pub fn fuzz_toolbox(ws: &Workspace) -> Result<Toolbox> {
    let fuzz = CargoTool::cargo_fuzz(CARGO_FUZZ);
    let folders = fuzz.ready(ws)?.into_iter().collect();
    cargo_tool::sweep(ws);
    Ok(Toolbox { path: path_with(folders)?, versions: fuzz.name() })
}

/// The standard library for WebAssembly.
pub fn wasm_target(ws: &Workspace) -> Result {
    let mut ask = Command::new("rustc");
    ask.current_dir(&ws.root).args(["--print", "target-libdir", "--target", WASM32]);
    // Asked from the compiler, not from rustup: a distribution's Rust has no rustup.
    if capture(&mut ask).is_some_and(|folder| PathBuf::from(folder).is_dir()) {
        return Ok(());
    }
    if which("rustup").is_none() {
        return Err(Error::new(format!(
            "This Rust has no {WASM32} target and no rustup to add it: install Rust with rustup, \
             or your distribution's package for that target."
        )));
    }
    let mut rustup = Command::new("rustup");
    rustup.current_dir(&ws.root).args(["target", "add", WASM32]);
    step(ws, "Adding Rust's WebAssembly target", "rustup-target", &mut rustup)
}

/// The command line tool of exactly the library's version: they share an unstable format.
fn wasm_bindgen(ws: &Workspace) -> Result<CargoTool> {
    let lock = fs::read_to_string(ws.root.join("Cargo.lock")).context(|| "Cargo.lock can't be read".to_owned())?;
    let version = locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| Error::new("Cargo.lock holds no wasm-bindgen: run `cargo update -w`."))?;
    Ok(CargoTool::wasm_bindgen(version))
}

fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| **line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

fn path_with(folders: Vec<PathBuf>) -> Result<OsString> {
    let old = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.into_iter().chain(env::split_paths(&old)))
        .context(|| "The cache folder's name can't stand on PATH".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}
