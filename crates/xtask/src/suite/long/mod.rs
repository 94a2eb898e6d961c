//! What takes too long for every run: `cargo xtask test --long`.

mod fuzz;
mod localstripe;
mod schemathesis;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;

use super::run;
use super::table::Done;
use crate::backend::FAILPOINTS;
use crate::child;
use crate::error::{Context, Result};
use crate::workspace::Workspace;

pub use fuzz::fuzz;
pub use localstripe::localstripe;
pub use schemathesis::schemathesis;

/// The environment of `schemathesis` and `localstripe`, and what is in it.
const PYTHON: (&str, &str) = ("long", "long/requirements.txt");

/// Cases of each property of the libraries, instead of 256.
const CASES: &str = "20000";
/// Cases of each property that asks a shop over HTTP.
const HTTP_CASES: &str = "3000";

/// Property tests with many more cases, other ones each time.
pub fn properties(ws: &Workspace) -> Result<Done> {
    let arguments = ["test", "--workspace", "--features", FAILPOINTS];
    run(ws.cargo(&arguments).args(["--lib", "--bins"]).env("PROPTEST_CASES", CASES))?;
    run(ws.cargo(&arguments).args(["--test", "fuzz"]).env("PROPTEST_CASES", HTTP_CASES))
}

/// A folder in the temp folder that goes when this is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Result<Self> {
        let folder = env::temp_dir().join(format!("vitrine-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).context(|| format!("{} can't be made", folder.display()))?;
        Ok(Self(folder))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Only space is lost where it can't be removed.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A server that is stopped when this is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended isn't asked: its number may be another's by now.
        if !matches!(child::try_wait(&mut self.0), Ok(Some(_))) {
            let _ = child::stop(&mut self.0);
        }
    }
}
