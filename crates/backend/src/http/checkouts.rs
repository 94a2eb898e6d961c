//! Checkouts: each POST here moves money or stock and is keyed.

use super::AppState;
use super::cookies;
use super::error::{Answer, AppError};
use super::extract::{View, json, parse};
use super::idempotency::{Done, once};
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
    let session = cookies::required(&shop, &headers).await?;
    let request: CreateCheckout = parse(&body)?;
    let lang = view.lang().to_owned();
    once(&shop, &headers, &session, "POST /checkouts", &body, || async {
        let (row, replaced) = shop.create_checkout(&session, &request, &lang).await?;
        if let Some(replaced) = replaced {
            // The old page must not take money any more; should the provider be away, a payment
            // that still arrives goes back (refund_due).
            if let Err(error) = shop.let_go(replaced).await {
                tracing::warn!(?error, "the page of a replaced checkout could not be closed");
            }
        }
        shop.wake_browsers();
        done(&shop, &row, 201).await
    })
    .await
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
    let session = cookies::required(&shop, &headers).await?;
    let request: StartPayment = parse(&body)?;
    let route = format!("POST /checkouts/{id}/payment");
    once(&shop, &headers, &session, &route, &body, || async {
        let row = shop.start_payment(&session, &id, request.expected_total).await?;
        done(&shop, &row, 200).await
    })
    .await
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
