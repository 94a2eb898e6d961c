//! Style sheets that change in the open page as they are saved: `cargo xtask dev` watches `style/`
//! itself, because a build by trunk takes seconds even when only a sheet changed.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

use crate::error::{Context, Result};
use crate::workspace::Workspace;

/// Trunk's configuration with the listener in it; made at each start, never committed.
const CONFIG: &str = ".trunk-dev.toml";
/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(100);

/// The sheets as they are now, and how often they changed.
#[derive(Default)]
struct Sheets {
    css: Mutex<(u64, String)>,
    changed: Condvar,
}

/// Watches the sheets, serves them at a free port, and gives the configuration for trunk whose
/// pages listen there.
pub fn live(ws: &Workspace) -> Result<PathBuf> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context(|| "No port is free for the style sheets".to_owned())?;
    let port = listener.local_addr().context(|| "The style sheets have no address".to_owned())?.port();
    let trunk = ws.root.join("Trunk.toml");
    let text = fs::read_to_string(&trunk).context(|| format!("{} can't be read", trunk.display()))?;
    let config = ws.root.join(CONFIG);
    fs::write(&config, with_listener(&text, port)).context(|| format!("{} can't be written", config.display()))?;

    let sheets = Arc::new(Sheets::default());
    let (root, watched) = (ws.root.clone(), Arc::clone(&sheets));
    std::thread::spawn(move || watch(&root, &watched));
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(io::Result::ok) {
            let sheets = Arc::clone(&sheets);
            // A page that goes away ends its thread at the next write.
            std::thread::spawn(move || serve(stream, &sheets));
        }
    });
    Ok(config)
}

/// Trunk.toml with a script behind the one that loads the program: it puts what it hears in place
/// of the page's sheets. Without `"`, which ends the string it stands in.
fn with_listener(config: &str, port: u16) -> String {
    let script = format!(
        "<script>new EventSource('http://127.0.0.1:{port}/').onmessage = (event) => {{ \
         const live = document.getElementById('live-styles') \
         ?? document.head.appendChild(Object.assign(document.createElement('style'), {{ id: 'live-styles' }})); \
         live.textContent = JSON.parse(event.data); \
         for (const sheet of document.styleSheets) sheet.disabled = sheet.ownerNode !== live; }}</script>"
    );
    config.replacen("</script>\"", &format!("</script>{script}\""), 1)
}

fn watch(root: &Path, sheets: &Sheets) {
    let mut seen = Vec::new();
    loop {
        let files = linked(root);
        let now: Vec<Option<SystemTime>> =
            files.iter().map(|file| fs::metadata(file).and_then(|data| data.modified()).ok()).collect();
        if now != seen {
            seen = now;
            let css = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect::<Vec<_>>().join("\n");
            if let Ok(mut held) = sheets.css.lock() {
                *held = (held.0 + 1, css);
            }
            sheets.changed.notify_all();
        }
        std::thread::sleep(LOOK);
    }
}

/// The sheets that index.html names, in their order.
fn linked(root: &Path) -> Vec<PathBuf> {
    let html = fs::read_to_string(root.join("index.html")).unwrap_or_default();
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.ends_with(".css"))
        .map(|name| root.join(name))
        .collect()
}

/// One page: the sheets as they are, then each change, as server-sent events.
fn serve(stream: TcpStream, sheets: &Sheets) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    while lines.next()?.ok().is_some_and(|line| !line.is_empty()) {}
    let mut stream = stream;
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nAccess-Control-Allow-Origin: *\r\nCache-Control: no-store\r\n\r\n";
    stream.write_all(head.as_bytes()).ok()?;
    let mut sent = 0;
    loop {
        let css = {
            let mut held = sheets.css.lock().ok()?;
            while held.0 == sent {
                held = sheets.changed.wait(held).ok()?;
            }
            sent = held.0;
            json_string(&held.1)
        };
        write!(stream, "data: {css}\n\n").ok()?;
        stream.flush().ok()?;
    }
}

/// Text as a JSON string, on one line.
fn json_string(text: &str) -> String {
    let mut json = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            control if control < ' ' => {
                let _ = write!(json, "\\u{:04x}", u32::from(control));
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_listens_where_the_sheets_are() {
        let config = "[build]\npattern_script = \"<script>vitrine.load('{base}{js}')</script>\"\n[watch]\n";
        let with = with_listener(config, 4321);
        assert!(with.contains("vitrine.load('{base}{js}')</script><script>new EventSource"));
        assert!(with.contains("127.0.0.1:4321") && with.ends_with("\"\n[watch]\n"));
    }

    #[test]
    fn sheets_travel_on_one_line() {
        assert_eq!(json_string("a {\n\tcontent: \"\\201C\";\r}"), r#""a {\n\u0009content: \"\\201C\";\u000d}""#);
    }

    #[test]
    fn the_sheets_of_the_page_are_found_in_order() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let files = linked(&root);
        assert!(files[0].ends_with("style/tokens.css") && files.len() > 10);
        assert!(files.iter().all(|file| file.is_file()), "{files:?}");
    }
}
