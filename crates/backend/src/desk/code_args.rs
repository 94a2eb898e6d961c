//! Flags of `codes`.

use crate::config::DatabaseArgs;
use crate::demo::catalogue::Text;
use crate::demo::promotion::{PromotionFile, Usable};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use vitrine_api::Currency;

/// `codes`.
#[derive(Debug, Args)]
pub struct CodesArgs {
    /// Folder of the database.
    #[arg(long, global = true, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Print JSON instead of tables.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub verb: CodesVerb,
}

/// What can be done with promotion codes.
#[derive(Debug, Subcommand)]
pub enum CodesVerb {
    /// List codes, also those that are over, with how many checkouts hold them and orders used them.
    #[command(after_help = "Example:\n  vitrine-backend codes list --json")]
    List,
    /// Add a code. A serving shop takes it at once; it is never changed afterwards.
    #[command(
        after_help = "Examples:\n  vitrine-backend codes add SPRING27 --label en='Spring 2027' --percent 12.5 --cap EUR=3000 \
        --market DE --usable per-shopper\n  vitrine-backend codes add GIFT-2ND-20 --label en='Gift of 20' --amount EUR=2000 \
        --amount USD=2000 --amount JPY=3000 --usable single-use --dry-run"
    )]
    Add(Box<NewCode>),
    /// End a code for good: bags show it as withdrawn. A checkout that holds it keeps its price until its time is over.
    #[command(after_help = "Example:\n  vitrine-backend codes end SPRING27")]
    End {
        /// The code.
        code: String,
        /// Print what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

impl CodesVerb {
    /// Whether nothing may be changed.
    #[must_use]
    pub fn is_dry_run(&self) -> bool {
        match self {
            Self::List => false,
            Self::Add(new) => new.dry_run,
            Self::End { dry_run, .. } => *dry_run,
        }
    }
}

/// A code to be added.
#[derive(Debug, Args)]
pub struct NewCode {
    /// What people type: 3 to 24 letters, digits and dashes.
    pub code: String,
    /// What it is, in a few words, by language; English is needed, others may follow.
    #[arg(long = "label", required = true, value_name = "LANG=WORDS", value_parser = label)]
    pub labels: Vec<(String, String)>,
    /// The share it takes off, in percent: 15, or 12.5.
    #[arg(long, required_unless_present = "amount", conflicts_with = "amount", value_parser = percent)]
    pub percent: Option<u32>,
    /// The amount it takes off, in minor units; one for each currency it may be used with.
    #[arg(long, value_name = "CURRENCY=AMOUNT", value_parser = amount)]
    pub amount: Vec<(Currency, i64)>,
    /// The most a share takes off, likewise.
    #[arg(long, value_name = "CURRENCY=AMOUNT", value_parser = amount)]
    pub cap: Vec<(Currency, i64)>,
    /// What the goods it is for must cost, likewise.
    #[arg(long, value_name = "CURRENCY=AMOUNT", value_parser = amount)]
    pub minimum: Vec<(Currency, i64)>,
    /// Only this seller's goods.
    #[arg(long)]
    pub merchant: Option<String>,
    /// Only this product; may be given several times.
    #[arg(long = "product", value_name = "PRODUCT")]
    pub products: Vec<String>,
    /// Only in this market; may be given several times.
    #[arg(long = "market", value_name = "MARKET")]
    pub markets: Vec<String>,
    /// From when on, such as 2026-12-01T00:00:00Z; at once when absent.
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Until just before when; for ever when absent.
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// How often it may be used.
    #[arg(long, value_enum)]
    pub usable: HowOften,
    /// Print what would happen and change nothing.
    #[arg(long)]
    pub dry_run: bool,
}

impl NewCode {
    /// The code as a catalogue writes it, its name in capitals.
    #[must_use]
    pub fn file(&self) -> PromotionFile {
        PromotionFile {
            code: self.code.trim().to_ascii_uppercase(),
            label: Text(self.labels.iter().cloned().collect()),
            percent_bp: self.percent,
            cap: self.cap.iter().copied().collect(),
            amount: self.amount.iter().copied().collect(),
            minimum: self.minimum.iter().copied().collect(),
            merchant: self.merchant.clone(),
            products: self.products.clone(),
            markets: self.markets.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            usable: self.usable.into(),
        }
    }
}

/// The flag of a field of the catalogue.
#[must_use]
pub fn flag(field: &str) -> &str {
    match field {
        "code" => "CODE",
        "percent_bp" => "--percent",
        "label" => "--label",
        "amount" => "--amount",
        "cap" => "--cap",
        "minimum" => "--minimum",
        "merchant" => "--merchant",
        "products" => "--product",
        "markets" => "--market",
        "from" => "--from",
        "until" => "--until",
        other => other,
    }
}

/// How often a code may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HowOften {
    /// By one purchase in all.
    SingleUse,
    /// Once by each shopper.
    PerShopper,
    /// Once in each bag.
    PerCart,
}

