//! `cargo xtask test`, and what `screens` and `bench` share with it.

mod browser;
mod journeys;
mod table;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::cli::{Part, TestFlags};
use crate::error::Result;
use crate::job::stream;
use crate::tools;
use crate::workspace::Workspace;
use table::Table;

pub use journeys::{install_packages, screens};

/// The browser that measurements run in, installed where it is missing.
///
/// # Errors
/// When there is none and it can't be installed.
pub fn chromium(ws: &Workspace) -> Result<PathBuf> {
    browser::ensure(ws)?;
    browser::chromium()
}

/// A named step of the suite.
struct TestStep {
    part: Part,
    name: &'static str,
    run: fn(&Workspace) -> Result,
}

/// Lets tests kill the backend at each of its steps (crates/backend/src/faults.rs). On in both steps that
/// compile it for tests, so that it is compiled once.
const FAILPOINTS: &str = "vitrine-backend/failpoints";

/// In the order they run: what is cheap to know comes before what has to be built.
const STEPS: [TestStep; 7] = [
    TestStep { part: Part::Fmt, name: "formatting", run: fmt },
    TestStep { part: Part::Clippy, name: "clippy", run: clippy },
    TestStep { part: Part::Clippy, name: "clippy for wasm32", run: clippy_wasm },
    TestStep { part: Part::Lint, name: "house rules", run: crate::lint::lint },
    TestStep { part: Part::Host, name: "host tests", run: host },
    TestStep { part: Part::Wasm, name: "wasm tests in a browser", run: wasm },
    TestStep { part: Part::E2e, name: "browser journeys", run: journeys::journeys },
];

/// Runs the steps asked for, stops at the first that fails, always ends with the table.
pub fn test(ws: &Workspace, flags: &TestFlags) -> ExitCode {
    let wanted = |part: Part| flags.only.is_empty() || flags.only.contains(&part);
    let mut table = Table::default();
    // Asked for first: nobody should wait ten minutes to hear that a browser is missing.
    if wanted(Part::Wasm) || wanted(Part::E2e) {
        table.run("a browser to test with", || browser::ensure(ws));
    }
    for step in STEPS.iter().filter(|step| wanted(step.part)) {
        table.run(step.name, || (step.run)(ws));
    }
    println!("\n{table}");
    if table.all_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn fmt(ws: &Workspace) -> Result {
    stream(&mut ws.cargo(&["fmt", "--all", "--check"]))
}

fn clippy(ws: &Workspace) -> Result {
    let args = ["clippy", "--workspace", "--features", FAILPOINTS, "--all-targets", "--", "-D", "warnings"];
    stream(&mut ws.cargo(&args))
}

/// The SPA as it is shipped, every feature on: what `cfg(target_arch)` hides from the host.
fn clippy_wasm(ws: &Workspace) -> Result {
    tools::wasm_target(ws)?;
    let what = ["clippy", "-p", "vitrine", "--lib", "--bins", "--test", "wasm", "--all-features"];
    let how = ["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    stream(ws.cargo(&what).args(how))
}

fn host(ws: &Workspace) -> Result {
    stream(&mut ws.cargo(&["test", "--workspace", "--features", FAILPOINTS]))
}

fn wasm(ws: &Workspace) -> Result {
    let tools = tools::test_toolbox(ws)?;
    let args = ["test", "-p", "vitrine", "--target", "wasm32-unknown-unknown", "--test", "wasm"];
    let mut cargo = ws.cargo(&args);
    tools.equip(&mut cargo);
    // Cargo runs it in the package's folder, where it finds webdriver.json.
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    cargo.env("CHROMEDRIVER", browser::chromedriver()?);
    stream(&mut cargo)
}
