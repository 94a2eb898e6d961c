use super::*;
use proptest::prelude::*;

const CTX: Ctx = Ctx { sound: false, autoplay: true, seen: true, online: true };
const LOUD: Ctx = Ctx { sound: true, ..CTX };

fn run(events: &[Event], ctx: &Ctx) -> (Slot, Vec<Effect>) {
    events.iter().fold((Slot::default(), Vec::new()), |(slot, _), event| step(slot, *event, ctx))
}

const ASSIGN: Event = Event::Assign { index: 4, sources: 2 };

#[test]
fn an_item_is_prepared_then_shown() {
    let (slot, effects) = run(&[ASSIGN, Event::Prepare], &CTX);
    assert_eq!(slot.state, State::Preparing);
    assert_eq!(effects, [Effect::Load { source: 0, keep_time: false }]);
    let (slot, _) = run(&[ASSIGN, Event::Prepare, Event::LoadedData], &CTX);
    assert_eq!(slot.state, State::Ready);
    let (slot, effects) = step(slot, Event::Activate, &CTX);
    assert_eq!(slot.state, State::Starting);
    assert!(effects.contains(&Effect::Play));
    assert!(!effects.iter().any(|e| matches!(e, Effect::Load { .. })));
    assert!(!slot.revealed);
    let (slot, _) = step(slot, Event::FirstFrame, &CTX);
    assert!(slot.revealed && slot.state == State::Playing);
}

#[test]
fn showing_at_once_loads_and_plays() {
    let (slot, effects) = run(&[ASSIGN, Event::Activate], &LOUD);
    assert_eq!(slot.state, State::Starting);
    assert!(slot.audible);
    assert!(matches!(effects[..3], [Effect::Load { .. }, Effect::Audible(true), Effect::Play]));
}

#[test]
fn a_film_falls_silent_then_the_next_one_starts_then_it_stops() {
    let mut pool = Pool::default();
    for index in [3, 4] {
        pool.send(slot_of(index), Event::Assign { index, sources: 1 }, &LOUD);
    }
    pool.activate(3, &LOUD);
    let effects = pool.activate(4, &LOUD);
    let at = |wanted: (usize, Effect)| effects.iter().position(|effect| *effect == wanted);
    let (quiet, play, pause) = (at((0, Effect::Audible(false))), at((1, Effect::Play)), at((0, Effect::Pause)));
    assert!(quiet.is_some() && quiet < play && play < pause, "{effects:?}");
}

#[test]
fn refused_sound_starts_silent_and_offers_sound() {
    let (slot, effects) = run(&[ASSIGN, Event::Activate, Event::NotAllowed], &LOUD);
    assert_eq!(slot.state, State::Starting);
    assert!(!slot.audible);
    assert_eq!(effects, [Effect::Audible(false), Effect::OfferSound, Effect::Play]);
    let (slot, _) = step(slot, Event::NotAllowed, &LOUD);
    assert_eq!(slot.state, State::Blocked);
    assert_eq!(step(slot, Event::UserPlay, &LOUD).0.state, State::Starting);
}

#[test]
fn less_motion_waits_for_a_press() {
    let still = Ctx { autoplay: false, ..CTX };
    let (slot, effects) = run(&[ASSIGN, Event::Activate], &still);
    assert_eq!(slot.state, State::Blocked);
    assert!(effects.is_empty());
    let (slot, effects) = step(slot, Event::UserPlay, &still);
    assert_eq!(slot.state, State::Starting);
    assert!(effects.contains(&Effect::Play));
}

#[test]
fn a_pause_survives_leaving_the_page() {
    let events = [ASSIGN, Event::Activate, Event::FirstFrame, Event::UserPause];
    let (slot, _) = run(&events, &CTX);
    let (slot, _) = step(slot, Event::Suspend, &CTX);
    let (slot, effects) = step(slot, Event::Resume, &CTX);
    assert_eq!(slot.state, State::Paused);
    assert!(effects.is_empty());
}

#[test]
fn a_hidden_page_suspends_and_goes_on() {
    let events = [ASSIGN, Event::Activate, Event::FirstFrame, Event::LoadedData, Event::Suspend];
    let (slot, effects) = run(&events, &LOUD);
    assert_eq!(slot.state, State::Suspended);
    assert!(!slot.audible && effects.contains(&Effect::Pause));
    let (slot, effects) = step(slot, Event::Resume, &LOUD);
    assert_eq!(slot.state, State::Starting);
    assert!(slot.audible && !effects.iter().any(|e| matches!(e, Effect::Load { .. })));
}

#[test]
fn a_film_that_plays_already_is_taken_over_without_a_word_to_it() {
    let adopt = |shown| Event::Adopt { index: 0, sources: 2, source: 1, shown, audible: false };
    let (slot, effects) = run(&[adopt(true)], &CTX);
    assert_eq!(slot.state, State::Playing);
    assert!(slot.active && slot.revealed && !slot.audible && effects.is_empty());
    assert_eq!((slot.source, slot.epoch), (1, 1));
    let (slot, effects) = run(&[adopt(false)], &LOUD);
    assert_eq!(slot.state, State::Starting);
    assert_eq!(effects, [Effect::OfferSound, Effect::StallTimer { turn: slot.turn }]);
    assert!(step(slot, Event::FirstFrame, &CTX).0.revealed);
    let away = Ctx { seen: false, ..CTX };
    let (slot, effects) = run(&[adopt(true)], &away);
    assert_eq!((slot.state, effects), (State::Suspended, vec![Effect::Pause]));
    let loud = Event::Adopt { index: 0, sources: 2, source: 1, shown: true, audible: true };
    let (slot, effects) = run(&[loud], &LOUD);
    assert!(slot.audible && effects.is_empty(), "sound that is on already is neither offered nor touched");
    let (slot, effects) = run(&[loud], &Ctx { seen: false, ..LOUD });
    assert_eq!((slot.audible, effects), (false, vec![Effect::Audible(false), Effect::Pause]));
    let (taken, effects) = run(&[ASSIGN, adopt(true)], &CTX);
    assert_eq!((taken.index, effects), (Some(4), vec![]), "a slot in use is not taken over");
}

