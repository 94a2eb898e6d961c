//! Which posts a shopper's feed has. Posts come newest first; this decides, one after the
//! other, which of them are shown.

use std::collections::BTreeSet;
use vitrine_api::{FeedTab, ShoppingDial};

/// What a shopper wants to see.
#[derive(Clone, Debug, Default)]
pub struct Taste {
    /// Which feed.
    pub tab: FeedTab,
    /// How much of it may sell.
    pub dial: ShoppingDial,
    /// Creators they follow.
    pub follows: BTreeSet<String>,
    /// Products they don't want to be shown.
    pub uninterested: BTreeSet<String>,
}

/// What the rules need to know of a post.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Who made it.
    pub creator: &'a str,
    /// Whether somebody has a commercial interest in it: it carries a disclosure.
    pub sells: bool,
    /// The products it shows to buy.
    pub products: &'a [String],
}

impl Taste {
    /// Whether a post belongs in the feed. `after_selling`: the post shown before it sells.
    #[must_use]
    pub fn admits(&self, post: Candidate<'_>, after_selling: bool) -> bool {
        let followed = self.tab == FeedTab::ForYou || self.follows.contains(post.creator);
        let dial = match self.dial {
            ShoppingDial::All => true,
            ShoppingDial::Some => !(post.sells && after_selling),
            ShoppingDial::None => !post.sells,
        };
        // A film that would be left with nothing to show of what it is about is left out;
        // others only lose that one label.
        let wanted = post.products.is_empty() || post.products.iter().any(|id| !self.uninterested.contains(id));
        followed && dial && wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidate(sells: bool) -> Candidate<'static> {
        Candidate { creator: "mara", sells, products: &[] }
    }

    #[test]
    fn followed_creators_alone_when_asked() {
        let mut taste = Taste { tab: FeedTab::Following, ..Taste::default() };
        assert!(!taste.admits(candidate(true), false));
        taste.follows.insert("mara".into());
        assert!(taste.admits(candidate(true), false));
    }

    #[test]
    fn a_film_goes_when_none_of_its_products_is_wanted() {
        let products = ["mug".to_owned(), "vase".to_owned()];
        let post = Candidate { creator: "mara", sells: true, products: &products };
        let mut taste = Taste::default();
        taste.uninterested.insert("mug".into());
        assert!(taste.admits(post, true));
        taste.uninterested.insert("vase".into());
        assert!(!taste.admits(post, true));
        assert!(taste.admits(candidate(false), true), "what sells nothing is never about a product");
    }

    proptest! {
        #[test]
        fn the_dial_is_kept_whatever_comes(sells in prop::collection::vec(any::<bool>(), 0..60)) {
            let shown = |dial| {
                let taste = Taste { dial, ..Taste::default() };
                let mut shown: Vec<bool> = Vec::new();
                for sells in &sells {
                    if taste.admits(candidate(*sells), shown.last() == Some(&true)) {
                        shown.push(*sells);
                    }
                }
                shown
            };
            prop_assert_eq!(shown(ShoppingDial::All).len(), sells.len());
            prop_assert!(!shown(ShoppingDial::None).contains(&true));
            let some = shown(ShoppingDial::Some);
            prop_assert!(some.windows(2).all(|pair| pair != [true, true]));
            let free = |list: &[bool]| list.iter().filter(|sells| !**sells).count();
            prop_assert_eq!(free(&some), free(&sells), "what doesn't sell is never left out");
        }
    }
}
