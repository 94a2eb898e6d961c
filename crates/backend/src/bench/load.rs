//! `bench-load`: the whole server under load, over HTTP on this machine, with fsync. The load comes
//! from the same machine and shares its cores.

use super::buyer::{Buyer, SKU};
use super::files;
use super::report::{Report, Times};
use super::server::Server;
use crate::audit;
use crate::clock::{Clock, SystemClock, micros};
use crate::config::LoadArgs;
use crate::outgoing;
use crate::store::{Database, Store, stock};
use reqwest::{Client, StatusCode, header};
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Requests a second that no measurement reaches.
const UNLIMITED: u32 = 1_000_000;
/// How long orders may take to stand after the last card was taken.
const DRAIN: Duration = Duration::from_secs(60);
/// How often the overload sends its next handful.
const TICK: Duration = Duration::from_millis(10);
/// So many requests of the overload wait at once at most; more would measure this program.
const IN_FLIGHT: usize = 4_000;

/// Measures and prints the table and the JSON.
///
/// # Errors
/// A sentence for people, also when a bar is broken.
pub async fn load(args: &LoadArgs) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("vitrine-load-{}", std::process::id()));
    let outcome = measure(args, &folder).await;
    let _ = std::fs::remove_dir_all(&folder);
    let report = outcome?;
    println!("{}", report.table());
    println!("{}", serde_json::to_string_pretty(&report).map_err(|e| e.to_string())?);
    match report.broken() {
        0 => Ok(()),
        count => Err(format!("{count} bars are broken; the table names them")),
    }
}

async fn measure(args: &LoadArgs, data: &Path) -> Result<Report, String> {
    let mut report = Report::default();
    // Each stream is a connection at both ends.
    let files = files::allow(u64::try_from(args.streams).unwrap_or(u64::MAX).saturating_add(2_000));
    let client = outgoing::client().timeout(Duration::from_secs(30)).build().map_err(|e| e.to_string())?;
    std::fs::create_dir_all(data).map_err(|e| format!("{}: {e}", data.display()))?;
    let database = args.postgres.clone().map_or_else(|| Database::Sqlite(data.to_owned()), Database::Postgres);
    report.note("database", if args.postgres.is_some() { "PostgreSQL" } else { "SQLite" });
    let first = Server::start(data, &database, &args.demo, UNLIMITED, &client).await?;
    report.note("start with an empty folder, to /readyz", milliseconds(first.ready_after));
    drop(first);
    let server = Server::start(data, &database, &args.demo, UNLIMITED, &client).await?;
    report.note("cold start, to /readyz", milliseconds(server.ready_after));
    report.note("memory after the start", memory(&server));
    let store = Store::open(&database).await.map_err(|e| e.to_string())?;
    fill_shelf(&store).await?;
    let reads = reads(args, &client, &server).await?;
    report.times("feed reads", &reads, 2_000.0, 50.0);
    audited(&mut report, "feed reads", &store).await?;
    checkouts(args, &client, &server, &store, &mut report).await?;
    audited(&mut report, "checkouts", &store).await?;
    report.note("memory after the load", memory(&server));
    match files {
        Ok(()) => streams(args.streams, &client, &server, &mut report).await?,
        Err(why) => report.bar("event streams held", format!("not tried: {why}"), "all", false),
    }
    audited(&mut report, "event streams", &store).await?;
    // A tenth of what the machine does of the same mixture is let in, and ten times that is asked for.
    let mixed = mixed(args, &client, &server).await?;
    report.note("reads and new bags in turn", format!("{:.0}/s, p99 {:.1} ms", mixed.per_second, mixed.p99));
    let limit = ((mixed.per_second / 10.0) as u32).max(20);
    drop(server);
    let server = Server::start(data, &database, &args.demo, limit, &client).await?;
    overload(args, &client, &server, limit, &mut report).await?;
    audited(&mut report, "the overload", &store).await?;
    store.close().await;
    Ok(report)
}

async fn fill_shelf(store: &Store) -> Result<(), String> {
    let mut tx = store.begin().await.map_err(|e| e.to_string())?;
    stock::set(&mut tx, SKU, None, 1_000_000).await.map_err(|e| e.to_string())?;
    tx.commit().await.map_err(|e| e.to_string())
}

async fn audited(report: &mut Report, after: &str, store: &Store) -> Result<(), String> {
    let found = audit::run(store, micros(SystemClock.now())).await.map_err(|e| e.to_string())?;
    let (count, what) = (found.breaches.len(), format!("audit after {after}"));
    report.bar(&what, format!("{count} breaches, {} orders", found.orders), "0 breaches", count == 0);
    Ok(())
}

