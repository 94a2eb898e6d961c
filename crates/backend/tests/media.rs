//! The demo collection: every file that is named is there and as it is described.
//!
//! What only ffprobe and ffmpeg can tell is checked where they are installed.

use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything together stays below this, in bytes.
const MOST_BYTES: u64 = 60_000_000;
/// A film's length, in milliseconds.
const LENGTHS: std::ops::RangeInclusive<u64> = 6_000..=12_000;
/// Seconds between key frames at most, with one frame of tolerance.
const MOST_GOP: f64 = 2.04;
/// Loudness of every bed, and how far a film may be from it.
const LOUDNESS: (f64, f64) = (-20.0, 1.0);
/// How like its first frame a poster is at least.
const LEAST_SSIM: f64 = 0.95;

fn demo() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

fn media(name: &str) -> PathBuf {
    demo().join("media").join(name)
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn clips() -> Vec<Value> {
    read(&demo().join("catalogue/clips.json")).as_array().unwrap().clone()
}

fn texts<'a>(value: &'a Value, names: &[&str]) -> Vec<&'a str> {
    names.iter().filter_map(|name| value[*name].as_str()).collect()
}

fn named() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for clip in clips() {
        for source in
            clip["sources"].as_array().unwrap().iter().chain(clip["captions"].as_array().into_iter().flatten())
        {
            names.insert(source["src"].as_str().unwrap().to_owned());
        }
        names.extend(
            texts(&clip["poster"], &["avif", "jpeg", "small_avif", "small_jpeg"]).into_iter().map(str::to_owned),
        );
    }
    for creator in read(&demo().join("catalogue/creators.json")).as_array().unwrap() {
        names.insert(creator["avatar"].as_str().unwrap().to_owned());
    }
    for file in std::fs::read_dir(demo().join("catalogue/merchants")).unwrap() {
        let merchant = read(&file.unwrap().path());
        names.insert(merchant["mark"].as_str().unwrap().to_owned());
        for picture in merchant["products"].as_array().unwrap().iter().flat_map(|p| p["pictures"].as_array().unwrap()) {
            let stem = picture["picture"].as_str().unwrap();
            // As service/products.rs names them.
            names.insert(format!("{stem}.160.jpg"));
            for size in ["480", "960", "square-480", "square-960"] {
                names.extend(["jpg", "avif"].map(|end| format!("{stem}.{size}.{end}")));
            }
        }
    }
    names
}

fn files(folder: &Path, all: &mut BTreeSet<String>) -> u64 {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            bytes += files(&path, all);
        } else {
            bytes += path.metadata().unwrap().len();
            all.insert(path.strip_prefix(media("")).unwrap().to_string_lossy().into_owned());
        }
    }
    bytes
}

#[test]
fn every_file_named_exists_and_every_file_is_named() {
    let mut there = BTreeSet::new();
    let bytes = files(&media(""), &mut there);
    let named = named();
    assert!(named.len() > 200, "the catalogue names {} files", named.len());
    assert_eq!(named.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "named, but not there");
    assert_eq!(there.difference(&named).collect::<Vec<_>>(), Vec::<&String>::new(), "there, but not named");
    assert!(bytes < MOST_BYTES, "{bytes} bytes");
}

#[test]
fn films_are_as_long_as_films_are_and_begin_to_play_at_once() {
    for clip in clips() {
        let id = clip["id"].as_str().unwrap();
        assert!(LENGTHS.contains(&clip["duration_ms"].as_u64().unwrap()), "{id}: {}", clip["duration_ms"]);
        assert!(!clip["description"].as_str().unwrap().is_empty(), "{id} needs a description");
        for source in clip["sources"].as_array().unwrap() {
            let name = source["src"].as_str().unwrap();
            if name.ends_with(".mp4") {
                assert!(is_faststart(&std::fs::read(media(name)).unwrap()), "{name}: the index is behind the frames");
            }
        }
    }
}

/// Whether the boxes of an MP4 come as they are needed: `moov` before `mdat` (ISO/IEC 14496-12).
fn is_faststart(file: &[u8]) -> bool {
    let mut at = 0;
    while let Some(head) = file.get(at..at + 8) {
        let size = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        match &head[4..8] {
            b"moov" => return true,
            b"mdat" => return false,
            _ if size < 8 => return false,
            _ => at += size,
        }
    }
    false
}

#[test]
fn an_index_at_the_end_is_found_out() {
    let file = |kinds: [&[u8; 4]; 2]| {
        kinds.iter().flat_map(|kind| [&[0, 0, 0, 8][..], &kind[..]].concat()).collect::<Vec<u8>>()
    };
    assert!(is_faststart(&file([b"moov", b"mdat"])));
    assert!(!is_faststart(&file([b"mdat", b"moov"])));
    assert!(!is_faststart(b"ftyp"));
}

/// What a program prints on both streams; nothing where it isn't installed.
fn run(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(output.status.success(), "{program} {args:?}: {text}");
    Some(text)
}

fn has_ffmpeg() -> bool {
    let there = run("ffprobe", &["-version"]).and_then(|_| run("ffmpeg", &["-version"])).is_some();
    if !there {
        println!("NOT CHECKED: codecs, key frames, sizes, loudness and posters; ffmpeg isn't installed here");
    }
    there
}

