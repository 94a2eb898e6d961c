//! localstripe, somebody else's reading of Stripe's API, hears what the shop says to Stripe.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{PYTHON, Server};
use crate::backend::FAILPOINTS;
use crate::child::Interrupt;
use crate::error::{Error, Result};
use crate::http::{self, free_port};
use crate::job::{cannot_run, open_log, stream};
use crate::python;
use crate::suite::table::Done;
use crate::workspace::Workspace;

const PATIENCE: Duration = Duration::from_secs(30);

/// Starts localstripe and runs crates/backend/tests/localstripe.rs against it.
///
/// # Errors
/// When it doesn't start, or a test fails.
pub fn localstripe(ws: &Workspace) -> Result<Done> {
    let python = python::environment(ws, PYTHON.0, PYTHON.1)?;
    Interrupt::listen()?;
    let port = free_port()?;
    let mut start = Command::new(python);
    start.current_dir(&ws.root).arg("long/localstripe_here.py").arg(port.to_string());
    let (out, err) = open_log(&ws.log("localstripe"))?;
    start.env("PYTHONDONTWRITEBYTECODE", "1").stdin(Stdio::null()).stdout(out).stderr(err);
    let server = Server(start.spawn().map_err(|error| cannot_run(&start, &error))?);
    let asked = Instant::now();
    while http::status(port, "/v1/refunds").is_none() {
        if asked.elapsed() > PATIENCE {
            return Err(Error::new(format!("localstripe doesn't answer: {}", ws.show(&ws.log("localstripe")))));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut cargo = ws.cargo(&["test", "--workspace", "--features", FAILPOINTS, "--test", "localstripe"]);
    cargo.env("VITRINE_TEST_LOCALSTRIPE", format!("http://127.0.0.1:{port}"));
    let outcome = stream(&mut cargo).map(Done::from);
    drop(server);
    outcome
}
