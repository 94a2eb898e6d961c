//! Running other programs: as a quiet step with a log, or with their output on the terminal.

use std::fs::{self, File};
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::child::{Interrupt, end_group, supervise, try_wait};
use crate::error::{Context, Error, Result};
use crate::progress::Step;
use crate::workspace::{Workspace, which};

/// How much of a failed step's output is shown.
const TAIL_LINES: usize = 40;

/// A step that has been started and may run beside others until it is waited for.
pub struct Job<'ws> {
    ws: &'ws Workspace,
    label: String,
    log: PathBuf,
    started: Instant,
    child: Child,
    /// It runs beside other work, in a process group of its own.
    beside: bool,
    finished: bool,
}

impl<'ws> Job<'ws> {
    /// Starts `command`; its output goes to the log `name` (to the terminal when verbose).
    pub fn spawn(ws: &'ws Workspace, label: &str, name: &str, command: &mut Command) -> Result<Self> {
        let log = ws.log(name);
        if !ws.verbose {
            let (out, err) = open_log(&log)?;
            command.stdout(out).stderr(err);
        }
        let child = command.stdin(Stdio::null()).spawn().map_err(|e| cannot_run(command, &e))?;
        let (label, started) = (label.to_owned(), Instant::now());
        Ok(Self { ws, label, log, started, child, beside: false, finished: false })
    }

    /// The same beside other work, which goes first: it has the processors when nobody else wants them. From here
    /// on a signal ends this program's children first.
    pub fn spawn_beside(ws: &'ws Workspace, label: &str, name: &str, command: &mut Command) -> Result<Self> {
        Interrupt::listen()?;
        // Who is not waited for any more can be ended with all that it started.
        let mut job = Self::spawn(ws, label, name, yielding(command).process_group(0))?;
        job.beside = true;
        Ok(job)
    }

    /// Waits for the end, shows it, and explains a failure.
    pub fn finish(mut self) -> Result {
        let live = !self.ws.verbose;
        let step = if self.beside {
            // It may have ended long ago: what is told is how long it is waited for.
            Step::begin(&format!("{}: the rest of it", self.label), Instant::now(), live)
        } else {
            Step::begin(&self.label, self.started, live)
        };
        let status = match self.wait() {
            Ok(status) => status,
            Err(error) => {
                step.failed();
                return Err(error);
            }
        };
        self.finished = true;
        if status.success() {
            step.done();
            return Ok(());
        }
        step.failed();
        if self.ws.verbose {
            return Err(Error::new(format!("“{}” failed; its output is above.", self.label)));
        }
        let text = read_log(&self.log);
        eprintln!("{}", tail(&text, TAIL_LINES));
        let advice = explain(&text).unwrap_or("The last lines are above.");
        let (label, log) = (&self.label, self.ws.show(&self.log));
        Err(Error::new(format!("“{label}” failed (everything it said is in {log}). {advice}")))
    }
}

