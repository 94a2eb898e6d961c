//! The page with its first answer in it: the feed's films are asked for by every visitor, so the
//! page brings them along and the first film starts a round trip earlier.
//!
//! boot/boot.js asks for the same address, finds the answer here, and asks the server only when it
//! wants another one (a market or dial the shopper chose, which only the browser knows).

use super::AppState;
use super::cookies;
use super::extract::View;
use super::feed::{self, FeedWish};
use super::spa::Spa;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use vitrine_api::FeedTab;

/// How many posts the first page has, as src/state/feed.rs asks for them.
const PAGE: u32 = 10;
/// The shop's clock counts microseconds.
const MICROS: i64 = 1_000_000;
/// Languages there are words in, as boot/boot.js knows them.
const LANGUAGES: [&str; 2] = ["en", "de"];

/// How many pages a second bring an answer along. The API has a limit by address; a page must always
/// come, so beyond this it comes without, and asks the API.
const MOST_A_SECOND: u32 = 200;

/// Counts the answers of this second.
#[derive(Debug, Default)]
pub struct Budget {
    second: AtomicI64,
    spent: AtomicU32,
}

impl Budget {
    /// Whether one more answer may be made in this second. Two at the turn of a second may both
    /// begin it anew: what counts is that there is a limit.
    fn allows(&self, second: i64) -> bool {
        if self.second.swap(second, Ordering::Relaxed) != second {
            self.spent.store(0, Ordering::Relaxed);
        }
        self.spent.fetch_add(1, Ordering::Relaxed) < MOST_A_SECOND
    }
}

/// What the page will ask for, and under which address.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    market: String,
    lang: &'static str,
    post: Option<String>,
    tab: FeedTab,
}

/// Answers whatever no other route took; films' pages come with their first answer.
pub async fn serve(
    shop: AppState,
    spa: Spa,
    budget: &Budget,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    if method == Method::GET
        && let Some(wanted) = Wanted::of(uri.path(), &headers)
        && budget.allows(shop.now() / MICROS)
        && let Some(json) = answer(&shop, &wanted, &headers).await
        && let Ok(json) = std::str::from_utf8(&json)
        && let Some(response) = spa.index_with(&element(&wanted, json, knows_session(&shop, &headers)))
    {
        return response;
    }
    spa.serve(method, uri, headers)
}

impl Wanted {
    /// As boot/boot.js chooses market and language when nothing was chosen by hand.
    fn of(path: &str, headers: &HeaderMap) -> Option<Self> {
        let post = path.strip_prefix("/p/").map(|id| id.trim_end_matches('/').to_owned());
        let named = post.as_ref().is_none_or(|id| {
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        });
        if !named || !(post.is_some() || path == "/" || path == "/following") {
            return None;
        }
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let tags: Vec<&str> = accepted.split(',').filter_map(|tag| tag.split(';').next()).map(str::trim).collect();
        let primary = |tag: &&str| tag.split('-').next().map(str::to_lowercase);
        let lang = tags.iter().filter_map(primary).find_map(|word| LANGUAGES.into_iter().find(|known| *known == word));
        let region = tags.iter().find_map(|tag| tag.split_once('-')).map(|(_, region)| region.to_uppercase());
        Some(Self {
            market: region.filter(|region| region.len() == 2).unwrap_or_else(|| "DE".to_owned()),
            lang: lang.unwrap_or("en"),
            post,
            tab: if path == "/following" { FeedTab::Following } else { FeedTab::ForYou },
        })
    }

    /// The address below /api/v1, as boot/boot.js and src/api/feed.rs write it.
    fn url(&self) -> String {
        let place = format!("market={}&lang={}", self.market, self.lang);
        let tab = if self.tab == FeedTab::Following { "&tab=following" } else { "" };
        match &self.post {
            Some(id) => format!("/posts/{id}?{place}"),
            None => format!("/feed?{place}&limit={PAGE}{tab}"),
        }
    }

    fn view(&self) -> View {
        View { market: Some(self.market.clone()), lang: Some(self.lang.to_owned()), cursor: None, limit: Some(PAGE) }
    }
}

/// The answer as JSON; nothing where the API would say no, which the page then hears from it.
async fn answer(shop: &AppState, wanted: &Wanted, headers: &HeaderMap) -> Option<Bytes> {
    let view = wanted.view();
    if let Some(id) = &wanted.post {
        return serde_json::to_vec(&feed::one(shop, id, &view, headers).await.ok()?).ok().map(Bytes::from);
    }
    let wish = FeedWish { tab: wanted.tab, ..FeedWish::default() };
    Some(feed::page(shop, &view, &wish, headers).await.ok()?.json.clone())
}

/// Whether this answer is certainly this browser's: the cookie is `SameSite=Strict`, so a visit by a
/// link from elsewhere comes without it, whoever it is.
fn knows_session(shop: &AppState, headers: &HeaderMap) -> bool {
    let from_elsewhere = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site");
    cookies::has(shop, headers) || !from_elsewhere
}

/// A block of data: no script, so the content policy has nothing to allow.
fn element(wanted: &Wanted, json: &str, sure: bool) -> String {
    // "</script>" in a caption would end the block; both addresses are made of plain letters.
    let json = json.replace('<', "\\u003c");
    let sure = if sure { " data-sure" } else { "" };
    let url = wanted.url().replace('&', "&amp;");
    format!("<script type=\"application/json\" id=\"first-answer\" data-url=\"{url}\"{sure}>{json}</script>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn wanted(path: &str, languages: &str) -> Option<Wanted> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_str(languages).unwrap());
        Wanted::of(path, &headers)
    }

    #[test]
    fn the_same_is_wanted_as_the_page_asks_for() {
        let url = |path, languages| wanted(path, languages).map(|wanted| wanted.url());
        assert_eq!(url("/", "de-DE,de;q=0.9").as_deref(), Some("/feed?market=DE&lang=de&limit=10"));
        assert_eq!(url("/following", "en-us").as_deref(), Some("/feed?market=US&lang=en&limit=10&tab=following"));
        assert_eq!(url("/p/pst_1", "fr,ja-JP;q=0.8").as_deref(), Some("/posts/pst_1?market=JP&lang=en"));
        assert_eq!(url("/", "").as_deref(), Some("/feed?market=DE&lang=en&limit=10"));
        for path in ["/bag", "/p/", "/p/a/b", "/p/%22", "/followingx"] {
            assert_eq!(url(path, "en"), None, "{path}");
        }
    }

    #[test]
    fn a_second_has_so_many_answers_and_the_next_one_as_many_again() {
        let budget = Budget::default();
        let made = |second| (0..MOST_A_SECOND + 50).filter(|_| budget.allows(second)).count();
        assert_eq!((made(7), made(8)), (MOST_A_SECOND as usize, MOST_A_SECOND as usize));
    }

    #[test]
    fn a_caption_cannot_leave_the_block() {
        let wanted = wanted("/p/pst_1", "en").unwrap();
        let html = element(&wanted, r#"{"caption":"</script><b>"}"#, false);
        assert_eq!(html.matches('<').count(), 2, "{html}");
        assert!(html.contains("data-url=\"/posts/pst_1?market=DE&amp;lang=en\">"));
    }
}
