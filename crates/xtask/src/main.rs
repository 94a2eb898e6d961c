//! What people run in this repository: `cargo xtask start | dev | test | lint | screens | bench | films`.

mod assemble;
mod backend;
mod bench;
mod bundle;
mod checks;
mod child;
mod cli;
mod compress;
mod dev;
mod error;
mod films;
mod http;
mod job;
mod lint;
mod progress;
mod python;
mod spa;
mod stamp;
mod start;
mod styles;
mod suite;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Command};
use workspace::Workspace;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n✗ {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> error::Result<ExitCode> {
    let ws = Workspace::locate(cli.verbose)?;
    match cli.command {
        Command::Start(flags) => start::start(&ws, &flags),
        Command::Dev(flags) => dev::dev(&ws, &flags),
        Command::Test(flags) => Ok(suite::test(&ws, &flags)),
        Command::Lint => lint::lint(&ws).map(|()| ExitCode::SUCCESS),
        Command::Screens => suite::screens(&ws).map(|()| ExitCode::SUCCESS),
        Command::Bench(flags) => bench::bench(&ws, &flags).map(|()| ExitCode::SUCCESS),
        Command::Films(flags) => films::films(&ws, &flags).map(|()| ExitCode::SUCCESS),
    }
}
