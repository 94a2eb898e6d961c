//! The backend's program: building it, starting it, waiting until it serves.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::child::{self, Interrupt, try_wait};
use crate::error::{Error, Result};
use crate::http;
use crate::job::{Job, cannot_run, explain, open_log, read_log, tail};
use crate::workspace::Workspace;

/// A first start migrates the database and loads the demo shop.
const PATIENCE: Duration = Duration::from_secs(120);

/// Where cargo puts the program.
pub fn binary(ws: &Workspace, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    ws.target.join(profile).join("vitrine-backend")
}

/// Begins building the release program.
pub fn build(ws: &Workspace) -> Result<Job<'_>> {
    let mut cargo = ws.cargo(&["build", "--release", "-p", "vitrine-backend"]);
    Job::spawn(ws, "Building the backend", "backend-build", &mut cargo)
}

/// Lets tests kill the backend at each of its steps (crates/backend/src/faults.rs). On in all steps that
/// compile it for tests, so that it is compiled once; without a wish in the environment nothing dies.
pub const FAILPOINTS: &str = "vitrine-backend/failpoints";

/// Builds the program as the host tests do, with overflow and debug assertions: they have built it by then.
/// It comes with one of its tests, because cargo chooses the features of crates anew for anything else
/// and would compile half of them again.
pub fn build_checked(ws: &Workspace) -> Result<PathBuf> {
    let mut cargo = ws.cargo(&["test", "--workspace", "--features", FAILPOINTS, "--test", "window", "--no-run"]);
    Job::spawn(ws, "Building the backend with its assertions", "backend-build", &mut cargo)?.finish()?;
    Ok(binary(ws, false))
}

/// What a backend is started with.
pub struct Serve<'a> {
    /// Port on 127.0.0.1.
    pub port: u16,
    /// Folder of database and uploads.
    pub data: &'a Path,
    /// Folder of the built SPA.
    pub dist: &'a Path,
    /// Seconds that stand for a day of shipping.
    pub day_seconds: u32,
}

/// The command that serves the shop.
pub fn serve(ws: &Workspace, binary: &Path, serve: &Serve) -> Command {
    let mut command = Command::new(binary);
    let words: [(&str, OsString); 5] = [
        ("--addr", format!("127.0.0.1:{}", serve.port).into()),
        ("--data", serve.data.into()),
        ("--dist", serve.dist.into()),
        ("--demo", ws.demo().into()),
        ("--day-seconds", serve.day_seconds.to_string().into()),
    ];
    command.current_dir(&ws.root).arg("serve");
    for (flag, value) in words {
        command.arg(flag).arg(value);
    }
    command.stdin(Stdio::null());
    command
}

/// Starts the server with its output in the log `backend` (on the terminal when verbose).
pub fn start(ws: &Workspace, command: &mut Command) -> Result<Child> {
    if !ws.verbose {
        let (out, err) = open_log(&ws.log("backend"))?;
        command.stdout(out).stderr(err);
    }
    command.spawn().map_err(|error| cannot_run(command, &error))
}

/// Waits until `/readyz` says 200. False when a signal came first; the child has ended then.
pub fn wait_ready(ws: &Workspace, child: &mut Child, port: u16, interrupt: &Interrupt) -> Result<bool> {
    let asked = Instant::now();
    loop {
        if let Some(status) = try_wait(child)? {
            return Err(failed(ws, &format!("The backend ended ({status}) before it was ready.")));
        }
        if interrupt.came() {
            child::stop(child)?;
            return Ok(false);
        }
        if http::status(port, "/readyz") == Some(200) {
            return Ok(true);
        }
        if asked.elapsed() > PATIENCE {
            child::stop(child)?;
            let waited = PATIENCE.as_secs();
            return Err(failed(ws, &format!("The backend was not ready after {waited} s.")));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn failed(ws: &Workspace, what: &str) -> Error {
    if ws.verbose {
        return Error::new(what);
    }
    let log = ws.log("backend");
    let said = tail(&read_log(&log), 40);
    eprintln!("{said}");
    let advice = explain(&said).map(|advice| format!(" {advice}")).unwrap_or_default();
    Error::new(format!("{what} Its last lines are above, all of them in {}.{advice}", ws.show(&log)))
}