#[test]
fn films_are_encoded_as_the_catalogue_says() {
    if !has_ffmpeg() {
        return;
    }
    for clip in clips() {
        for source in clip["sources"].as_array().unwrap() {
            check_rendition(&clip, source);
        }
    }
}

fn check_rendition(clip: &Value, source: &Value) {
    let name = source["src"].as_str().unwrap();
    let path = media(name);
    let file = path.to_str().unwrap();
    let entries = "stream=codec_type,codec_name,width,height,avg_frame_rate:format=duration,bit_rate";
    let probed = run("ffprobe", &["-v", "error", "-show_entries", entries, "-of", "json", file]).unwrap();
    let probed: Value = serde_json::from_str(&probed).unwrap();
    let streams = probed["streams"].as_array().unwrap();
    let of = |kind: &str| streams.iter().find(|stream| stream["codec_type"] == kind);
    let video = of("video").unwrap_or_else(|| panic!("{name} has no picture"));
    let (codec, sound, mime) =
        if name.ends_with(".webm") { ("vp9", "opus", "video/webm") } else { ("h264", "aac", "video/mp4") };
    assert!(source["type"].as_str().unwrap().starts_with(mime), "{name}: {}", source["type"]);
    assert_eq!(video["codec_name"], codec, "{name}");
    assert_eq!((&video["width"], &video["height"]), (&source["width"], &source["height"]), "{name}");
    assert_eq!(
        of("audio").map(|audio| audio["codec_name"].as_str().unwrap()),
        clip["has_audio"].as_bool().unwrap().then_some(sound),
        "{name}"
    );
    let number = |value: &Value| value.as_str().unwrap().parse::<f64>().unwrap();
    let (seconds, wanted) = (number(&probed["format"]["duration"]), clip["duration_ms"].as_f64().unwrap() / 1000.0);
    assert!((seconds - wanted).abs() < 0.1, "{name} takes {seconds} s instead of {wanted}");
    let (rate, said) = (number(&probed["format"]["bit_rate"]), source["bitrate"].as_f64().unwrap());
    assert!((rate / said - 1.0).abs() < 0.02, "{name} has {rate} bit/s, the catalogue says {said}");
    let keys = key_frames(file);
    // A few milliseconds are the sound's head start in WebM.
    assert!(keys.first().is_some_and(|at| *at < 0.03), "{name} begins with a key frame, not {keys:?}");
    let ends = keys.iter().skip(1).chain(std::iter::once(&seconds));
    let longest = keys.iter().zip(ends).map(|(from, to)| to - from).fold(0.0, f64::max);
    assert!(longest <= MOST_GOP, "{name}: {longest} s between key frames");
}

/// The seconds at which one can begin to decode.
fn key_frames(file: &str) -> Vec<f64> {
    let args =
        ["-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", file];
    let packets = run("ffprobe", &args).unwrap();
    let keys = packets.lines().filter_map(|line| line.split_once(',')).filter(|(_, flags)| flags.starts_with('K'));
    keys.filter_map(|(at, _)| at.parse().ok()).collect()
}

#[test]
fn beds_are_equally_loud_and_posters_are_first_frames() {
    if !has_ffmpeg() {
        return;
    }
    for clip in clips() {
        let id = clip["id"].as_str().unwrap();
        let mp4 = clip["sources"].as_array().unwrap().iter().filter(|s| s["src"].as_str().unwrap().ends_with(".mp4"));
        let largest = mp4.max_by_key(|source| source["height"].as_u64()).unwrap();
        let film = media(largest["src"].as_str().unwrap());
        let film = film.to_str().unwrap();
        if clip["has_audio"] == true {
            let told =
                run("ffmpeg", &["-nostats", "-hide_banner", "-i", film, "-vn", "-af", "ebur128", "-f", "null", "-"])
                    .unwrap();
            let summary = told.rsplit("Integrated loudness:").next().unwrap();
            let loudness: f64 = between(summary, "I:", "LUFS").parse().unwrap();
            assert!((loudness - LOUDNESS.0).abs() <= LOUDNESS.1, "{id}: {loudness} LUFS");
        }
        for poster in texts(&clip["poster"], &["avif", "jpeg"]) {
            let poster = media(poster);
            // The poster beside the film's first frame, both in the film's size and its range of values.
            let graph = "[1][0]scale2ref[b][a];[a][b]ssim";
            let args = [
                "-hide_banner",
                "-i",
                film,
                "-i",
                poster.to_str().unwrap(),
                "-lavfi",
                graph,
                "-frames:v",
                "1",
                "-an",
                "-f",
                "null",
                "-",
            ];
            let told = run("ffmpeg", &args).unwrap();
            let alike: f64 = between(told.rsplit("SSIM").next().unwrap(), "All:", " ").parse().unwrap();
            assert!(alike >= LEAST_SSIM, "{}: SSIM {alike} to the first frame", poster.display());
        }
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}")).1.trim_start();
    rest.split_once(to).map_or(rest, |(found, _)| found).trim()
}
