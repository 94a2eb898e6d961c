//! Knowing that nothing changed: one number over the content of everything a build reads.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Context, Result};

/// A hash over `inputs` (files and folders below `root`, in any state: a missing one counts as
/// missing) and over `words` (tool versions and the like). Content, not time: a fresh checkout or
/// a switched branch does not build again what it already has.
pub fn stamp(root: &Path, inputs: &[&str], words: &[String]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)
            .context(|| format!("{input} can't be read to see whether it changed"))?;
    }
    files.sort();
    let mut hash = DefaultHasher::new();
    for word in words {
        field(&mut hash, word.as_bytes());
    }
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        field(&mut hash, name.as_os_str().as_encoded_bytes());
        let content = fs::read(&file).context(|| format!("{} can't be read", name.display()))?;
        field(&mut hash, &content);
    }
    Ok(format!("{:016x}", hash.finish()))
}

/// Every file at or below `path`; nothing where there is none.
pub fn collect(path: &Path, into: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_file() {
        into.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), into)?;
        }
    }
    Ok(())
}

/// With its length first, so that two fields can't be mistaken for one longer one.
fn field(hash: &mut DefaultHasher, bytes: &[u8]) {
    hash.write_usize(bytes.len());
    hash.write(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stamp_follows_content_names_and_words() {
        let root = std::env::temp_dir().join(format!("vitrine-xtask-stamp-{}", std::process::id()));
        fs::create_dir_all(root.join("src/deep")).expect("temp is writable");
        fs::write(root.join("src/deep/a.rs"), "one").expect("temp is writable");
        let of = |words: &[String]| stamp(&root, &["src", "build.rs"], words).expect("readable");

        let first = of(&[]);
        assert_eq!(first, of(&[]), "the same twice");
        assert_ne!(first, of(&["trunk 1".to_owned()]), "another tool");
        fs::write(root.join("src/deep/a.rs"), "two").expect("temp is writable");
        let second = of(&[]);
        assert_ne!(first, second, "another content");
        fs::rename(root.join("src/deep/a.rs"), root.join("src/deep/b.rs")).expect("renamed");
        assert_ne!(second, of(&[]), "another name");
        fs::write(root.join("build.rs"), "").expect("temp is writable");
        let third = of(&[]);
        fs::remove_file(root.join("build.rs")).expect("it is there");
        assert_ne!(third, of(&[]), "a file less");
        fs::remove_dir_all(&root).expect("ours");
    }
}
