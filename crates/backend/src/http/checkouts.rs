//! Checkouts: each POST here moves money or stock and is keyed.

use super::AppState;
use super::cookies;
use super::error::{Answer, AppError};
use super::extract::{View, json, parse, raw_json};
use super::idempotency::{Done, Keyed, key, once};
use crate::faults;
use crate::store::Tx;
use crate::store::checkouts::CheckoutRow;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use vitrine_api::{Checkout, CheckoutState, CompleteCheckout, CreateCheckout, Problem, ProblemCode, StartPayment};

async fn done(shop: &AppState, row: &CheckoutRow, status: u16) -> Answer<Done> {
    let view = match row.state {
        CheckoutState::Ordered => shop.checkout_view(&mut *shop.reader().await?, row).await?,
        _ => shop.unfinished_view(row)?,
    };
    Ok((status, serde_json::to_string(&view).unwrap_or_default()))
}

/// Begins the write of a keyed request, but not for whoever has no cookie or no key: there is one writer at times.
async fn begin(shop: &AppState, headers: &HeaderMap) -> Answer<Tx> {
    cookies::token_hash(shop, headers)?;
    key(headers)?;
    Ok(shop.store.begin_keyed().await?)
}

/// Freezes a bag's prices and reserves its stock.
#[utoipa::path(post, path = "/api/v1/checkouts", tag = "checkout", params(View), request_body = CreateCheckout,
    responses((status = 201, body = Checkout), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(shop): State<AppState>,
    Query(view): Query<View>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let request: CreateCheckout = parse(&body)?;
    let mut tx = begin(&shop, &headers).await?;
    let session = cookies::required_in(&shop, &mut tx, &headers).await?;
    let keyed = Keyed::of(&shop, &headers, &session, "POST /checkouts", &body)?;
    if let Some(known) = keyed.claim(&mut tx).await? {
        // It may be another's work that isn't on the disk yet: several share a commit.
        tx.commit().await?;
        return Ok(known);
    }
    let (answer, replaced) = match shop.create_checkout(&mut tx, &session, &request, view.lang()).await {
        Ok((row, replaced)) => (done(&shop, &row, 201).await, replaced),
        Err(refusal) => (Err(refusal.into()), None),
    };
    let unavailable = matches!(&answer, Err(error) if error.0.code == ProblemCode::PromotionUnavailable);
    let response = keyed.end(tx, answer).await;
    if unavailable {
        shop.remember_spent(&session, request.cart_id.as_str()).await?;
    }
    let response = response?;
    faults::point("checkout.create.after_commit");
    if let Some(replaced) = replaced {
        // The old page must not take money any more; should the provider be away, a payment
        // that still arrives goes back (refund_due).
        if let Err(error) = shop.let_go(replaced).await {
            tracing::warn!(?error, "the page of a replaced checkout could not be closed");
        }
    }
    shop.wake_browsers();
    Ok(response)
}

/// A checkout.
#[utoipa::path(get, path = "/api/v1/checkouts/{id}", tag = "checkout", params(("id" = String, Path)), responses(
    (status = 200, body = Checkout), (status = 404, body = Problem)))]
pub async fn get(State(shop): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let mut conn = shop.reader().await?;
    let row = shop.own_checkout(&mut conn, &session, &id).await?;
    Ok(json(200, &shop.checkout_view(&mut conn, &row).await?))
}

/// Opens the provider's page.
#[utoipa::path(post, path = "/api/v1/checkouts/{id}/payment", tag = "checkout", params(("id" = String, Path)),
    request_body = StartPayment, responses((status = 200, body = Checkout), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem)))]
pub async fn start_payment(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let request: StartPayment = parse(&body)?;
    let route = format!("POST /checkouts/{id}/payment");
    let mut tx = begin(&shop, &headers).await?;
    let session = cookies::required_in(&shop, &mut tx, &headers).await?;
    let keyed = Keyed::of(&shop, &headers, &session, &route, &body)?;
    if let Some(known) = keyed.claim(&mut tx).await? {
        // It may be another's work that isn't on the disk yet: several share a commit.
        tx.commit().await?;
        return Ok(known);
    }
    let row = match shop.begin_payment(&mut tx, &session, &id, request.expected_total).await {
        Ok(row) => row,
        Err(refusal) => return keyed.end(tx, Err(refusal.into())).await,
    };
    if row.payment_ref.is_some() {
        let answer = done(&shop, &row, 200).await;
        return keyed.end(tx, answer).await;
    }
    faults::point("payment.start.before_commit");
    let held = keyed.claimed(tx).await?;
    faults::point("payment.start.after_commit");
    let asked = shop.ask_for_page(&row).await;
    let mut tx = shop.store.begin_keyed().await?;
    let kept = match &asked {
        Ok(payment) => shop.keep_page(&mut tx, &row, payment).await,
        Err(_) => Ok(row),
    };
    let answer = match (asked, kept) {
        (Ok(_), Ok(row)) => done(&shop, &row, 200).await,
        (Err(refusal), _) => Err(refusal.into()),
        (_, Err(refusal)) => {
            // In a write of its own: on PostgreSQL nothing can be done after a failure.
            let _ = tx.rollback().await;
            tx = shop.store.begin_single().await?;
            Err(refusal.into())
        }
    };
    faults::point("payment.page.before_commit");
    held.settle(tx, &answer).await?;
    faults::point("payment.page.after_commit");
    answer.map(|(status, body)| raw_json(status, body))
}

/// Asks for the order of a paid checkout.
#[utoipa::path(post, path = "/api/v1/checkouts/{id}/complete", tag = "checkout", params(("id" = String, Path)),
    request_body = CompleteCheckout, responses((status = 200, body = Checkout), (status = 402, body = Problem),
    (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn complete(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let request: CompleteCheckout = parse(&body)?;
    let route = format!("POST /checkouts/{id}/complete");
    once(&shop, &headers, &session, &route, &body, || async {
        let row = shop.own_checkout(&mut *shop.reader().await?, &session, &id).await?;
        shop.check_total(&row, request.expected_total)?;
        match row.state {
            CheckoutState::Ordered => done(&shop, &row, 200).await,
            CheckoutState::Expired | CheckoutState::Failed => {
                Err(AppError::new(ProblemCode::CheckoutExpired, "The reservation ran out. Nothing was charged."))
            }
            CheckoutState::RefundDue => {
                let detail = "The payment came too late or was another amount. The money is on its way back.";
                Err(AppError::new(ProblemCode::CheckoutExpired, detail))
            }
            _ if row.payment_error.is_some() => {
                Err(AppError::new(ProblemCode::PaymentDeclined, "The payment didn't go through. Try another card."))
            }
            _ => Err(AppError::new(ProblemCode::PaymentPending, "The provider hasn't confirmed the payment yet.")),
        }
    })
    .await
}

/// Leaves a checkout: the pieces are free again.
#[utoipa::path(delete, path = "/api/v1/checkouts/{id}", tag = "checkout", params(("id" = String, Path)), responses(
    (status = 200, body = Checkout), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn cancel(State(shop): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let session = cookies::required(&shop, &headers).await?;
    let row = shop.own_checkout(&mut *shop.reader().await?, &session, &id).await?;
    shop.let_go(row).await?;
    let mut conn = shop.reader().await?;
    let row = shop.own_checkout(&mut conn, &session, &id).await?;
    if row.state != CheckoutState::Expired {
        return Err(AppError::new(ProblemCode::InvalidState, "This purchase is paid already."));
    }
    Ok(json(200, &shop.checkout_view(&mut conn, &row).await?))
}
