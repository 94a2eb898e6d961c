use super::{Api, ApiError, Call, body, escape};
use vitrine_api::{Market, MarketId, Page, Post, PostId, Reaction, ReactionRequest};

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
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Page<Post>, ApiError> {
        let mut path = format!("/feed?market={}&lang={}&limit={limit}", escape(market.as_str()), escape(lang));
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

    /// Likes, saves, or takes that back.
    ///
    /// # Errors
    /// When the server didn't take it.
    pub async fn react(self, post: &PostId, reaction: &ReactionRequest) -> Result<Reaction, ApiError> {
        let path = format!("/posts/{}/reaction", escape(post.as_str()));
        self.call(Call::put(path, body(reaction))).await
    }
}
