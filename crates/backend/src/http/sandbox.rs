//! The sandbox provider's own pages: plain HTML, no script, no font, nothing of the shop.
//!
//! Card numbers are read from the form, looked up in the list of test cards, and dropped.

mod track;

pub use track::{pay_duty, track};

use super::AppState;
use crate::payments::sandbox::{Card, Session, card};
use crate::store::StoreError;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use vitrine_api::{Money, PaymentErrorCode, PaymentIntentStatus};

/// What the form sends. Not `Debug`, so that it can't land in a log.
#[derive(Deserialize)]
pub struct CardForm {
    #[serde(default)]
    number: String,
}

/// What the 3-D Secure page sends.
#[derive(Deserialize)]
pub struct StepForm {
    #[serde(default)]
    answer: String,
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#eef1f5;color:#15202b}\
main{box-sizing:border-box;width:min(28rem,100% - 2rem);margin:min(8vh,4rem) auto;background:#fff;padding:2rem;border-radius:.75rem;border:1px solid #d5dbe3}\
h1{font-size:1.5rem;margin:.25rem 0 1.25rem;font-variant-numeric:tabular-nums}\
.tag{display:inline-block;background:#fff3cd;color:#664d03;padding:.125rem .5rem;border-radius:.25rem;font-size:.875rem}\
label{display:block;font-size:.875rem;font-weight:600;margin:.75rem 0 .25rem}\
input{width:100%;box-sizing:border-box;font:inherit;padding:.625rem .75rem;border:1px solid #7b8794;border-radius:.375rem;min-height:2.75rem}\
.row{display:flex;gap:1rem}.row>div{flex:1}\
button{width:100%;min-height:2.75rem;margin-top:1.25rem;font:inherit;font-weight:600;background:#1d4ed8;color:#fff;border:0;border-radius:.375rem;cursor:pointer}\
button.quiet{background:#fff;color:#15202b;border:1px solid #7b8794;margin-top:.75rem}\
a{display:inline-block;margin-top:1rem;color:#1d4ed8;padding:.625rem 0}\
[role=alert]{background:#fdecea;color:#8a1c12;padding:.75rem 1rem;border-radius:.375rem;margin:0 0 1rem}\
dl{font-size:.875rem;color:#4a5560;display:grid;grid-template-columns:auto 1fr;gap:.125rem .75rem;margin:1.5rem 0 0}dt{font-variant-numeric:tabular-nums}dd{margin:0}\
:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}";

/// What stands on each page of a payment, whatever it says.
const TEST: &str = "<span class=tag>Test mode — no real money</span>";

/// The payment page.
pub async fn page(State(shop): State<AppState>, Path(id): Path<String>) -> Response {
    match shop.sandbox.find(&id).await {
        Ok(Some(session)) => pay_page(&shop, &session, None),
        other => missing(other.err()),
    }
}

/// A card was entered.
pub async fn pay(State(shop): State<AppState>, Path(id): Path<String>, Form(form): Form<CardForm>) -> Response {
    let (status, error) = match card(&form.number) {
        Card::Succeeds => (PaymentIntentStatus::Succeeded, None),
        Card::AsksForAuthentication => (PaymentIntentStatus::RequiresAction, None),
        Card::Fails(code) => (PaymentIntentStatus::RequiresPaymentMethod, Some(code)),
        Card::NotATestCard => {
            return match shop.sandbox.find(&id).await {
                Ok(Some(session)) => {
                    pay_page(&shop, &session, Some("This is no test card. Never type a real card number here."))
                }
                other => missing(other.err()),
            };
        }
    };
    let session = match shop.sandbox.advance(&id, status, error).await {
        Ok(Some(session)) => session,
        other => return missing(other.err()),
    };
    shop.work.notify_one();
    match session.status {
        PaymentIntentStatus::Succeeded => Redirect::to(&success(&session)).into_response(),
        PaymentIntentStatus::RequiresAction => Redirect::to(&format!("/sandbox/pay/{id}/3ds")).into_response(),
        _ => pay_page(&shop, &session, None),
    }
}

/// The bank's page.
pub async fn step_page(State(shop): State<AppState>, Path(id): Path<String>) -> Response {
    match shop.sandbox.find(&id).await {
        Ok(Some(session)) if session.status == PaymentIntentStatus::RequiresAction => {
            let amount = amount(&session.amount);
            let body = format!(
                "{TEST}<h1>Approve {amount}?</h1>\
                 <p>The test bank asks you to confirm this payment (3-D Secure).</p>\
                 <form method=post><button name=answer value=approve>Approve</button>\
                 <button class=quiet name=answer value=refuse>Refuse</button></form>"
            );
            html(StatusCode::OK, "Approve the payment", &body)
        }
        Ok(Some(_)) => Redirect::to(&format!("/sandbox/pay/{id}")).into_response(),
        other => missing(other.err()),
    }
}

/// The bank's answer.
pub async fn step(State(shop): State<AppState>, Path(id): Path<String>, Form(form): Form<StepForm>) -> Response {
    let (status, error) = if form.answer == "approve" {
        (PaymentIntentStatus::Succeeded, None)
    } else {
        (PaymentIntentStatus::RequiresPaymentMethod, Some(PaymentErrorCode::AuthenticationFailed))
    };
    match shop.sandbox.find(&id).await {
        Ok(Some(session)) if session.status == PaymentIntentStatus::RequiresAction => {}
        Ok(Some(_)) => return Redirect::to(&format!("/sandbox/pay/{id}")).into_response(),
        other => return missing(other.err()),
    }
    match shop.sandbox.advance(&id, status, error).await {
        Ok(Some(session)) => {
            shop.work.notify_one();
            match session.status {
                PaymentIntentStatus::Succeeded => Redirect::to(&success(&session)).into_response(),
                _ => Redirect::to(&format!("/sandbox/pay/{id}")).into_response(),
            }
        }
        other => missing(other.err()),
    }
}

fn pay_page(shop: &AppState, session: &Session, note: Option<&str>) -> Response {
    let amount = amount(&session.amount);
    let back = escape(&session.return_url);
    if session.status == PaymentIntentStatus::Succeeded {
        return Redirect::to(&success(session)).into_response();
    }
    if !session.is_open(shop.now()) {
        let why = if session.ran_out(shop.now()) {
            "The time to pay ran out, and what was held for you is free again."
        } else {
            "It was closed by the shop or left by you."
        };
        let body = format!(
            "{TEST}<h1>This payment page is closed</h1>\
             <p>{why} Nothing was charged.</p><a href=\"{back}\">Back to the shop</a>"
        );
        return html(StatusCode::GONE, "Payment closed", &body);
    }
    let alert = note.or_else(|| session.error.map(words));
    let alert = alert.map(|text| format!("<p role=alert>{text}</p>")).unwrap_or_default();
    let body = format!(
        "{TEST}<h1>Pay {amount}</h1>{alert}\
         <form method=post autocomplete=off>\
         <label for=number>Card number</label><input id=number name=number inputmode=numeric required placeholder=\"4242 4242 4242 4242\">\
         <div class=row><div><label for=expiry>Expiry</label><input id=expiry placeholder=\"12 / 34\"></div>\
         <div><label for=cvc>CVC</label><input id=cvc inputmode=numeric placeholder=123></div></div>\
         <button>Pay {amount}</button></form>\
         <a href=\"{back}\">Back to the shop</a>\
         <dl><dt>4242 4242 4242 4242</dt><dd>pays</dd><dt>4000 0025 0000 3155</dt><dd>asks for 3-D Secure</dd>\
         <dt>4000 0000 0000 0002</dt><dd>is declined</dd><dt>4000 0000 0000 9995</dt><dd>has no money</dd></dl>"
    );
    html(StatusCode::OK, &format!("Pay {amount}"), &body)
}

/// Where a shopper whose card paid goes. It proves nothing to the shop; it says what to wait for.
fn success(session: &Session) -> String {
    format!("{}&result=success", session.return_url)
}

fn words(code: PaymentErrorCode) -> &'static str {
    match code {
        PaymentErrorCode::InsufficientFunds => "Your card has insufficient funds. Try another card.",
        PaymentErrorCode::AuthenticationFailed => {
            "Your bank could not confirm it was you. Try again or take another card."
        }
        _ => "Your card was declined. Try another card.",
    }
}

fn amount(money: &Money) -> String {
    let (minor, currency) = (money.amount(), money.currency());
    let exponent = currency.exponent();
    let unit = 10_i64.pow(exponent);
    let number = if exponent == 0 {
        minor.to_string()
    } else {
        format!("{}.{:0width$}", minor / unit, minor % unit, width = exponent as usize)
    };
    match currency.code() {
        "EUR" => format!("€{number}"),
        "USD" => format!("${number}"),
        "JPY" => format!("¥{number}"),
        code => format!("{number} {code}"),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn missing(error: Option<StoreError>) -> Response {
    if let Some(error) = error {
        tracing::error!(%error, "the sandbox's database failed");
        return html(
            StatusCode::SERVICE_UNAVAILABLE,
            "Try again",
            &format!("{TEST}<h1>Try again in a moment</h1><p>Nothing was charged.</p>"),
        );
    }
    let body = format!("{TEST}<h1>There is no such payment</h1><a href=\"/\">Back to the shop</a>");
    html(StatusCode::NOT_FOUND, "Not found", &body)
}

fn html(status: StatusCode, title: &str, body: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    );
    let mut response = (status, Html(page)).into_response();
    let hash = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, Sha256::digest(STYLE.as_bytes()));
    let csp = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&csp) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}
