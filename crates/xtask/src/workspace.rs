//! Where things are: the checkout, cargo's target folder, the user's cache.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Context, Error, Result};

/// The checkout this command works on.
pub struct Workspace {
    /// The repository's top folder.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The user's cache, shared by all checkouts: built tools outlive a clone.
    pub cache: PathBuf,
    /// Whether tools write to the terminal or to a log.
    pub verbose: bool,
}

impl Workspace {
    /// Finds the folders from the environment cargo gives its children.
    pub fn locate(verbose: bool) -> Result<Self> {
        // Cargo's variable first: the compiled-in path may be that of another checkout when
        // several share a target folder.
        let here =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here
            .ancestors()
            .nth(2)
            .map(Path::to_path_buf)
            .ok_or_else(|| Error::new("xtask has to stand in crates/xtask of the repository."))?;
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(path) => std::path::absolute(path).context(|| "CARGO_TARGET_DIR does not name a folder".to_owned())?,
            None => root.join("target"),
        };
        let cache = cache_folder(|name| env::var_os(name))?;
        Ok(Self { root, target, cache, verbose })
    }

    /// Folder of the built SPA.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Folder of the demo shop.
    pub fn demo(&self) -> PathBuf {
        self.root.join("demo")
    }

    /// Folder of the Playwright journeys.
    pub fn e2e(&self) -> PathBuf {
        self.root.join("e2e")
    }

    /// The file that keeps a step's output.
    pub fn log(&self, name: &str) -> PathBuf {
        self.target.join("xtask-logs").join(format!("{name}.log"))
    }

    /// Cargo, run from the top folder.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new(cargo());
        command.current_dir(&self.root).args(args);
        command
    }

    /// A path as people see it: relative to the checkout where it is inside.
    pub fn show(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}

/// The cargo that runs this task.
pub fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The first file of this name on PATH.
pub fn which(name: impl AsRef<OsStr>) -> Option<PathBuf> {
    let name = name.as_ref();
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

fn cache_folder(var: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf> {
    let set = |name: &str| var(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("VITRINE_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|base| base.join("vitrine")))
        .or_else(|| set("HOME").map(|home| home.join(".cache/vitrine")))
        .ok_or_else(|| Error::new("No folder for built tools: set VITRINE_CACHE to a folder you can write to."))?;
    std::path::absolute(&folder).context(|| format!("{} is not a folder", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(vars: &[(&str, &str)]) -> Result<PathBuf> {
        cache_folder(|name| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value)))
    }

    #[test]
    fn the_projects_own_variable_wins() {
        let vars = [("HOME", "/h"), ("XDG_CACHE_HOME", "/x"), ("VITRINE_CACHE", "/v")];
        assert_eq!(with(&vars), Ok(PathBuf::from("/v")));
        assert_eq!(with(&vars[..2]), Ok(PathBuf::from("/x/vitrine")));
        assert_eq!(with(&vars[..1]), Ok(PathBuf::from("/h/.cache/vitrine")));
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        assert_eq!(with(&[("XDG_CACHE_HOME", ""), ("HOME", "/h")]), Ok(PathBuf::from("/h/.cache/vitrine")));
        assert!(with(&[]).is_err());
    }
}
