//! Films and pictures with ranges and strong validators.

use super::AppState;
use super::error::AppError;
use crate::media::MediaFile;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io::SeekFrom;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;
use vitrine_api::ProblemCode;

/// What part of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// All of it.
    Whole,
    /// From a byte up to and with another.
    Range(u64, u64),
    /// Past the end.
    Unsatisfiable,
}

/// A media file. Addresses with the right `?v=` may be kept for ever.
pub async fn get(
    State(shop): State<AppState>,
    Path(path): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let Some(file) = shop.catalogue.media.get(&path) else {
        return AppError::new(ProblemCode::NotFound, "There is no such file.").into_response();
    };
    let etag = format!("\"{}\"", file.hash);
    let versioned = query.as_deref() == Some(&format!("v={}", file.hash));
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    let mut response = if text(header::IF_NONE_MATCH).is_some_and(|tags| tags.contains(&etag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // A range of another version of the file would be stitched to a stranger: then send all of it.
        let range = text(header::RANGE).filter(|_| text(header::IF_RANGE).is_none_or(|tag| tag == etag));
        // What browsers ask of a film decides what a shopper's line is spent on: it can be read in the log.
        tracing::debug!(path, range = range.unwrap_or("-"), "media");
        send(file, part(range, file.len), method == Method::HEAD).await
    };
    let out = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(name, value);
        }
    };
    set(header::ETAG, &etag);
    set(header::ACCEPT_RANGES, "bytes");
    set(header::CACHE_CONTROL, if versioned { "public, max-age=31536000, immutable" } else { "public, max-age=60" });
    if let Ok(at) = jiff::Timestamp::from_second(file.modified) {
        set(header::LAST_MODIFIED, &at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    }
    response
}

async fn send(file: &MediaFile, part: Part, head: bool) -> Response {
    let (status, start, end) = match part {
        Part::Whole => (StatusCode::OK, 0, file.len.saturating_sub(1)),
        Part::Range(start, end) => (StatusCode::PARTIAL_CONTENT, start, end),
        Part::Unsatisfiable => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            if let Ok(value) = HeaderValue::from_str(&format!("bytes */{}", file.len)) {
                response.headers_mut().insert(header::CONTENT_RANGE, value);
            }
            return response;
        }
    };
    let length = if file.len == 0 { 0 } else { end - start + 1 };
    let body = if head {
        Body::empty()
    } else {
        let Ok(mut reader) = tokio::fs::File::open(&file.path).await else {
            return AppError::new(ProblemCode::NotFound, "The file is gone.").into_response();
        };
        if reader.seek(SeekFrom::Start(start)).await.is_err() {
            return AppError::new(ProblemCode::Internal, "The file can't be read.").into_response();
        }
        Body::from_stream(ReaderStream::with_capacity(reader.take(length), 64 * 1024))
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(value) = HeaderValue::from_str(&format!("bytes {start}-{end}/{}", file.len))
    {
        headers.insert(header::CONTENT_RANGE, value);
    }
    response
}

/// Reads `Range` (RFC 9110, 14.2). Several ranges at once get the whole file, which is allowed.
fn part(range: Option<&str>, len: u64) -> Part {
    let Some(spec) = range.and_then(|r| r.strip_prefix("bytes=")) else {
        return Part::Whole;
    };
    let Some((from, to)) = spec.split_once('-').filter(|_| !spec.contains(',')) else {
        return Part::Whole;
    };
    let last = len.saturating_sub(1);
    match (from.trim().parse::<u64>(), to.trim().parse::<u64>()) {
        (Ok(from), Ok(to)) if from <= to && from < len => Part::Range(from, to.min(last)),
        (Ok(from), Err(_)) if to.trim().is_empty() && from < len => Part::Range(from, last),
        (Err(_), Ok(tail)) if from.trim().is_empty() && tail > 0 && len > 0 => {
            Part::Range(len.saturating_sub(tail), last)
        }
        (Ok(from), _) if from >= len => Part::Unsatisfiable,
        (Err(_), Ok(0)) if from.trim().is_empty() => Part::Unsatisfiable,
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(part(None, 100), Part::Whole);
        assert_eq!(part(Some("bytes=0-"), 100), Part::Range(0, 99));
        assert_eq!(part(Some("bytes=10-19"), 100), Part::Range(10, 19));
        assert_eq!(part(Some("bytes=90-500"), 100), Part::Range(90, 99));
        assert_eq!(part(Some("bytes=-10"), 100), Part::Range(90, 99));
        assert_eq!(part(Some("bytes=100-"), 100), Part::Unsatisfiable);
        assert_eq!(part(Some("bytes=-0"), 100), Part::Unsatisfiable);
        for whole in ["bytes=5-1", "bytes=0-1,3-4", "bytes=a-b", "items=0-1", "bytes=-"] {
            assert_eq!(part(Some(whole), 100), Part::Whole, "{whole}");
        }
    }
}
