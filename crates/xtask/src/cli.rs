//! The commands and their flags.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Everything this repository can be asked to do.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub struct Cli {
    /// Show the output of every tool as it runs, instead of keeping it in target/xtask-logs.
    #[arg(long, global = true)]
    pub verbose: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One task.
#[derive(Subcommand)]
pub enum Command {
    /// Build the shop and open it: the whole product from a fresh clone.
    Start(StartFlags),
    /// Backend and `trunk serve` side by side; an edit reloads the page.
    Dev(DevFlags),
    /// Everything that must hold before a change goes in.
    Test(TestFlags),
    /// House rules that no compiler knows: import arrows, design tokens, file size.
    Lint,
    /// Take pictures of every screen into screens/.
    Screens,
    /// Measure the built shop.
    Bench(BenchFlags),
    /// Render the demo films again (Blender as a Python module; slow).
    Films(FilmsFlags),
}

/// Flags of `start`.
#[derive(Args)]
pub struct StartFlags {
    /// Port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Folder of the database and of uploads [default: .vitrine/data in the repository].
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Delete the data folder first: orders, bags and uploads start over.
    #[arg(long)]
    pub fresh: bool,
    /// Seconds that stand for one day of a simulated shipment.
    #[arg(long, default_value_t = 20)]
    pub day_seconds: u32,
}

/// Flags of `dev`.
#[derive(Args)]
pub struct DevFlags {
    /// Port of the backend on 127.0.0.1; Trunk.toml must send /api to the same one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
}

/// Flags of `test`.
#[derive(Args)]
pub struct TestFlags {
    /// Run these parts alone, e.g. `--only fmt,lint`.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub only: Vec<Part>,
    /// Run what takes long instead: requests made from the API's description, property tests with many
    /// more cases, fuzzing, Stripe's calls against localstripe.
    #[arg(long)]
    pub long: bool,
    /// How long each fuzz target runs, in seconds.
    #[arg(long, default_value_t = 60)]
    pub fuzz_seconds: u32,
}

/// A part of the test command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Formatting.
    Fmt,
    /// Clippy for the host and for wasm32.
    Clippy,
    /// House rules.
    Lint,
    /// Tests that run on this machine.
    Host,
    /// The backend's tests once more, on a PostgreSQL of their own.
    Postgres,
    /// Unit tests inside a browser.
    Wasm,
    /// Journeys of a shopper through the built shop.
    E2e,
    /// Long: requests made from the API's description.
    Schemathesis,
    /// Long: property tests with many more cases.
    Properties,
    /// Long: cargo-fuzz.
    Fuzz,
    /// Long: what the shop says to Stripe, heard by localstripe.
    Localstripe,
}

impl Part {
    /// Whether `test` leaves it out unless it is asked for.
    pub fn is_long(self) -> bool {
        matches!(self, Self::Schemathesis | Self::Properties | Self::Fuzz | Self::Localstripe)
    }
}

impl TestFlags {
    /// Whether a part is to run.
    pub fn wants(&self, part: Part) -> bool {
        if self.only.is_empty() { part.is_long() == self.long } else { self.only.contains(&part) }
    }
}

/// Flags of `bench`.
#[derive(Args)]
pub struct BenchFlags {
    /// Which measurement; all of them when left out.
    #[arg(value_enum)]
    pub name: Option<Measurement>,
    /// What is passed on to the harness of `feed` or `backend`, as `-- --quick`.
    #[arg(last = true)]
    pub more: Vec<String>,
}

/// What `bench` can measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Measurement {
    /// Bytes of the program a shopper downloads.
    Size,
    /// The feed beside a hand-written page: start, swipes, taps, memory.
    Feed,
    /// Checkouts per second that the backend settles.
    Checkout,
    /// The backend over HTTP under load, against bars.
    Backend,
}

/// Flags of `films`.
#[derive(Args)]
pub struct FilmsFlags {
    /// One film by name; all of them when left out.
    pub name: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn parts_are_given_as_one_list() {
        let cli = Cli::parse_from(["xtask", "test", "--only", "fmt,lint"]);
        let Command::Test(flags) = cli.command else { panic!("not the test command") };
        assert_eq!(flags.only, [Part::Fmt, Part::Lint]);
    }

    #[test]
    fn what_takes_long_runs_when_it_is_asked_for() {
        let wants = |words: &[&str], part: Part| {
            let cli = Cli::parse_from(["xtask", "test"].iter().chain(words));
            let Command::Test(flags) = cli.command else { panic!("not the test command") };
            flags.wants(part)
        };
        assert!(wants(&[], Part::Host) && !wants(&[], Part::Fuzz));
        assert!(wants(&["--long"], Part::Fuzz) && !wants(&["--long"], Part::Host));
        assert!(wants(&["--only", "fuzz"], Part::Fuzz) && !wants(&["--only", "fuzz"], Part::Schemathesis));
    }

    #[test]
    fn start_works_without_flags() {
        let cli = Cli::parse_from(["xtask", "start"]);
        let Command::Start(flags) = cli.command else { panic!("not the start command") };
        assert_eq!((flags.port, flags.day_seconds, flags.fresh), (8080, 20, false));
    }
}
