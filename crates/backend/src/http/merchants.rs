//! `/merchant/v1`: what sellers do with their orders by program. Each call is signed with a key of
//! the seller, written into the trail before anything happens, and answered there.

use super::again;
use super::error::{Answer, AppError};
use super::extract::{View, json, pack_cursor, parse};
use super::guard;
use super::idempotency::{Done, key as idempotency_key, once};
use super::{AppState, BODY_LIMIT};
use crate::faults;
use crate::service::merchants::{self as rules, Actor, Label};
use crate::signing::{self, Call};
use crate::store::{Tx, merchants as rows, orders as order_rows};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, OriginalUri, Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, http::request::Parts};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use vitrine_api::{
    AnswerMissing, AnswerReturn, FulfillParcel, MerchantOrder, MerchantRefund, Page, Problem, ProblemCode, RefundOrder,
    SplitParcel,
};

/// The merchant whose key signed a call.
#[derive(Clone, Debug)]
pub struct Caller(String);

impl Caller {
    fn actor(&self) -> Actor<'_> {
        Actor::Merchant(&self.0)
    }

    /// Whose idempotency keys they are; no session has such a name.
    fn scope(&self) -> String {
        format!("merchant:{}", self.0)
    }
}

/// The addresses, behind the signature.
pub fn routes(shop: AppState) -> Router<AppState> {
    let routes = Router::new()
        .route("/orders", get(list))
        .route("/orders/{id}", get(show))
        .route("/orders/{id}/refunds", post(refund))
        .route("/parcels/{id}/fulfill", post(fulfill))
        .route("/parcels/{id}/split", post(split))
        .route("/parcels/{id}/missing-answer", post(answer_missing))
        .route("/returns/{id}/answer", post(answer_return))
        .fallback(nothing);
    // Inside of the signature: a nonce is used once.
    again::where_needed(&shop, routes)
        .layer(middleware::from_fn_with_state(shop, signed))
        .layer(middleware::from_fn(guard::to_the_end))
}

async fn nothing() -> AppError {
    AppError::new(ProblemCode::NotFound, "There is nothing at this address; they are in docs/API.md.")
}

/// Lets signed calls pass and writes into the trail what they were and how they were answered.
async fn signed(State(shop): State<AppState>, request: Request, next: Next) -> Response {
    let (request, seq) = match admit(&shop, request).await {
        Ok(admitted) => admitted,
        Err(error) => return error.into_response(),
    };
    let response = next.run(request).await;
    if let Err(error) = note(&shop, seq, response.status().as_u16()).await {
        tracing::error!(seq, %error, "the trail of a merchant's call has no answer");
    }
    response
}

async fn admit(shop: &AppState, request: Request) -> Answer<(Request, i64)> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT)
        .await
        .map_err(|_| AppError::new(ProblemCode::TooLarge, "A body has at most 64 KiB."))?;
    let (merchant, seq) = check(shop, &parts, &body).await?;
    parts.extensions.insert(Caller(merchant));
    Ok((Request::from_parts(parts, Body::from(body)), seq))
}

/// Who called, and the call's number in the trail.
async fn check(shop: &AppState, parts: &Parts, body: &[u8]) -> Answer<(String, i64)> {
    let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("");
    let (key, nonce, signature) = (text(signing::KEY), text(signing::NONCE), text(signing::SIGNATURE));
    // The path as it was sent: inside this router its beginning is cut off.
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    let target = uri.path_and_query().map_or("/", |whole| whole.as_str());
    let Ok(timestamp) = text(signing::TIMESTAMP).parse::<i64>() else {
        return Err(refused());
    };
    let method = parts.method.as_str();
    let call = Call { method, target, timestamp, nonce, body };
    let readable = (8..=64).contains(&nonce.len()) && nonce.bytes().all(|b| b.is_ascii_graphic());
    let secret = signing::secret_of(&shop.secret, key);
    if !readable || !signing::verify(&secret, &call, signature, shop.clock.now().as_second()) {
        tracing::warn!(key, "a merchant's call that isn't signed rightly");
        return Err(refused());
    }
    let mut tx = shop.store.begin_keyed().await?;
    let Some(merchant) = rows::of_key(&mut tx, key).await? else {
        return Err(refused());
    };
    let body_hash = hex::encode(Sha256::digest(body));
    let row = rows::Call { merchant: &merchant, key, nonce, method, target, body_hash: &body_hash };
    let Some(seq) = rows::begin_call(&mut tx, &row, shop.now()).await? else {
        return Err(refused());
    };
    faults::point("merchant.call.before_commit");
    tx.commit().await?;
    faults::point("merchant.call.after_commit");
    Ok((merchant, seq))
}

