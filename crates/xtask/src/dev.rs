//! `cargo xtask dev`: a debug backend beside `trunk serve`.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use crate::backend::{self, Serve};
use crate::child::{self, Interrupt, try_wait};
use crate::cli::DevFlags;
use crate::error::{Context, Error, Result};
use crate::job::{cannot_run, step};
use crate::workspace::Workspace;
use crate::{checks, styles, tools};

/// Where `trunk serve` answers, as Trunk.toml says.
const TRUNK_PORT: u16 = 8081;

/// Runs both until one ends or Ctrl+C.
pub fn dev(ws: &Workspace, flags: &DevFlags) -> Result<ExitCode> {
    checks::port_free(flags.port)?;
    checks::port_free(TRUNK_PORT)
        .map_err(|_| Error::new(format!("Port {TRUNK_PORT} is taken, trunk serves there.")))?;
    proxied_port(ws, flags.port)?;
    checks::rustc()?;
    checks::c_compiler()?;
    let tools = tools::toolbox(ws)?;
    let mut build = ws.cargo(&["build", "-p", "vitrine-backend"]);
    step(ws, "Building the backend (debug)", "backend-build", &mut build)?;

    // Not dist/: a debug build there would be mistaken for the release one.
    let dist = ws.target.join("dev-dist");
    fs::create_dir_all(&dist).context(|| format!("{} can't be made", dist.display()))?;
    let data = checks::data_folder(ws, None)?;
    let serve = Serve { port: flags.port, data: &data, dist: &dist, day_seconds: 20 };
    let mut server = backend::serve(ws, &backend::binary(ws, false), &serve);
    let mut trunk = tools.trunk(ws);
    // The sheets go to the page by themselves: trunk need not build for them.
    let config = styles::live(ws)?;
    trunk.arg("--config").arg(&config).args(["serve", "--ignore", "style", "--dist"]).arg(&dist).stdin(Stdio::null());

    let interrupt = Interrupt::listen()?;
    let mut server = prefixed("backend", &mut server)?;
    let mut trunk = match prefixed("trunk  ", &mut trunk) {
        Ok(trunk) => trunk,
        Err(error) => {
            child::stop(&mut server)?;
            return Err(error);
        }
    };
    println!("\n  The shop, reloading on every edit, restyled as a sheet is saved:  http://127.0.0.1:{TRUNK_PORT}");
    println!("  Ctrl+C stops it.\n");
    together(&mut server, &mut trunk, &interrupt)
}

/// When one ends, the other is ended.
fn together(server: &mut Child, trunk: &mut Child, interrupt: &Interrupt) -> Result<ExitCode> {
    loop {
        if interrupt.came() {
            child::stop(server)?;
            child::stop(trunk)?;
            return Ok(ExitCode::SUCCESS);
        }
        if let Some(status) = try_wait(server)? {
            println!("The backend ended ({status}); trunk is stopped too.");
            child::stop(trunk)?;
            return Ok(child::exit_code(status));
        }
        if let Some(status) = try_wait(trunk)? {
            println!("trunk ended ({status}); the backend is stopped too.");
            child::stop(server)?;
            return Ok(child::exit_code(status));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Trunk takes its proxies from Trunk.toml alone: better to say so than to serve a page that
/// finds no API.
fn proxied_port(ws: &Workspace, port: u16) -> Result {
    let config = fs::read_to_string(ws.root.join("Trunk.toml")).unwrap_or_default();
    if names_port(&config, port) {
        return Ok(());
    }
    Err(Error::new(format!(
        "Trunk.toml sends /api to another port than {port}: change its [[proxy]] lines, or leave \
         `--port` away."
    )))
}

fn names_port(config: &str, port: u16) -> bool {
    let wanted = format!(":{port}");
    config.lines().any(|line| {
        line.trim_start().starts_with("backend")
            && line
                .match_indices(&wanted)
                .any(|(at, _)| !line[at + wanted.len()..].starts_with(|next: char| next.is_ascii_digit()))
    })
}

/// Starts `command` with `name` before each of its lines.
fn prefixed(name: &'static str, command: &mut Command) -> Result<Child> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_run(command, &error))?;
    if let Some(out) = child.stdout.take() {
        copy_lines(name, out);
    }
    if let Some(err) = child.stderr.take() {
        copy_lines(name, err);
    }
    Ok(child)
}

fn copy_lines(name: &'static str, from: impl Read + Send + 'static) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(std::result::Result::ok) {
            println!("{name} │ {}", String::from_utf8_lossy(&line));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxied_port_is_found() {
        let config = "[serve]\nport = 8081\n[[proxy]]\nbackend = \"http://127.0.0.1:8080/api\"\n";
        assert!(names_port(config, 8080));
        assert!(!names_port(config, 8081), "the page's own port is no proxy");
        assert!(!names_port(config, 808), "not a part of a longer number");
    }
}
