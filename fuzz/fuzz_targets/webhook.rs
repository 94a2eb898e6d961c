//! A provider's message: the first line is the signature's header, the rest the body. Nothing panics,
//! and nobody signs without the secret.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use vitrine_backend::carriers::provider::{Proof, Taken, TrackingProvider};
use vitrine_backend::carriers::shippo::Shippo;
use vitrine_backend::config::ShippoArgs;
use vitrine_backend::payments::stripe;
use vitrine_backend::webhook;

/// Nobody guesses it, the fuzzer neither.
const KEY: &[u8] = b"5f1c9f0e6f3e4a1d8f7f6a0b2c3d4e5f";
const NOW: i64 = 1_790_000_000;

static SHIPPO: LazyLock<Shippo> = LazyLock::new(|| {
    let args = ShippoArgs {
        token: Some("shippo_test_1".into()),
        webhook_secret: Some("5f1c9f0e6f3e4a1d8f7f6a0b2c3d4e5f".into()),
        ..ShippoArgs::default()
    };
    Shippo::open(&args).expect("the settings are right").expect("there is a token")
});

fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (head, body) = data.split_at(end);
    let signature = String::from_utf8_lossy(head);
    assert!(!webhook::verify(KEY, &signature, body, NOW), "signed without the secret: {signature}");
    // An empty signature sends Shippo to the token of the address, which is another one here.
    assert!(!SHIPPO.verify(&Proof { signature: &signature, token: Some(&signature) }, body, NOW));
    // Behind a right one anything may stand, and other parts may stand before it.
    let right = webhook::sign(KEY, body, NOW);
    assert!(webhook::verify(KEY, &right, body, NOW));
    assert!(!webhook::verify(KEY, &right, body, NOW + webhook::TOLERANCE_SECONDS + 1));

    let Ok(text) = std::str::from_utf8(body) else { return };
    let _ = stripe::concerns(text);
    let telling = SHIPPO.read(text);
    if let Ok(Taken::Keep(id)) = SHIPPO.take(text) {
        assert!(!id.is_empty());
        assert!(telling.is_ok(), "kept, but nobody can read it: {telling:?}");
    }
});