impl Job<'_> {
    fn wait(&mut self) -> Result<ExitStatus> {
        let Some(interrupt) = Interrupt::known().filter(|_| self.beside) else {
            return self.child.wait().context(|| format!("Waiting for “{}”", self.label));
        };
        // What a terminal sends doesn't reach its group.
        loop {
            if let Some(status) = try_wait(&mut self.child)? {
                return Ok(status);
            }
            if interrupt.came() {
                return Err(Error::new(format!("“{}” was stopped.", self.label)));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Job<'_> {
    fn drop(&mut self) {
        // Another step failed first: nobody waits for this one any more.
        if self.finished {
            return;
        }
        if self.beside {
            end_group(&mut self.child);
        } else {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// `command` at the lowest priority, where the machine has the program for it.
fn yielding(command: &Command) -> Command {
    let mut nice = match which("nice") {
        Some(program) => {
            let mut nice = Command::new(program);
            nice.args(["-n", "19"]).arg(command.get_program());
            nice
        }
        None => Command::new(command.get_program()),
    };
    nice.args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        nice.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => nice.env(name, value),
            None => nice.env_remove(name),
        };
    }
    nice
}

/// Runs `command` as one quiet step.
pub fn step(ws: &Workspace, label: &str, name: &str, command: &mut Command) -> Result {
    Job::spawn(ws, label, name, command)?.finish()
}

/// Runs `command` with its output on the terminal, after saying what is run. Where a signal is listened to
/// it ends `command`, and the caller puts away what it holds.
pub fn stream(command: &mut Command) -> Result {
    let line = describe(command);
    println!("$ {line}");
    let status = match Interrupt::known() {
        Some(interrupt) => {
            let mut child = command.spawn().map_err(|e| cannot_run(command, &e))?;
            supervise(&mut child, &interrupt)?
        }
        None => command.status().map_err(|e| cannot_run(command, &e))?,
    };
    check(status, &line)
}

/// What `command` prints, trimmed; `None` when it can't be run or fails.
pub fn capture(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Opens a fresh log for both output streams of a child.
pub fn open_log(log: &Path) -> Result<(File, File)> {
    let open = || -> io::Result<(File, File)> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let out = File::create(log)?;
        let err = out.try_clone()?;
        Ok((out, err))
    };
    open().context(|| format!("The log {} can't be written", log.display()))
}

/// The last `lines` lines of `text`.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}

/// A log's text; tools are not bound to write UTF-8.
pub fn read_log(log: &Path) -> String {
    fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// An error for a program that could not even be started.
pub fn cannot_run(command: &Command, error: &io::Error) -> Error {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        io::ErrorKind::NotFound => Error::new(format!("`{program}` is not on this machine's PATH: install it first.")),
        _ => Error::new(format!("`{program}` can't be run: {error}.")),
    }
}

fn check(status: ExitStatus, line: &str) -> Result {
    if status.success() { Ok(()) } else { Err(Error::new(format!("`{line}` ended with {status}."))) }
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Turns a tool's well-known complaint into what to do about it.
pub fn explain(log: &str) -> Option<&'static str> {
    const NETWORK: [&str; 9] = [
        "Could not resolve host",
        "Couldn't resolve host",
        "Temporary failure in name resolution",
        "failed to lookup address",
        "Network is unreachable",
        "spurious network error",
        "ENOTFOUND",
        "EAI_AGAIN",
        "Could not connect",
    ];
    let says = |needles: &[&str]| needles.iter().any(|needle| log.contains(needle));
    if says(&["No space left on device", "disk is full"]) {
        Some("The disk is full: free some space and run the same command again.")
    } else if says(&NETWORK) {
        Some(
            "The network can't be reached: run the same command again when online; \
             what is built already is kept.",
        )
    } else if says(&["linker `cc` not found", "failed to find tool \"cc\""]) {
        Some("A C compiler is missing: `apt-get install build-essential`.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_the_end() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a", 40), "a");
        assert_eq!(tail("", 40), "");
    }

    #[test]
    fn known_complaints_become_advice() {
        let offline = "warning: spurious network error (3 tries remaining)";
        assert!(explain(offline).is_some_and(|text| text.contains("when online")));
        let full = "error: No space left on device (os error 28)";
        assert!(explain(full).is_some_and(|text| text.contains("free some space")));
        assert_eq!(explain("error[E0308]: mismatched types"), None);
    }

    #[test]
    fn what_yields_is_the_same_command() {
        let mut command = Command::new("sh");
        command.args(["-c", r#"test "$KEPT" = kept && test -z "$CARGO_MANIFEST_DIR" && test "$(pwd)" = / && nice"#]);
        // Cargo gives its tests the second one.
        command.current_dir("/").env("KEPT", "kept").env_remove("CARGO_MANIFEST_DIR");
        assert_eq!(capture(&mut yielding(&command)).as_deref(), Some("19"));
    }

    #[test]
    fn a_missing_program_is_named() {
        let mut command = Command::new("no-such-program-anywhere");
        let error = stream(&mut command).expect_err("it does not exist");
        assert!(error.to_string().contains("no-such-program-anywhere"));
    }
}
