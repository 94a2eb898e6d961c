//! Flags of `orders` and `merchant-key`.

use crate::config::DatabaseArgs;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use vitrine_api::{MissingAnswer, SplitLine};

/// `orders`.
#[derive(Debug, Args)]
pub struct OrdersArgs {
    /// Folder of the database.
    #[arg(long, global = true, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Print JSON instead of tables.
    #[arg(long, global = true)]
    pub json: bool,
    /// Act as this merchant: see and change only what it sells.
    #[arg(long, global = true, value_name = "MERCHANT")]
    pub merchant: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What can be done with orders.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// List orders, newest first.
    #[command(after_help = "Example:\n  vitrine-backend orders list --merchant halm --limit 50")]
    List {
        /// How many, 1 to 500.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
        limit: u16,
    },
    /// Show an order with its lines, parcels and returns.
    #[command(after_help = "Example:\n  vitrine-backend orders show V-7KQ2M-X4RTB")]
    Show {
        /// Its number or its id.
        order: String,
    },
    /// Note who carries a parcel and under which number; Shippo tells of it from then on.
    #[command(
        after_help = "Example:\n  vitrine-backend orders fulfill 0198f2… dhl_express JD014600003 --name 'DHL Express'"
    )]
    Fulfill {
        /// The parcel's id, as `show` prints it.
        parcel: String,
        /// The carrier's code at Shippo.
        carrier: String,
        /// The code on the label.
        number: String,
        /// The carrier's name for people; its code when absent.
        #[arg(long)]
        name: Option<String>,
        /// Print what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Put pieces of a parcel into a second one.
    #[command(after_help = "Example, one piece of one line:\n  vitrine-backend orders split 0198f2… --line 0198f3…=1")]
    Split {
        /// The parcel's id, as `show` prints it.
        parcel: String,
        /// A line of the order and how many pieces of it go into the second parcel; may be given several times.
        #[arg(long = "line", required = true, value_name = "LINE=PIECES", value_parser = split_line)]
        lines: Vec<SplitLine>,
        /// Print what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Send money back, never more than was paid and hasn't gone back.
    #[command(
        after_help = "Example, 5 euros:\n  vitrine-backend orders refund V-7KQ2M-X4RTB --amount 500 --key ticket-17"
    )]
    Refund {
        /// The order's number or id.
        order: String,
        /// Minor units: 500 is 5 euros, or 500 yen.
        #[arg(long, required_unless_present = "all", conflicts_with = "all",
            value_parser = clap::value_parser!(i64).range(1..))]
        amount: Option<i64>,
        /// All that hasn't gone back yet.
        #[arg(long)]
        all: bool,
        /// A name for this intent: the same key again does nothing more.
        #[arg(long)]
        key: String,
        /// Print what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Answer a shopper's wish to send goods back.
    #[command(
        after_help = "Example:\n  vitrine-backend orders answer-return 0198f4… accept --reason 'broken in transit'"
    )]
    AnswerReturn {
        /// The return's id, as `show` prints it.
        id: String,
        /// Yes or no.
        answer: YesNo,
        /// Why; kept with the answer.
        #[arg(long)]
        reason: String,
        /// Print what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Answer a shopper's word that a delivered parcel isn't there.
    #[command(
        after_help = "Example:\n  vitrine-backend orders answer-missing 0198f2… resend --reason 'a new one leaves today'"
    )]
    AnswerMissing {
        /// The parcel's id, as `show` prints it.
        parcel: String,
        /// What is done about it.
        answer: MissingDo,
        /// Words for the shopper.
        #[arg(long)]
        reason: String,
        /// Print what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// The answer to a missing parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MissingDo {
    /// Send the same once more.
    Resend,
    /// Send the money back.
    Refund,
    /// Say where it is.
    Found,
}

impl From<MissingDo> for MissingAnswer {
    fn from(what: MissingDo) -> Self {
        match what {
            MissingDo::Resend => Self::Resend,
            MissingDo::Refund => Self::Refund,
            MissingDo::Found => Self::Found,
        }
    }
}

/// The answer to a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// The goods may come back.
    Accept,
    /// They may not.
    Reject,
}

impl Verb {
    /// Whether nothing may be changed.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        match self {
            Self::List { .. } | Self::Show { .. } => true,
            Self::Fulfill { dry_run, .. }
            | Self::Split { dry_run, .. }
            | Self::Refund { dry_run, .. }
            | Self::AnswerReturn { dry_run, .. }
            | Self::AnswerMissing { dry_run, .. } => *dry_run,
        }
    }
}

/// `LINE=PIECES`.
fn split_line(text: &str) -> Result<SplitLine, String> {
    let parts = text.split_once('=').and_then(|(line, pieces)| Some((line, pieces.parse::<u32>().ok()?)));
    match parts {
        Some((line, quantity)) if !line.is_empty() => Ok(SplitLine { order_line_id: line.into(), quantity }),
        _ => Err("write the line's id, = and how many pieces, such as 0198f3…=1".to_owned()),
    }
}

/// `merchant-key`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  vitrine-backend merchant-key halm\n  vitrine-backend merchant-key halm --list\n  \
    vitrine-backend merchant-key halm --revoke mk_0198f2…"
)]
pub struct MerchantKeyArgs {
    /// Folder of the database.
    #[arg(long, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The merchant's id, as in the catalogue's `merchants/*.json`.
    pub merchant: String,
    /// List its keys instead of making one.
    #[arg(long, conflicts_with = "revoke")]
    pub list: bool,
    /// Take a key back for good.
    #[arg(long, value_name = "KEY")]
    pub revoke: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Cli;
    use clap::{CommandFactory, Parser};

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_refund_says_how_much_and_has_a_key() {
        let reads = |words: &[&str]| {
            let all = ["vitrine-backend", "orders", "refund", "V-1"].into_iter().chain(words.iter().copied());
            Cli::try_parse_from(all).is_ok()
        };
        assert!(reads(&["--key", "k", "--all"]) && reads(&["--key", "k", "--amount", "1", "--json"]));
        assert!(!reads(&["--key", "k"]) && !reads(&["--all"]));
        assert!(!reads(&["--key", "k", "--all", "--amount", "1"]) && !reads(&["--key", "k", "--amount", "0"]));
    }

    #[test]
    fn a_line_to_split_off_has_pieces() {
        assert_eq!(split_line("a=2").unwrap().quantity, 2);
        assert!(split_line("a").is_err() && split_line("=1").is_err() && split_line("a=-1").is_err());
    }
}
