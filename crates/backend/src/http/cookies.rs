//! The one cookie: a random session token, stored here only as a hash.

use super::AppState;
use super::error::{Answer, AppError};
use crate::secret::{hash, token};
use crate::store::{Conn, Tx, sessions};
use axum::http::{HeaderMap, HeaderValue, header};
use vitrine_api::ProblemCode;

/// The cookie's name over TLS. The prefix makes browsers insist on Secure, Path=/ and no Domain.
const SECURE_NAME: &str = "__Host-sid";
/// Its name on plain-http loopback, where the prefix can't be used.
const PLAIN_NAME: &str = "sid";
/// 180 days, so that orders stay with the browser that bought them.
const MAX_AGE_SECONDS: u32 = 180 * 24 * 3600;

fn name(shop: &AppState) -> &'static str {
    if shop.public_url.starts_with("https:") { SECURE_NAME } else { PLAIN_NAME }
}

fn sent(shop: &AppState, headers: &HeaderMap) -> Option<String> {
    let wanted = name(shop);
    headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted && !value.is_empty() && value.len() <= 64).then(|| value.to_owned())
    })
}

/// A cookie that takes the session's place and is over at once.
#[must_use]
pub fn ended(shop: &AppState) -> Option<HeaderValue> {
    let secure = if name(shop) == SECURE_NAME { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{secure}", name(shop))).ok()
}

/// Whether a request brings a session, known or not.
#[must_use]
pub fn has(shop: &AppState, headers: &HeaderMap) -> bool {
    sent(shop, headers).is_some()
}

/// The session of a request, if it has one.
///
/// # Errors
/// When the database fails.
pub async fn session(shop: &AppState, headers: &HeaderMap) -> Answer<Option<String>> {
    if !has(shop, headers) {
        return Ok(None);
    }
    session_in(shop, &mut *shop.reader().await?, headers).await
}

/// The same with a connection that is there already.
///
/// # Errors
/// When the database fails.
pub async fn session_in(shop: &AppState, conn: &mut Conn, headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(token) = sent(shop, headers) else {
        return Ok(None);
    };
    Ok(sessions::find(conn, &hash(&token)).await?)
}

/// The session of a request that needs one.
///
/// # Errors
/// 404 without a session: whatever is asked for isn't this browser's.
pub async fn required(shop: &AppState, headers: &HeaderMap) -> Answer<String> {
    session(shop, headers).await?.ok_or_else(nobody)
}

/// The same with a connection that is there already.
///
/// # Errors
/// As [`required`].
pub async fn required_in(shop: &AppState, conn: &mut Conn, headers: &HeaderMap) -> Answer<String> {
    session_in(shop, conn, headers).await?.ok_or_else(nobody)
}

/// What a session is found by, for questions that look for it and for something of its at once.
///
/// # Errors
/// 404 without a cookie: whatever is asked for isn't this browser's.
pub fn token_hash(shop: &AppState, headers: &HeaderMap) -> Answer<String> {
    sent(shop, headers).map(|token| hash(&token)).ok_or_else(nobody)
}

fn nobody() -> AppError {
    AppError::new(ProblemCode::NotFound, "There is nothing at this address, or it isn't yours.")
}

/// The session of a request, or a new one with the cookie to send.
///
/// # Errors
/// When the database fails.
pub async fn or_new(shop: &AppState, tx: &mut Tx, headers: &HeaderMap) -> Answer<(String, Option<HeaderValue>)> {
    if let Some(token) = sent(shop, headers)
        && let Some(id) = sessions::find(tx, &hash(&token)).await?
    {
        return Ok((id, None));
    }
    let token = token::<32>();
    let id = sessions::create(tx, &hash(&token), shop.now()).await?;
    let secure = if name(shop) == SECURE_NAME { "; Secure" } else { "" };
    let cookie =
        format!("{}={token}; Path=/; Max-Age={MAX_AGE_SECONDS}; HttpOnly; SameSite=Strict{secure}", name(shop));
    let cookie = HeaderValue::from_str(&cookie)
        .map_err(|_| AppError::new(ProblemCode::Internal, "The session could not be made."))?;
    Ok((id, Some(cookie)))
}
