//! Films and pictures: copied into the data folder, addressed by content hash.

use crate::secret::random;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is known of a media file.
#[derive(Clone, Debug)]
pub struct MediaFile {
    /// Where it lies.
    pub path: PathBuf,
    /// The first 16 hexadecimal digits of its SHA-256: the strong ETag and the `v` of its address.
    pub hash: String,
    /// Bytes.
    pub len: u64,
    /// MIME type.
    pub mime: &'static str,
    /// Seconds since 1970.
    pub modified: i64,
}

/// All media files by their path under `/media/`.
#[derive(Clone, Debug, Default)]
pub struct MediaIndex {
    files: HashMap<String, MediaFile>,
}

impl MediaIndex {
    /// Copies what is new from `source` into `target` and reads `target`.
    ///
    /// # Errors
    /// When a folder can't be read or written.
    pub fn prepare(source: &Path, target: &Path) -> std::io::Result<Self> {
        copy_new(source, target)?;
        let mut index = Self::default();
        index.add_folder(target, target)?;
        Ok(index)
    }

    /// The file behind a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&MediaFile> {
        self.files.get(path)
    }

    /// The address of a file; it may be cached for ever, because it changes with the content.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        match self.files.get(path) {
            Some(file) => format!("/media/{path}?v={}", file.hash),
            None => format!("/media/{path}"),
        }
    }

    fn add_folder(&mut self, root: &Path, folder: &Path) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.add_folder(root, &path)?;
            } else if let (Some(mime), Ok(relative)) = (mime_of(&path), path.strip_prefix(root)) {
                let bytes = std::fs::read(&path)?;
                let modified = path.metadata()?.modified()?;
                let modified = modified.duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_secs());
                let file = MediaFile {
                    hash: hex::encode(&Sha256::digest(&bytes)[..8]),
                    len: bytes.len() as u64,
                    mime,
                    modified: i64::try_from(modified).unwrap_or(0),
                    path: path.clone(),
                };
                let key = relative.to_string_lossy().replace('\\', "/");
                self.files.insert(key, file);
            }
        }
        Ok(())
    }
}

fn copy_new(source: &Path, target: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(target)?;
    if !source.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(source)? {
        let from = entry?.path();
        let Some(name) = from.file_name() else {
            continue;
        };
        let to = target.join(name);
        if from.is_dir() {
            copy_new(&from, &to)?;
        } else if is_newer(&from, &to) {
            copy_whole(&from, &to)?;
        }
    }
    Ok(())
}

/// Copies under another name first: other processes that share the folder read the old file or the new one,
/// never half of one.
fn copy_whole(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut own = to.as_os_str().to_owned();
    own.push(format!(".{}", hex::encode(random::<8>())));
    let own = PathBuf::from(own);
    let copied = std::fs::copy(from, &own).and_then(|_| std::fs::rename(&own, to));
    if copied.is_err() {
        let _ = std::fs::remove_file(&own);
    }
    copied
}

fn is_newer(from: &Path, to: &Path) -> bool {
    match (from.metadata(), to.metadata()) {
        (Ok(a), Ok(b)) => a.len() != b.len() || a.modified().ok() > b.modified().ok(),
        _ => true,
    }
}

fn mime_of(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "avif" => "image/avif",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "vtt" => "text/vtt; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn who_reads_a_film_reads_it_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let (source, target) = (folder.path().join("demo"), folder.path().join("data"));
        std::fs::create_dir_all(&source).unwrap();
        std::fs::write(source.join("film.mp4"), "old").unwrap();
        let before = MediaIndex::prepare(&source, &target).unwrap().url("film.mp4");
        let mut open = std::fs::File::open(target.join("film.mp4")).unwrap();
        std::fs::write(source.join("film.mp4"), "newer").unwrap();
        let after = MediaIndex::prepare(&source, &target).unwrap().url("film.mp4");
        let mut read = String::new();
        open.read_to_string(&mut read).unwrap();
        assert_eq!(read, "old", "it was replaced, not written over");
        assert_ne!(before, after);
        assert_eq!(std::fs::read_dir(&target).unwrap().count(), 1);
    }
}
