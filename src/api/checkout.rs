use super::{Api, ApiError, Call, body, escape};
use vitrine_api::{Checkout, CheckoutId, CompleteCheckout, CreateCheckout, StartPayment};

/// `/checkouts/{id}{rest}`
fn path(id: &CheckoutId, rest: &str) -> String {
    format!("/checkouts/{}{rest}", escape(id.as_str()))
}

impl Api {
    /// Freezes prices and reserves stock.
    ///
    /// # Errors
    /// When the bag can't be bought as it is.
    pub async fn create_checkout(self, key: &str, checkout: &CreateCheckout) -> Result<Checkout, ApiError> {
        let call = Call::post("/checkouts".to_owned(), body(checkout));
        self.call(call.keyed(key)).await
    }

    /// A checkout as it is now.
    ///
    /// # Errors
    /// When it isn't there or didn't come.
    pub async fn checkout(self, id: &CheckoutId) -> Result<Checkout, ApiError> {
        self.get(path(id, "")).await
    }

    /// Begins paying.
    ///
    /// # Errors
    /// When the total is another one, or the reservation ran out.
    pub async fn start_payment(self, id: &CheckoutId, key: &str, payment: &StartPayment) -> Result<Checkout, ApiError> {
        self.call(Call::post(path(id, "/payment"), body(payment)).keyed(key)).await
    }

    /// Turns a paid checkout into an order.
    ///
    /// # Errors
    /// When the provider hasn't confirmed yet, or said no.
    pub async fn complete(self, id: &CheckoutId, key: &str, complete: &CompleteCheckout) -> Result<Checkout, ApiError> {
        self.call(Call::post(path(id, "/complete"), body(complete)).keyed(key)).await
    }
}
