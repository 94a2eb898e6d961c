//! Flags and environment.

use crate::carriers::shippo;
use crate::desk::args::{MerchantKeyArgs, OrdersArgs};
use crate::desk::code_args::CodesArgs;
use crate::payments::stripe::Settings;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The shop's server and its operator's tools.
#[derive(Debug, Parser)]
#[command(name = "vitrine-backend", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the shop.
    Serve(Box<Serve>),
    /// Set how many pieces of a variant a warehouse has.
    Stock(StockArgs),
    /// Set the price of a variant in a market.
    Price(PriceArgs),
    /// Give a parcel to a real carrier: from then on Shippo tells of it.
    Parcel(ParcelArgs),
    /// Look at orders, fulfil and split parcels, send money back, answer returns.
    Orders(OrdersArgs),
    /// List, add and end promotion codes.
    Codes(CodesArgs),
    /// Make, list or take back a merchant's keys for the signed API.
    MerchantKey(MerchantKeyArgs),
    /// Prove that money, stock, orders and reservations add up; exits non-zero when they don't.
    Audit(AuditArgs),
    /// Move a shop from SQLite into an empty PostgreSQL; nothing is left there when something is amiss.
    Move(MoveArgs),
    /// Print openapi.json.
    Openapi,
    /// Measure checkouts a second on a throw-away database.
    BenchCheckout(BenchArgs),
    /// Measure the server over HTTP under load, against bars; exits non-zero when one is broken.
    BenchLoad(LoadArgs),
}

/// `serve`.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub addr: SocketAddr,
    /// Folder for the database and media.
    #[arg(long, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Folder of the built application.
    #[arg(long, default_value = "dist")]
    pub dist: PathBuf,
    /// Folder of the shop to load into an empty database: `catalogue/` and `media/`.
    #[arg(long, default_value = "demo")]
    pub demo: PathBuf,
    /// The address browsers use, if it isn't `http://<addr>`.
    #[arg(long)]
    pub public_url: Option<String>,
    /// Seconds a simulated carrier's day takes.
    #[arg(long, default_value_t = 20.0)]
    pub day_seconds: f64,
    /// What simulated parcels go through.
    #[arg(long, value_enum, default_value_t = ParcelPlan::Auto)]
    pub parcel_plan: ParcelPlan,
    /// Seconds stock is held for a checkout.
    #[arg(long, default_value_t = 900)]
    pub reservation_seconds: i64,
    /// Milliseconds the sandbox provider takes to send a webhook, at most.
    #[arg(long, default_value_t = 1500)]
    pub webhook_delay_ms: u64,
    /// API requests a second and address, on average.
    #[arg(long, default_value_t = 50)]
    pub rate_limit: u32,
    /// Serve a service worker that removes the shop's own from every browser that has it.
    #[arg(long)]
    pub no_service_worker: bool,
    /// Write logs as JSON lines.
    #[arg(long)]
    pub log_json: bool,
    /// News of parcels of real carriers.
    #[command(flatten)]
    pub shippo: ShippoArgs,
    /// Keys of Stripe, from the environment alone; without them the sandbox takes the payments.
    #[arg(skip)]
    pub stripe: Option<Settings>,
}

/// Where the rows are.
#[derive(Debug, Clone, Default, Args)]
pub struct DatabaseArgs {
    /// Address of a PostgreSQL, `postgres://user:password@host/database`; SQLite in the data folder when absent. In
    /// the environment other users of the machine can't read it.
    #[arg(long = "database-url", env = "DATABASE_URL", hide_env_values = true, value_name = "URL", global = true)]
    pub database_url: Option<Hidden>,
}

impl DatabaseArgs {
    /// The address, where there is one.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.database_url.as_ref().map(Hidden::reveal)
    }
}

/// Shippo, which tells of parcels of real carriers. Off without a token.
#[derive(Debug, Clone, Args)]
pub struct ShippoArgs {
    /// Token of Shippo's API; in the environment other users of the machine can't read it.
    #[arg(long = "shippo-api-token", env = "SHIPPO_API_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    pub token: Option<Hidden>,
    /// Secret that Shippo's messages are signed with, or the `token` in their address.
    #[arg(
        long = "shippo-webhook-secret",
        env = "SHIPPO_WEBHOOK_SECRET",
        hide_env_values = true,
        value_name = "SECRET"
    )]
    pub webhook_secret: Option<Hidden>,
    /// Address of Shippo's API.
    #[arg(long = "shippo-api-url", env = "SHIPPO_API_URL", value_name = "URL", default_value = shippo::API)]
    pub url: String,
}

impl Default for ShippoArgs {
    /// Off.
    fn default() -> Self {
        Self { token: None, webhook_secret: None, url: shippo::API.to_owned() }
    }
}

