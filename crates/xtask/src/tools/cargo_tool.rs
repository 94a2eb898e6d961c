//! Tools that `cargo install` builds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Context, Result};
use crate::job::{capture, step};
use crate::workspace::{Workspace, cargo};

/// A program from the crate registry, at one version.
pub struct CargoTool {
    package: &'static str,
    /// The programs it brings; the first tells its version.
    programs: &'static [&'static str],
    version: String,
    locked: bool,
}

impl CargoTool {
    /// Builds and bundles the SPA.
    pub fn trunk(version: &str) -> Self {
        let version = version.to_owned();
        Self { package: "trunk", programs: &["trunk"], version, locked: true }
    }

    /// Builds and runs fuzz targets.
    pub fn cargo_fuzz(version: &str) -> Self {
        let version = version.to_owned();
        Self { package: "cargo-fuzz", programs: &["cargo-fuzz"], version, locked: true }
    }

    /// Writes the JavaScript beside the wasm, and runs wasm tests in a browser.
    pub fn wasm_bindgen(version: &str) -> Self {
        Self {
            package: "wasm-bindgen-cli",
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            version: version.to_owned(),
            // Its lock file names a crate that is no longer to be had.
            locked: false,
        }
    }

    /// Program and version, e.g. `trunk-0.21.14`; also the name of its folder.
    pub fn name(&self) -> String {
        format!("{}-{}", self.programs[0], self.version)
    }

    /// The folder to put on PATH; `None` when the right version is on it already.
    pub fn ready(&self, ws: &Workspace) -> Result<Option<PathBuf>> {
        if self.programs.iter().all(|program| self.is_right(Path::new(program))) {
            return Ok(None);
        }
        let root = ws.cache.join("tools").join(self.name());
        let bin = root.join("bin");
        if !self.programs.iter().all(|program| self.is_right(&bin.join(program))) {
            self.install(ws, &root)?;
        }
        Ok(Some(bin))
    }

    fn is_right(&self, program: &Path) -> bool {
        let said = capture(Command::new(program).arg("--version"));
        said.is_some_and(|text| text.split_whitespace().any(|word| word == self.version))
    }

    fn install(&self, ws: &Workspace, root: &Path) -> Result {
        let tools = ws.cache.join("tools");
        fs::create_dir_all(&tools).context(|| format!("{} can't be made (see VITRINE_CACHE)", tools.display()))?;
        let mut install = Command::new(cargo());
        // Outside the checkout: its cargo settings are not meant for tools.
        install.current_dir(&tools);
        install.args(["install", self.package, "--version", &self.version, "--force", "--root"]);
        install.arg(root);
        if self.locked {
            install.arg("--locked");
        }
        // Minutes instead of a quarter of an hour, for tools that run a second or two.
        install
            .env("CARGO_TARGET_DIR", build_folder(ws))
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env_remove("RUSTFLAGS");
        let label = format!("Building {} {} (once a machine)", self.programs[0], self.version);
        step(ws, &label, &format!("install-{}", self.programs[0]), &mut install)
    }
}

/// Removes what building the tools left. Kept until all of them stand: they share crates, and an
/// interrupted build goes on where it was.
pub fn sweep(ws: &Workspace) {
    // Only space is lost where it can't be removed.
    let _ = fs::remove_dir_all(build_folder(ws));
}

fn build_folder(ws: &Workspace) -> PathBuf {
    ws.cache.join("tools/build")
}
