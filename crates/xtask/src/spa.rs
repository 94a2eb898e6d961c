//! The built SPA: trunk's release build, compressed, and left alone while nothing changed.

use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::bundle::bundle_css;
use crate::compress::precompress;
use crate::error::{Context, Result};
use crate::job::{Job, capture};
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
    Building::start(ws, tools, Job::spawn)?.finish()
}

/// Begins the same beside other work, which goes first.
pub fn begin<'ws>(ws: &'ws Workspace, tools: &Toolbox) -> Result<Building<'ws>> {
    Building::start(ws, tools, Job::spawn_beside)
}

/// A build that has been begun; dropped, it is given up.
pub struct Building<'ws> {
    ws: &'ws Workspace,
    /// What it is built of.
    stamp: String,
    /// Nothing where it stands already.
    job: Option<Job<'ws>>,
}

/// How a job is begun.
type Spawn<'ws> = fn(&'ws Workspace, &str, &str, &mut Command) -> Result<Job<'ws>>;

impl<'ws> Building<'ws> {
    fn start(ws: &'ws Workspace, tools: &Toolbox, spawn: Spawn<'ws>) -> Result<Self> {
        let dist = ws.dist();
        let stamp = stamp(&ws.root, &INPUTS, &words(tools))?;
        let built = fs::read_to_string(dist.join(STAMP)).is_ok_and(|known| known == stamp);
        let job = if built && dist.join("index.html").is_file() {
            None
        } else {
            let label = "Building the shop window (WebAssembly)";
            Some(spawn(ws, label, "spa-build", &mut trunk_build(ws, tools))?)
        };
        Ok(Self { ws, stamp, job })
    }

    /// Waits until it stands in dist/.
    ///
    /// # Errors
    /// When trunk fails or dist/ can't be written to.
    pub fn finish(self) -> Result {
        let Some(job) = self.job else {
            return Ok(());
        };
        job.finish()?;
        let dist = self.ws.dist();
        let packing = Step::begin("Compressing it", Instant::now(), !self.ws.verbose);
        match bundle_css(&dist).and_then(|()| precompress(&dist)) {
            Ok(()) => packing.done(),
            Err(error) => {
                packing.failed();
                return Err(error);
            }
        }
        fs::write(dist.join(STAMP), self.stamp).context(|| "dist/ can't be written to".to_owned())
    }
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
