//! The operator's tools on a data folder or a PostgreSQL. They may run beside a serving shop.

use crate::audit;
use crate::clock::{Clock, SystemClock, micros};
use crate::config::{AuditArgs, DatabaseArgs, MoveArgs, ParcelArgs, PriceArgs, StockArgs};
use crate::service::merchants::{Label, attach};
use crate::store::{Database, FILE, Store, StoreError, again, catalogue, shipments, stock as rows};
use crate::transfer;
use std::path::Path;

pub(crate) async fn open(data: &Path, database: &DatabaseArgs) -> Result<Store, String> {
    let chosen = Database::choose(database.url(), data).map_err(|e| e.to_string())?;
    if matches!(&chosen, Database::Sqlite(folder) if !folder.join(FILE).exists()) {
        return Err(format!(
            "{} holds no shop; start one with `cargo xtask start`, or name another with --data or --database-url",
            data.display()
        ));
    }
    Store::open(&chosen).await.map_err(|e| e.to_string())
}

/// Sets the free pieces of a variant.
///
/// # Errors
/// A sentence for people.
pub async fn stock(args: &StockArgs) -> Result<(), String> {
    let store = open(&args.data, &args.database).await?;
    let found = again!(set_stock(&store, args).await).map_err(|e| e.to_string())?;
    if found == 0 {
        return Err(format!("no warehouse carries {}; SKUs stand in the catalogue's merchants/*.json", args.sku));
    }
    println!("{}: {} pieces can be sold", args.sku, args.pieces);
    Ok(())
}

/// How many rows were found.
async fn set_stock(store: &Store, args: &StockArgs) -> Result<usize, StoreError> {
    let mut tx = store.begin().await?;
    let found = rows::set(&mut tx, &args.sku, args.warehouse.as_deref(), args.pieces).await?;
    tx.commit().await?;
    Ok(found)
}

/// Sets a price.
///
/// # Errors
/// A sentence for people.
pub async fn price(args: &PriceArgs) -> Result<(), String> {
    if args.amount == 0 {
        return Err("a price is above zero".to_owned());
    }
    let store = open(&args.data, &args.database).await?;
    if !again!(set_price(&store, args).await).map_err(|e| e.to_string())? {
        return Err(format!("{} isn't sold in {}", args.sku, args.market));
    }
    println!("{}: {} minor units in {}", args.sku, args.amount, args.market);
    Ok(())
}

/// Whether the row was found.
async fn set_price(store: &Store, args: &PriceArgs) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let found = catalogue::set_price(&mut tx, &args.sku, &args.market, i64::from(args.amount)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Gives a parcel to a real carrier, whose news come by Shippo.
///
/// # Errors
/// A sentence for people.
pub async fn parcel(args: &ParcelArgs) -> Result<(), String> {
    let store = open(&args.data, &args.database).await?;
    let found = again!(hand_over(&store, args, micros(SystemClock.now())).await).map_err(|e| e.to_string())?;
    if !found {
        return Err(format!("there is no parcel {}; ids stand in /orders/{{id}}/shipments", args.shipment));
    }
    println!("{}: {} {}; a serving shop with a Shippo token asks for it", args.shipment, args.carrier, args.number);
    Ok(())
}

/// The same on an open store, at a time in microseconds; false when there is no such parcel.
///
/// # Errors
/// When the database fails.
pub async fn hand_over(store: &Store, args: &ParcelArgs, now: i64) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let Some(mut shipment) = shipments::find(&mut tx, &args.shipment).await? else {
        return Ok(false);
    };
    let label = Label { carrier: &args.carrier, name: args.name.as_deref(), number: &args.number };
    attach(&mut tx, &mut shipment, &label, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Proves that money and pieces add up and prints the sums. Each breach is a line on stderr, also
/// beside JSON.
///
/// # Errors
/// A sentence for people, also when something doesn't add up.
pub async fn audit(args: &AuditArgs) -> Result<(), String> {
    let store = open(&args.data, &args.database).await?;
    let report = audit::run(&store, micros(SystemClock.now())).await.map_err(|e| e.to_string())?;
    store.close().await;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report).map_err(|e| e.to_string())?);
    } else {
        print!("{}", audit::table(&report));
    }
    for breach in &report.breaches {
        eprintln!("{breach}");
    }
    match report.breaches.len() {
        0 => Ok(()),
        count => Err(format!("{count} things don't add up")),
    }
}

/// Moves a shop from SQLite into an empty PostgreSQL and prints how many rows of each table were moved.
///
/// # Errors
/// A sentence for people; then nothing was moved.
pub async fn move_shop(args: &MoveArgs) -> Result<(), String> {
    let chosen = Database::choose(Some(args.to.reveal()), &args.data).map_err(|e| format!("--to: {e}"))?;
    let Database::Postgres(url) = &chosen else {
        return Err("--to: write postgres://user:password@host/database".to_owned());
    };
    let from = open(&args.data, &DatabaseArgs::default()).await?;
    if transfer::is_foreign(url).await.map_err(|e| format!("--to: {e}"))? {
        return Err("--to: the database holds tables that aren't this shop's; make an empty one".to_owned());
    }
    let to = Store::open(&chosen).await.map_err(|e| format!("--to: {e}"))?;
    let moved = transfer::run(&from, &to, micros(SystemClock.now())).await;
    from.close().await;
    to.close().await;
    let moved = moved.map_err(|e| e.to_string())?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&moved).map_err(|e| e.to_string())?);
        return Ok(());
    }
    for transfer::Moved { table, rows } in &moved {
        println!("{table:<24}{rows:>10}");
    }
    println!("All of it adds up. SQLite is as it was; serve with DATABASE_URL and the same --data from now on.");
    Ok(())
}
