//! The shop as a process of its own that may die. Then it is started again, and what was asked is
//! asked again, as a browser does.

use super::database::{Own, database};
use super::{Answer, INDEX, copy, demo};
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use vitrine_backend::outgoing;
use vitrine_backend::store::Database;

pub struct Process {
    /// How often it died by itself.
    pub deaths: u32,
    client: Client,
    child: Child,
    base: String,
    pace: Pace,
    own: Option<Own>,
    folder: tempfile::TempDir,
}

/// How long things take in the shop.
#[derive(Clone, Copy)]
pub struct Pace {
    pub reservation_seconds: u32,
    /// A day of parcels and returns.
    pub day_seconds: f64,
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Process {
    /// A shop with an empty database that dies at a step, as `name:2`.
    pub fn start(die_at: &str, pace: Pace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        let own = Own::make();
        let (child, base) = launch(folder.path(), "log", own.as_ref(), pace, Some(die_at));
        let client = outgoing::client().timeout(Duration::from_secs(10)).build().unwrap();
        Self { deaths: 0, client, child, base, pace, own, folder }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The database.
    pub fn database(&self) -> Database {
        database(self.own.as_ref(), &self.data())
    }

    /// What it wrote in all its lives.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Starts it again if it has died.
    pub fn revive(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        self.deaths += 1;
        (self.child, self.base) = launch(self.folder.path(), "log", self.own.as_ref(), self.pace, None);
    }

    /// Runs another command of the program on the same data, and gives what it prints.
    pub fn run(&self, args: &[&str]) -> Result<String, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vitrine-backend"));
        command.current_dir(self.folder.path()).args(args).args(["--data", "data"]);
        command.env_remove("VITRINE_DIE_AT").env_remove("DATABASE_URL");
        if let Some(own) = &self.own {
            command.env("DATABASE_URL", &own.url);
        }
        let output = command.output().map_err(|error| error.to_string())?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Ends it without a word.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks until there is an answer.
    pub async fn ask(&mut self, request: impl Fn(&Client, &str) -> RequestBuilder) -> Result<Answer, String> {
        for _ in 0..200 {
            if let Ok(response) = request(&self.client, &self.base).send().await {
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                if let Ok(text) = response.text().await {
                    return Ok(Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::Null) });
                }
            }
            // Sockets are closed a moment before the process is gone.
            tokio::time::sleep(Duration::from_millis(10)).await;
            self.revive();
        }
        Err("the shop doesn't answer any more".to_owned())
    }
}

/// A folder to serve from: a catalogue and as much of the application as the server has to know.
pub fn prepare(folder: &Path) {
    copy(&demo().join("catalogue"), &folder.join("demo/catalogue"));
    std::fs::create_dir_all(folder.join("dist")).unwrap();
    std::fs::write(folder.join("dist/index.html"), INDEX).unwrap();
}

/// Starts the program; its address is empty when it died before it had one.
pub fn launch(folder: &Path, log: &str, own: Option<&Own>, pace: Pace, die_at: Option<&str>) -> (Child, String) {
    let log = File::options().create(true).append(true).open(folder.join(log)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitrine-backend"));
    command.current_dir(folder).args(["serve", "--addr", "127.0.0.1:0"]);
    command.args(["--data", "data", "--dist", "dist", "--demo", "demo"]);
    command.arg("--day-seconds").arg(pace.day_seconds.to_string());
    command.args(["--parcel-plan", "smooth", "--webhook-delay-ms", "0", "--rate-limit", "100000"]);
    command.arg("--reservation-seconds").arg(pace.reservation_seconds.to_string());
    for foreign in
        ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "SHIPPO_API_TOKEN", "VITRINE_DIE_AT", "DATABASE_URL", "RUST_LOG"]
    {
        command.env_remove(foreign);
    }
    if let Some(own) = own {
        command.env("DATABASE_URL", &own.url);
    }
    if let Some(step) = die_at {
        command.env("VITRINE_DIE_AT", step);
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
    let mut line = String::new();
    if let Some(stdout) = child.stdout.as_mut() {
        let _ = BufReader::new(stdout).read_line(&mut line);
    }
    let base = line.trim().strip_prefix("listening on ").unwrap_or("").to_owned();
    (child, base)
}
