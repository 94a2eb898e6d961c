//! Seeing a literal colour in a CSS value.

/// Functions that make a colour from numbers.
const FUNCTIONS: [&str; 10] = ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"];

/// The names people use; the rarer ones of the 148 are as good as unknown.
const NAMES: [&str; 56] = [
    "aqua",
    "azure",
    "beige",
    "black",
    "blue",
    "brown",
    "chocolate",
    "coral",
    "crimson",
    "cyan",
    "darkblue",
    "darkgray",
    "darkgreen",
    "darkgrey",
    "darkred",
    "dimgray",
    "dimgrey",
    "firebrick",
    "fuchsia",
    "gainsboro",
    "gold",
    "gray",
    "green",
    "grey",
    "hotpink",
    "indigo",
    "ivory",
    "khaki",
    "lavender",
    "lightblue",
    "lightgray",
    "lightgreen",
    "lightgrey",
    "lime",
    "linen",
    "magenta",
    "maroon",
    "navy",
    "olive",
    "orange",
    "orchid",
    "pink",
    "plum",
    "purple",
    "rebeccapurple",
    "red",
    "salmon",
    "silver",
    "slategray",
    "teal",
    "tomato",
    "violet",
    "wheat",
    "white",
    "whitesmoke",
    "yellow",
];

/// The first literal colour in `value`. `transparent`, `currentColor`, `inherit`, tokens, and
/// colours derived from a token (`rgb(from var(--ink) …)`) are none.
pub fn literal(value: &str) -> Option<&str> {
    words(value).find_map(|(word, rest)| {
        let lower = word.to_ascii_lowercase();
        let derived = rest.trim_start_matches('(').trim_start().starts_with("from var(");
        let literal = is_hex(word)
            || NAMES.contains(&&*lower)
            || (FUNCTIONS.contains(&&*lower) && rest.starts_with('(') && !derived);
        literal.then_some(word)
    })
}

/// Words of a value with what follows each.
fn words(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '#');
    let mut rest = value;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| !part(c));
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        (!word.is_empty()).then_some((word, after))
    })
}

fn is_hex(word: &str) -> bool {
    word.strip_prefix('#')
        .is_some_and(|digits| [3, 4, 6, 8].contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_colours_are_seen() {
        assert_eq!(literal("1px solid #ABC"), Some("#ABC"));
        assert_eq!(literal("rgb(0 0 0 / .5)"), Some("rgb"));
        assert_eq!(literal("linear-gradient(Black, transparent)"), Some("Black"));
        assert_eq!(literal("color-mix(in oklab, white 10%, var(--ink))"), Some("white"));
    }

    #[test]
    fn tokens_and_keywords_are_not() {
        for fine in [
            "var(--white)",
            "currentColor",
            "transparent",
            "inherit",
            "color-mix(in oklab, var(--ink) 10%, transparent)",
            "rgb(from var(--ink) r g b / 50%)",
            "var(--red-1)",
            "none",
        ] {
            assert_eq!(literal(fine), None, "{fine}");
        }
    }
}
