//! The description of the API, generated from the handlers.

use axum::response::Response;
use utoipa::OpenApi;

/// The document.
#[derive(OpenApi)]
#[openapi(
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

/// The document as JSON.
#[must_use]
pub fn text() -> String {
    ApiDoc::openapi().to_pretty_json().unwrap_or_default()
}

/// `/api/v1/openapi.json`.
pub async fn get() -> Response {
    super::extract::raw_json(200, text())
}
