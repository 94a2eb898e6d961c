//! localstripe, somebody else's reading of Stripe's API, hears what the shop says to Stripe. It runs
//! with `VITRINE_TEST_LOCALSTRIPE=http://127.0.0.1:<port>`, as `cargo xtask test --only localstripe` sets it.
//!
//! localstripe has no Checkout Sessions: a front answers for the pages, with the money behind them at
//! localstripe, and passes everything else on. Nor does it have idempotency keys, so that a repeated
//! refund is found among those there are, or not at all.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use reqwest::Client;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use vitrine_api::{Currency, Money, PaymentIntentStatus, RefundStatus};
use vitrine_backend::outgoing;
use vitrine_backend::payments::stripe::{Settings, Stripe};
use vitrine_backend::payments::{NewRefund, Notice, PaymentProvider, ProviderError};

const KEY: &str = "sk_test_vitrine";
const SECRET: &str = "whsec_vitrine";
/// What each payment is about, in cents.
const AMOUNT: i64 = 2962;

/// Where localstripe is; without it there is nothing to hear us.
fn address() -> Option<String> {
    let address = std::env::var("VITRINE_TEST_LOCALSTRIPE").ok();
    if address.is_none() {
        println!("skipped: VITRINE_TEST_LOCALSTRIPE isn't set");
    }
    address
}

fn client() -> Client {
    outgoing::client().timeout(Duration::from_secs(10)).build().unwrap()
}

