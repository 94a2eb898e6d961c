//! A shop paid by Stripe, with a shopper who has reserved something.

use super::fake_stripe::{FakeStripe, How};
use super::{Browser, Running, audited, number, open_with_stripe, page};
use serde_json::Value;

pub const SKU: &str = "HAL-MUG-OAT";
pub const OPEN_PAGE: &str = "POST /v1/checkout/sessions";

pub const ORDERS: &str = "SELECT COUNT(*) FROM shop_order";
pub const RESERVED: &str = "SELECT SUM(reserved) FROM stock";
pub const PAYMENTS: &str = "SELECT COUNT(*) FROM payment";
pub const BALANCE: &str = "SELECT COALESCE(SUM(amount), 0) FROM money_ledger";

/// A shop with a shopper who has reserved something and may pay.
pub struct Scene {
    pub stripe: FakeStripe,
    pub running: Running,
    pub browser: Browser,
    pub checkout: Value,
}

pub async fn reserved() -> Scene {
    let stripe = FakeStripe::start().await;
    let running = open_with_stripe(false, stripe.settings()).await;
    let mut browser = Browser::new(&running.base);
    let cart = browser.ready_bag(SKU, 1).await;
    let checkout = browser.checkout(&cart, "reserve").await.body;
    Scene { stripe, running, browser, checkout }
}

impl Scene {
    /// The same with an open page; gives the session's id.
    pub async fn paying(&mut self) -> String {
        let paying = self.browser.start_payment(&self.checkout, "pay").await;
        assert_eq!(paying.status, 200, "{}", paying.body);
        session(&paying.body)
    }

    pub async fn ordered(&mut self) -> (String, String) {
        let id = self.paying().await;
        assert!(self.stripe.pay(&id));
        self.stripe.deliver(&self.running, How::AsSent).await;
        let order = self.now().await["order_id"].as_str().unwrap().to_owned();
        (id, order)
    }

    /// The checkout as it is.
    pub async fn now(&mut self) -> Value {
        self.browser.get(&format!("/checkouts/{}", self.checkout["id"].as_str().unwrap())).await.body
    }

    pub async fn order(&mut self, id: &str) -> Value {
        self.browser.get(&format!("/orders/{id}")).await.body
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        number(&self.running.shop, sql).await
    }

    pub fn total(&self) -> i64 {
        self.checkout["totals"]["total"]["amount"].as_i64().unwrap()
    }

    /// The reservation runs out and the worker sees it.
    pub async fn time_runs_out(&self) {
        self.running.clock.advance_seconds(901);
        self.running.shop.expire_overdue().await.unwrap();
    }

    pub async fn paid_once(&self) {
        assert_eq!(self.count(ORDERS).await, 1);
        assert_eq!(self.count(PAYMENTS).await, 1);
        assert_eq!(self.count(BALANCE).await, self.total());
        assert_eq!(self.count(RESERVED).await, 0);
        audited(&self.running).await;
    }

    pub async fn money_is_back(&self) {
        self.running.shop.send_refunds().await.unwrap();
        self.running.shop.send_refunds().await.unwrap();
        assert_eq!(self.count(ORDERS).await, 0);
        assert_eq!(self.count(RESERVED).await, 0);
        assert_eq!(self.count(BALANCE).await, 0);
        assert_eq!(self.stripe.refunds().len(), 1);
        audited(&self.running).await;
    }
}

/// The session behind a checkout's page.
pub fn session(checkout: &Value) -> String {
    page(checkout).rsplit('/').next().unwrap().to_owned()
}
