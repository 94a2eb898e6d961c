//! What this shop keeps in a browser, and why.

/// Why something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Finding the bag again.
    Bag,
    /// Going on with a checkout after a reload or the way back from the payment page.
    Checkout,
    /// Opening an order that was bought or opened by a link here.
    OrderLink,
    /// A setting the shopper chose.
    Setting,
    /// Going on with the film that was seen.
    Film,
    /// Nobody of this shop wrote it.
    Foreign,
}

/// Every key this program writes, and what for. `*` ends a key that goes on with an id.
pub const KEYS: [(&str, Purpose); 13] = [
    ("vitrine.at", Purpose::Film),
    ("vitrine.captions", Purpose::Setting),
    ("vitrine.cart", Purpose::Bag),
    ("vitrine.cart.rev", Purpose::Bag),
    ("vitrine.checkout.attempt", Purpose::Checkout),
    ("vitrine.checkout.draft", Purpose::Checkout),
    ("vitrine.dial", Purpose::Setting),
    ("vitrine.lang", Purpose::Setting),
    ("vitrine.market", Purpose::Setting),
    ("vitrine.order.thanks", Purpose::Checkout),
    ("vitrine.order.*", Purpose::OrderLink),
    ("vitrine.saver", Purpose::Setting),
    ("vitrine.sound", Purpose::Setting),
];

/// The names of the databases this program makes. They hold the orders for times without a network.
pub const DATABASES: [&str; 1] = ["vitrine"];

/// How the names of the caches begin that this program makes. They hold the page that shows those orders.
pub const CACHES: [&str; 1] = ["vitrine-shell-"];

/// What a key is for.
#[must_use]
pub fn purpose(key: &str) -> Purpose {
    let fits = |pattern: &str| match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => key == pattern,
    };
    KEYS.iter().find(|(pattern, _)| fits(pattern)).map_or(Purpose::Foreign, |(_, purpose)| *purpose)
}

/// A size in kilobytes, with one digit.
#[must_use]
pub fn kilobytes(bytes: f64) -> f64 {
    (bytes / 100.0).round() / 10.0
}

/// A host that was asked for something.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// Its name and port.
    pub name: String,
    /// How often.
    pub requests: usize,
    /// How much came from there, in bytes, as far as the browser tells.
    pub bytes: f64,
}

/// Requests by host, the most asked first.
#[must_use]
pub fn hosts(requests: &[(String, f64)]) -> Vec<Host> {
    let mut hosts = Vec::new();
    for (url, bytes) in requests {
        count(&mut hosts, url, *bytes);
    }
    by_requests(hosts)
}

/// Counts a request; what isn't one to a host (`blob:`, `data:`) isn't counted.
pub fn count(hosts: &mut Vec<Host>, url: &str, bytes: f64) {
    let Some(name) = host_of(url) else { return };
    match hosts.iter_mut().find(|host| host.name == name) {
        Some(host) => {
            host.requests += 1;
            host.bytes += bytes;
        }
        None => hosts.push(Host { name: name.to_owned(), requests: 1, bytes }),
    }
}

/// The most asked first.
#[must_use]
pub fn by_requests(mut hosts: Vec<Host>) -> Vec<Host> {
    hosts.sort_by(|a, b| b.requests.cmp(&a.requests).then_with(|| a.name.cmp(&b.name)));
    hosts
}

fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next().filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever adds a key says here what it is for.
    #[test]
    fn every_key_in_the_program_has_a_purpose() {
        fn literals(folder: &std::path::Path, found: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    literals(&path, found);
                    continue;
                }
                if path.ends_with("model/device.rs") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                found.extend(
                    text.split("\"vitrine.")
                        .skip(1)
                        .filter_map(|rest| rest.split('"').next())
                        .map(|rest| format!("vitrine.{rest}")),
                );
            }
        }
        let mut found = Vec::new();
        for folder in ["src", "boot", "public"] {
            literals(std::path::Path::new(folder), &mut found);
        }
        assert!(found.len() >= 12, "{found:?}");
        for key in found {
            let plain = key.replace("{id}", "x").replace("{}", "x");
            assert_ne!(purpose(&plain), Purpose::Foreign, "{key} has no purpose in src/model/device.rs");
        }
    }

    /// What follows a call in the program's own files, up to the next bracket.
    fn arguments(files: &[&str], call: &str) -> Vec<String> {
        let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
        let all: Vec<String> = texts
            .flat_map(|text| text.split(call).skip(1).map(ToOwned::to_owned).collect::<Vec<_>>())
            .filter_map(|rest| rest.split([')', ',', ';']).next().map(|word| word.trim().to_owned()))
            .collect();
        assert!(!all.is_empty(), "{call} stands nowhere in {files:?}");
        all
    }

    /// Whoever opens another database or cache says so on the page that lists what is kept.
    #[test]
    fn databases_and_caches_are_those_that_are_listed() {
        let worker = ["public/sw.js"];
        assert!(arguments(&worker, "caches.open(").iter().all(|name| name == "SHELL"));
        let shell = arguments(&worker, "const SHELL = ");
        assert!(shell.iter().all(|name| CACHES.iter().any(|start| name.trim_matches('"').starts_with(start))));
        let kept = ["src/browser/kept.rs"];
        assert!(arguments(&kept, ".open(").iter().all(|name| name == "DATABASE"));
        let names = arguments(&kept, "pub const DATABASE: &str = ");
        assert!(names.iter().all(|name| DATABASES.contains(&name.trim_matches('"'))), "{names:?}");
    }

    /// What the first script keeps has a purpose too; it writes in one place.
    #[test]
    fn the_first_script_keeps_what_is_listed() {
        let boot = ["boot/boot.js"];
        let keys = arguments(&boot, " keep(");
        for key in keys {
            let key = format!("vitrine.{}", key.trim_matches('"'));
            assert_ne!(purpose(&key), Purpose::Foreign, "{key} has no purpose in src/model/device.rs");
        }
        let text = std::fs::read_to_string(boot[0]).unwrap();
        assert_eq!(text.matches("setItem(").count(), 1);
    }

    /// Scripts write cookies nowhere, and storage only through `browser/storage` and the first script's `keep`.
    #[test]
    fn nothing_else_writes() {
        fn texts(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                match std::fs::read_to_string(&path) {
                    Ok(text) => found.push((path.display().to_string(), text)),
                    Err(_) if path.is_dir() => texts(&path, found),
                    Err(_) => {}
                }
            }
        }
        let mut all = Vec::new();
        for folder in ["src", "boot", "public"] {
            texts(std::path::Path::new(folder), &mut all);
        }
        let own = ["src/model/device.rs", "src/browser/storage.rs", "src/browser/kept.rs", "boot/boot.js"];
        for (path, text) in all.iter().filter(|(path, _)| !own.contains(&path.as_str())) {
            for call in ["set_item(", "setItem(", "set_cookie(", "document.cookie =", "cookieStore", "indexedDB.open("]
            {
                assert!(!text.contains(call), "{path} writes by {call}");
            }
        }
    }

    #[test]
    fn foreign_keys_are_told_apart() {
        assert_eq!(purpose("vitrine.order.ord_1"), Purpose::OrderLink);
        assert_eq!(purpose("vitrine.order.thanks"), Purpose::Checkout);
        assert_eq!(purpose("debug"), Purpose::Foreign);
        assert_eq!(purpose("vitrine.cart.old"), Purpose::Foreign);
    }

    #[test]
    fn requests_are_counted_by_host() {
        let at = |url: &str| (url.to_owned(), 1_000.0);
        let all =
            hosts(&[at("http://a:1/x?y"), at("http://a:1"), at("https://b/"), at("blob:http://a:1/z"), at("data:,")]);
        let told: Vec<_> = all.iter().map(|host| (host.name.as_str(), host.requests)).collect();
        assert_eq!(told, [("a:1", 2), ("b", 1)]);
        assert_eq!(kilobytes(all[0].bytes), 2.0);
    }
}
