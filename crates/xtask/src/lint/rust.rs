//! Rust source as words and signs with their lines: enough to see imports and calls, without
//! being fooled by comments, strings or line breaks.

use std::ops::Range;

/// One word or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The line it stands on, from 1.
    pub line: usize,
    /// An identifier, a number, `::`, or one other character.
    pub text: String,
}

/// A file's tokens, and which of them only tests see.
pub struct Source {
    tokens: Vec<Token>,
    tests: Vec<Range<usize>>,
}

impl Source {
    /// Reads a file.
    pub fn read(text: &str) -> Self {
        let tokens = tokens(text);
        let tests = test_ranges(&tokens);
        Self { tokens, tests }
    }

    /// All tokens.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The words from `at` on; empty behind the end.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.text)
    }

    /// Whether the token at `at` stands under `#[cfg(test)]`.
    pub fn in_tests(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    /// Names of the modules that are declared here for tests alone and stand in other files.
    pub fn test_modules(&self) -> impl Iterator<Item = &str> {
        let declared = |at: &usize| self.word(*at) == "mod" && self.word(at + 2) == ";";
        (0..self.tokens.len()).filter(declared).filter(|at| self.in_tests(*at)).map(|at| self.word(at + 1))
    }

    /// Where the words `words` stand one after another.
    pub fn find<'a>(&'a self, words: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
        (0..self.tokens.len()).filter(|at| words.iter().enumerate().all(|(i, word)| self.word(at + i) == *word))
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let start = at;
        at = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => until(&chars, at, |c| c == '\n'),
            ('/', Some('*')) => block_comment(&chars, at),
            ('"', _) => string(&chars, at),
            ('r', Some('"' | '#')) if is_raw_string(&chars, at) => raw_string(&chars, at),
            // A lifetime's tick alone is left out; its name stays.
            ('\'', _) => quote(&chars, at),
            (c, _) if is_word(c) => {
                let end = until(&chars, at, |c| !is_word(c));
                // `b"…"`, `br"…"`, `c"…"`: the prefix is no word of its own.
                let prefix: String = chars[at..end].iter().collect();
                match (&*prefix, chars.get(end)) {
                    ("b" | "c", Some('"')) => string(&chars, end),
                    ("br" | "cr", Some('"' | '#')) => raw_string(&chars, end - 1),
                    _ => {
                        found.push(Token { line, text: prefix });
                        end
                    }
                }
            }
            (':', Some(':')) => {
                found.push(Token { line, text: "::".to_owned() });
                at + 2
            }
            (c, _) => {
                if !c.is_whitespace() {
                    found.push(Token { line, text: c.to_string() });
                }
                at + 1
            }
        };
        line += chars[start..at].iter().filter(|c| **c == '\n').count();
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn until(chars: &[char], from: usize, stop: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|c| stop(*c)).map_or(chars.len(), |length| from + length)
}

fn block_comment(chars: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

fn is_raw_string(chars: &[char], from: usize) -> bool {
    // `r#name` is a raw identifier.
    chars.get(until(chars, from + 1, |c| c != '#')) == Some(&'"')
}

fn raw_string(chars: &[char], from: usize) -> usize {
    let open = until(chars, from + 1, |c| c != '#');
    let hashes = open - from - 1;
    let mut at = open + 1;
    while at < chars.len() {
        at += 1;
        let closes = chars[at - 1] == '"' && chars[at..].iter().take_while(|c| **c == '#').count() >= hashes;
        if closes {
            return at + hashes;
        }
    }
    chars.len()
}

/// The end of a character literal, or of a lifetime's tick.
fn quote(chars: &[char], from: usize) -> usize {
    match (chars.get(from + 1), chars.get(from + 2)) {
        (Some('\\'), _) => until(chars, from + 3, |c| c == '\'') + 1,
        (Some(_), Some('\'')) => from + 3,
        _ => from + 1,
    }
    .min(chars.len())
}

/// The items under `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn test_ranges(tokens: &[Token]) -> Vec<Range<usize>> {
    let word = |at: usize| tokens.get(at).map_or("", |token: &Token| &token.text);
    let mut ranges = Vec::new();
    for at in 0..tokens.len() {
        if [word(at), word(at + 1), word(at + 2)] != ["#", "[", "cfg"] {
            continue;
        }
        let close = (at..tokens.len()).find(|i| word(*i) == "]").unwrap_or(tokens.len());
        let condition = at + 3..close;
        let tests = condition.clone().any(|i| word(i) == "test");
        if tests && !condition.clone().any(|i| word(i) == "not") {
            ranges.push(at..item_end(tokens, close + 1));
        }
    }
    ranges
}

/// Behind the `;` or the closing brace of the item that starts at `from`.
fn item_end(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match &*token.text {
            "{" | "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        assert_eq!(words("a // b\nc /* d /* e */ f */ g"), ["a", "c", "g"]);
        assert_eq!(words(r##"a "b \" c" d r#"e " f"# g b"h" br#"i"# j"##), ["a", "d", "g", "j"]);
        assert_eq!(words(r"a '\'' b '{' c"), ["a", "b", "c"]);
    }

    #[test]
    fn lifetimes_and_raw_names_are() {
        assert_eq!(words("&'a str"), ["&", "a", "str"]);
        assert_eq!(words("r#type"), ["r", "#", "type"]);
    }

    #[test]
    fn lines_are_counted_through_everything() {
        let text = "\"one\ntwo\" /* three\n */ a\n::b";
        let found: Vec<_> = tokens(text).into_iter().map(|t| (t.line, t.text)).collect();
        let wanted = [(3, "a"), (4, "::"), (4, "b")].map(|(line, text)| (line, text.to_owned()));
        assert_eq!(found, wanted);
    }

    #[test]
    fn test_items_are_known() {
        let source = Source::read(
            "fn a() { x } #[cfg(test)] mod tests { fn b() { y } } fn c() { z } \
             #[cfg(test)] mod more; #[cfg(not(test))] fn d() { w }",
        );
        let seen = |word| source.find(&[word]).map(|at| source.in_tests(at)).collect::<Vec<_>>();
        assert_eq!(seen("x"), [false]);
        assert_eq!(seen("y"), [true]);
        assert_eq!(seen("z"), [false]);
        assert_eq!(seen("more"), [true]);
        assert_eq!(seen("w"), [false]);
        assert_eq!(source.test_modules().collect::<Vec<_>>(), ["more"]);
    }
}
