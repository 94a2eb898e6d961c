//! Markets, feed, posts, reactions.

use super::AppState;
use super::cookies;
use super::error::{Answer, AppError};
use super::extract::{Body, View, json, pack_cursor, with_cookie};
use super::packed;
use crate::service::Refusal;
use crate::service::pages::{Asked, Ready};
use crate::store::{catalogue as rows, sessions, taste};
use axum::extract::{Path, Query, State, rejection::QueryRejection};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use vitrine_api::{
    FeedTab, FieldCode, Page, Post, PostCounts, Problem, ProblemCode, Reaction, ReactionRequest, ShoppingDial,
};

/// How long somebody waits for a page that another request is making.
const TURN: Duration = Duration::from_millis(50);

/// Where a page of the feed begins: the snapshot keeps new posts out of a feed that was begun
/// before them, so that none is shown twice and none is skipped.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedCursor {
    s: i64,
    t: i64,
    i: String,
    /// Whether the last post shown sells, for the shopping dial.
    #[serde(default)]
    x: bool,
}

/// `?tab&sell` beside what every view may ask.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FeedWish {
    /// `for_you` (the usual one) or `following`.
    #[serde(default)]
    pub tab: FeedTab,
    /// How much of the feed may sell: `all` (the usual), `some` (at most every second film), `none`.
    #[serde(default)]
    pub sell: ShoppingDial,
}

/// The markets.
#[utoipa::path(get, path = "/api/v1/markets", tag = "catalogue",
    responses((status = 200, body = Vec<vitrine_api::Market>)))]
pub async fn markets(State(shop): State<AppState>) -> Response {
    let markets: Vec<_> = shop.catalogue.markets.iter().map(crate::demo::catalogue::MarketFile::to_wire).collect();
    json(200, &markets)
}

/// A page of the feed.
#[utoipa::path(get, path = "/api/v1/feed", tag = "feed", params(View, FeedWish), responses(
    (status = 200, body = Page<Post>), (status = 422, body = Problem)))]
pub async fn feed(
    State(shop): State<AppState>,
    Query(view): Query<View>,
    wish: Result<Query<FeedWish>, QueryRejection>,
    headers: HeaderMap,
) -> Answer<Response> {
    let Query(wish) = wish.map_err(|_| {
        let detail = "sell is all, some or none; tab is for_you or following.";
        AppError::field("/sell", FieldCode::NotOffered, detail)
    })?;
    let page = page(&shop, &view, &wish, &headers).await?;
    Ok(packed::answer(&page, &headers).await)
}

/// A page of the feed as it is for this browser. The first page of those who have said nothing yet is kept
/// ready for a moment.
///
/// # Errors
/// When something asked for isn't offered, or the database fails.
pub async fn page(shop: &AppState, view: &View, wish: &FeedWish, headers: &HeaderMap) -> Answer<Arc<Ready>> {
    let (market, limit) = (view.market(shop)?, view.limit(8)?);
    let cursor: Option<FeedCursor> = view.cursor()?;
    let session = said_something(shop, headers).await?;
    if session.is_some() || cursor.is_some() {
        return ready(&read(shop, view, wish, cursor, session).await?);
    }
    let (market, lang) = (market.country.clone(), view.lang().to_owned());
    let asked = Asked { market, lang, limit, tab: wish.tab, dial: wish.sell };
    if let Some(ready) = shop.pages.find(&asked, &shop.store.moment(), shop.now()) {
        return Ok(ready);
    }
    // One makes it and others wait for that, but not long: the database may be away.
    let _turn = tokio::time::timeout(TURN, shop.pages.turn()).await;
    // Before anything is read: what is written from here on ends it.
    let (moment, now) = (shop.store.moment(), shop.now());
    if let Some(ready) = shop.pages.find(&asked, &moment, now) {
        return Ok(ready);
    }
    let page = ready(&read(shop, view, wish, None, None).await?)?;
    shop.pages.keep(asked, moment, now, page.clone());
    Ok(page)
}

fn ready(page: &Page<Post>) -> Answer<Arc<Ready>> {
    let json = serde_json::to_vec(page).map_err(Refusal::from)?;
    Ok(Arc::new(Ready::new(json.into())))
}

