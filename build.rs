//! Turns `locales/<language>/<namespace>.json` into the module `i18n`.
//!
//! This does what `leptos_i18n::load_locales!` does, with two differences: texts with
//! placeholders can be had as strings (for `aria-label`), and a changed locale file
//! rebuilds the application.

use leptos_i18n_parser::parse_locales::{
    options::{Config, ParseOptions},
    parse_locales,
};
use std::{env, error::Error, fs, path::PathBuf};

/// The languages; the first is the one to fall back to.
const LANGUAGES: [&str; 2] = ["en", "de"];
/// The files of a language.
const NAMESPACES: [&str; 3] = ["common", "feed", "shop"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    // The pure layers, all there is on the host, have no words.
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("wasm32") {
        return Ok(());
    }
    let mut config = Config::new(LANGUAGES[0])?.add_locales(&LANGUAGES[1..])?.add_namespaces(NAMESPACES)?;
    config.options = ParseOptions::new().interpolate_display(true);
    let manifest_dir = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let locales = parse_locales(Some(manifest_dir), config)?;
    let code = leptos_i18n_codegen::gen_code(&locales, None, false, None, false)?;
    let out = PathBuf::from(env::var("OUT_DIR")?).join("i18n.rs");
    fs::write(out, code.to_string())?;
    Ok(())
}
