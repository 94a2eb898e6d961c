//! Where a page of the feed begins, as it comes back in an address: what is taken is read the same again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vitrine_backend::http::extract::{View, pack_cursor};
use vitrine_backend::http::feed::FeedCursor;

fn read(cursor: String) -> Option<FeedCursor> {
    View { cursor: Some(cursor), ..View::default() }.cursor().ok().flatten()
}

fuzz_target!(|text: &str| {
    let Some(first) = read(text.to_owned()) else { return };
    let packed = pack_cursor(&first).expect("what was read can be packed");
    let second = read(packed.clone()).expect("what was packed can be read");
    assert_eq!(first, second);
    assert_eq!(pack_cursor(&second), Some(packed));
});
