//! Python environments in the user's cache, one for each thing that needs Python.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::error::{Context, Result};
use crate::job::step;
use crate::workspace::Workspace;

/// The interpreter of the environment `name`; made, and filled again when `list`, a file of requirements
/// in the repository, changed.
///
/// # Errors
/// When there is no Python, or a package can't be had.
pub fn environment(ws: &Workspace, name: &str, list: &str) -> Result<PathBuf> {
    let venv = ws.cache.join(format!("{name}-venv"));
    let python = venv.join("bin/python");
    if !python.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&venv);
        step(ws, &format!("Making a Python environment ({name})"), &format!("{name}-venv"), &mut make)?;
    }
    let list = ws.root.join(list);
    let wanted = fs::read_to_string(&list).context(|| format!("{} can't be read", list.display()))?;
    let installed = venv.join("vitrine-requirements.txt");
    if fs::read_to_string(&installed).is_ok_and(|known| known == wanted) {
        return Ok(python);
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "-r"]).arg(&list);
    step(ws, &format!("Installing Python packages ({name})"), &format!("{name}-pip"), &mut pip)?;
    fs::write(&installed, wanted).context(|| format!("{} can't be written to", venv.display()))?;
    Ok(python)
}
