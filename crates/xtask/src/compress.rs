//! Compressing the built SPA once, at the best quality, so that the server never has to.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::{Context, Error, Result};
use crate::stamp::collect;

/// Text and code. Pictures, films and woff2 are compressed by nature.
const COMPRESSIBLE: [&str; 8] = ["wasm", "js", "css", "html", "svg", "json", "txt", "webmanifest"];

/// Below this a response fits one packet anyway.
const SMALLEST: u64 = 512;

/// Writes `.br` and `.gz` beside every file worth it.
pub fn precompress(dist: &Path) -> Result {
    let mut files = Vec::new();
    collect(dist, &mut files).context(|| format!("{} can't be read", dist.display()))?;
    files.retain(|file| worth_it(file));
    // Brotli's best is slow: one file a thread, and the wasm dominates.
    let queue = Mutex::new(files);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(|| work(&queue))).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(Error::new("A compressing thread stopped."))))
    })
}

/// `data` as brotli at its best.
pub fn brotli(data: &[u8]) -> io::Result<Vec<u8>> {
    let params =
        BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: data.len(), ..BrotliEncoderParams::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*data, &mut out, &params)?;
    Ok(out)
}

/// `data` as gzip at its best.
pub fn gzip(data: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data)?;
    encoder.finish()
}

fn work(queue: &Mutex<Vec<PathBuf>>) -> Result {
    loop {
        let next = queue.lock().ok().and_then(|mut files| files.pop());
        let Some(file) = next else { return Ok(()) };
        compress(&file).context(|| format!("{} can't be compressed", file.display()))?;
    }
}

fn compress(file: &Path) -> io::Result<()> {
    let data = fs::read(file)?;
    for (extension, packed) in [("br", brotli(&data)?), ("gz", gzip(&data)?)] {
        if packed.len() < data.len() {
            let mut name = file.as_os_str().to_owned();
            name.push(".");
            name.push(extension);
            fs::write(name, packed)?;
        }
    }
    Ok(())
}

fn worth_it(file: &Path) -> bool {
    let kind = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    COMPRESSIBLE.contains(&kind) && fs::metadata(file).is_ok_and(|meta| meta.len() > SMALLEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read;

    #[test]
    fn text_shrinks_and_comes_back() {
        let text = "a shop window ".repeat(200);
        let mut back = String::new();
        let packed = gzip(text.as_bytes()).expect("memory");
        GzDecoder::new(&*packed).read_to_string(&mut back).expect("valid gzip");
        assert_eq!(back, text);

        let packed = brotli(text.as_bytes()).expect("memory");
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*packed, &mut back).expect("valid brotli");
        assert_eq!(back, text.as_bytes());
    }

    #[test]
    fn only_large_text_is_compressed() {
        let dist = std::env::temp_dir().join(format!("vitrine-xtask-dist-{}", std::process::id()));
        fs::create_dir_all(dist.join("fonts")).expect("temp is writable");
        let long = "x".repeat(2_000);
        for (name, text) in [("app.js", &*long), ("fonts/a.woff2", &long), ("tiny.css", "a{}")] {
            fs::write(dist.join(name), text).expect("temp is writable");
        }
        assert_eq!(precompress(&dist), Ok(()));
        assert!(dist.join("app.js.br").exists() && dist.join("app.js.gz").exists());
        assert!(!dist.join("fonts/a.woff2.br").exists());
        assert!(!dist.join("tiny.css.gz").exists());
        fs::remove_dir_all(&dist).expect("ours");
    }
}
