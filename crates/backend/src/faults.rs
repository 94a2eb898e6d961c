//! Named steps of a purchase, and of what comes after it, at which a test lets the program die, as a power cut would.
//!
//! With the cargo feature `failpoints` and `VITRINE_DIE_AT=name` (or `name:3`) in the environment the
//! process aborts when it passes the step for the first (or third) time: no destructor runs, nothing
//! is flushed. Without the feature a step is an empty function.

/// The steps, in the order of their names; each stands at one place in the sources.
pub const ALL: [&str; 95] = [
    "cancel.after_commit",
    "cancel.after_refund",
    "cancel.after_stock",
    "cancel.before_commit",
    "checkout.create.after_commit",
    "checkout.create.before_row",
    "checkout.reserve.after_stock",
    "checkout.reserve.before_stock",
    "completion.after_commit",
    "completion.after_money",
    "completion.after_order",
    "completion.after_provider",
    "completion.before_commit",
    "completion.begin",
    "inbox.after_apply",
    "inbox.after_commit",
    "inbox.before_apply",
    "inbox.before_commit",
    "keyed.claim.after_commit",
    "keyed.claim.before_commit",
    "keyed.keep.after_commit",
    "keyed.keep.before_commit",
    "keyed.work.after",
    "ledger.payment.after_row",
    "merchant.call.after_commit",
    "merchant.call.before_commit",
    "merchant.refund.after_commit",
    "merchant.refund.after_key",
    "merchant.refund.after_row",
    "merchant.refund.before_commit",
    "order.after_bag",
    "order.after_parcels",
    "order.after_row",
    "order.after_stock",
    "outbox.announce.after_row",
    "outbox.prune.after_commit",
    "outbox.prune.before_commit",
    "outside.after_commit",
    "outside.after_post",
    "outside.before_commit",
    "outside.before_post",
    "pack.after_commit",
    "pack.after_label",
    "pack.after_number",
    "pack.before_commit",
    "payment.page.after_commit",
    "payment.page.before_commit",
    "payment.start.after_commit",
    "payment.start.after_provider",
    "payment.start.before_commit",
    "promotion.hold.after_row",
    "promotion.use.after_row",
    "refund.send.after_commit",
    "refund.send.after_provider",
    "refund.send.before_commit",
    "refund.send.before_provider",
    "refund.settle.after_money",
    "refund.settle.after_order",
    "refund.settle.after_row",
    "release.after_commit",
    "release.after_provider",
    "release.after_state",
    "release.after_stock",
    "release.before_commit",
    "release.before_provider",
    "return.ask.after_commit",
    "return.ask.after_row",
    "return.ask.before_commit",
    "return.drop.after_carrier",
    "return.drop.after_commit",
    "return.drop.before_commit",
    "return.label.after_parcel",
    "return.make_good.after_refund",
    "return.settle.after_commit",
    "return.settle.before_commit",
    "return.take_in.after_shelf",
    "sandbox.cancel.after_commit",
    "sandbox.cancel.before_commit",
    "sandbox.create.after_commit",
    "sandbox.create.before_commit",
    "sandbox.pay.after_commit",
    "sandbox.pay.before_commit",
    "sandbox.refund.after_commit",
    "sandbox.refund.before_commit",
    "stock.end.after_row",
    "stock.end.after_shelf",
    "stock.reserve.after_row",
    "stock.reserve.after_shelf",
    "telling.after_commit",
    "telling.after_event",
    "telling.after_standing",
    "telling.before_commit",
    "webhook.after_commit",
    "webhook.after_signature",
    "webhook.before_commit",
];

// A shop that can be told to die is for tests alone.
#[cfg(all(feature = "failpoints", not(debug_assertions)))]
compile_error!("the feature failpoints is not for release builds");

/// Passes a named step.
#[cfg(not(feature = "failpoints"))]
#[inline]
pub fn point(_name: &'static str) {}

/// Passes a named step, or dies there.
#[cfg(feature = "failpoints")]
pub fn point(name: &'static str) {
    dying::pass(name);
}

#[cfg(feature = "failpoints")]
mod dying {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// The variable that names the step.
    const VARIABLE: &str = "VITRINE_DIE_AT";

    /// Where to die, and how often the step is still passed until then.
    struct Wish {
        name: String,
        left: AtomicU32,
    }

    static WISH: OnceLock<Option<Wish>> = OnceLock::new();

    pub(super) fn pass(name: &str) {
        let Some(wish) = WISH.get_or_init(read) else { return };
        if wish.name == name && wish.left.fetch_sub(1, Ordering::Relaxed) == 1 {
            eprintln!("dies at {name}");
            std::process::abort();
        }
    }

    fn read() -> Option<Wish> {
        let text = std::env::var(VARIABLE).ok()?;
        let (name, count) = text.split_once(':').unwrap_or((text.as_str(), "1"));
        Some(Wish { name: name.to_owned(), left: AtomicU32::new(count.parse().unwrap_or(1)) })
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::BTreeMap;
    use std::path::Path;

    /// The names in all sources but this one, and how often each stands there.
    fn passed(folder: &Path, names: &mut BTreeMap<String, usize>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                passed(&path, names);
            } else if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("src/faults.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for rest in text.split("faults::point(\"").skip(1) {
                    let (name, _) = rest.split_once('"').unwrap();
                    *names.entry(name.to_owned()).or_default() += 1;
                }
            }
        }
    }

    #[test]
    fn each_step_is_listed_and_stands_at_one_place() {
        let mut names = BTreeMap::new();
        passed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
        let twice: Vec<_> = names.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "at several places: {twice:?}");
        let unlisted: Vec<_> = names.keys().filter(|name| !ALL.contains(&name.as_str())).collect();
        assert!(unlisted.is_empty(), "not in ALL: {unlisted:?}");
        let gone: Vec<_> = ALL.into_iter().filter(|name| !names.contains_key(*name)).collect();
        assert!(gone.is_empty(), "in ALL and nowhere else: {gone:?}");
        assert!(ALL.windows(2).all(|pair| pair[0] < pair[1]), "ALL is in the order of names, each once");
    }
}
