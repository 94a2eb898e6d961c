//! `cargo xtask test`, and what `screens` and `bench` share with it.

mod browser;
mod journeys;
mod long;
mod postgres;
mod table;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::backend::FAILPOINTS;
use crate::cli::{Part, TestFlags};
use crate::error::{Error, Result};
use crate::job::stream;
use crate::spa::Building;
use crate::tools;
use crate::workspace::Workspace;
use table::{Done, Table};

pub use journeys::{install_packages, screens};
pub use postgres::with_durable;

/// The browser that measurements run in, installed where it is missing.
///
/// # Errors
/// When there is none and it can't be installed.
pub fn chromium(ws: &Workspace) -> Result<PathBuf> {
    browser::ensure(ws)?;
    browser::chromium()
}

/// What the steps of a run share.
struct Run<'ws> {
    ws: &'ws Workspace,
    flags: &'ws TestFlags,
    /// The shop window, while it is built beside other steps.
    window: Option<Building<'ws>>,
}

/// A named step of the suite.
struct TestStep {
    part: Part,
    name: &'static str,
    run: fn(&mut Run<'_>) -> Result<Done>,
}

/// In the order they run: what is cheap to know comes before what has to be built.
const STEPS: [TestStep; 13] = [
    TestStep { part: Part::Fmt, name: "formatting", run: |run| fmt(run.ws) },
    TestStep { part: Part::Clippy, name: "clippy", run: |run| clippy(run.ws) },
    TestStep { part: Part::Clippy, name: "clippy for wasm32", run: |run| clippy_wasm(run.ws) },
    TestStep { part: Part::Lint, name: "house rules", run: |run| crate::lint::lint(run.ws).map(Done::from) },
    TestStep { part: Part::E2e, name: "shop window, begun", run: begin },
    TestStep { part: Part::Host, name: "host tests", run: |run| host(run.ws) },
    TestStep { part: Part::Postgres, name: "backend on PostgreSQL", run: |run| postgres::tests(run.ws, FAILPOINTS) },
    TestStep { part: Part::Wasm, name: "wasm tests in a browser", run: |run| wasm(run.ws) },
    TestStep { part: Part::E2e, name: "browser journeys", run: journeys },
    TestStep { part: Part::Schemathesis, name: "requests from the description", run: |run| long::schemathesis(run.ws) },
    TestStep { part: Part::Properties, name: "property tests, many cases", run: |run| long::properties(run.ws) },
    TestStep { part: Part::Fuzz, name: "fuzzing", run: |run| long::fuzz(run.ws, run.flags.fuzz_seconds) },
    TestStep { part: Part::Localstripe, name: "localstripe", run: |run| long::localstripe(run.ws) },
];

/// Runs the steps asked for, stops at the first that fails, always ends with the table.
pub fn test(ws: &Workspace, flags: &TestFlags) -> ExitCode {
    let mut table = Table::default();
    // Asked for first: nobody should wait ten minutes to hear that a browser is missing.
    if flags.wants(Part::Wasm) || flags.wants(Part::E2e) {
        table.run("a browser to test with", || browser::ensure(ws));
    }
    let mut run = Run { ws, flags, window: None };
    for step in STEPS.iter().filter(|step| flags.wants(step.part)) {
        table.run(step.name, || match (step.run)(&mut run)? {
            // Asked for by its name, it isn't passed over.
            Done::Skipped(why) if flags.only.contains(&step.part) => Err(Error::new(format!("It can't run: {why}."))),
            done => Ok(done),
        });
    }
    // After a failure nobody waits for what was begun.
    drop(run);
    println!("\n{table}");
    if table.all_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Building the shop window begins; the journeys wait for it.
fn begin(run: &mut Run<'_>) -> Result<Done> {
    run.window = Some(journeys::begin(run.ws)?);
    Ok(Done::Ran)
}

fn journeys(run: &mut Run<'_>) -> Result<Done> {
    journeys::journeys(run.ws, run.window.take()).map(Done::from)
}

/// A step that is one command.
fn run(command: &mut Command) -> Result<Done> {
    stream(command).map(Done::from)
}

fn fmt(ws: &Workspace) -> Result<Done> {
    run(&mut ws.cargo(&["fmt", "--all", "--check"]))
}

fn clippy(ws: &Workspace) -> Result<Done> {
    let args = ["clippy", "--workspace", "--features", FAILPOINTS, "--all-targets", "--", "-D", "warnings"];
    run(&mut ws.cargo(&args))
}

/// The SPA as it is shipped, every feature on: what `cfg(target_arch)` hides from the host.
fn clippy_wasm(ws: &Workspace) -> Result<Done> {
    tools::wasm_target(ws)?;
    let what = ["clippy", "-p", "vitrine", "--lib", "--bins", "--test", "wasm", "--all-features"];
    let how = ["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    run(ws.cargo(&what).args(how))
}

fn host(ws: &Workspace) -> Result<Done> {
    run(&mut ws.cargo(&["test", "--workspace", "--features", FAILPOINTS]))
}

fn wasm(ws: &Workspace) -> Result<Done> {
    let tools = tools::test_toolbox(ws)?;
    let args = ["test", "-p", "vitrine", "--target", "wasm32-unknown-unknown", "--test", "wasm"];
    let mut cargo = ws.cargo(&args);
    tools.equip(&mut cargo);
    // Cargo runs it in the package's folder, where it finds webdriver.json.
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    cargo.env("CHROMEDRIVER", browser::chromedriver()?);
    run(&mut cargo)
}
