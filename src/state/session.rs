use super::{language::use_language, load};
use crate::{
    api::{ApiError, use_api},
    browser::{
        page, storage,
        turns::{self, Turn},
    },
    model::load::Load,
};
use leptos::prelude::*;
use vitrine_api::{Market, MarketId};

const KEY: &str = "vitrine.market";
const HOME: &str = "DE";

/// Where and in which language somebody shops.
#[derive(Clone, Copy)]
pub struct Session {
    market: RwSignal<MarketId>,
    markets: LocalResource<Result<Vec<Market>, ApiError>>,
    lang: Signal<&'static str>,
}

impl Session {
    pub(super) fn provide() -> Self {
        let api = use_api();
        let language = use_language();
        let lang = Signal::derive(move || language.code());
        let markets = LocalResource::new(move || async move {
            // Nothing on the first screen needs them.
            if turns::is_starting() {
                turns::turn(Turn::Ways).await;
            }
            api.markets().await
        });
        let market = RwSignal::new(first_market());
        let session = Self { market, markets, lang };
        provide_context(session);
        // A market that does not exist (any more) must not lock anybody out.
        Effect::new(move |_| {
            if let Some(Ok(markets)) = markets.get()
                && !markets.iter().any(|known| market.with_untracked(|id| known.id == *id))
                && let Some(first) = markets.iter().find(|m| m.id.as_str() == HOME).or(markets.first())
            {
                market.set(first.id.clone());
            }
        });
        storage::on_local_change(KEY, move || {
            if let Some(id) = storage::local_get(KEY).filter(|id| id.len() == 2) {
                session.set_market(id.into());
            }
        });
        session
    }

    /// The market; tracked.
    #[must_use]
    pub fn market(self) -> MarketId {
        self.market.get()
    }

    /// The market; not tracked.
    #[must_use]
    pub fn market_untracked(self) -> MarketId {
        self.market.get_untracked()
    }

    /// Shops in another market from now on.
    pub fn set_market(self, market: MarketId) {
        storage::local_set(KEY, market.as_str());
        if self.market.with_untracked(|now| *now != market) {
            self.market.set(market);
        }
    }

    /// The language as `en` or `de`; tracked.
    #[must_use]
    pub fn lang(self) -> &'static str {
        self.lang.get()
    }

    /// The language; not tracked.
    #[must_use]
    pub fn lang_untracked(self) -> &'static str {
        self.lang.get_untracked()
    }

    /// All markets.
    #[must_use]
    pub fn markets(self) -> LocalResource<Result<Vec<Market>, ApiError>> {
        self.markets
    }

    /// What is known of the market; tracked.
    #[must_use]
    pub fn current_market(self) -> Option<Market> {
        let id = self.market.get();
        self.load().with(|load| match load {
            Load::Ready(markets) => markets.iter().find(|market| market.id == id).cloned(),
            Load::Loading | Load::Failed(_) => None,
        })
    }

    /// What is known of the markets.
    #[must_use]
    pub fn load(self) -> Signal<Load<Vec<Market>>> {
        load(self.markets)
    }
}

/// The kept choice, else the region of the preferred language, else home.
fn first_market() -> MarketId {
    let kept = storage::local_get(KEY).filter(|id| id.len() == 2);
    let region = || {
        page::preferred_languages()
            .iter()
            .find_map(|tag| tag.split_once('-').map(|(_, region)| region.to_uppercase()))
            .filter(|region| region.len() == 2)
    };
    kept.or_else(region).map_or_else(|| HOME.into(), MarketId::from)
}

/// Where and in which language somebody shops, from the context.
#[must_use]
pub fn use_session() -> Session {
    use_context().unwrap_or_else(Session::provide)
}
