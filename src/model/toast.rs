//! Short messages that pass.

/// A message that is shown for some seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToastItem {
    /// Counts up.
    pub id: u32,
    /// What is said.
    pub text: String,
    /// The label of the one thing that can be done about it.
    pub action: Option<String>,
}

/// How many messages stand at once; older ones give way.
pub const MOST: usize = 3;

/// Adds a message and lets the oldest go where there are too many.
pub fn push(items: &mut Vec<ToastItem>, item: ToastItem) {
    items.retain(|old| old.text != item.text);
    items.push(item);
    let extra = items.len().saturating_sub(MOST);
    items.drain(..extra);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: u32, text: &str) -> ToastItem {
        ToastItem { id, text: text.to_owned(), action: None }
    }

    #[test]
    fn at_most_three_and_none_twice() {
        let mut items = Vec::new();
        for (id, text) in ["a", "b", "a", "c", "d"].into_iter().enumerate() {
            push(&mut items, item(u32::try_from(id).unwrap(), text));
        }
        let texts: Vec<_> = items.iter().map(|i| i.text.as_str()).collect();
        assert_eq!(texts, ["a", "c", "d"]);
    }
}
