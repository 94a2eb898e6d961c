//! Which variant a choice of options means, and which choices can be had.

use vitrine_api::{Product, Variant, VariantId};

/// The variant to begin with: the asked one, else the first that can be bought, else the first.
#[must_use]
pub fn initial<'a>(product: &'a Product, asked: Option<&VariantId>) -> Option<&'a Variant> {
    let by_id = |id: &VariantId| product.variants.iter().find(|variant| &variant.id == id);
    asked
        .and_then(by_id)
        .or_else(|| product.variants.iter().find(|variant| can_buy(variant)))
        .or_else(|| product.variants.first())
}

/// Whether a variant can be bought now.
#[must_use]
pub fn can_buy(variant: &Variant) -> bool {
    variant.offer.as_ref().is_some_and(|offer| offer.available > 0)
}

/// The value a variant has for an option.
#[must_use]
pub fn value_of<'a>(variant: &'a Variant, option: &str) -> Option<&'a str> {
    variant.options.iter().find(|chosen| chosen.name == option).map(|chosen| chosen.value.as_str())
}

/// The variant one gets by choosing a value while having `current`: the one that keeps all other
/// choices where it exists, else one with the value that keeps most of them and can be bought.
#[must_use]
pub fn choose<'a>(product: &'a Product, current: &Variant, option: &str, value: &str) -> Option<&'a Variant> {
    let kept = |variant: &Variant| {
        current
            .options
            .iter()
            .filter(|chosen| chosen.name != option && value_of(variant, &chosen.name) == Some(&chosen.value))
            .count()
    };
    product
        .variants
        .iter()
        .filter(|variant| value_of(variant, option) == Some(value))
        .max_by_key(|variant| (kept(variant), can_buy(variant)))
}

/// Whether choosing a value leads to something that can be bought.
#[must_use]
pub fn leads_somewhere(product: &Product, current: &Variant, option: &str, value: &str) -> bool {
    choose(product, current, option, value).is_some_and(can_buy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::product;

    #[test]
    fn begins_with_what_can_be_bought() {
        let cup = product(&[("red", "s", 0), ("blue", "s", 3)]);
        assert_eq!(initial(&cup, None).map(|v| v.id.as_str()), Some("blue-s"));
        assert_eq!(initial(&cup, Some(&"red-s".into())).map(|v| v.id.as_str()), Some("red-s"));
        assert_eq!(initial(&cup, Some(&"gone".into())).map(|v| v.id.as_str()), Some("blue-s"));
    }

    #[test]
    fn choosing_keeps_the_other_choice() {
        let cup = product(&[("red", "s", 1), ("red", "l", 1), ("blue", "s", 1), ("blue", "l", 0)]);
        let current = initial(&cup, Some(&"red-l".into())).unwrap();
        let chosen = choose(&cup, current, "color", "blue").unwrap();
        assert_eq!(chosen.id.as_str(), "blue-l");
        assert!(!leads_somewhere(&cup, current, "color", "blue"));
        assert!(leads_somewhere(&cup, current, "size", "s"));
    }
}