/// Asks localstripe as a merchant's own program would.
async fn told(base: &str, path: &str, form: &[(&str, &str)]) -> Value {
    let answer = client().post(format!("{base}{path}")).bearer_auth(KEY).form(form).send().await.unwrap();
    let (status, text) = (answer.status(), answer.text().await.unwrap());
    assert!(status.is_success(), "{path}: {status} {text}");
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

/// A card that pays, and its payment; gives the id of the money.
async fn paid(base: &str) -> String {
    let card = [
        ("type", "card"),
        ("card[number]", "4242424242424242"),
        ("card[exp_month]", "12"),
        ("card[exp_year]", "2038"),
        ("card[cvc]", "123"),
    ];
    let card = told(base, "/v1/payment_methods", &card).await;
    let method = card["id"].as_str().unwrap();
    let amount = AMOUNT.to_string();
    let form = [("amount", amount.as_str()), ("currency", "eur"), ("payment_method", method), ("confirm", "true")];
    let intent = told(base, "/v1/payment_intents", &form).await;
    assert_eq!(intent["status"], "succeeded", "{intent}");
    intent["id"].as_str().unwrap().to_owned()
}

/// The page `cs_1` of a payment, before localstripe.
#[derive(Clone)]
struct Front {
    base: String,
    intent: String,
}

impl Front {
    async fn open(self) -> String {
        let router = Router::new().fallback(pass).with_state(self);
        serve(router).await
    }

    fn session(&self) -> Value {
        json!({"id": "cs_1", "url": null, "status": "complete", "payment_status": "paid", "amount_total": AMOUNT,
            "currency": "eur", "client_reference_id": "checkout-1", "payment_intent": self.intent})
    }
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn pass(State(front): State<Front>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    match uri.path() {
        "/v1/checkout/sessions/cs_1" => return axum::Json(front.session()).into_response(),
        "/v1/checkout/sessions" => return axum::Json(json!({"data": [front.session()]})).into_response(),
        _ => {}
    }
    let mut request = client().request(method, format!("{}{uri}", front.base)).body(body);
    for name in [header::AUTHORIZATION, header::CONTENT_TYPE] {
        if let Some(value) = headers.get(&name) {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.unwrap();
    (answer.status(), answer.bytes().await.unwrap()).into_response()
}

fn stripe(key: &str, url: &str) -> Stripe {
    Stripe::new(Settings::new(key, &[SECRET], url)).unwrap()
}

fn back(reference: &str, amount: i64) -> NewRefund {
    NewRefund {
        payment: "cs_1".to_owned(),
        reference: reference.to_owned(),
        idempotency_key: format!("key of {reference}"),
        amount: Money::new(amount, Currency::EUR).unwrap(),
    }
}

#[tokio::test]
async fn parts_go_back_once_each_and_are_listed() {
    let Some(base) = address() else { return };
    let intent = paid(&base).await;
    let stripe = stripe(KEY, &Front { base, intent }.open().await);
    let payment = stripe.retrieve("cs_1").await.unwrap();
    assert_eq!((payment.status, payment.amount.amount()), (PaymentIntentStatus::Succeeded, AMOUNT));
    assert!(stripe.refunds("cs_1").await.unwrap().is_empty());

    let first = stripe.refund(back("refund-1", 500)).await.unwrap();
    assert_eq!((first.status, first.amount.amount()), (RefundStatus::Succeeded, 500));
    assert_eq!(first.reference.as_deref(), Some("refund-1"));
    // The answer got lost: asked again, it is found by its reference, whatever became of the key.
    assert_eq!(stripe.refund(back("refund-1", 500)).await.unwrap(), first);
    let rest = stripe.refund(back("refund-2", AMOUNT - 500)).await.unwrap();
    assert_ne!(rest.id, first.id);

    let mut all = stripe.refunds("cs_1").await.unwrap();
    all.sort_by_key(|sent| sent.amount.amount());
    assert_eq!(all, [first, rest]);
    assert_eq!(all.iter().map(|sent| sent.amount.amount()).sum::<i64>(), AMOUNT);
}

#[tokio::test]
async fn refusals_say_what_to_do_next() {
    let Some(base) = address() else { return };
    let intent = paid(&base).await;
    let unknown = Front { base: base.clone(), intent: "pi_nobody".to_owned() }.open().await;
    let answer = stripe(KEY, &unknown).refund(back("refund-1", 500)).await;
    assert!(matches!(answer, Err(ProviderError::NotFound)), "{answer:?}");
    let known = Front { base, intent }.open().await;
    let answer = stripe("no key", &known).refund(back("refund-1", 500)).await;
    assert!(matches!(answer, Err(ProviderError::Unavailable(_))), "{answer:?}");
    assert!(stripe(KEY, &known).refunds("cs_1").await.unwrap().is_empty(), "nothing went back");
}

/// A message as it came: its signature and its body.
type Heard = (String, Bytes);

async fn listen(State(heard): State<Arc<Mutex<Vec<Heard>>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or("").to_owned();
    heard.lock().unwrap().push((signature, body));
    StatusCode::OK
}

#[tokio::test]
async fn what_localstripe_signs_is_believed_and_nothing_else() {
    let Some(base) = address() else { return };
    let heard = Arc::<Mutex<Vec<Heard>>>::default();
    let ear = serve(Router::new().fallback(listen).with_state(heard.clone())).await;
    told(&base, "/_config/webhooks/vitrine", &[("url", ear.as_str()), ("secret", SECRET)]).await;
    let intent = paid(&base).await;
    let stripe = stripe(KEY, &Front { base, intent: intent.clone() }.open().await);

    let mut found = None;
    for _ in 0..400 {
        // The other tests' payments are heard too.
        found = heard.lock().unwrap().iter().find(|(_, body)| String::from_utf8_lossy(body).contains(&intent)).cloned();
        if found.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    let (signature, body) = found.expect("localstripe tells of the payment");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let now = i64::try_from(now).unwrap();
    assert!(stripe.verify(&signature, &body, now), "{signature}");
    assert!(!stripe.verify(&signature, &[&body[..], b" "].concat(), now), "another body");
    assert!(!stripe.verify(&signature, &body, now + 301), "caught and sent again later");
    let other = Stripe::new(Settings::new(KEY, &["whsec_other"], "http://127.0.0.1:1")).unwrap();
    assert!(!other.verify(&signature, &body, now), "another secret");

    // The shop acts on pages; that the money came is told by the page's own events.
    let text = String::from_utf8(body.to_vec()).unwrap();
    let mut event: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(event["type"], "payment_intent.succeeded");
    assert_eq!(stripe.read(&text).await.unwrap(), Notice::Nothing);
    // The same object under the types the shop acts on.
    event["type"] = json!("payment_intent.payment_failed");
    assert_eq!(stripe.read(&event.to_string()).await.unwrap(), Notice::Payment("cs_1".to_owned()));
}