/// So many workers do the same again and again until the time is over; their times and the span.
async fn again<W, F>(workers: usize, seconds: u64, work: W) -> Result<(Vec<Duration>, Duration), String>
where
    W: Fn() -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Duration, String>> + Send + 'static,
{
    let (begun, span) = (Instant::now(), Duration::from_secs(seconds));
    let mut running = Vec::new();
    for _ in 0..workers {
        let work = work.clone();
        running.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while begun.elapsed() < span {
                times.push(work().await?);
            }
            Ok::<_, String>(times)
        }));
    }
    let mut times = Vec::new();
    for worker in running {
        times.extend(worker.await.map_err(|e| e.to_string())??);
    }
    Ok((times, begun.elapsed()))
}

async fn reads(args: &LoadArgs, client: &Client, server: &Server) -> Result<Times, String> {
    let (client, url) = (client.clone(), format!("{}/api/v1/feed?market=DE&lang=en", server.base));
    let work = move || {
        let (client, url) = (client.clone(), url.clone());
        async move {
            let started = Instant::now();
            let answer = client.get(&url).send().await.map_err(|e| e.to_string())?;
            let status = answer.status();
            answer.bytes().await.map_err(|e| e.to_string())?;
            if status.is_success() { Ok(started.elapsed()) } else { Err(format!("the feed answered {status}")) }
        }
    };
    let (times, span) = again(args.readers, args.seconds, work).await?;
    Ok(Times::of(times, span))
}

/// What [`overload`] asks for, as fast as the machine answers.
async fn mixed(args: &LoadArgs, client: &Client, server: &Server) -> Result<Times, String> {
    let (client, base, number) = (client.clone(), server.base.clone(), Arc::new(AtomicUsize::new(0)));
    let work = move || {
        let (client, base) = (client.clone(), base.clone());
        let writes = number.fetch_add(1, Ordering::Relaxed) % 2 == 1;
        async move {
            match one(&client, &base, writes).await {
                Fate::Admitted(time) => Ok(time),
                Fate::Refused => Err("the shop refused a request without a limit".to_owned()),
                Fate::Wrong(words) => Err(words),
            }
        }
    };
    let (times, span) = again(args.readers, args.seconds, work).await?;
    Ok(Times::of(times, span))
}

/// Whole purchases. The rate counts orders that stand, until the last one does; the time is that of
/// the two calls of the checkout.
async fn checkouts(
    args: &LoadArgs,
    client: &Client,
    server: &Server,
    store: &Store,
    report: &mut Report,
) -> Result<(), String> {
    let begun = Instant::now();
    let (client, base) = (client.clone(), server.base.clone());
    let work = move || {
        let (client, base) = (client.clone(), base.clone());
        async move { Buyer::new(&client, &base).buy().await }
    };
    let (times, _) = again(args.buyers, args.seconds, work).await?;
    let (bought, paid_after) = (times.len(), begun.elapsed());
    let mut stand = orders(store).await?;
    while stand < bought && begun.elapsed() < paid_after + DRAIN {
        tokio::time::sleep(Duration::from_millis(20)).await;
        stand = orders(store).await?;
    }
    let took = begun.elapsed();
    report.times("checkouts", &Times::of(times, took), 100.0, 250.0);
    report.bar("paid checkouts that became orders", format!("{stand} of {bought}"), "all", stand == bought);
    report.note("the last order stands after the last card by", milliseconds(took.saturating_sub(paid_after)));
    Ok(())
}

