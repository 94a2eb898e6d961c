//! The shop put together: state, routes, middleware.

use crate::carriers::provider::{Trackers, TrackingProvider};
use crate::carriers::shippo::Shippo;
use crate::carriers::simulated::Simulated;
use crate::catalogue::Catalogue;
use crate::clock::{Clock, SystemClock};
use crate::config::Serve;
use crate::demo;
use crate::http::{
    AppState, BODY_LIMIT, again, carts, checkouts, crowd,
    error::{AppError, as_problem},
    events, feed, first, guard, headers, health, links, media, merchants, openapi, orders, parcels, products, returns,
    sandbox, session,
    spa::Spa,
    taste, webhooks,
};
use crate::media::MediaIndex;
use crate::payments::PaymentProvider;
use crate::payments::sandbox::Sandbox;
use crate::payments::stripe::{self, Settings, Stripe};
use crate::secret::Secret;
use crate::service::{Shop, Stuck, pages::Pages, photos::LARGEST_PHOTO};
use crate::store::{Database, Store, StoreError, catalogue, idempotency};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{delete, get, patch, post, put};
use axum::serve::ListenerExt;
use axum::{Router, middleware};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tower_governor::{GovernorLayer, governor::GovernorConfigBuilder, key_extractor::PeerIpKeyExtractor};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{
    CompressionLayer,
    predicate::{NotForContentType, Predicate, SizeAbove},
};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use vitrine_api::ProblemCode;

/// No message of a provider is larger, in bytes: some repeat a parcel's whole history.
const MESSAGE_LIMIT: usize = 512 * 1024;
/// How often an address may open orders by their links, a second on average: people open one, guessers many.
const OPENINGS: u32 = 10;
/// How often an address may try promotion codes, a second on average: people type one, guessers many.
const CODES: u32 = 5;
/// A request that takes longer is given up; event streams are exempt.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Why the shop can't open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A folder or file can't be used.
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The catalogue can't be loaded.
    #[error(transparent)]
    Load(#[from] demo::LoadError),
    /// A setting can't be used.
    #[error("{0}")]
    Setting(String),
}

/// Opens the data folder and the database and loads the catalogue when it is empty.
///
/// # Errors
/// When a folder, the database or the catalogue can't be used.
pub async fn open(config: &Serve, public_url: String, clock: Arc<dyn Clock>) -> Result<Arc<Shop>, OpenError> {
    let io = |what: &std::path::Path| {
        let what = what.display().to_string();
        move |error| OpenError::Io(what, error)
    };
    std::fs::create_dir_all(&config.data).map_err(io(&config.data))?;
    let secret = Secret::load(&config.data).map_err(io(&config.data))?;
    let database = Database::choose(config.database.url(), &config.data)?;
    let store = Store::open(&database).await?;
    let loaded = demo::load_if_empty(&store, &config.demo).await?;
    if loaded > 0 {
        tracing::info!(products = loaded, "the catalogue was loaded");
    }
    let media_folder = config.data.join("media");
    let media = MediaIndex::prepare(&config.demo.join("media"), &media_folder).map_err(io(&media_folder))?;
    if store.postgres().is_none() {
        // On PostgreSQL other processes may be at work; there the worker lets go of the keys of the dead.
        let mut tx = store.begin().await?;
        idempotency::forget_unfinished(&mut tx).await?;
        tx.commit().await.map_err(StoreError::from)?;
    }
    let documents = catalogue::documents(&mut *store.snapshot().await?).await?;
    let codes = demo::load_new_codes(&store, &config.demo, &documents).await?;
    if codes > 0 {
        tracing::info!(codes, "codes of the catalogue were added");
    }
    let sandbox =
        Sandbox::new(store.clone(), clock.clone(), secret.derive("sandbox webhooks"), config.webhook_delay_ms);
    let carrier = Simulated::new(
        store.clone(),
        clock.clone(),
        secret.derive("carrier webhooks"),
        config.day_seconds,
        config.parcel_plan,
    );
    let mut trackers: Vec<Arc<dyn TrackingProvider>> = vec![Arc::new(carrier.clone())];
    if let Some(shippo) = Shippo::open(&config.shippo).map_err(OpenError::Setting)? {
        trackers.push(Arc::new(shippo));
    }
    Ok(Arc::new(Shop {
        catalogue: Catalogue::new(documents, media),
        payments: provider(config, &sandbox)?,
        sandbox,
        carrier,
        trackers: Trackers::new(trackers),
        secret,
        reservation_seconds: config.reservation_seconds,
        public_url,
        photos: config.data.join("photos"),
        stuck: Stuck::default(),
        work: Notify::new(),
        news: Notify::new(),
        announced: watch::Sender::new(0),
        listeners: Arc::default(),
        pages: Pages::default(),
        store,
        clock,
    }))
}

