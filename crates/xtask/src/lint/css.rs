//! A style sheet as its declarations, with their lines.

/// `property: value` somewhere in a style sheet.
#[derive(Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The line its value ends on, from 1.
    pub line: usize,
    /// In lower case.
    pub property: String,
    /// As written, without comments, strings and addresses.
    pub value: String,
}

/// All declarations. Selectors and at-rules are left out: `#cafe {` is no colour.
pub fn declarations(css: &str) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut start = 0;
    let css = blanked(css);
    for (at, c) in css.char_indices() {
        if !matches!(c, '{' | '}' | ';') {
            continue;
        }
        if c != '{' {
            found.extend(declaration(&css, start, at));
        }
        start = at + 1;
    }
    found
}

fn declaration(css: &str, start: usize, end: usize) -> Option<Declaration> {
    let (property, value) = css[start..end].split_once(':')?;
    let line = css[..end].trim_end().matches('\n').count() + 1;
    let property = property.trim().to_ascii_lowercase();
    Some(Declaration { line, property, value: value.trim().to_owned() })
}

/// The same text with comments, strings and `url(…)` as blanks: same length in lines, and no
/// bracket or colour in them can be mistaken for the sheet's own.
fn blanked(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        let skip = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if c == '"' || c == '\'' {
            rest[1..].find(c).map_or(rest.len(), |at| at + 2)
        } else if rest.starts_with("url(") {
            rest.find(')').map_or(rest.len(), |at| at + 1)
        } else {
            0
        };
        if skip == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.extend(rest[..skip].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[skip..];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_told_from_selectors() {
        let css = "#cafe, .white:hover {\n  COLOR: red; /* } */\n  &:focus { gap: 1px }\n}\n@import url(a;b);";
        let found: Vec<_> =
            declarations(css).into_iter().map(|found| (found.line, found.property, found.value)).collect();
        let wanted = [(2, "color", "red"), (3, "gap", "1px")]
            .map(|(line, property, value)| (line, property.to_owned(), value.to_owned()));
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_value_over_several_lines_is_one() {
        let found = declarations("a { box-shadow:\n  0 0 1px\n  red;\n}");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 3);
    }
}
