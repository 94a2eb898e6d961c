//! Rules for every file: short enough to read, and true on every machine.

use super::Finding;

const LONGEST: usize = 400;

/// Source that has grown too long to be read in one go.
pub fn too_long(file: &str, text: &str) -> Option<Finding> {
    let source = file.ends_with(".rs") || file.ends_with(".sql");
    let ours = file.starts_with("src/") || file.starts_with("crates/");
    let lines = text.lines().count();
    (source && ours && lines > LONGEST).then(|| {
        let text = format!("{lines} lines, {LONGEST} is the most: move a part that can be named into its own file.");
        Finding::new(file, LONGEST + 1, text)
    })
}

/// Folders that exist on one machine only.
pub fn machine_paths(file: &str, text: &str) -> Vec<Finding> {
    // Put together here, so that this very file does not name them.
    let foreign = [concat!("..", "/shared"), concat!("/", "work", "/")];
    let hits = text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| foreign.iter().find(|path| line.contains(**path)).map(|path| (at + 1, path)));
    hits.map(|(line, path)| {
        let text = format!("{path} exists on one machine only: name a file of this repository.");
        Finding::new(file, line, text)
    })
    .collect()
}

/// Where the module `name`, declared in `file`, may stand: as a file or as a folder.
pub fn module_places(file: &str, name: &str) -> [String; 2] {
    let (folder, own) = file.rsplit_once('/').unwrap_or(("", file));
    let base = match own {
        "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
        _ => file.trim_end_matches(".rs").to_owned(),
    };
    [format!("{base}/{name}.rs"), format!("{base}/{name}/")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_are_named() {
        let long = "x\n".repeat(401);
        assert!(too_long("src/app.rs", &long).is_some());
        assert!(too_long("crates/backend/migrations/1.sql", &long).is_some());
        assert!(too_long("src/app.rs", &long[2..]).is_none());
        assert!(too_long("demo/films/render.py", &long).is_none());
    }

    #[test]
    fn paths_of_one_machine_are_named() {
        let bad = ["see", concat!("`..", "/shared/x`"), concat!("cd /", "work/main")].join("\n");
        let lines: Vec<_> = machine_paths("README.md", &bad).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 3]);
        assert_eq!(machine_paths("README.md", "how they work/play and share"), []);
    }

    #[test]
    fn modules_are_found_where_rust_looks() {
        let places = module_places("src/model/mod.rs", "fixtures");
        assert_eq!(places, ["src/model/fixtures.rs", "src/model/fixtures/"]);
        let places = module_places("src/model/feed.rs", "tests");
        assert_eq!(places, ["src/model/feed/tests.rs", "src/model/feed/tests/"]);
        assert_eq!(module_places("src/lib.rs", "x")[0], "src/x.rs");
    }
}
