//! Markets, feed, posts, reactions.

use super::AppState;
use super::cookies;
use super::error::{Answer, AppError};
use super::extract::{Body, View, json, pack_cursor, with_cookie};
use crate::store::{catalogue as rows, sessions};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use vitrine_api::{Page, Post, PostCounts, Problem, ProblemCode, Reaction, ReactionRequest};

/// Where a page of the feed begins: the snapshot keeps new posts out of a feed that was begun
/// before them, so that none is shown twice and none is skipped.
#[derive(Debug, Serialize, Deserialize)]
struct FeedCursor {
    s: i64,
    t: i64,
    i: String,
}

/// The markets.
#[utoipa::path(get, path = "/api/v1/markets", tag = "catalogue",
    responses((status = 200, body = Vec<vitrine_api::Market>)))]
pub async fn markets(State(shop): State<AppState>) -> Response {
    let markets: Vec<_> = shop.catalogue.markets.iter().map(crate::demo::catalogue::MarketFile::to_wire).collect();
    json(200, &markets)
}

/// A page of the feed.
#[utoipa::path(get, path = "/api/v1/feed", tag = "feed", params(View), responses(
    (status = 200, body = Page<Post>), (status = 422, body = Problem)))]
pub async fn feed(State(shop): State<AppState>, Query(view): Query<View>, headers: HeaderMap) -> Answer<Response> {
    let market = view.market(&shop)?;
    let limit = view.limit(8)?;
    let cursor: Option<FeedCursor> = view.cursor()?;
    let session = cookies::session(&shop, &headers).await?;
    let from = match &cursor {
        Some(cursor) => rows::FeedFrom { snapshot: cursor.s, after: Some((cursor.t, cursor.i.clone())) },
        None => rows::FeedFrom { snapshot: shop.now(), after: None },
    };
    let mut conn = shop.reader().await?;
    let mut found = rows::feed(&mut conn, &from, i64::from(limit) + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next_cursor = found
        .last()
        .filter(|_| more)
        .and_then(|last| pack_cursor(&FeedCursor { s: from.snapshot, t: last.published_at, i: last.id.clone() }));
    let mut items = Vec::with_capacity(found.len());
    for row in &found {
        items.push(shop.post(&mut conn, row, market, view.lang(), session.as_deref()).await?);
    }
    Ok(json(200, &Page { items, next_cursor }))
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
    let market = view.market(&shop)?;
    let session = cookies::session(&shop, &headers).await?;
    let mut conn = shop.reader().await?;
    let row = rows::post(&mut conn, &id).await?.ok_or_else(gone)?;
    Ok(json(200, &shop.post(&mut conn, &row, market, view.lang(), session.as_deref()).await?))
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
