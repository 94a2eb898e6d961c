//! How many files and connections a process may have open.

/// Raises this process's soft limit, which its children inherit, as far as the hard limit lets it.
///
/// # Errors
/// A sentence that says why fewer than `wanted` can be had.
#[cfg(unix)]
pub(super) fn allow(wanted: u64) -> Result<(), String> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= wanted) {
        return Ok(());
    }
    if let Some(hard) = maximum.filter(|hard| *hard < wanted) {
        return Err(format!("{wanted} open files are needed, and the hard limit is {hard}; raise it with ulimit -Hn"));
    }
    setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })
        .map_err(|e| format!("the limit of open files can't be raised to {wanted}: {e}"))
}

/// Where there is no such limit.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub(super) fn allow(_wanted: u64) -> Result<(), String> {
    Ok(())
}
