use super::{Api, ApiError, Call, body, escape};
use vitrine_api::{CreateReturn, OpenOrder, Order, OrderId, OrderSummary, Page};

/// `/orders/{id}{rest}`
pub(super) fn path(id: &OrderId, rest: &str) -> String {
    format!("/orders/{}{rest}", escape(id.as_str()))
}

impl Api {
    /// A page of this browser's orders, newest first.
    ///
    /// # Errors
    /// When no page came.
    pub async fn orders(self, cursor: Option<&str>) -> Result<Page<OrderSummary>, ApiError> {
        let cursor = cursor.map(|cursor| format!("?cursor={}", escape(cursor)));
        self.get(format!("/orders{}", cursor.unwrap_or_default())).await
    }

    /// An order and its parcels.
    ///
    /// # Errors
    /// When it isn't there or didn't come.
    pub async fn order(self, id: &OrderId, lang: &str) -> Result<Order, ApiError> {
        self.get(path(id, &format!("?lang={}", escape(lang)))).await
    }

    /// Opens an order with the secret of a link: its own, or a shared one.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] when the secret is wrong.
    pub async fn open_order(self, id: &OrderId, open: &OpenOrder) -> Result<Order, ApiError> {
        self.call(Call::post(path(id, "/open"), body(open)).repeatable()).await
    }

    /// Cancels an order that hasn't been sent.
    ///
    /// # Errors
    /// When something was sent already.
    pub async fn cancel_order(self, id: &OrderId, key: &str) -> Result<Order, ApiError> {
        self.call(Call::post(path(id, "/cancel"), "{}".to_owned()).keyed(key)).await
    }

    /// Asks to send goods back.
    ///
    /// # Errors
    /// When the time for it is over, or more is sent back than was bought.
    pub async fn create_return(self, id: &OrderId, key: &str, wish: &CreateReturn) -> Result<Order, ApiError> {
        self.call(Call::post(path(id, "/returns"), body(wish)).keyed(key)).await
    }
}
