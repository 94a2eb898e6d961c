//! `cargo xtask films`: the demo films, rendered again from their scenes.

use std::process::Command;

use crate::cli::FilmsFlags;
use crate::error::Result;
use crate::job::stream;
use crate::python;
use crate::workspace::Workspace;

/// Renders one film or all, in a Python environment of its own.
pub fn films(ws: &Workspace, flags: &FilmsFlags) -> Result {
    let python = python::environment(ws, "films", "demo/films/requirements.txt")?;
    let mut render = Command::new(python);
    render.current_dir(&ws.root).arg("demo/films/render.py");
    match &flags.name {
        Some(name) => render.args(["film", name]),
        None => render.arg("all"),
    };
    stream(&mut render)
}