/// A secret that no log shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The secret itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Hidden {
    fn from(secret: &str) -> Self {
        Self(secret.to_owned())
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

/// What simulated parcels go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ParcelPlan {
    /// Drawn by tracking number: mostly smooth, the odd held, late, missed or renumbered parcel.
    Auto,
    /// Nothing goes wrong.
    Smooth,
    /// Customs holds cross-border parcels for a document.
    Held,
    /// Customs holds cross-border parcels until the duty is paid on the carrier's page.
    Duty,
    /// The first delivery fails.
    Missed,
    /// It comes two days late.
    Late,
    /// It gets another tracking number on the way.
    Renumbered,
    /// Nobody scans it any more.
    Silent,
    /// The carrier loses it.
    Lost,
    /// Nobody is ever home; it goes back to the sender.
    Returned,
}

impl ParcelPlan {
    /// The plan that a line of an address asks for: `parcel: lost`.
    #[must_use]
    pub fn wished(line: &str) -> Option<Self> {
        let line = line.trim().to_ascii_lowercase();
        let name = line.strip_prefix("parcel:")?.trim();
        <Self as ValueEnum>::from_str(name, false).ok()
    }
}

/// `stock`.
#[derive(Debug, Args)]
pub struct StockArgs {
    /// Folder of the database.
    #[arg(long, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The variant.
    pub sku: String,
    /// Pieces that can be sold, besides those reserved.
    pub pieces: u32,
    /// One warehouse; all that carry the variant when absent (the others get 0).
    #[arg(long)]
    pub warehouse: Option<String>,
}

/// `price`.
#[derive(Debug, Args)]
pub struct PriceArgs {
    /// Folder of the database.
    #[arg(long, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The variant.
    pub sku: String,
    /// The market.
    pub market: String,
    /// Minor units.
    pub amount: u32,
}

/// `parcel`.
#[derive(Debug, Args)]
pub struct ParcelArgs {
    /// Folder of the database.
    #[arg(long, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The parcel's id, as in `/orders/{id}/shipments`.
    pub shipment: String,
    /// The carrier's code at Shippo, such as `dhl_express`.
    pub carrier: String,
    /// The parcel's code on its label.
    pub number: String,
    /// The carrier's name for people; its code when absent.
    #[arg(long)]
    pub name: Option<String>,
}

/// `audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Folder of the database.
    #[arg(long, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// The database, where it isn't in that folder.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Print JSON instead of tables.
    #[arg(long)]
    pub json: bool,
}

/// `move`.
#[derive(Debug, Args)]
#[command(
    after_help = "Stop the shop first. Then, with the address in the environment:\n  export DATABASE_URL=postgres://…\n  \
    vitrine-backend move --data /srv/vitrine\n  vitrine-backend serve --data /srv/vitrine …"
)]
pub struct MoveArgs {
    /// Folder of SQLite. Its secret and pictures stay there and are served from there.
    #[arg(long, default_value = ".vitrine/data")]
    pub data: PathBuf,
    /// Address of an empty PostgreSQL database. In the environment other users of the machine can't read it.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub to: Hidden,
    /// Print JSON instead of a table.
    #[arg(long)]
    pub json: bool,
}

/// `bench-checkout`.
#[derive(Debug, Args)]
pub struct BenchArgs {
    /// Buyers at once.
    #[arg(long, default_value_t = 16)]
    pub buyers: usize,
    /// Checkouts altogether.
    #[arg(long, default_value_t = 2000)]
    pub checkouts: usize,
    /// Folder of the shop.
    #[arg(long, default_value = "demo")]
    pub demo: PathBuf,
}

/// `bench-load`.
#[derive(Debug, Args)]
pub struct LoadArgs {
    /// Readers of the feed at once.
    #[arg(long, default_value_t = 32)]
    pub readers: usize,
    /// Buyers at once.
    #[arg(long, default_value_t = 16)]
    pub buyers: usize,
    /// Event streams held at once.
    #[arg(long, default_value_t = 2000)]
    pub streams: usize,
    /// Seconds each load lasts.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub seconds: u64,
    /// Address of an empty PostgreSQL database to measure with, which is filled; SQLite in a folder of its own when
    /// absent. Not `DATABASE_URL`: that one may be somebody's.
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
    /// Folder of the shop.
    #[arg(long, default_value = "demo")]
    pub demo: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_an_address_names_a_plan_and_other_lines_none() {
        assert_eq!(ParcelPlan::wished(" Parcel: LOST "), Some(ParcelPlan::Lost));
        for plan in ParcelPlan::value_variants() {
            let name = plan.to_possible_value().unwrap();
            assert_eq!(ParcelPlan::wished(&format!("parcel:{}", name.get_name())), Some(*plan));
        }
        for line in ["", "lost", "parcel: of land", "Parcel", "c/o parcel: lost"] {
            assert_eq!(ParcelPlan::wished(line), None, "{line}");
        }
    }
}
