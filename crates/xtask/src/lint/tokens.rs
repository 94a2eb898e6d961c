//! Colours and type sizes stand in `style/tokens.css` alone: a brand changes one file.

use super::Finding;
use super::colours::literal;
use super::css::{Declaration, declarations};

const TOKENS: &str = "style/tokens.css";

/// Properties whose words are names somebody gave, not colours.
const NAMING: [&str; 10] = [
    "animation",
    "animation-name",
    "container",
    "container-name",
    "font-family",
    "grid-area",
    "grid-template-areas",
    "transition-property",
    "view-transition-class",
    "view-transition-name",
];

/// Literal colours and pixel type sizes in one style sheet.
pub fn check(file: &str, text: &str) -> Vec<Finding> {
    if !file.starts_with("style/") || !file.ends_with(".css") || file == TOKENS {
        return Vec::new();
    }
    declarations(text)
        .iter()
        .filter_map(|declaration| {
            let text = broken_rule(declaration)?;
            Some(Finding::new(file, declaration.line, text))
        })
        .collect()
}

fn broken_rule(Declaration { property, value, .. }: &Declaration) -> Option<String> {
    if !NAMING.contains(&&**property)
        && let Some(colour) = literal(value)
    {
        return Some(format!("The colour {colour} belongs in {TOKENS}: use a token, var(--…)."));
    }
    (["font", "font-size"].contains(&&**property) && has_pixels(value))
        .then(|| format!("A type size in px belongs in {TOKENS}: use a token, var(--…)."))
}

fn has_pixels(value: &str) -> bool {
    value.match_indices("px").any(|(at, _)| value[..at].ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(file: &str, text: &str) -> Vec<usize> {
        check(file, text).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn colours_come_from_tokens() {
        let bad = ".a { color: var(--ink); }\n.b {\n  background: #fff;\n  --x: hsl(1 2% 3%);\n}";
        assert_eq!(lines("style/ui/button.css", bad), [3, 4]);
        assert_eq!(lines("style/tokens.css", bad), []);
        assert_eq!(lines("public/icon.css", bad), []);
    }

    #[test]
    fn type_sizes_come_from_tokens() {
        let bad = "a { font-size: 14px; }\nb { font: 600 1.2px/1 x; }\nc { width: 14px; }";
        assert_eq!(lines("style/ui.css", bad), [1, 2]);
        assert_eq!(lines("style/ui.css", "a { font-size: var(--text-14px); }"), [1]);
        assert_eq!(lines("style/ui.css", "a { font-size: var(--text-s); white-space: pre; }"), []);
    }

    #[test]
    fn names_are_not_colours() {
        assert_eq!(lines("style/ui.css", "a { grid-area: gold; view-transition-name: red }"), []);
    }
}
