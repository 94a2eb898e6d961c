//! How a price moved while somebody looked at it.

use vitrine_api::{Money, Product, VariantId};

/// How old a shown price may become before it is asked for again, in milliseconds.
pub const FRESH_MS: f64 = 300_000.0;

/// Which way a price went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It costs more.
    Up,
    /// It costs less.
    Down,
}

/// Which way a price went and by how much; nothing when it stayed, or is in another currency.
#[must_use]
pub fn moved(before: Money, now: Money) -> Option<(Way, Money)> {
    let more = now.checked_sub(before).ok()?;
    match more.amount() {
        0 => None,
        1.. => Some((Way::Up, more)),
        _ => Some((Way::Down, before.checked_sub(now).ok()?)),
    }
}

/// Prices that were shown first and are other ones now: what a shopper has not been told yet.
pub type Shown = Vec<(VariantId, Money)>;

/// Notes what changes between two answers about one product. The first price that was shown stands; one
/// that comes back to it is no news any more.
pub fn note(shown: &mut Shown, before: &Product, now: &Product) {
    let price = |product: &Product, id: &VariantId| {
        let variant = product.variants.iter().find(|variant| variant.id == *id)?;
        variant.offer.as_ref().map(|offer| offer.price)
    };
    for variant in &now.variants {
        let (Some(old), Some(new)) = (price(before, &variant.id), price(now, &variant.id)) else { continue };
        match shown.iter().position(|(id, _)| *id == variant.id) {
            Some(at) if shown.get(at).is_some_and(|(_, first)| *first == new) => {
                shown.remove(at);
            }
            Some(_) => {}
            None if old != new => shown.push((variant.id.clone(), old)),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures::{eur, product};
    use vitrine_api::Currency;

    #[test]
    fn a_price_goes_up_down_or_stays() {
        assert_eq!(moved(eur(4_800), eur(5_150)), Some((Way::Up, eur(350))));
        assert_eq!(moved(eur(4_800), eur(4_799)), Some((Way::Down, eur(1))));
        assert_eq!(moved(eur(4_800), eur(4_800)), None);
        assert_eq!(moved(eur(4_800), Money::new(4_900, Currency::USD).unwrap()), None);
    }

    #[test]
    fn what_was_shown_first_stands_until_the_price_is_back() {
        let at = |amount: i64| {
            let mut product = product(&[("a", "s", 5), ("b", "s", 5)]);
            for variant in &mut product.variants {
                let offer = variant.offer.as_mut().unwrap();
                offer.price = if variant.id.as_str() == "a-s" { eur(amount) } else { eur(100) };
            }
            product
        };
        let mut shown = Shown::new();
        note(&mut shown, &at(48), &at(48));
        assert!(shown.is_empty());
        note(&mut shown, &at(48), &at(51));
        note(&mut shown, &at(51), &at(50));
        assert_eq!(shown, vec![(VariantId::from("a-s"), eur(48))]);
        note(&mut shown, &at(50), &at(48));
        assert!(shown.is_empty());
    }
}