/// Stripe where there are keys, else the sandbox.
fn provider(config: &Serve, sandbox: &Sandbox) -> Result<Arc<dyn PaymentProvider>, OpenError> {
    let Some(settings) = &config.stripe else {
        return Ok(Arc::new(sandbox.clone()));
    };
    if config.reservation_seconds > stripe::LONGEST_RESERVATION {
        let longest = stripe::LONGEST_RESERVATION;
        return Err(OpenError::Setting(format!("with Stripe, --reservation-seconds is at most {longest}")));
    }
    Ok(Arc::new(Stripe::new(settings.clone()).map_err(OpenError::Setting)?))
}

/// The routes of [`router`] that openapi.json leaves out: pages, files, and the description itself.
pub const UNDESCRIBED: [(&str, &str); 9] = [
    ("GET", "/"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/media/{*path}"),
    ("GET", "/sandbox/pay/{id}"),
    ("POST", "/sandbox/pay/{id}"),
    ("GET", "/sandbox/pay/{id}/3ds"),
    ("POST", "/sandbox/pay/{id}/3ds"),
    ("GET", "/sandbox/track/{number}"),
    ("POST", "/sandbox/track/{number}"),
];

/// The router with its middleware.
pub fn router(shop: AppState, spa: Spa, rate_limit: u32) -> Router {
    let secure = shop.public_url.starts_with("https:");
    let policies = Arc::new(headers::Policies::new(&spa.inline_hashes("script"), &spa.inline_hashes("style"), secure));
    let (fallback, first_answers) = (spa.clone(), Arc::new(first::Budget::default()));
    let compressed = SizeAbove::new(512)
        .and(NotForContentType::const_new("video/"))
        .and(NotForContentType::const_new("image/"))
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("text/event-stream"));
    let opening = Router::new().route("/orders/{id}/open", post(orders::open));
    let guessing = Router::new().route("/carts/{id}/promotions", post(carts::add_promotion));
    let careful =
        api().merge(limited(opening, rate_limit.min(OPENINGS))).merge(limited(guessing, rate_limit.min(CODES)));
    let timed = again::where_needed(&shop, careful)
        .layer(middleware::from_fn(guard::to_the_end))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT));
    let api = limited(crowd::bounded(timed).route("/events", get(events::stream)), rate_limit);
    // Providers aren't slowed down: their messages are signed, and losing one costs a retry.
    let receive = post(webhooks::receive).layer(DefaultBodyLimit::max(MESSAGE_LIMIT));
    let api = api.route("/webhooks/{provider}", receive);
    let merchant =
        merchants::routes(shop.clone()).layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT));
    let merchant = limited(merchant, rate_limit).method_not_allowed_fallback(wrong_method);
    let api = api.method_not_allowed_fallback(wrong_method);
    Router::new()
        .nest("/api/v1", api.layer(middleware::map_response(as_problem)))
        .nest("/merchant/v1", merchant.layer(middleware::map_response(as_problem)))
        .route("/sandbox/pay/{id}", get(sandbox::page).post(sandbox::pay))
        .route("/sandbox/pay/{id}/3ds", get(sandbox::step_page).post(sandbox::step))
        .route("/sandbox/track/{number}", get(sandbox::track).post(sandbox::pay_duty))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .layer(middleware::from_fn_with_state(shop.clone(), guard_api))
        // Built files come compressed already and pass as they are.
        .fallback(move |State(shop), method, uri, headers| {
            let (spa, budget) = (fallback.clone(), first_answers.clone());
            async move { first::serve(shop, spa, &budget, method, uri, headers).await }
        })
        .layer(CompressionLayer::new().compress_when(compressed))
        .route("/media/{*path}", get(media::get))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CatchPanicLayer::custom(|_| {
            AppError::new(ProblemCode::Internal, "Something broke on our side. Nothing was lost; try again.")
                .into_response()
        }))
        .layer(middleware::from_fn_with_state(policies, headers::add))
        .layer(TraceLayer::new_for_http())
        .with_state(shop)
}