/// The session of a request, if what it said makes its feed another one than everybody's.
async fn said_something(shop: &AppState, headers: &HeaderMap) -> Answer<Option<String>> {
    if !cookies::has(shop, headers) {
        return Ok(None);
    }
    let mut conn = shop.reader().await?;
    let Some(session) = cookies::session_in(shop, &mut conn, headers).await? else {
        return Ok(None);
    };
    Ok(if taste::is_plain(&mut conn, &session).await? { None } else { Some(session) })
}

async fn read(
    shop: &AppState,
    view: &View,
    wish: &FeedWish,
    cursor: Option<FeedCursor>,
    session: Option<String>,
) -> Answer<Page<Post>> {
    let (market, limit) = (view.market(shop)?, view.limit(8)?);
    let from = match &cursor {
        Some(cursor) => rows::FeedFrom { snapshot: cursor.s, after: Some((cursor.t, cursor.i.clone())) },
        None => rows::FeedFrom { snapshot: shop.now(), after: None },
    };
    let mut conn = shop.reader().await?;
    let taste = shop.taste(&mut conn, session.as_deref(), wish.tab, wish.sell).await?;
    let after_selling = cursor.is_some_and(|cursor| cursor.x);
    let page = shop.feed_page(&mut conn, &from, limit, &taste, after_selling).await?;
    let next_cursor = page.last.and_then(|last| {
        pack_cursor(&FeedCursor { s: from.snapshot, t: last.published_at, i: last.id, x: page.after_selling })
    });
    let items = shop.posts(&mut conn, &page.rows, market, view.lang(), session.as_deref(), &taste).await?;
    Ok(Page { items, next_cursor })
}

/// A post.
#[utoipa::path(get, path = "/api/v1/posts/{id}", tag = "feed", params(("id" = String, Path), View), responses(
    (status = 200, body = Post), (status = 404, body = Problem)))]
pub async fn post(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    Query(view): Query<View>,
    headers: HeaderMap,
) -> Answer<Response> {
    Ok(json(200, &one(&shop, &id, &view, &headers).await?))
}

/// A post as it is for this browser.
///
/// # Errors
/// When there is none, something asked for isn't offered, or the database fails.
pub async fn one(shop: &AppState, id: &str, view: &View, headers: &HeaderMap) -> Answer<Post> {
    let market = view.market(shop)?;
    let session = cookies::session(shop, headers).await?;
    let mut conn = shop.reader().await?;
    let row = rows::post(&mut conn, id).await?.ok_or_else(gone)?;
    let taste = shop.taste(&mut conn, session.as_deref(), FeedTab::ForYou, ShoppingDial::All).await?;
    let mut posts = shop.posts(&mut conn, &[row], market, view.lang(), session.as_deref(), &taste).await?;
    posts.pop().ok_or_else(gone)
}

/// Likes or saves a post, or takes it back.
#[utoipa::path(put, path = "/api/v1/posts/{id}/reaction", tag = "feed", params(("id" = String, Path)),
    request_body = ReactionRequest, responses((status = 200, body = Reaction), (status = 404, body = Problem)))]
pub async fn react(
    State(shop): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(request): Body<ReactionRequest>,
) -> Answer<Response> {
    let mut tx = shop.store.begin().await?;
    rows::post(&mut tx, &id).await?.ok_or_else(gone)?;
    let (session, cookie) = cookies::or_new(&shop, &mut tx, &headers).await?;
    let (liked, saved) = sessions::reaction(&mut tx, &session, &id).await?;
    let (liked, saved) = (request.liked.unwrap_or(liked), request.saved.unwrap_or(saved));
    sessions::react(&mut tx, &session, &id, liked, saved).await?;
    let row = rows::post(&mut tx, &id).await?.ok_or_else(gone)?;
    tx.commit().await?;
    let count = |stored: i64| u32::try_from(stored.max(0)).unwrap_or(u32::MAX);
    let counts = PostCounts { likes: count(row.likes), saves: count(row.saves) };
    Ok(with_cookie(json(200, &Reaction { liked, saved, counts }), cookie))
}

fn gone() -> AppError {
    AppError::new(ProblemCode::NotFound, "This post is gone, or was never there.")
}
