//! Which warehouse sends which line.

use super::landed_cost::crosses_border;

/// What a warehouse has of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The warehouse.
    pub warehouse_id: String,
    /// Its country.
    pub country: String,
    /// Pieces that can be promised.
    pub available: u32,
    /// Whether it ships to the market at all.
    pub ships: bool,
}

/// The warehouse for `quantity` pieces going to `country`: one that has them all, without a
/// customs border where possible, then the fullest, then by id so that the choice is stable.
#[must_use]
pub fn choose<'a>(holdings: &'a [Holding], quantity: u32, country: &str) -> Option<&'a Holding> {
    holdings
        .iter()
        .filter(|h| h.ships && h.available >= quantity.max(1))
        .min_by_key(|h| (crosses_border(&h.country, country), u32::MAX - h.available, h.warehouse_id.clone()))
}

/// The fullest warehouse that ships to the market at all, of equals the last by id: where a line belongs that
/// can't be sent as it is. No database says in which order it lists them.
#[must_use]
pub fn fullest(holdings: &[Holding]) -> Option<&Holding> {
    holdings.iter().filter(|h| h.ships).max_by_key(|h| (h.available, &h.warehouse_id))
}

/// How many pieces one parcel could hold: the most a single warehouse has.
#[must_use]
pub fn available(holdings: &[Holding]) -> u32 {
    holdings.iter().filter(|h| h.ships).map(|h| h.available).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(id: &str, country: &str, available: u32) -> Holding {
        Holding { warehouse_id: id.into(), country: country.into(), available, ships: true }
    }

    #[test]
    fn no_border_comes_before_more_stock() {
        let both = [holding("lej", "DE", 2), holding("rno", "US", 90)];
        assert_eq!(choose(&both, 2, "DE").unwrap().warehouse_id, "lej");
        assert_eq!(choose(&both, 3, "DE").unwrap().warehouse_id, "rno");
        assert_eq!(choose(&both, 91, "DE"), None);
        assert_eq!(available(&both), 90);
    }

    #[test]
    fn the_order_of_the_rows_decides_nothing() {
        let mut all = [holding("lej", "DE", 2), holding("rno", "US", 2), holding("aaa", "US", 1)];
        for _ in 0..all.len() {
            all.rotate_left(1);
            assert_eq!(choose(&all, 1, "JP").unwrap().warehouse_id, "lej");
            assert_eq!(fullest(&all).unwrap().warehouse_id, "rno");
        }
        all.iter_mut().for_each(|one| one.ships = false);
        assert_eq!(fullest(&all), None);
    }
}