async fn orders(store: &Store) -> Result<usize, String> {
    let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM shop_order")
        .fetch_one(store.read())
        .await
        .map_err(|e| e.to_string())?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Opens event streams of one session and holds all of them at once.
async fn streams(wanted: usize, client: &Client, server: &Server, report: &mut Report) -> Result<(), String> {
    let mut buyer = Buyer::new(client, &server.base);
    buyer.bag().await?;
    let cookie = buyer.cookie().ok_or("the shop gave no cookie")?.to_owned();
    // A stream has no end: a limit for whole calls would cut it.
    let client = outgoing::client().build().map_err(|e| e.to_string())?;
    let (begun, url) = (Instant::now(), format!("{}/api/v1/events", server.base));
    let (mut held, mut fault) = (Vec::with_capacity(wanted), None);
    for _ in 0..wanted {
        match client.get(&url).header(header::COOKIE, &cookie).send().await {
            Ok(stream) if stream.status() == StatusCode::OK => held.push(stream),
            Ok(refused) => fault = Some(refused.status().to_string()),
            Err(error) => fault = Some(error.to_string()),
        }
    }
    let took = begun.elapsed();
    let mut alive = 0;
    for stream in &mut held {
        // The server's first words; a stream that was cut has none.
        let heard = tokio::time::timeout(Duration::from_secs(5), stream.chunk()).await;
        alive += usize::from(matches!(heard, Ok(Ok(Some(_)))));
    }
    let why = fault.map(|fault| format!(" ({fault})")).unwrap_or_default();
    report.bar("event streams held", format!("{alive} of {wanted}{why}"), "all", alive == wanted);
    report.note("opened one after another in", milliseconds(took));
    report.note("memory with them", memory(server));
    Ok(())
}

/// What became of a request under overload.
enum Fate {
    Admitted(Duration),
    Refused,
    Wrong(String),
}

/// Ten times as many requests a second as are let in, whether or not the earlier ones were answered;
/// each second one writes.
async fn overload(
    args: &LoadArgs,
    client: &Client,
    server: &Server,
    limit: u32,
    report: &mut Report,
) -> Result<(), String> {
    let batch = (f64::from(limit) * 10.0 * TICK.as_secs_f64()).ceil() as usize;
    let ticks = args.seconds * 1000 / u64::try_from(TICK.as_millis()).unwrap_or(10);
    let (mut clock, mut running) = (tokio::time::interval(TICK), tokio::task::JoinSet::new());
    let (mut admitted, mut refused, mut wrong, mut unsent) = (Vec::new(), 0_usize, Vec::new(), 0_usize);
    let begun = Instant::now();
    let mut note = |fate: Fate| match fate {
        Fate::Admitted(time) => admitted.push(time),
        Fate::Refused => refused += 1,
        Fate::Wrong(words) => wrong.push(words),
    };
    for _ in 0..ticks {
        clock.tick().await;
        for number in 0..batch {
            if running.len() >= IN_FLIGHT {
                unsent += 1;
                continue;
            }
            let (client, base) = (client.clone(), server.base.clone());
            running.spawn(async move { one(&client, &base, number % 2 == 1).await });
        }
        while let Some(done) = running.try_join_next() {
            note(done.map_err(|e| e.to_string())?);
        }
    }
    while let Some(done) = running.join_next().await {
        note(done.map_err(|e| e.to_string())?);
    }
    let span = begun.elapsed();
    let asked = admitted.len() + refused + wrong.len();
    let offered = asked as f64 / span.as_secs_f64() / f64::from(limit);
    report.note("overload", format!("{offered:.1} × the limit of {limit}/s, {unsent} more not sent"));
    let count = admitted.len();
    let times = Times::of(admitted, span);
    report.bar(
        "admitted under overload",
        format!("{count}, p99 {:.1} ms", times.p99),
        "p99 < 1000 ms",
        times.p99 < 1000.0,
    );
    let first = wrong.first().map(|words| format!(", first: {words}")).unwrap_or_default();
    let found = format!("{refused} with 429 or 503, {} otherwise{first}", wrong.len());
    report.bar("refused under overload", found, "only 429 and 503, and some", wrong.is_empty() && refused > 0);
    report.note("memory after the overload", memory(server));
    Ok(())
}

async fn one(client: &Client, base: &str, writes: bool) -> Fate {
    let request = if writes {
        let request = client.post(format!("{base}/api/v1/carts")).header("x-vitrine", "1");
        request.header(header::CONTENT_TYPE, "application/json").body(r#"{"market":"DE"}"#)
    } else {
        client.get(format!("{base}/api/v1/feed?market=DE&lang=en"))
    };
    let started = Instant::now();
    let answer = match request.send().await {
        Ok(answer) => answer,
        Err(error) => return Fate::Wrong(error.to_string()),
    };
    let status = answer.status();
    if let Err(error) = answer.bytes().await {
        return Fate::Wrong(error.to_string());
    }
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Fate::Refused,
        status if status.is_success() => Fate::Admitted(started.elapsed()),
        status => Fate::Wrong(status.to_string()),
    }
}

fn memory(server: &Server) -> String {
    server.memory().map_or_else(|| "unknown".to_owned(), |mib| format!("{mib:.1} MiB"))
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1000.0)
}
