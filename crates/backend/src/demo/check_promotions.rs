//! What can be wrong with promotion codes.

use super::load::Folder;
use super::promotion::PromotionFile;
use crate::domain::promotion::read;
use crate::store::catalogue::Documents;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vitrine_api::Currency;

/// What is wrong with a field of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as in `promotions.json`.
    pub field: &'static str,
    /// What is wrong.
    pub words: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.words)
    }
}

fn fault(field: &'static str, words: impl Into<String>) -> Fault {
    Fault { field, words: words.into() }
}

/// What a code may name: markets with their currencies, and sellers with what they sell.
#[derive(Clone, Debug, Default)]
pub struct Names {
    markets: Vec<(String, Currency)>,
    merchants: Vec<String>,
    /// The seller and the product.
    products: Vec<(String, String)>,
}

impl Names {
    /// Those of a shop.
    #[must_use]
    pub fn of(shop: &Documents) -> Self {
        Self {
            markets: shop.markets.iter().map(|market| (market.country.clone(), market.currency)).collect(),
            merchants: shop.merchants.iter().map(|merchant| merchant.id.clone()).collect(),
            products: shop.products.iter().map(|(seller, product)| (seller.clone(), product.id.clone())).collect(),
        }
    }

    fn of_folder(folder: &Folder) -> Self {
        let own = |seller: &str, ids: Vec<&str>| -> Vec<(String, String)> {
            ids.into_iter().map(|id| (seller.to_owned(), id.to_owned())).collect()
        };
        Self {
            markets: folder.markets.iter().map(|market| (market.country.clone(), market.currency)).collect(),
            merchants: folder.merchants.iter().map(|merchant| merchant.id.clone()).collect(),
            products: folder
                .merchants
                .iter()
                .flat_map(|m| own(&m.id, m.products.iter().map(|product| product.id.as_str()).collect()))
                .collect(),
        }
    }
}

/// Adds every fault of the codes, in words for who wrote them.
pub(super) fn check(folder: &Folder, told: &mut Vec<String>) {
    let names = Names::of_folder(folder);
    let mut codes = BTreeSet::new();
    for promotion in &folder.promotions {
        let mut found = faults(promotion, &names);
        if !codes.insert(&promotion.code) {
            found.push(fault("code", "this one stands twice"));
        }
        told.extend(found.into_iter().map(|fault| format!("promotion {}: {fault}", promotion.code)));
    }
}

/// Every fault of a code.
#[must_use]
pub fn faults(promotion: &PromotionFile, names: &Names) -> Vec<Fault> {
    let mut faults = Vec::new();
    if read(&promotion.code).as_deref() != Ok(promotion.code.as_str()) {
        faults.push(fault("code", "it is 3 to 24 capitals, digits and dashes"));
    }
    if promotion.label.0.get("en").is_none_or(String::is_empty) {
        faults.push(fault("label", "one in English is needed"));
    }
    match promotion.percent_bp {
        Some(bp) if !(1..=10_000).contains(&bp) => faults.push(fault("percent_bp", "it is 1 to 10000")),
        Some(_) if !promotion.amount.is_empty() => faults.push(fault("amount", "give it or percent_bp, not both")),
        None if promotion.amount.is_empty() => {
            faults.push(fault("amount", "it takes nothing off: give percent_bp or amount"));
        }
        None if !promotion.cap.is_empty() => faults.push(fault("cap", "it is for percent_bp")),
        _ => {}
    }
    for market in &promotion.markets {
        if !names.markets.iter().any(|(known, _)| known == market) {
            faults.push(fault("markets", format!("there is no market {market}")));
        }
    }
    let here = |country: &String| promotion.markets.is_empty() || promotion.markets.contains(country);
    let currencies: BTreeSet<Currency> =
        names.markets.iter().filter(|(country, _)| here(country)).map(|(_, currency)| *currency).collect();
    let lists = [("amount", &promotion.amount), ("cap", &promotion.cap), ("minimum", &promotion.minimum)];
    for (name, list) in lists {
        faults.extend(amounts(name, list, &currencies));
    }
    if let Some(merchant) = &promotion.merchant
        && !names.merchants.contains(merchant)
    {
        faults.push(fault("merchant", format!("there is no merchant {merchant}")));
    }
    for product in &promotion.products {
        let sold = names
            .products
            .iter()
            .any(|(seller, known)| known == product && promotion.merchant.as_ref().is_none_or(|only| only == seller));
        if !sold {
            faults.push(fault("products", format!("there is no product {product} it could be for")));
        }
    }
    for (field, text, moment) in
        [("from", &promotion.from, promotion.begins()), ("until", &promotion.until, promotion.ends())]
    {
        if text.is_some() && moment.is_none() {
            faults.push(fault(field, "it is an RFC 3339 time, such as 2026-12-01T00:00:00Z"));
        }
    }
    if let (Some(from), Some(until)) = (promotion.begins(), promotion.ends())
        && from >= until
    {
        faults.push(fault("until", "it ends before it begins"));
    }
    faults
}

/// A list of amounts is empty, or has one above zero for every currency it may be used with.
fn amounts(name: &'static str, list: &BTreeMap<Currency, i64>, currencies: &BTreeSet<Currency>) -> Vec<Fault> {
    if list.is_empty() {
        return Vec::new();
    }
    let missing = currencies.iter().filter(|currency| !list.contains_key(currency));
    let mut faults: Vec<Fault> =
        missing.map(|currency| fault(name, format!("an amount in {currency} is needed"))).collect();
    if list.values().any(|amount| *amount <= 0) {
        faults.push(fault(name, "it is above zero"));
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
        assert_eq!(faults(json!([sound, sound])), ["promotion TEN: code: this one stands twice"]);
        let wrong = [
            (json!({"code": "ten"}), "code: it is 3 to 24 capitals"),
            (json!({"label": {"de": "Zehn"}}), "label: one in English"),
            (json!({"percent_bp": 10_001}), "percent_bp: it is 1 to 10000"),
            (json!({"amount": {"EUR": 5, "USD": 5, "JPY": 5}}), "not both"),
            (json!({"percent_bp": null}), "takes nothing off"),
            (json!({"cap": {"EUR": 5, "USD": 5}}), "cap: an amount in JPY"),
            (json!({"minimum": {"EUR": 0}, "markets": ["DE"]}), "minimum: it is above zero"),
            (json!({"markets": ["XX"]}), "there is no market XX"),
            (json!({"merchant": "nobody"}), "there is no merchant nobody"),
            (json!({"merchant": "halm", "products": ["lamp"]}), "there is no product lamp"),
            (json!({"from": "tomorrow"}), "from: it is an RFC 3339"),
            (
                json!({"from": "2026-12-01T00:00:00Z", "until": "2026-11-01T00:00:00Z"}),
                "until: it ends before it begins",
            ),
        ];
        for (change, words) in wrong {
            let mut promotion = sound.clone();
            promotion.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let told = faults(json!([promotion]));
            assert!(told.iter().any(|fault| fault.contains(words)), "{change}: {told:?}");
        }
    }
}
