//! What must be true before anything is built; each failure says what to do.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Context, Error, Result};
use crate::job::capture;
use crate::workspace::{Workspace, which};

/// The oldest compiler the workspace builds with (`rust-version` in Cargo.toml).
const OLDEST_RUSTC: (u32, u32) = (1, 95);

/// What one release build of everything takes, with its tools.
const NEEDED_KIB: u64 = 3 * 1024 * 1024;

/// The file by which a data folder is known to be ours.
const DATABASE: &str = "vitrine.sqlite";

/// The port can be listened on.
pub fn port_free(port: u16) -> Result {
    TcpListener::bind(("127.0.0.1", port)).map(drop).map_err(|error| {
        let other = port.checked_add(10).unwrap_or(8090);
        Error::new(format!(
            "Port {port} on 127.0.0.1 can't be used ({error}): stop the program that has it, \
             or choose another with `--port {other}`."
        ))
    })
}

/// The Rust compiler is there and new enough.
pub fn rustc() -> Result {
    let version = capture(Command::new("rustc").arg("--version"))
        .ok_or_else(|| Error::new("`rustc` can't be run: install Rust (stable) with rustup."))?;
    let (major, minor) = OLDEST_RUSTC;
    match parse_rustc(&version) {
        Some(found) if found < OLDEST_RUSTC => {
            Err(Error::new(format!("{version} is too old, {major}.{minor} is needed: run `rustup update stable`.")))
        }
        _ => Ok(()),
    }
}

/// A C compiler is there: it links every program, and SQLite is compiled with it.
pub fn c_compiler() -> Result {
    if which("cc").is_some() {
        return Ok(());
    }
    Err(Error::new(
        "No C compiler (`cc`) was found: run `apt-get install build-essential` \
         (on macOS `xcode-select --install`).",
    ))
}

/// There is room for a build. Nobody is turned away whose build already stands.
pub fn disk_space(ws: &Workspace) -> Result {
    if ws.dist().join("index.html").exists() && crate::backend::binary(ws, true).exists() {
        return Ok(());
    }
    let folder = nearest_existing(&ws.target);
    let report = capture(Command::new("df").arg("-Pk").arg(folder));
    match report.as_deref().and_then(parse_df) {
        Some(free) if free < NEEDED_KIB => Err(Error::new(format!(
            "Only {:.1} GB are free in {}, a build takes 3 GB: free some space, or set \
             CARGO_TARGET_DIR to a folder on a larger disk.",
            free as f64 / (1024.0 * 1024.0),
            folder.display()
        ))),
        _ => Ok(()),
    }
}

/// The data folder: the one asked for (relative to where the person stands), else the usual one.
pub fn data_folder(ws: &Workspace, asked: Option<&Path>) -> Result<PathBuf> {
    match asked {
        Some(path) => std::path::absolute(path).context(|| format!("{} is not a folder", path.display())),
        None => Ok(ws.root.join(".vitrine/data")),
    }
}

/// Empties the data folder; refuses where it does not look like ours.
pub fn delete_data(data: &Path) -> Result {
    if !data.exists() {
        return Ok(());
    }
    let entries = || format!("{} can't be read", data.display());
    let empty = fs::read_dir(data).context(entries)?.next().is_none();
    if !empty && !data.join(DATABASE).is_file() {
        return Err(Error::new(format!(
            "{} holds no {DATABASE}, so it may be somebody else's folder: delete it yourself, \
             or give another with `--data`.",
            data.display()
        )));
    }
    fs::remove_dir_all(data).context(|| format!("{} can't be deleted", data.display()))
}

/// Whether this runs as root (asked from `id`: std does not know).
pub fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).as_deref() == Some("0")
}

fn parse_rustc(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix("rustc ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// The free KiB in what `df -Pk` prints: the fourth column of the second line.
fn parse_df(text: &str) -> Option<u64> {
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

fn nearest_existing(path: &Path) -> &Path {
    path.ancestors().find(|folder| folder.exists()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(parse_rustc("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
        assert_eq!(parse_rustc("rustc 1.100.0-nightly"), Some((1, 100)));
        assert_eq!(parse_rustc("gcc 12"), None);
        assert!(parse_rustc("rustc 1.94.2").is_some_and(|found| found < OLDEST_RUSTC));
    }

    #[test]
    fn free_space_is_the_fourth_column() {
        let report = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                      overlay 100 40 2097152 40% /\n";
        assert_eq!(parse_df(report), Some(2_097_152));
        assert_eq!(parse_df("nonsense"), None);
    }

    #[test]
    fn a_taken_port_names_the_flag() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
        let port = taken.local_addr().expect("it has an address").port();
        let error = port_free(port).expect_err("it is taken").to_string();
        assert!(error.contains(&port.to_string()) && error.contains("--port"), "{error}");
    }

    #[test]
    fn only_our_own_data_is_deleted() {
        let data = std::env::temp_dir().join(format!("vitrine-xtask-data-{}", std::process::id()));
        assert_eq!(delete_data(&data), Ok(()), "nothing there is fine");
        fs::create_dir_all(&data).expect("temp is writable");
        fs::write(data.join("letter.txt"), "dear diary").expect("temp is writable");
        assert!(delete_data(&data).is_err());
        assert!(data.join("letter.txt").exists());
        fs::write(data.join(DATABASE), "").expect("temp is writable");
        assert_eq!(delete_data(&data), Ok(()));
        assert!(!data.exists());
    }
}
