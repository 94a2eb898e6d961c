//! `cargo xtask films`: the demo films, rendered again from their scenes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::FilmsFlags;
use crate::error::{Context, Result};
use crate::job::{step, stream};
use crate::workspace::Workspace;

/// Renders one film or all, in a Python environment of its own.
pub fn films(ws: &Workspace, flags: &FilmsFlags) -> Result {
    let python = environment(ws)?;
    let mut render = Command::new(python);
    render.current_dir(&ws.root).arg("demo/films/render.py");
    match &flags.name {
        Some(name) => render.args(["film", name]),
        None => render.arg("all"),
    };
    stream(&mut render)
}

/// The environment's interpreter; made, and filled again when the requirements changed.
fn environment(ws: &Workspace) -> Result<PathBuf> {
    let venv = ws.cache.join("films-venv");
    let python = venv.join("bin/python");
    if !python.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&venv);
        step(ws, "Making a Python environment for the films", "films-venv", &mut make)?;
    }
    let list = ws.root.join("demo/films/requirements.txt");
    let wanted = read(&list)?;
    let installed = venv.join("vitrine-requirements.txt");
    if fs::read_to_string(&installed).is_ok_and(|known| known == wanted) {
        return Ok(python);
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "-r"]).arg(&list);
    step(ws, "Installing what the films are rendered with", "films-pip", &mut pip)?;
    fs::write(&installed, wanted).context(|| format!("{} can't be written to", venv.display()))?;
    Ok(python)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).context(|| format!("{} can't be read", file.display()))
}
