//! One style sheet in place of many: trunk links each file by itself, which is right while
//! designing, but each would be a request of its own before the shop is dressed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::Path;

use crate::error::{Context, Result};

/// Joins the sheets that index.html links with `data-app`, in their order, and links the result.
pub fn bundle_css(dist: &Path) -> Result {
    let index = dist.join("index.html");
    let html = fs::read_to_string(&index).context(|| format!("{} can't be read", index.display()))?;
    let Some((rest, names)) = take_links(&html) else {
        return Ok(());
    };
    let mut css = String::new();
    for name in &names {
        let file = dist.join(name.trim_start_matches('/'));
        css += &fs::read_to_string(&file).context(|| format!("{} can't be read", file.display()))?;
        css.push('\n');
        fs::remove_file(&file).context(|| format!("{} can't be removed", file.display()))?;
    }
    // As trunk does: 64 bits of the content, so that the file may be kept for ever.
    let mut hash = DefaultHasher::new();
    hash.write(css.as_bytes());
    let name = format!("shop-{:016x}.css", hash.finish());
    fs::write(dist.join(&name), css).context(|| format!("{name} can't be written"))?;
    let link = format!("<link rel=\"stylesheet\" href=\"/{name}\" media=\"print\" data-app>");
    fs::write(&index, rest.replacen(MARK, &link, 1)).context(|| format!("{} can't be written", index.display()))
}

/// Where the links stood.
const MARK: &str = "<!--style sheets-->";

/// The page with a mark in place of the links, and what they linked; nothing without any.
fn take_links(html: &str) -> Option<(String, Vec<String>)> {
    let mut rest = String::new();
    let mut names = Vec::new();
    let mut left = html;
    while let Some(start) = left.find("<link") {
        let end = start + left[start..].find('>')? + 1;
        let tag = &left[start..end];
        rest += &left[..start];
        match attribute(tag, "href").filter(|_| tag.contains("data-app") && tag.contains("stylesheet")) {
            Some(name) => {
                if names.is_empty() {
                    rest += MARK;
                }
                names.push(name.to_owned());
            }
            None => rest += tag,
        }
        left = &left[end..];
    }
    rest += left;
    (!names.is_empty()).then_some((rest, names))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    value.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_become_one_in_their_order() {
        let dist = std::env::temp_dir().join(format!("vitrine-xtask-bundle-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("temp is writable");
        fs::write(dist.join("a.css"), "a{}").expect("temp is writable");
        fs::write(dist.join("b.css"), "b{}").expect("temp is writable");
        let html = "<link rel=\"icon\" href=\"/i.svg\"><link rel=\"stylesheet\" href=\"/a.css\" data-app=\"\">\
                    <link data-app rel=\"stylesheet\" href=\"/b.css\"/><p>";
        fs::write(dist.join("index.html"), html).expect("temp is writable");
        assert_eq!(bundle_css(&dist), Ok(()));
        let html = fs::read_to_string(dist.join("index.html")).expect("it was written");
        let name = attribute(&html[html.find("shop-").expect("linked") - 40..], "href").expect("linked").to_owned();
        assert_eq!(html.matches("stylesheet").count(), 1);
        assert!(html.contains("/i.svg") && !html.contains("a.css") && html.ends_with("<p>"));
        assert_eq!(fs::read_to_string(dist.join(name.trim_start_matches('/'))).expect("it is there"), "a{}\nb{}\n");
        assert!(!dist.join("a.css").exists());
        assert_eq!(bundle_css(&dist), Ok(()), "once more does no harm");
        fs::remove_dir_all(&dist).expect("ours");
    }
}
