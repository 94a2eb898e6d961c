use super::{Api, ApiError, escape};
use vitrine_api::{MarketId, Product, ProductId};

impl Api {
    /// A product as it is sold in a market.
    ///
    /// # Errors
    /// When it isn't there or didn't come.
    pub async fn product(self, id: &ProductId, market: &MarketId, lang: &str) -> Result<Product, ApiError> {
        self.get(format!("/products/{}?market={}&lang={}", escape(id.as_str()), escape(market.as_str()), escape(lang)))
            .await
    }
}
