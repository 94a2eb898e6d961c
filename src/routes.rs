//! Every address in the program is made here.

use vitrine_api::{OrderId, PostId, ProductId};

/// A place in the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The feed from its start.
    Feed,
    /// The feed of the creators somebody follows.
    Following,
    /// The feed, opened at a post.
    Post(PostId),
    /// A product as a page.
    Product(ProductId),
    /// The bag as a page.
    Bag,
    /// A step of the checkout.
    Checkout(CheckoutStep),
    /// This browser's orders.
    Orders,
    /// An order and its parcels.
    Order(OrderId),
    /// What left this device and what is kept on it.
    Privacy,
}

/// The steps of the checkout, in order. `Return` is where the payment page sends people back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckoutStep {
    /// Email.
    Contact,
    /// Where it goes.
    Address,
    /// How each parcel is sent.
    Delivery,
    /// Everything once more, then pay.
    Review,
    /// Back from the payment page.
    Return,
}

impl CheckoutStep {
    /// The steps a shopper walks through, in order.
    pub const WALK: [Self; 4] = [Self::Contact, Self::Address, Self::Delivery, Self::Review];

    /// The step's word in the address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Address => "address",
            Self::Delivery => "delivery",
            Self::Review => "review",
            Self::Return => "return",
        }
    }

    /// The step a word in the address stands for.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Contact, Self::Address, Self::Delivery, Self::Review, Self::Return]
            .into_iter()
            .find(|step| step.slug() == slug)
    }
}

impl Route {
    /// The address, path only.
    #[must_use]
    pub fn href(&self) -> String {
        match self {
            Self::Feed => "/".to_owned(),
            Self::Following => "/following".to_owned(),
            Self::Post(id) => format!("/p/{id}"),
            Self::Product(id) => format!("/products/{id}"),
            Self::Bag => "/bag".to_owned(),
            Self::Checkout(step) => format!("/checkout/{}", step.slug()),
            Self::Orders => "/orders".to_owned(),
            Self::Order(id) => format!("/orders/{id}"),
            Self::Privacy => "/privacy".to_owned(),
        }
    }
}

/// The post a path names.
#[must_use]
pub fn post_of(path: &str) -> Option<PostId> {
    let id = path.strip_prefix("/p/")?.trim_end_matches('/');
    (!id.is_empty() && !id.contains('/')).then(|| id.into())
}

/// Whether a path shows the feed.
#[must_use]
pub fn is_feed(path: &str) -> bool {
    path.is_empty() || path == "/" || path == "/following" || post_of(path).is_some()
}

/// The product a link opens over its film: `?product=mug`.
#[must_use]
pub fn product_of(search: &str) -> Option<ProductId> {
    let mut pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let (_, id) = pairs.find(|(key, _)| *key == "product")?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (!id.is_empty() && id.bytes().all(plain)).then(|| id.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_feed_is_known_by_its_path() {
        assert_eq!(post_of("/p/pst_1"), Some("pst_1".into()));
        assert_eq!(post_of(&Route::Post("x".into()).href()), Some("x".into()));
        assert!(is_feed("/") && is_feed("/following") && is_feed("/p/x") && is_feed("/p/x/"));
        assert!(!is_feed("/p/") && !is_feed("/p/x/y") && !is_feed("/bag"));
    }

    #[test]
    fn a_link_names_a_product() {
        assert_eq!(product_of("?t=12&product=mug"), Some("mug".into()));
        for odd in ["", "?product", "?product=", "?product=%3Cscript%3E"] {
            assert_eq!(product_of(odd), None, "{odd}");
        }
    }

    #[test]
    fn every_step_is_found_by_its_slug() {
        for step in CheckoutStep::WALK.into_iter().chain([CheckoutStep::Return]) {
            assert_eq!(CheckoutStep::from_slug(step.slug()), Some(step));
        }
        assert_eq!(CheckoutStep::from_slug("pay"), None);
    }
}
