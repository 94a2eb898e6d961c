use super::{Api, ApiError, Call, body, escape, order::path};
use vitrine_api::{CreateOrderLink, LinkId, NewOrderLink, OrderId, OrderLink};

impl Api {
    /// The links of an order that still open something, newest first.
    ///
    /// # Errors
    /// When the order isn't this browser's, or no answer came.
    pub async fn order_links(self, id: &OrderId) -> Result<Vec<OrderLink>, ApiError> {
        self.get(path(id, "/links")).await
    }

    /// Makes a link to an order. It is asked for once: the secret is in that answer alone.
    ///
    /// # Errors
    /// When there are too many links already, or no answer came.
    pub async fn make_link(self, id: &OrderId, wish: &CreateOrderLink) -> Result<NewOrderLink, ApiError> {
        self.call(Call::post(path(id, "/links"), body(wish))).await
    }

    /// Revokes a link and gives those that are left.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] when it was over already.
    pub async fn revoke_link(self, id: &OrderId, link: &LinkId) -> Result<Vec<OrderLink>, ApiError> {
        self.call(Call::delete(path(id, &format!("/links/{}", escape(link.as_str())))).repeatable()).await
    }
}
