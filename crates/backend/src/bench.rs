//! `bench-checkout`: whole checkouts a second on a throw-away database, with fsync. `bench-load`
//! measures the server over HTTP.

mod buyer;
mod files;
mod load;
mod report;
mod server;

pub use load::load;

use crate::app::open;
use crate::clock::SystemClock;
use crate::config::{BenchArgs, DatabaseArgs, ParcelPlan, Serve, ShippoArgs};
use crate::service::{Refusal, Shop};
use crate::store::{carts, sessions, stock};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use vitrine_api::{AddLine, Address, Contact, CreateCheckout, PaymentIntentStatus, UpdateCart};

const SKU: &str = "HAL-MUG-OAT";

/// Measures bag → checkout → payment → order and prints checkouts a second with p50, p95, p99.
///
/// # Errors
/// A sentence for people.
pub async fn checkouts(args: &BenchArgs) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("vitrine-bench-{}", std::process::id()));
    let outcome = run(args, &folder).await;
    let _ = std::fs::remove_dir_all(&folder);
    outcome
}

async fn run(args: &BenchArgs, folder: &std::path::Path) -> Result<(), String> {
    let config = Serve {
        addr: ([127, 0, 0, 1], 0).into(),
        data: folder.to_owned(),
        database: DatabaseArgs::default(),
        dist: folder.join("dist"),
        demo: args.demo.clone(),
        public_url: None,
        day_seconds: 20.0,
        parcel_plan: ParcelPlan::Smooth,
        reservation_seconds: 900,
        webhook_delay_ms: 0,
        rate_limit: u32::MAX,
        no_service_worker: false,
        log_json: false,
        shippo: ShippoArgs::default(),
        stripe: None,
    };
    let shop = open(&config, "http://127.0.0.1".into(), Arc::new(SystemClock)).await.map_err(|e| e.to_string())?;
    let mut tx = shop.store.begin().await.map_err(|e| e.to_string())?;
    stock::set(&mut tx, SKU, None, 1_000_000).await.map_err(|e| e.to_string())?;
    tx.commit().await.map_err(|e| e.to_string())?;
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut buyers = Vec::new();
    for _ in 0..args.buyers {
        let (shop, next, total) = (shop.clone(), next.clone(), args.checkouts);
        buyers.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while next.fetch_add(1, Ordering::Relaxed) < total {
                let started = Instant::now();
                buy(&shop).await.map_err(|refusal| format!("{refusal:?}"))?;
                times.push(started.elapsed());
            }
            Ok::<_, String>(times)
        }));
    }
    let mut times: Vec<Duration> = Vec::new();
    for buyer in buyers {
        times.extend(buyer.await.map_err(|e| e.to_string())??);
    }
    let elapsed = begun.elapsed().as_secs_f64();
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!("checkouts: {}, buyers at once: {}", times.len(), args.buyers);
    println!(
        "{:.0} checkouts/s, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms",
        times.len() as f64 / elapsed,
        at(0.5),
        at(0.95),
        at(0.99)
    );
    shop.store.close().await;
    Ok(())
}

async fn buy(shop: &Shop) -> Result<(), Refusal> {
    let mut tx = shop.store.begin().await?;
    let session = sessions::create(&mut tx, &crate::secret::token::<32>(), shop.now()).await?;
    let mut cart = carts::create(&mut tx, &session, "DE", shop.now()).await?;
    let add = AddLine { variant_id: SKU.into(), quantity: 1, post_id: None, seen: None };
    shop.add_line(&mut tx, &mut cart, &add, "en").await?;
    let address = Address {
        name: "Ada Kern".into(),
        line1: "Karl-Heine-Str. 1".into(),
        line2: None,
        postal_code: "04229".into(),
        city: "Leipzig".into(),
        region: None,
        phone: None,
    };
    let update = UpdateCart {
        contact: Some(Contact { email: "ada@example.com".into() }),
        shipping_address: Some(address),
        ..UpdateCart::default()
    };
    shop.update_cart(&mut tx, &mut cart, &update).await?;
    let view = shop.cart_view(&mut tx, &cart, "en").await?;
    tx.commit().await?;
    let request = CreateCheckout { cart_id: cart.id.into(), cart_version: view.version };
    let mut tx = shop.store.begin_keyed().await?;
    let (row, _) = shop.create_checkout(&mut tx, &session, &request, "en").await?;
    tx.commit().await?;
    let mut tx = shop.store.begin_keyed().await?;
    let row = shop.begin_payment(&mut tx, &session, &row.id, view.totals.total).await?;
    tx.commit().await?;
    let payment = shop.ask_for_page(&row).await?;
    let mut tx = shop.store.begin_keyed().await?;
    shop.keep_page(&mut tx, &row, &payment).await?;
    tx.commit().await?;
    shop.sandbox.advance(&payment.id, PaymentIntentStatus::Succeeded, None).await?;
    shop.apply_payment(&payment.id).await
}