#[test]
fn an_unknown_codec_takes_the_next_rendition_then_fails() {
    let codec = Event::MediaError(Fault::Codec);
    let (slot, effects) = run(&[ASSIGN, Event::Activate, codec], &CTX);
    assert_eq!((slot.state, slot.source), (State::Starting, 1));
    assert_eq!(effects, [Effect::Load { source: 1, keep_time: true }, Effect::Play]);
    assert_eq!(step(slot, codec, &CTX).0.state, State::Failed(Fault::Codec));
}

#[test]
fn the_network_is_tried_three_times() {
    let (mut slot, _) = run(&[ASSIGN, Event::Activate], &CTX);
    for tries in 1..=MAX_TRIES {
        let (failed, effects) = step(slot, Event::MediaError(Fault::Network), &CTX);
        assert!(effects.contains(&Effect::RetryTimer { turn: failed.turn, tries }));
        let stale = Event::RetryTimer { turn: failed.turn.wrapping_sub(1) };
        assert_eq!(step(failed, stale, &CTX), (failed, vec![]));
        slot = step(failed, Event::RetryTimer { turn: failed.turn }, &CTX).0;
        assert_eq!(slot.state, State::Starting);
    }
    let (slot, effects) = step(slot, Event::MediaError(Fault::Network), &CTX);
    assert!(!effects.iter().any(|e| matches!(e, Effect::RetryTimer { .. })));
    let (slot, _) = step(slot, Event::UserPlay, &CTX);
    assert_eq!((slot.state, slot.tries), (State::Starting, 0));
}

#[test]
fn eight_silent_seconds_are_a_network_fault() {
    let (slot, effects) = run(&[ASSIGN, Event::Activate], &CTX);
    assert!(effects.contains(&Effect::StallTimer { turn: slot.turn }));
    let (failed, _) = step(slot, Event::StallTimeout { turn: slot.turn }, &CTX);
    assert_eq!(failed.state, State::Failed(Fault::Network));
    let (playing, _) = step(slot, Event::FirstFrame, &CTX);
    let late = step(playing, Event::StallTimeout { turn: slot.turn }, &CTX);
    assert_eq!(late.0.state, State::Playing);
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Prepare),
        Just(Event::LoadedData),
        Just(Event::FirstFrame),
        Just(Event::Waiting),
        Just(Event::Playing),
        Just(Event::UserPause),
        Just(Event::UserPlay),
        Just(Event::Suspend),
        Just(Event::Resume),
        Just(Event::SoundChanged),
        Just(Event::NotAllowed),
        Just(Event::MediaError(Fault::Network)),
        Just(Event::MediaError(Fault::Codec)),
        Just(Event::Online),
        (0..20_u32).prop_map(|turn| Event::StallTimeout { turn }),
        (0..20_u32).prop_map(|turn| Event::RetryTimer { turn }),
    ]
}

#[derive(Clone, Debug)]
enum Act {
    Show(usize),
    Release(usize),
    Tell(usize, Event),
    Stale(usize, Event),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (0..9_usize).prop_map(Act::Show),
        1 => (0..SLOTS).prop_map(Act::Release),
        5 => (0..SLOTS, event()).prop_map(|(at, event)| Act::Tell(at, event)),
        2 => (0..SLOTS, event()).prop_map(|(at, event)| Act::Stale(at, event)),
    ]
}

proptest! {
    #[test]
    fn one_plays_one_sounds_and_the_past_is_ignored(
        acts in prop::collection::vec(act(), 0..80),
        sound: bool, autoplay: bool, seen: bool, online: bool,
    ) {
        let ctx = Ctx { sound, autoplay, seen, online };
        let mut pool = Pool::default();
        for act in acts {
            match act {
                Act::Show(index) => {
                    let at = slot_of(index);
                    if pool.slots[at].index != Some(index) {
                        pool.send(at, Event::Assign { index, sources: 2 }, &ctx);
                    }
                    pool.activate(index, &ctx);
                    prop_assert_eq!(pool.active(), Some(at));
                }
                Act::Release(at) => { pool.send(at, Event::Release, &ctx); }
                Act::Tell(at, event) => { pool.send(at, event, &ctx); }
                Act::Stale(at, event) => {
                    let before = pool.clone();
                    let epoch = pool.slots[at].epoch.wrapping_sub(1);
                    prop_assert!(pool.report(at, epoch, event, &ctx).is_empty());
                    prop_assert_eq!(&before, &pool);
                }
            }
            prop_assert!(pool.slots.iter().filter(|s| s.state.is_running()).count() <= 1);
            prop_assert!(pool.slots.iter().filter(|s| s.audible).count() <= 1);
            prop_assert!(pool.slots.iter().filter(|s| s.active).count() <= 1);
            for slot in &pool.slots {
                prop_assert!(!slot.audible || (slot.state.is_running() && ctx.sound));
                prop_assert!(!slot.state.is_running() || slot.active);
                prop_assert!(slot.source <= slot.sources);
            }
        }
    }
}
