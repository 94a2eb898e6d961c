//! Servers that run until they are stopped: ending them gently and passing on how they ended.

use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::error::{Context, Result};

/// How long a server may take to put its work away.
const PATIENCE: Duration = Duration::from_secs(10);

/// A process has one handler; whoever listens later shares it.
static LISTENING: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Whether Ctrl+C (or a termination signal) has come.
#[derive(Clone)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// From now on a signal ends this program's children first, and then it.
    pub fn listen() -> Result<Self> {
        if let Some(known) = Self::known() {
            return Ok(known);
        }
        let flag = Arc::new(AtomicBool::new(false));
        let raised = Arc::clone(&flag);
        ctrlc::set_handler(move || raised.store(true, Ordering::SeqCst))
            .context(|| "Ctrl+C can't be listened to".to_owned())?;
        Ok(Self(Arc::clone(LISTENING.get_or_init(|| flag))))
    }

    /// What listens already, if anything does.
    pub fn known() -> Option<Self> {
        LISTENING.get().cloned().map(Self)
    }

    /// True once the signal has come.
    pub fn came(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Waits until `child` ends by itself or a signal asks it to.
pub fn supervise(child: &mut Child, interrupt: &Interrupt) -> Result<ExitStatus> {
    loop {
        if let Some(status) = try_wait(child)? {
            return Ok(status);
        }
        if interrupt.came() {
            return stop(child);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Asks `child` to end, and insists after a while.
pub fn stop(child: &mut Child) -> Result<ExitStatus> {
    let asked = Instant::now();
    ask_to_end(child.id());
    while asked.elapsed() < PATIENCE {
        if let Some(status) = try_wait(child)? {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    child.wait().context(|| "A child process can't be waited for".to_owned())
}

/// Ends the leader of a process group and everything it started, without asking.
pub fn end_group(leader: &mut Child) {
    let group = format!("-{}", leader.id());
    let _ = Command::new("kill").args(["-KILL", "--", &group]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    // Where it leads none.
    let _ = leader.kill();
    let _ = leader.wait();
}

/// `child`'s end, if it has come.
pub fn try_wait(child: &mut Child) -> Result<Option<ExitStatus>> {
    child.try_wait().context(|| "A child process can't be waited for".to_owned())
}

/// The exit code that says the same as `status`.
pub fn exit_code(status: ExitStatus) -> ExitCode {
    match status.code() {
        Some(code) => ExitCode::from(u8::try_from(code & 0xff).unwrap_or(1)),
        None => ExitCode::FAILURE,
    }
}

/// A termination signal through `kill`: std sends only the one that can't be handled, and raw
/// system calls would need unsafe code.
fn ask_to_end(id: u32) {
    let _ = Command::new("kill").args(["-TERM", &id.to_string()]).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::os::unix::process::CommandExt;

    #[test]
    fn a_child_is_asked_before_it_is_made_to() {
        let script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done";
        let mut child = Command::new("sh").args(["-c", script]).stdout(Stdio::piped()).spawn().expect("sh runs");
        let mut ready = [0; 5];
        let mut out = child.stdout.take().expect("piped");
        out.read_exact(&mut ready).expect("it says when the trap is set");
        let status = stop(&mut child).expect("it ends");
        assert_eq!(status.code(), Some(7));
    }

    #[test]
    fn a_group_ends_with_its_leader() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 30 & echo ready; wait"]).stdout(Stdio::piped()).process_group(0);
        let mut leader = command.spawn().expect("sh runs");
        let mut out = leader.stdout.take().expect("piped");
        out.read_exact(&mut [0; 5]).expect("it says when the other has been started");
        let asked = Instant::now();
        end_group(&mut leader);
        // The pipe is closed when neither of them holds it any more.
        out.read_to_end(&mut Vec::new()).expect("the pipe ends");
        assert!(asked.elapsed() < Duration::from_secs(15), "what it started went on");
    }
}
