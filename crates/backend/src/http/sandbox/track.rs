//! The simulated carrier's page of a parcel, where a duty is paid that customs waits for.

use super::{TEST, amount, escape, html, missing};
use crate::carriers::simulated::Duty;
use crate::http::AppState;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// The page.
pub async fn track(State(shop): State<AppState>, Path(number): Path<String>) -> Response {
    let duty = match shop.carrier.duty(&number).await {
        Ok(duty) => duty,
        Err(error) => return missing(Some(error)),
    };
    let asked = match duty {
        None => String::new(),
        Some(Duty { paid: true, amount: paid }) => format!(
            "<p role=status><strong>Duty paid: {}.</strong> The parcel goes on. You can close this page; \
             the order's page keeps itself up to date.</p>",
            amount(&paid)
        ),
        Some(Duty { amount: due, .. }) => format!(
            "{TEST}<p>Customs holds this parcel until its duty is paid.</p>\
             <form method=post><button>Pay {} duty</button></form>",
            amount(&due)
        ),
    };
    let body = format!(
        "<span class=tag>Simulated carrier</span><h1>{}</h1>{asked}<p>A real carrier would show this parcel here. \
         Everything it tells is on the shop's order page.</p>",
        escape(&number)
    );
    html(StatusCode::OK, "Parcel", &body)
}

/// The duty is paid.
pub async fn pay_duty(State(shop): State<AppState>, Path(number): Path<String>) -> Response {
    match shop.carrier.pay_duty(&number).await {
        Ok(Some(_)) => {
            shop.work.notify_one();
            // The number is the carrier's own: a parcel of that number was found.
            Redirect::to(&format!("/sandbox/track/{number}")).into_response()
        }
        Ok(None) => {
            let body = "<span class=tag>Simulated carrier</span><h1>There is no duty to pay</h1>\
                        <a href=\"/\">Back to the shop</a>";
            html(StatusCode::NOT_FOUND, "Not found", body)
        }
        Err(error) => missing(Some(error)),
    }
}
