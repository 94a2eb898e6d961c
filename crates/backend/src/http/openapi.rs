//! The description of the API, generated from the handlers.

use axum::response::Response;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response as Told, ResponseBuilder};
use utoipa::{Modify, OpenApi};

/// The document.
#[derive(OpenApi)]
#[openapi(
    modifiers(&Everywhere),
    info(
        title = "Vitrine",
        description = "Shop from a feed. Rules and walkthroughs: docs/API.md.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        super::feed::markets,
        super::feed::feed,
        super::feed::post,
        super::feed::react,
        super::products::product,
        super::taste::follow,
        super::taste::interest,
        super::session::end,
        super::carts::create,
        super::carts::get,
        super::carts::update,
        super::carts::shipping_options,
        super::carts::add_line,
        super::carts::update_line,
        super::carts::remove_line,
        super::carts::add_promotion,
        super::carts::remove_promotion,
        super::checkouts::create,
        super::checkouts::get,
        super::checkouts::start_payment,
        super::checkouts::complete,
        super::checkouts::cancel,
        super::orders::list,
        super::orders::get,
        super::orders::shipments,
        super::orders::open,
        super::orders::cancel,
        super::orders::create_return,
        super::links::list,
        super::links::create,
        super::links::revoke,
        super::returns::take_photo,
        super::returns::photo,
        super::returns::drop_photo,
        super::returns::drop_off,
        super::parcels::proof,
        super::parcels::not_received,
        super::parcels::received,
        super::events::stream,
        super::webhooks::receive,
        super::merchants::list,
        super::merchants::show,
        super::merchants::fulfill,
        super::merchants::split,
        super::merchants::refund,
        super::merchants::answer_return,
        super::merchants::answer_missing,
        super::health::healthz,
        super::health::readyz,
    )
)]
pub struct ApiDoc;

/// What addresses answer beside what their handlers say, because it is decided before they are asked
/// (guard.rs, extract.rs, error.rs, the limits in app.rs); and that each refusal is a problem.
struct Everywhere;

/// What any address of the API may answer.
const ANY: [(&str, &str); 3] = [
    ("400", "The address, its query, a header or the body can't be read"),
    ("429", "Too many requests"),
    ("503", "Not now; Retry-After says when"),
];
/// What a change may be answered with, before anything is looked at.
const CHANGE: (&str, &str) = ("413", "The body is too large");
/// The same, where pages of browsers ask.
const OF_PAGES: [(&str, &str); 2] =
    [("403", "It came from a foreign page"), ("415", "This kind of content isn't taken")];
/// What asks for something may ask for what isn't offered.
const ASKING: (&str, &str) = ("422", "Some fields are wrong");

impl Modify for Everywhere {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut api.paths.paths {
            for (reads, operation) in operations(item) {
                for (status, told) in &mut operation.responses.responses {
                    if let RefOr::T(told) = told
                        && status.starts_with(['4', '5'])
                    {
                        *told = problem(&told.description);
                    }
                }
                add(operation, path, reads);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let changes = [put, post, delete, patch].into_iter().flatten().map(|operation| (false, operation));
    get.iter_mut().map(|operation| (true, operation)).chain(changes)
}

fn add(operation: &mut Operation, path: &str, reads: bool) {
    if !path.starts_with("/api/") && !path.starts_with("/merchant/") {
        return;
    }
    let by_server = path.starts_with("/api/v1/webhooks/");
    let asks = operation
        .parameters
        .iter()
        .flatten()
        .any(|one| matches!(one, RefOr::T(one) if !path.contains(&format!("{{{}}}", one.name))));
    let mut more = ANY.to_vec();
    more.extend((!reads).then_some(CHANGE));
    if !reads && !by_server && path.starts_with("/api/") {
        more.extend(OF_PAGES);
    }
    more.extend((asks || (!reads && !by_server)).then_some(ASKING));
    for (status, words) in more {
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(problem(words)));
    }
}

fn problem(words: &str) -> Told {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(words).content("application/problem+json", content).build()
}

/// The document as JSON.
#[must_use]
pub fn text() -> String {
    ApiDoc::openapi().to_pretty_json().unwrap_or_default()
}

/// `/api/v1/openapi.json`.
pub async fn get() -> Response {
    super::extract::raw_json(200, text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn described() -> Value {
        serde_json::from_str(&text()).unwrap()
    }

    #[test]
    fn every_refusal_is_a_problem() {
        let described = described();
        for (path, methods) in described["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                for (status, told) in operation["responses"].as_object().unwrap() {
                    let kinds: Vec<&String> =
                        told["content"].as_object().into_iter().flat_map(|all| all.keys()).collect();
                    let refusal = status.starts_with(['4', '5']);
                    assert_eq!(refusal, kinds == ["application/problem+json"], "{method} {path} {status}: {kinds:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_decided_before_a_handler_is_told() {
        let described = described();
        let has = |method: &str, path: &str, status: &str| {
            described["paths"][path][method]["responses"].get(status).is_some()
        };
        for status in ["400", "403", "413", "415", "422", "429", "503"] {
            assert!(has("post", "/api/v1/carts", status), "{status}");
        }
        assert!(has("get", "/api/v1/markets", "429") && !has("get", "/api/v1/markets", "422"));
        assert!(has("get", "/api/v1/products/{id}", "422"), "it may ask for a market there is not");
        assert!(!has("post", "/api/v1/webhooks/{provider}", "403"), "providers are no pages");
        assert!(!has("post", "/merchant/v1/orders/{id}/refunds", "403"), "nor are sellers");
        assert!(!has("get", "/healthz", "429"));
    }
}