/// One answer for every fault, so that it says nothing about keys.
fn refused() -> AppError {
    let detail = "The key, the signature, the time or the nonce of this call isn't right. A call is signed within five \
                  minutes of now, and each nonce is used once; docs/API.md shows how.";
    let mut error = AppError::new(ProblemCode::Unauthorized, detail);
    error.0.title = "The call isn't signed rightly".to_owned();
    error
}

async fn note(shop: &AppState, seq: i64, status: u16) -> Result<(), crate::store::StoreError> {
    let mut tx = shop.store.begin_keyed().await?;
    rows::end_call(&mut tx, seq, status).await?;
    Ok(tx.commit().await?)
}

#[derive(Debug, Serialize, Deserialize)]
struct Cursor {
    t: i64,
    i: String,
}

/// The seller's orders, newest first.
#[utoipa::path(get, path = "/merchant/v1/orders", tag = "merchants", params(View), responses(
    (status = 200, body = Page<MerchantOrder>), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub async fn list(
    State(shop): State<AppState>,
    Extension(caller): Extension<Caller>,
    Query(view): Query<View>,
) -> Answer<Response> {
    let limit = view.limit(20)?;
    let cursor: Option<Cursor> = view.cursor()?;
    let mut conn = shop.reader().await?;
    let (actor, after) = (caller.actor(), cursor.map(|c| (c.t, c.i)));
    let mut found = order_rows::of_merchant(&mut conn, actor.merchant(), after, i64::from(limit) + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let last = found.last().filter(|_| more);
    let next_cursor = last.and_then(|last| pack_cursor(&Cursor { t: last.created_at, i: last.id.clone() }));
    let mut items = Vec::with_capacity(found.len());
    for row in &found {
        items.push(rules::view(&mut conn, actor, row).await?);
    }
    Ok(json(200, &Page { items, next_cursor }))
}

/// An order of the seller's, by its id or its number.
#[utoipa::path(get, path = "/merchant/v1/orders/{id}", tag = "merchants", params(("id" = String, Path)), responses(
    (status = 200, body = MerchantOrder), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn show(
    State(shop): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Response> {
    let mut conn = shop.reader().await?;
    let row = rules::order(&mut conn, caller.actor(), &id).await?;
    Ok(json(200, &rules::view(&mut conn, caller.actor(), &row).await?))
}

/// Notes who carries a parcel and under which number.
#[utoipa::path(post, path = "/merchant/v1/parcels/{id}/fulfill", tag = "merchants", params(("id" = String, Path)),
    request_body = FulfillParcel, responses((status = 200, body = MerchantOrder), (status = 401, body = Problem),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn fulfill(
    State(shop): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let request: FulfillParcel = parse(&body)?;
    let route = format!("POST /merchant/parcels/{id}/fulfill");
    once(&shop, &headers, &caller.scope(), &route, &body, || async {
        let name = request.carrier_name.as_deref();
        let label = Label { carrier: &request.carrier, name, number: &request.tracking_number };
        let mut tx = shop.store.begin().await?;
        let order = rules::fulfill(&mut tx, caller.actor(), &id, &label, shop.now()).await?;
        changed(&shop, tx, caller.actor(), &order).await
    })
    .await
}

/// Puts pieces of a parcel into one of its own.
#[utoipa::path(post, path = "/merchant/v1/parcels/{id}/split", tag = "merchants", params(("id" = String, Path)),
    request_body = SplitParcel, responses((status = 200, body = MerchantOrder), (status = 401, body = Problem),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
    (status = 422, body = Problem)))]
pub async fn split(
    State(shop): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let request: SplitParcel = parse(&body)?;
    let route = format!("POST /merchant/parcels/{id}/split");
    once(&shop, &headers, &caller.scope(), &route, &body, || async {
        let mut tx = shop.store.begin().await?;
        let (lines, version) = (&request.lines, request.version);
        let order = rules::split(&mut tx, caller.actor(), &id, lines, version, shop.now()).await?;
        changed(&shop, tx, caller.actor(), &order).await
    })
    .await
}

/// Sends money back. The idempotency key is good for ever here.
#[utoipa::path(post, path = "/merchant/v1/orders/{id}/refunds", tag = "merchants", params(("id" = String, Path)),
    request_body = RefundOrder, responses((status = 201, body = MerchantRefund), (status = 401, body = Problem),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn refund(
    State(shop): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let request: RefundOrder = parse(&body)?;
    let key = idempotency_key(&headers)?;
    let route = format!("POST /merchant/orders/{id}/refunds");
    once(&shop, &headers, &caller.scope(), &route, &body, || async {
        let mut tx = shop.store.begin().await?;
        let begun = rules::refund(&mut tx, caller.actor(), &id, request.amount, &key, shop.now()).await?;
        faults::point("merchant.refund.before_commit");
        tx.commit().await?;
        faults::point("merchant.refund.after_commit");
        shop.work.notify_one();
        Ok((201, serde_json::to_string(&begun).unwrap_or_default()))
    })
    .await
}

/// Answers a shopper's wish to send goods back.
#[utoipa::path(post, path = "/merchant/v1/returns/{id}/answer", tag = "merchants", params(("id" = String, Path)),
    request_body = AnswerReturn, responses((status = 200, body = MerchantOrder), (status = 401, body = Problem),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn answer_return(
    State(shop): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let request: AnswerReturn = parse(&body)?;
    let route = format!("POST /merchant/returns/{id}/answer");
    once(&shop, &headers, &caller.scope(), &route, &body, || async {
        let mut tx = shop.store.begin().await?;
        let order = rules::answer(&mut tx, caller.actor(), &id, &request, shop.now()).await?;
        changed(&shop, tx, caller.actor(), &order).await
    })
    .await
}

/// Answers a shopper's word that a parcel isn't there.
#[utoipa::path(post, path = "/merchant/v1/parcels/{id}/missing-answer", tag = "merchants",
    params(("id" = String, Path)), request_body = AnswerMissing, responses((status = 200, body = MerchantOrder),
    (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
pub async fn answer_missing(
    State(shop): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let request: AnswerMissing = parse(&body)?;
    let route = format!("POST /merchant/parcels/{id}/missing-answer");
    once(&shop, &headers, &caller.scope(), &route, &body, || async {
        let mut tx = shop.store.begin().await?;
        let order = rules::answer_missing(&mut tx, caller.actor(), &id, &request, shop.now()).await?;
        changed(&shop, tx, caller.actor(), &order).await
    })
    .await
}

/// The order after a change, which is stored with it.
async fn changed(shop: &AppState, mut tx: Tx, actor: Actor<'_>, order: &str) -> Answer<Done> {
    let row = rules::order(&mut tx, actor, order).await?;
    let view = rules::view(&mut tx, actor, &row).await?;
    tx.commit().await?;
    shop.work.notify_one();
    shop.wake_browsers();
    Ok((200, serde_json::to_string(&view).unwrap_or_default()))
}
