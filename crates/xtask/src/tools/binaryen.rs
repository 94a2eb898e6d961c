//! wasm-opt, from binaryen's npm package. It takes about a third off the wasm; a machine without
//! node goes on without it.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::{Context, Result};
use crate::job::{capture, step};
use crate::progress::note;
use crate::workspace::{Workspace, which};

const VERSION: &str = "132.0.0";

/// Stands in for wasm-opt: trunk calls it with `--output=FILE … INPUT`, and would download one
/// if it found none. Options are skipped, the input is copied as it is.
const PASS_THROUGH: &str = r#"#!/bin/sh
# No node on this machine: the wasm is passed on as it came.
output='' input=''
while [ $# -gt 0 ]; do
  case $1 in
    --version) echo 'wasm-opt version 0 (passes its input on)'; exit 0 ;;
    --output=*) output=${1#--output=} ;;
    -o | --output) shift; output=$1 ;;
    -*) ;;
    *) input=$1 ;;
  esac
  shift
done
[ "$input" = "$output" ] || cp -- "$input" "$output"
"#;

/// The folder that holds a `wasm-opt`, and what stands there, for the build's stamp.
pub fn ready(ws: &Workspace) -> Result<(PathBuf, String)> {
    let root = ws.cache.join("tools").join(format!("binaryen-{VERSION}"));
    let bin = root.join("bin");
    // Written last, after it has been seen to run.
    if bin.join("wasm-opt").is_file() {
        return Ok((bin, format!("binaryen-{VERSION}")));
    }
    match install(ws, &root) {
        Ok(()) => Ok((bin, format!("binaryen-{VERSION}"))),
        Err(reason) => {
            note(&format!(
                "The WebAssembly is not optimised further: {reason} The shop works, its download \
                 is about a third larger."
            ));
            let bin = ws.cache.join("tools/wasm-opt-none/bin");
            write_program(&bin.join("wasm-opt"), PASS_THROUGH)
                .context(|| format!("{} can't be written", bin.display()))?;
            Ok((bin, "no-wasm-opt".to_owned()))
        }
    }
}

/// The reason when it can't be had.
fn install(ws: &Workspace, root: &Path) -> std::result::Result<(), String> {
    if which("node").is_none() || which("npm").is_none() {
        return Err("node and npm are not on this machine.".to_owned());
    }
    fs::create_dir_all(root).map_err(|error| format!("{}: {error}.", root.display()))?;
    let mut npm = Command::new("npm");
    npm.current_dir(root).args(["install", "--no-audit", "--no-fund", "--no-save", "--prefix"]);
    npm.arg(root).arg(format!("binaryen@{VERSION}"));
    step(ws, "Fetching wasm-opt (once a machine)", "install-binaryen", &mut npm).map_err(|error| error.to_string())?;

    let script = root.join("node_modules/binaryen/bin/wasm-opt");
    if capture(Command::new("node").arg(&script).arg("--version")).is_none() {
        return Err("the wasm-opt from npm does not run on this machine's node.".to_owned());
    }
    let wrapper = format!("#!/bin/sh\nexec node {} \"$@\"\n", quoted(&script));
    write_program(&root.join("bin/wasm-opt"), &wrapper).map_err(|error| format!("{error}."))
}

fn write_program(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755))
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stand_in_copies_its_input() {
        let folder = std::env::temp_dir().join(format!("vitrine-xtask-opt-{}", std::process::id()));
        let program = folder.join("wasm-opt");
        write_program(&program, PASS_THROUGH).expect("temp is writable");
        fs::write(folder.join("in.wasm"), "wasm").expect("temp is writable");

        let mut run = Command::new("sh");
        run.arg(&program).arg(format!("--output={}", folder.join("out.wasm").display()));
        run.arg("-Oz").arg(folder.join("in.wasm")).arg("--enable-bulk-memory");
        assert!(run.status().expect("sh runs").success());
        assert_eq!(fs::read_to_string(folder.join("out.wasm")).expect("written"), "wasm");

        let version = capture(Command::new("sh").arg(&program).arg("--version"));
        // Trunk takes the third word.
        assert_eq!(version.unwrap_or_default().split(' ').nth(2), Some("0"));
        fs::remove_dir_all(&folder).expect("ours");
    }

    #[test]
    fn paths_survive_the_shell() {
        assert_eq!(quoted(Path::new("/a b/it's")), r"'/a b/it'\''s'");
    }
}
