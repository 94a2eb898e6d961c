//! Says what is wrong with a catalogue before any of it is stored.

use super::catalogue::{MerchantFile, PostFile};
use super::load::Folder;
use std::collections::BTreeSet;

/// Every fault of a catalogue, in words for who wrote it.
pub(super) fn faults(folder: &Folder) -> Vec<String> {
    let mut faults = Vec::new();
    let markets: BTreeSet<&str> = folder.markets.iter().map(|m| m.country.as_str()).collect();
    let warehouses: BTreeSet<&str> = folder.warehouses.iter().map(|w| w.id.as_str()).collect();
    let products: BTreeSet<&str> = folder.merchants.iter().flat_map(|m| &m.products).map(|p| p.id.as_str()).collect();
    let mut skus = BTreeSet::new();
    for merchant in &folder.merchants {
        check_merchant(merchant, &markets, &warehouses, &mut skus, &mut faults);
    }
    for warehouse in &folder.warehouses {
        for (code, carrier) in &warehouse.carriers {
            if carrier.claim_url.as_deref().is_some_and(|url| !url.starts_with("https://")) {
                faults.push(format!("warehouse {}, carrier {code}: claim_url begins with https://", warehouse.id));
            }
        }
    }
    for clip in &folder.clips {
        let mut last_end = 0;
        for anchor in &clip.anchors {
            let at = format!("clip {}, anchor of {}", clip.id, anchor.product);
            if !products.contains(anchor.product.as_str()) {
                faults.push(format!("{at}: no such product"));
            }
            if anchor.start_ms >= anchor.end_ms || anchor.end_ms > clip.duration_ms || anchor.start_ms < last_end {
                faults.push(format!("{at}: moments must follow each other inside {} ms", clip.duration_ms));
            }
            last_end = anchor.end_ms;
            let places = anchor.track.iter().flat_map(|(_, x, y)| [*x, *y]);
            if [anchor.x, anchor.y].into_iter().flatten().chain(places).any(|v| !(0.0..=1.0).contains(&v)) {
                faults.push(format!("{at}: x and y lie in 0..1"));
            }
            let times: Vec<u32> = anchor.track.iter().map(|(at, ..)| *at).collect();
            if !times.is_sorted() || times.iter().any(|at| *at > clip.duration_ms) {
                faults.push(format!("{at}: the track goes forward inside the film"));
            }
        }
    }
    for review in &folder.reviews {
        let at = format!("review of {} by {}", review.product, review.author);
        if !products.contains(review.product.as_str()) {
            faults.push(format!("{at}: no such product"));
        }
        if review.variant.as_deref().is_some_and(|sku| !skus.contains(sku)) {
            faults.push(format!("{at}: no such SKU"));
        }
        if !(1..=5).contains(&review.rating) {
            faults.push(format!("{at}: a rating is 1 to 5"));
        }
        if review.at.parse::<jiff::Timestamp>().is_err() {
            faults.push(format!("{at}: at is no RFC 3339 time"));
        }
    }
    for post in &folder.posts {
        check_post(post, folder, &products, &mut faults);
    }
    super::check_promotions::check(folder, &mut faults);
    faults
}

fn check_merchant<'a>(
    merchant: &'a MerchantFile,
    markets: &BTreeSet<&str>,
    warehouses: &BTreeSet<&str>,
    skus: &mut BTreeSet<&'a str>,
    faults: &mut Vec<String>,
) {
    for product in &merchant.products {
        for variant in &product.variants {
            let at = format!("{}: {}", merchant.id, variant.sku);
            if !skus.insert(&variant.sku) {
                faults.push(format!("{at}: this SKU stands twice"));
            }
            if variant.picture as usize >= product.pictures.len() {
                faults.push(format!("{at}: there is no picture {}", variant.picture));
            }
            for option in &product.options {
                let chosen = variant.options.get(&option.name);
                if !chosen.is_some_and(|c| option.values.iter().any(|v| &v.value == c)) {
                    faults.push(format!("{at}: option {} needs one of its values", option.name));
                }
            }
            for market in variant.prices.keys().chain(variant.compare_at.keys()) {
                if !markets.contains(market.as_str()) {
                    faults.push(format!("{at}: there is no market {market}"));
                }
            }
            if variant.prices.values().any(|amount| *amount <= 0) {
                faults.push(format!("{at}: a price is above zero"));
            }
            for warehouse in variant.stock.keys() {
                if !warehouses.contains(warehouse.as_str()) {
                    faults.push(format!("{at}: there is no warehouse {warehouse}"));
                }
            }
        }
    }
}

fn check_post(post: &PostFile, folder: &Folder, products: &BTreeSet<&str>, faults: &mut Vec<String>) {
    let at = format!("post {}", post.id);
    let clip = folder.clips.iter().find(|c| c.id == post.clip);
    if clip.is_none() {
        faults.push(format!("{at}: there is no clip {}", post.clip));
    }
    if !folder.creators.iter().any(|c| c.id == post.creator) {
        faults.push(format!("{at}: there is no creator {}", post.creator));
    }
    for product in post.products.iter().flatten() {
        if !products.contains(product.as_str()) {
            faults.push(format!("{at}: there is no product {product}"));
        }
    }
    let sells = clip.is_some_and(|c| !c.anchors.is_empty()) && post.products.as_ref().is_none_or(|p| !p.is_empty());
    if sells && post.disclosure.is_none() {
        faults.push(format!("{at}: a post that sells says why: give a disclosure"));
    }
    if post.published_at.parse::<jiff::Timestamp>().is_err() {
        faults.push(format!("{at}: published_at is no RFC 3339 time"));
    }
}
