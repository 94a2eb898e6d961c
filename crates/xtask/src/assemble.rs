//! The whole product as shoppers get it: release SPA and release backend.

use std::path::PathBuf;

use crate::error::Result;
use crate::workspace::Workspace;
use crate::{backend, spa, tools};

/// From this many processors on, backend and SPA are built at once. Below, it saves no time and
/// two compilers need twice the memory.
const ENOUGH_PROCESSORS: usize = 4;

/// What stands after a build.
pub struct Built {
    /// The backend's program.
    pub backend: PathBuf,
    /// The SPA's folder.
    pub dist: PathBuf,
}

/// Builds what changed.
pub fn assemble(ws: &Workspace) -> Result<Built> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    if processors >= ENOUGH_PROCESSORS {
        let backend = backend::build(ws)?;
        spa::build(ws, &tools::toolbox(ws)?)?;
        backend.finish()?;
    } else {
        spa::build(ws, &tools::toolbox(ws)?)?;
        backend::build(ws)?.finish()?;
    }
    Ok(Built { backend: backend::binary(ws, true), dist: ws.dist() })
}
