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
    let asked = asked(duty);
    let body = format!(
        "<span class=tag>Simulated carrier</span><h1>{}</h1>{asked}<p>A real carrier would show this parcel here. \
         Everything it tells is on the shop's order page.</p>",
        escape(&number)
    );
    html(StatusCode::OK, "Parcel", &body)
}

/// What is asked for, or was. Pieces that left the parcel after its label took their duty along: there may be
/// nothing left to pay, and customs has to be told so.
fn asked(duty: Option<Duty>) -> String {
    let goes_on = "The parcel goes on. You can close this page; the order's page keeps itself up to date.";
    match duty {
        None => String::new(),
        Some(Duty { paid: true, amount }) if amount.is_zero() => {
            format!("<p role=status><strong>Nothing was due.</strong> {goes_on}</p>")
        }
        Some(Duty { paid: true, amount: paid }) => {
            format!("<p role=status><strong>Duty paid: {}.</strong> {goes_on}</p>", amount(&paid))
        }
        Some(Duty { amount, .. }) if amount.is_zero() => {
            "<p><strong>Nothing is due</strong> for what is still in this parcel, but customs holds it.</p>\
             <form method=post><button>Let it go on</button></form>"
                .to_owned()
        }
        Some(Duty { amount: due, .. }) => format!(
            "{TEST}<p>Customs holds this parcel until its duty is paid.</p>\
             <form method=post><button>Pay {} duty</button></form>",
            amount(&due)
        ),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_api::{Currency, Money};

    #[test]
    fn nobody_is_asked_to_pay_nothing() {
        let says =
            |minor: i64, paid: bool| asked(Some(Duty { amount: Money::new(minor, Currency::EUR).unwrap(), paid }));
        assert!(says(588, false).contains("Pay €5.88 duty") && says(588, true).contains("Duty paid: €5.88."));
        for paid in [false, true] {
            let nothing = says(0, paid);
            assert!(nothing.contains("<strong>Nothing ") && !nothing.contains("€0.00"), "{nothing}");
        }
        assert!(says(0, false).contains("<button>"), "customs holds it all the same");
        assert_eq!(asked(None), "");
    }
}
