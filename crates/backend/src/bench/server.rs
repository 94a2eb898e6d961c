//! A server of its own process for a measurement: started, watched, ended.

use crate::store::Database;
use reqwest::Client;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it is ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// A serving shop; it ends when this is dropped.
pub(super) struct Server {
    child: Child,
    /// Its address, such as `http://127.0.0.1:41234`.
    pub base: String,
    /// From the start of the process until `/readyz` said 200.
    pub ready_after: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts this same program on a data folder and a database, and waits until it is ready. `rate_limit` is in
    /// requests a second.
    ///
    /// # Errors
    /// A sentence for people.
    pub async fn start(
        data: &Path,
        database: &Database,
        demo: &Path,
        rate_limit: u32,
        client: &Client,
    ) -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|e| format!("this program can't be found: {e}"))?;
        let started = Instant::now();
        let mut command = Command::new(program);
        command.arg("serve").args(["--addr", "127.0.0.1:0", "--webhook-delay-ms", "0", "--parcel-plan", "smooth"]);
        // A day takes a day, so that parcels stay where they are while orders are measured.
        command.args(["--day-seconds", "86400", "--rate-limit", &rate_limit.to_string()]);
        command.arg("--data").arg(data).arg("--demo").arg(demo).arg("--dist").arg(data.join("dist"));
        // Neither Stripe's nor Shippo's keys belong into a measurement, nor a database that is somebody's.
        for name in ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "SHIPPO_API_TOKEN", "DATABASE_URL"] {
            command.env_remove(name);
        }
        if let Database::Postgres(url) = database {
            command.env("DATABASE_URL", url);
        }
        command.env("RUST_LOG", "error").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().map_err(|e| format!("the server can't be started: {e}"))?;
        let mut server = Self { child, base: String::new(), ready_after: Duration::ZERO };
        let stdout = server.child.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        tokio::task::block_in_place(|| BufReader::new(stdout).read_line(&mut line)).map_err(|e| e.to_string())?;
        let base = line.trim().strip_prefix("listening on ");
        base.ok_or("the server ended before it listened; `serve` says why")?.clone_into(&mut server.base);
        while !server.is_ready(client).await {
            if started.elapsed() > PATIENCE {
                return Err("the server isn't ready after a minute".to_owned());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        server.ready_after = started.elapsed();
        Ok(server)
    }

    async fn is_ready(&self, client: &Client) -> bool {
        let answer = client.get(format!("{}/readyz", self.base)).send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// The memory it holds now, in MiB; none where the machine has no `/proc`.
    pub fn memory(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib / 1024.0)
    }
}
