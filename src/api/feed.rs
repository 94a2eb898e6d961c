use super::{Api, ApiError, Call, body, escape};
use vitrine_api::{
    CreatorId, FeedTab, Follow, Interest, Market, MarketId, Page, Post, PostId, ProductId, Reaction, ReactionRequest,
    ShoppingDial,
};

/// Which feed, and how much of it may sell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedWish {
    /// Whose films.
    pub tab: FeedTab,
    /// How much of it may sell.
    pub dial: ShoppingDial,
}

impl Api {
    /// The markets there are.
    ///
    /// # Errors
    /// When no market list came.
    pub async fn markets(self) -> Result<Vec<Market>, ApiError> {
        self.get("/markets".to_owned()).await
    }

    /// A page of the feed.
    ///
    /// # Errors
    /// When no page came.
    pub async fn feed(
        self,
        market: &MarketId,
        lang: &str,
        wish: FeedWish,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Post>, ApiError> {
        // boot/boot.js writes the same address.
        let mut path = format!("/feed?market={}&lang={}&limit={limit}", escape(market.as_str()), escape(lang));
        if wish.tab == FeedTab::Following {
            path.push_str("&tab=following");
        }
        if wish.dial != ShoppingDial::default() {
            path.push_str("&sell=");
            path.push_str(wish.dial.word());
        }
        if let Some(cursor) = cursor {
            path.push_str("&cursor=");
            path.push_str(&escape(cursor));
        }
        self.get_first(path).await
    }

    /// One post.
    ///
    /// # Errors
    /// When it isn't there or didn't come.
    pub async fn post(self, id: &PostId, market: &MarketId, lang: &str) -> Result<Post, ApiError> {
        let path = format!("/posts/{}?market={}&lang={}", escape(id.as_str()), escape(market.as_str()), escape(lang));
        self.get_first(path).await
    }

    /// Follows a creator, or no longer.
    ///
    /// # Errors
    /// When the server didn't take it.
    pub async fn follow(self, creator: &CreatorId, following: bool) -> Result<Follow, ApiError> {
        let path = format!("/creators/{}/follow", escape(creator.as_str()));
        self.call(Call::put(path, body(&Follow { following }))).await
    }

    /// Says whether a product shall be shown in films.
    ///
    /// # Errors
    /// When the server didn't take it.
    pub async fn interest(self, product: &ProductId, interested: bool) -> Result<Interest, ApiError> {
        let path = format!("/products/{}/interest", escape(product.as_str()));
        self.call(Call::put(path, body(&Interest { interested }))).await
    }

    /// Likes, saves, or takes that back.
    ///
    /// # Errors
    /// When the server didn't take it.
    pub async fn react(self, post: &PostId, reaction: &ReactionRequest) -> Result<Reaction, ApiError> {
        let path = format!("/posts/{}/reaction", escape(post.as_str()));
        self.call(Call::put(path, body(reaction))).await
    }
}
