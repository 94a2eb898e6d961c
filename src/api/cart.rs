use super::{Api, ApiError, Call, body, escape};
use vitrine_api::{AddLine, AddPromotion, Cart, CartId, CartLineId, CreateCart, UpdateCart, UpdateLine};

/// `/carts/{id}{rest}?lang=…`
fn path(cart: &CartId, rest: &str, lang: &str) -> String {
    format!("/carts/{}{rest}?lang={}", escape(cart.as_str()), escape(lang))
}

impl Api {
    /// Makes a bag. Not tried again by itself: there is no key for it.
    ///
    /// # Errors
    /// When no bag was made, as far as we know.
    pub async fn create_cart(self, cart: &CreateCart, lang: &str) -> Result<Cart, ApiError> {
        let path = format!("/carts?lang={}", escape(lang));
        self.call(Call::post(path, body(cart))).await
    }

    /// The bag as it is now.
    ///
    /// # Errors
    /// When it isn't there or didn't come.
    pub async fn cart(self, id: &CartId, lang: &str) -> Result<Cart, ApiError> {
        self.get(path(id, "", lang)).await
    }

    /// Changes market, contact, address, shipping, or accepts prices.
    ///
    /// # Errors
    /// When the bag is another version by now, or a field is wrong.
    pub async fn update_cart(
        self,
        id: &CartId,
        version: u64,
        change: &UpdateCart,
        lang: &str,
    ) -> Result<Cart, ApiError> {
        self.call(Call::patch(path(id, "", lang), body(change)).if_match(version)).await
    }

    /// Puts something into the bag.
    ///
    /// # Errors
    /// When the bag is another version by now, or nothing is left.
    pub async fn add_line(self, cart: &CartId, version: u64, line: &AddLine, lang: &str) -> Result<Cart, ApiError> {
        self.call(Call::post(path(cart, "/lines", lang), body(line)).if_match(version)).await
    }

    /// Changes how many.
    ///
    /// # Errors
    /// When the bag is another version by now, or fewer are left.
    pub async fn update_line(
        self,
        cart: &CartId,
        version: u64,
        line: &CartLineId,
        change: &UpdateLine,
        lang: &str,
    ) -> Result<Cart, ApiError> {
        let rest = format!("/lines/{}", escape(line.as_str()));
        self.call(Call::patch(path(cart, &rest, lang), body(change)).if_match(version)).await
    }

    /// Takes something out of the bag.
    ///
    /// # Errors
    /// When the bag is another version by now.
    pub async fn remove_line(
        self,
        cart: &CartId,
        version: u64,
        line: &CartLineId,
        lang: &str,
    ) -> Result<Cart, ApiError> {
        let rest = format!("/lines/{}", escape(line.as_str()));
        self.call(Call::delete(path(cart, &rest, lang)).if_match(version)).await
    }

    /// Puts a promotion code into the bag.
    ///
    /// # Errors
    /// When the bag is another version by now, or the code doesn't apply to it.
    pub async fn add_promotion(
        self,
        cart: &CartId,
        version: u64,
        wish: &AddPromotion,
        lang: &str,
    ) -> Result<Cart, ApiError> {
        self.call(Call::post(path(cart, "/promotions", lang), body(wish)).if_match(version)).await
    }

    /// Takes a promotion code out of the bag.
    ///
    /// # Errors
    /// When the bag is another version by now, or the code isn't in it.
    pub async fn remove_promotion(self, cart: &CartId, version: u64, code: &str, lang: &str) -> Result<Cart, ApiError> {
        let rest = format!("/promotions/{}", escape(code));
        self.call(Call::delete(path(cart, &rest, lang)).if_match(version)).await
    }
}