fn api() -> Router<AppState> {
    Router::new()
        .route("/markets", get(feed::markets))
        .route("/feed", get(feed::feed))
        .route("/posts/{id}", get(feed::post))
        .route("/posts/{id}/reaction", put(feed::react))
        .route("/creators/{id}/follow", put(taste::follow))
        .route("/products/{id}", get(products::product))
        .route("/products/{id}/interest", put(taste::interest))
        .route("/carts", post(carts::create))
        .route("/carts/{id}", get(carts::get).patch(carts::update))
        .route("/carts/{id}/shipping-options", get(carts::shipping_options))
        .route("/carts/{id}/lines", post(carts::add_line))
        .route("/carts/{id}/lines/{line}", patch(carts::update_line).delete(carts::remove_line))
        .route("/carts/{id}/promotions/{code}", delete(carts::remove_promotion))
        .route("/checkouts", post(checkouts::create))
        .route("/checkouts/{id}", get(checkouts::get))
        .route("/checkouts/{id}", delete(checkouts::cancel))
        .route("/checkouts/{id}/payment", post(checkouts::start_payment))
        .route("/checkouts/{id}/complete", post(checkouts::complete))
        .route("/session", delete(session::end))
        .route("/orders", get(orders::list))
        .route("/orders/{id}", get(orders::get))
        .route("/orders/{id}/shipments", get(orders::shipments))
        .route("/orders/{id}/links", get(links::list).post(links::create))
        .route("/orders/{id}/links/{link}", delete(links::revoke))
        .route("/orders/{id}/shipments/{shipment}/proof", get(parcels::proof))
        .route("/orders/{id}/shipments/{shipment}/not-received", post(parcels::not_received))
        .route("/orders/{id}/shipments/{shipment}/received", post(parcels::received))
        .route("/orders/{id}/cancel", post(orders::cancel))
        .route("/orders/{id}/returns", post(orders::create_return))
        .route("/orders/{id}/returns/{wish}/drop-off", post(returns::drop_off))
        .route("/orders/{id}/return-photos", post(returns::take_photo).layer(DefaultBodyLimit::max(LARGEST_PHOTO)))
        .route("/orders/{id}/return-photos/{photo}", get(returns::photo).delete(returns::drop_photo))
        .route("/openapi.json", get(openapi::get))
}

async fn wrong_method() -> AppError {
    AppError::new(ProblemCode::MethodNotAllowed, "This address does not take that method.")
}

/// The sandbox's forms are another party's pages; only the API is guarded.
async fn guard_api(
    state: axum::extract::State<AppState>,
    request: axum::extract::Request,
    next: middleware::Next,
) -> axum::response::Response {
    if request.uri().path().starts_with("/api/") {
        guard::mutations(state, request, next).await
    } else {
        next.run(request).await
    }
}

/// Requests a second and address on average, in this process; four times as many at once pass. The address is
/// the socket's, because headers can be forged.
fn limited(router: Router<AppState>, per_second: u32) -> Router<AppState> {
    let nanos = 1_000_000_000 / u64::from(per_second.max(1));
    let config = GovernorConfigBuilder::default()
        .per_nanosecond(nanos)
        .burst_size(per_second.saturating_mul(4).max(1))
        .key_extractor(PeerIpKeyExtractor)
        .finish();
    let layer = GovernorLayer::new(Arc::new(config.unwrap_or_default())).error_handler(|_| {
        let mut response = AppError::new(ProblemCode::RateLimited, "Too many requests. Wait a second.").into_response();
        response.headers_mut().insert(header::RETRY_AFTER, axum::http::HeaderValue::from_static("1"));
        response
    });
    router.layer(layer)
}

/// Serves until SIGINT or SIGTERM; requests in flight end, event streams are closed.
///
/// # Errors
/// When the shop can't open or the address can't be taken.
pub async fn serve(mut config: Serve) -> Result<(), OpenError> {
    config.stripe = Settings::from_env().map_err(OpenError::Setting)?;
    let listener = tokio::net::TcpListener::bind(config.addr)
        .await
        .map_err(|e| OpenError::Io(format!("can't listen on {}; choose another with --addr", config.addr), e))?;
    let addr = listener.local_addr().map_err(|e| OpenError::Io("listening".into(), e))?;
    let own = format!("http://{addr}");
    let public_url = config.public_url.clone().unwrap_or_else(|| own.clone());
    let shop = open(&config, public_url.trim_end_matches('/').to_owned(), Arc::new(SystemClock)).await?;
    tracing::info!(provider = shop.payments.name(), test_mode = shop.payments.test_mode(), "who takes the money");
    shop.wake_browsers();
    let stop = tokio_util::sync::CancellationToken::new();
    let worker = tokio::spawn(crate::jobs::run(shop.clone(), own.clone(), stop.clone()));
    let mut spa = Spa::load(&config.dist);
    if config.no_service_worker {
        spa = spa.without_worker();
    }
    let router = router(shop.clone(), spa, config.rate_limit);
    println!("listening on {own}");
    // News and answers in several parts don't wait until the browser has confirmed the part before.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection stays with Nagle's algorithm");
        }
    });
    let (closing, streams) = (stop.clone(), shop.clone());
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            stop_signal().await;
            tracing::info!("stopping: no new requests, those in flight end");
            closing.cancel();
            streams.announced.send_replace(i64::MAX);
            // Idle keep-alive connections must not hold the process: after three seconds it goes.
            tokio::spawn(async {
                tokio::time::sleep(Duration::from_secs(3)).await;
                std::process::exit(0);
            });
        })
        .await
        .map_err(|e| OpenError::Io("serving".into(), e))?;
    let _ = worker.await;
    shop.store.close().await;
    Ok(())
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            return;
        }
    }
    let _ = interrupt.await;
}
