//! What can be wrong with promotion codes.

use super::load::Folder;
use super::promotion::PromotionFile;
use crate::domain::promotion::read;
use std::collections::{BTreeMap, BTreeSet};
use vitrine_api::Currency;

/// Adds every fault of the codes, in words for who wrote them.
pub(super) fn check(folder: &Folder, faults: &mut Vec<String>) {
    let mut codes = BTreeSet::new();
    for promotion in &folder.promotions {
        let at = format!("promotion {}", promotion.code);
        if read(&promotion.code).as_deref() != Ok(promotion.code.as_str()) {
            faults.push(format!("{at}: a code is 3 to 24 capitals, digits and dashes"));
        }
        if !codes.insert(&promotion.code) {
            faults.push(format!("{at}: this code stands twice"));
        }
        let found = one(promotion, folder);
        faults.extend(found.into_iter().map(|fault| format!("{at}: {fault}")));
    }
}

fn one(promotion: &PromotionFile, folder: &Folder) -> Vec<String> {
    let mut faults = Vec::new();
    if promotion.label.0.get("en").is_none_or(String::is_empty) {
        faults.push("it needs a label in English".to_owned());
    }
    match promotion.percent_bp {
        Some(bp) if !(1..=10_000).contains(&bp) => faults.push("percent_bp is 1 to 10000".to_owned()),
        Some(_) if !promotion.amount.is_empty() => {
            faults.push("it takes off percent_bp or amount, not both".to_owned())
        }
        None if promotion.amount.is_empty() => {
            faults.push("it takes nothing off: give percent_bp or amount".to_owned())
        }
        None if !promotion.cap.is_empty() => faults.push("a cap is for percent_bp".to_owned()),
        _ => {}
    }
    for market in &promotion.markets {
        if !folder.markets.iter().any(|known| known.country == *market) {
            faults.push(format!("there is no market {market}"));
        }
    }
    let here = |country: &String| promotion.markets.is_empty() || promotion.markets.contains(country);
    let currencies: BTreeSet<Currency> =
        folder.markets.iter().filter(|market| here(&market.country)).map(|market| market.currency).collect();
    let lists = [("amount", &promotion.amount), ("cap", &promotion.cap), ("minimum", &promotion.minimum)];
    for (name, list) in lists {
        faults.extend(amounts(name, list, &currencies));
    }
    if let Some(merchant) = &promotion.merchant
        && !folder.merchants.iter().any(|known| known.id == *merchant)
    {
        faults.push(format!("there is no merchant {merchant}"));
    }
    for product in &promotion.products {
        let sold = folder.merchants.iter().any(|seller| {
            promotion.merchant.as_ref().is_none_or(|only| *only == seller.id)
                && seller.products.iter().any(|known| known.id == *product)
        });
        if !sold {
            faults.push(format!("there is no product {product} it could be for"));
        }
    }
    let times = [(&promotion.from, promotion.begins()), (&promotion.until, promotion.ends())];
    if times.iter().any(|(text, moment)| text.is_some() && moment.is_none()) {
        faults.push("from and until are RFC 3339 times".to_owned());
    }
    if let (Some(from), Some(until)) = (promotion.begins(), promotion.ends())
        && from >= until
    {
        faults.push("it ends before it begins".to_owned());
    }
    faults
}

/// A list of amounts is empty, or has one above zero for every currency it may be used with.
fn amounts(name: &str, list: &BTreeMap<Currency, i64>, currencies: &BTreeSet<Currency>) -> Vec<String> {
    if list.is_empty() {
        return Vec::new();
    }
    let missing = currencies.iter().filter(|currency| !list.contains_key(currency));
    let mut faults: Vec<String> = missing.map(|currency| format!("{name} needs an amount in {currency}")).collect();
    if list.values().any(|amount| *amount <= 0) {
        faults.push(format!("{name} is above zero"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn faults(promotions: Value) -> Vec<String> {
        let folder = Folder {
            markets: serde_json::from_str(include_str!("../../../../demo/catalogue/markets.json")).unwrap(),
            warehouses: Vec::new(),
            creators: Vec::new(),
            clips: Vec::new(),
            posts: Vec::new(),
            merchants: vec![
                serde_json::from_str(include_str!("../../../../demo/catalogue/merchants/halm.json")).unwrap(),
            ],
            reviews: Vec::new(),
            promotions: serde_json::from_value(promotions).unwrap(),
        };
        let mut faults = Vec::new();
        check(&folder, &mut faults);
        faults
    }

    #[test]
    fn every_fault_is_told() {
        let label = json!({"en": "Ten"});
        let sound = json!({"code": "TEN", "label": label, "percent_bp": 1000, "usable": "per_cart"});
        assert_eq!(faults(json!([sound])), Vec::<String>::new());
        assert_eq!(faults(json!([sound, sound])), ["promotion TEN: this code stands twice"]);
        let wrong = [
            (json!({"code": "ten"}), "3 to 24 capitals"),
            (json!({"label": {"de": "Zehn"}}), "a label in English"),
            (json!({"percent_bp": 10_001}), "percent_bp is 1 to 10000"),
            (json!({"amount": {"EUR": 5, "USD": 5, "JPY": 5}}), "not both"),
            (json!({"percent_bp": null}), "takes nothing off"),
            (json!({"cap": {"EUR": 5, "USD": 5}}), "cap needs an amount in JPY"),
            (json!({"minimum": {"EUR": 0}, "markets": ["DE"]}), "minimum is above zero"),
            (json!({"markets": ["XX"]}), "there is no market XX"),
            (json!({"merchant": "nobody"}), "there is no merchant nobody"),
            (json!({"merchant": "halm", "products": ["lamp"]}), "there is no product lamp"),
            (json!({"from": "tomorrow"}), "RFC 3339"),
            (json!({"from": "2026-12-01T00:00:00Z", "until": "2026-11-01T00:00:00Z"}), "ends before it begins"),
        ];
        for (change, words) in wrong {
            let mut promotion = sound.clone();
            promotion.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let told = faults(json!([promotion]));
            assert!(told.iter().any(|fault| fault.contains(words)), "{change}: {told:?}");
        }
    }
}
