//! Tests of the browser layer in a real browser.
#![cfg(target_arch = "wasm32")]

use std::{cell::RefCell, rc::Rc};
use vitrine::{
    browser::{
        ids, intl,
        observe::Visibility,
        storage,
        turns::{self, Turn},
        video_pool::VideoPool,
    },
    model::player::{Event, SLOTS},
};
use vitrine_api::{Currency, Day, Money, Timestamp};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

#[wasm_bindgen_test]
fn storage_keeps_and_forgets() {
    storage::local_set("vitrine.test", "7");
    assert_eq!(storage::local_get("vitrine.test").as_deref(), Some("7"));
    storage::local_remove("vitrine.test");
    assert_eq!(storage::local_get("vitrine.test"), None);
}

#[wasm_bindgen_test]
fn money_is_written_as_people_do() {
    let euro = Money::new(2962, Currency::EUR).unwrap();
    let yen = Money::new(4200, Currency::JPY).unwrap();
    assert_eq!(intl::money("en", &euro), "€29.62");
    assert_eq!(intl::money("de", &euro).replace('\u{a0}', " "), "29,62 €");
    assert_eq!(intl::money("en", &yen), "¥4,200");
    assert_eq!(intl::money("no such tag!", &euro), "29.62 EUR");
}

#[wasm_bindgen_test]
fn days_are_short_and_countries_have_names() {
    let plain = |text: String| text.replace(['\u{2009}', '\u{202f}', '\u{a0}'], " ");
    let (from, to) = (day("2031-06-12"), day("2031-06-14"));
    let range = plain(intl::day_range("en", &from, &to));
    assert!(range.starts_with("Thu 12") && range.ends_with("Sat 14 Jun"), "{range}");
    assert_eq!(plain(intl::day("en", &from)), "Thu 12 Jun");
    assert_eq!(intl::country("en", "DE"), "Germany");
    assert_eq!(intl::percent("en", 800), "8%");
}

#[wasm_bindgen_test]
fn a_moment_is_told_in_the_zone_of_its_place() {
    let at = Timestamp::try_from("2031-06-12T12:05:00.000Z".to_owned()).unwrap();
    assert_eq!(intl::date_time_in("en", &at, "Europe/Berlin").as_deref(), Some("12 Jun, 14:05"));
    assert_eq!(intl::date_time_in("en", &at, "Asia/Tokyo").as_deref(), Some("12 Jun, 21:05"));
    assert_eq!(intl::date_time_in("en", &at, "no such zone!"), None);
}

#[wasm_bindgen_test]
async fn what_is_urgent_has_its_turn_first() {
    let order = Rc::new(RefCell::new(Vec::new()));
    let jobs = [("beside", Turn::Beside), ("film", Turn::Film), ("beside too", Turn::Beside), ("ground", Turn::Ground)];
    for (name, turn) in jobs {
        let order = order.clone();
        turns::later(turn, move || order.borrow_mut().push(name));
    }
    assert!(order.borrow().is_empty(), "none of them in this task");
    turns::turn(Turn::Last).await;
    assert_eq!(*order.borrow(), ["ground", "film", "beside", "beside too"]);
}

#[wasm_bindgen_test]
fn ids_differ() {
    assert_ne!(ids::uuid(), ids::uuid());
    assert_eq!(ids::uuid().len(), 36);
}

#[wasm_bindgen_test]
async fn what_came_is_told_before_what_left() {
    let document = web_sys::window().and_then(|window| window.document()).unwrap();
    let made = |style: &str| {
        let element = document.create_element("div").unwrap();
        element.set_attribute("style", style).unwrap();
        element
    };
    let root = made("height: 100px; overflow: hidden");
    let (leaves, comes) = (made("height: 100px"), made("height: 80px"));
    root.append_child(&leaves).unwrap();
    root.append_child(&comes).unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    root.set_scroll_top(80);
    let heard = Rc::new(RefCell::new(Vec::new()));
    let observer = {
        let heard = heard.clone();
        Visibility::new(&root, &[0.1, 0.6], move |_, share| heard.borrow_mut().push(share)).unwrap()
    };
    observer.observe(&leaves);
    observer.observe(&comes);
    while heard.borrow().is_empty() {
        turns::turn(Turn::Last).await;
    }
    let shares = heard.take();
    assert_eq!(shares.len(), 2, "both at once");
    assert!(shares[0] > 0.9 && shares[1] < 0.3, "{shares:?}");
    root.remove();
}

#[wasm_bindgen_test]
async fn the_pool_moves_three_silent_elements() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let pool = {
        let heard = heard.clone();
        VideoPool::new(move |slot, epoch, report| heard.borrow_mut().push((slot, epoch, report)))
    };
    let document = web_sys::window().and_then(|window| window.document()).unwrap();
    let hosts: Vec<web_sys::Element> = (0..SLOTS).map(|_| document.create_element("div").unwrap()).collect();
    for (slot, host) in hosts.iter().enumerate() {
        pool.attach(slot, host);
        let video: web_sys::HtmlVideoElement = host.first_element_child().unwrap().unchecked_into();
        assert!(video.muted() && !video.has_attribute("src"));
    }
    pool.attach(0, &hosts[1]);
    assert_eq!(hosts[0].child_element_count(), 0);
    assert_eq!(hosts[1].child_element_count(), 2);
    let video = hosts[1].last_element_child().unwrap();
    pool.load(0, 1, "/nothing.mp4", false);
    pool.unload(0);
    turns::turn(Turn::Last).await;
    assert!(!video.has_attribute("src"), "what it had is let go of behind the task");
    pool.load(0, 2, "/nothing.mp4", false);
    pool.unload(0);
    pool.load(0, 3, "/else.mp4", false);
    turns::turn(Turn::Last).await;
    assert_eq!(video.get_attribute("src").as_deref(), Some("/else.mp4"), "another film in the same task stays");
    let frames = heard
        .borrow()
        .iter()
        .filter(|(_, _, report)| matches!(report, vitrine::browser::video_pool::Report::Event(Event::FirstFrame)))
        .count();
    assert_eq!(frames, 0);
}