impl From<HowOften> for Usable {
    fn from(often: HowOften) -> Self {
        match often {
            HowOften::SingleUse => Self::SingleUse,
            HowOften::PerShopper => Self::PerShopper,
            HowOften::PerCart => Self::PerCart,
        }
    }
}

/// `LANG=WORDS`.
fn label(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((lang, words)) if !lang.is_empty() && !words.trim().is_empty() => {
            Ok((lang.to_owned(), words.trim().to_owned()))
        }
        _ => Err("write the language, = and words, such as en='Ten percent off'".to_owned()),
    }
}

/// `CURRENCY=AMOUNT`, above zero.
fn amount(text: &str) -> Result<(Currency, i64), String> {
    let read = |(currency, amount): (&str, &str)| {
        Some((Currency::parse(currency).ok()?, amount.parse::<i64>().ok().filter(|amount| *amount > 0)?))
    };
    let wrong = || "write the currency, = and minor units above zero: EUR=500 is 5 euros".to_owned();
    text.split_once('=').and_then(read).ok_or_else(wrong)
}

/// Percent as basis points: `12.5` is 1250.
fn percent(text: &str) -> Result<u32, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let read = || {
        let part = format!("{part:0<2}");
        let hundredths = part.parse::<u32>().ok().filter(|_| part.len() == 2)?;
        whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(hundredths)
    };
    let bp = if digits(whole) && digits(part) { read() } else { None };
    bp.filter(|bp| (1..=10_000).contains(bp)).ok_or_else(|| "write 0.01 to 100, with two decimals at most".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Cli, Command};
    use clap::Parser;

    #[test]
    fn percents_are_read_exactly() {
        for (text, bp) in [("15", 1_500), ("12.5", 1_250), ("0.01", 1), ("100", 10_000), ("7.25", 725)] {
            assert_eq!(percent(text), Ok(bp), "{text}");
        }
        for text in ["", ".", "0", "0.001", "100.01", "-5", "+5", "1e1", "12,5", "15.", ".5", "99999999999"] {
            assert!(percent(text).is_err(), "{text}");
        }
    }

    #[test]
    fn amounts_and_labels_are_named_by_currency_and_language() {
        assert_eq!(amount("EUR=500"), Ok((Currency::EUR, 500)));
        for text in ["500", "EUR", "eur=5", "EUR=0", "EUR=-5", "EUR=5.00"] {
            assert!(amount(text).is_err(), "{text}");
        }
        assert_eq!(label("en=Ten = 10"), Ok(("en".to_owned(), "Ten = 10".to_owned())));
        assert!(label("Ten").is_err() && label("en= ").is_err());
    }

    #[test]
    fn a_code_takes_off_a_share_or_an_amount() {
        let reads = |words: &[&str]| {
            let begin = ["vitrine-backend", "codes", "add", "ten", "--label", "en=Ten", "--usable", "per-cart"];
            Cli::try_parse_from(begin.into_iter().chain(words.iter().copied()))
        };
        assert!(reads(&[]).is_err() && reads(&["--percent", "10", "--amount", "EUR=5"]).is_err());
        let read = reads(&["--percent", "10", "--cap", "EUR=5", "--cap", "USD=6", "--json"]).unwrap();
        let Command::Codes(CodesArgs { json: true, verb: CodesVerb::Add(new), .. }) = read.command else {
            panic!("another command");
        };
        let file = new.file();
        assert_eq!((file.code.as_str(), file.percent_bp, file.cap.len()), ("TEN", Some(1_000), 2));
    }
}
