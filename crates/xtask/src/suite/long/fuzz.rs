//! `cargo fuzz`, on the stable compiler: libFuzzer's coverage needs no nightly, only sanitizers do, and
//! there is no unsafe code for them to watch.

use super::Scratch;
use crate::child::Interrupt;
use crate::error::{Error, Result};
use crate::job::stream;
use crate::suite::table::Done;
use crate::tools;
use crate::workspace::{Workspace, which};

/// The targets, in fuzz/fuzz_targets.
const TARGETS: [&str; 3] = ["cursor", "money", "webhook"];

/// Runs each target for `seconds`.
///
/// # Errors
/// When an input breaks something; it is kept in fuzz/artifacts.
pub fn fuzz(ws: &Workspace, seconds: u32) -> Result<Done> {
    if which("c++").is_none() {
        return Err(Error::new("libFuzzer needs a C++ compiler (`c++`): run `apt-get install build-essential`."));
    }
    let tools = tools::fuzz_toolbox(ws)?;
    Interrupt::listen()?;
    for target in TARGETS {
        // What it finds grows here; the seeds in the repository are only read.
        let corpus = Scratch::new(&format!("fuzz-{target}"))?;
        let mut cargo = ws.cargo(&["fuzz", "run", "--sanitizer", "none", target]);
        tools.equip(&mut cargo);
        cargo.env("CARGO_TARGET_DIR", ws.target.join("fuzz"));
        cargo.arg(corpus.path()).arg(ws.root.join("fuzz/seeds").join(target));
        cargo.args([
            "--",
            &format!("-max_total_time={seconds}"),
            "-max_len=4096",
            "-timeout=10",
            "-print_final_stats=1",
        ]);
        stream(&mut cargo)?;
    }
    Ok(Done::Ran)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_target_is_there_and_has_seeds() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
        let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).expect("it is there");
        for target in TARGETS {
            assert!(manifest.contains(&format!("name = \"{target}\"")), "{target} isn't in fuzz/Cargo.toml");
            assert!(fuzz.join("fuzz_targets").join(format!("{target}.rs")).is_file(), "{target}");
            let seeds = std::fs::read_dir(fuzz.join("seeds").join(target)).expect("seeds").count();
            assert!(seeds >= 3, "{target} has {seeds} seeds");
        }
        let targets = std::fs::read_dir(fuzz.join("fuzz_targets")).expect("it is there").count();
        assert_eq!(targets, TARGETS.len(), "a target that nobody runs");
    }
}
