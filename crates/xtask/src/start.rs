//! `cargo xtask start`: from a fresh clone to an open shop.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crate::assemble::assemble;
use crate::backend::{self, Serve};
use crate::checks;
use crate::child::{self, Interrupt};
use crate::cli::StartFlags;
use crate::error::Result;
use crate::progress::{Step, seconds};
use crate::workspace::Workspace;

/// The cards every sandbox payment understands, and what they do.
const CARDS: [(&str, &str); 4] = [
    ("4242 4242 4242 4242", "pays"),
    ("4000 0025 0000 3155", "asks for 3-D Secure"),
    ("4000 0000 0000 0002", "is declined"),
    ("4000 0000 0000 9995", "has insufficient funds"),
];

/// Checks, builds, serves; returns when the server ends.
pub fn start(ws: &Workspace, flags: &StartFlags) -> Result<ExitCode> {
    let begun = Instant::now();
    checks::port_free(flags.port)?;
    checks::rustc()?;
    checks::c_compiler()?;
    checks::disk_space(ws)?;
    let data = checks::data_folder(ws, flags.data.as_deref())?;
    if flags.fresh {
        checks::delete_data(&data)?;
    }

    let built = assemble(ws)?;
    let interrupt = Interrupt::listen()?;
    let serve = Serve { port: flags.port, data: &data, dist: &built.dist, day_seconds: flags.day_seconds };
    let opening = Step::begin("Opening the shop", Instant::now(), !ws.verbose);
    let mut server = backend::start(ws, &mut backend::serve(ws, &built.backend, &serve))?;
    match backend::wait_ready(ws, &mut server, flags.port, &interrupt) {
        Ok(true) => opening.done(),
        Ok(false) => {
            opening.failed();
            return Ok(ExitCode::SUCCESS);
        }
        Err(error) => {
            opening.failed();
            return Err(error);
        }
    }
    println!("{}", welcome(ws, flags, &data, begun.elapsed()));
    let status = child::supervise(&mut server, &interrupt)?;
    println!("\nThe shop is closed.");
    Ok(child::exit_code(status))
}

fn welcome(ws: &Workspace, flags: &StartFlags, data: &Path, time: Duration) -> String {
    let cards: String = CARDS.iter().map(|(number, does)| format!("    {number}   {does}\n")).collect();
    let log = if ws.verbose { String::new() } else { format!("\n  Log: {}", ws.show(&ws.log("backend"))) };
    format!(
        "\n  Vitrine is open:  http://127.0.0.1:{}\n\
         \x20 Ready in {}. A day of shipping passes in {} s.\n\n\
         \x20 Cards to try, with any name, future date and security code:\n{cards}\n\
         \x20 Data: {} (`--fresh` starts over){log}\n\n\
         \x20 Ctrl+C stops it.",
        flags.port,
        seconds(time),
        flags.day_seconds,
        ws.show(data),
    )
}
