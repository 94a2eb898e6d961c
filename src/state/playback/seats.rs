use super::Playback;
use crate::model::{
    feed_window::{Place, place},
    player::Slot,
};
use leptos::prelude::*;

/// What one slide has to know of the feed. Each slide listens to its own: a swipe wakes the few whose
/// place changes, not everything in every slide.
#[derive(Clone, Default)]
pub(super) struct Seat {
    place: ArcRwSignal<Place>,
    slot: ArcRwSignal<Option<Slot>>,
    poster: ArcRwSignal<bool>,
}

impl Playback {
    fn seat(self, index: usize) -> Seat {
        self.seats
            .try_update_value(|seats| {
                if seats.len() <= index {
                    seats.resize_with(index + 1, Seat::default);
                }
                seats.get(index).cloned()
            })
            .flatten()
            .unwrap_or_default()
    }

    /// How near an item is.
    #[must_use]
    pub fn place(self, index: usize) -> Signal<Place> {
        let seat = self.seat(index);
        self.seat_down(index, &seat);
        seat.place.into()
    }

    /// The slot an item has, while it has one.
    #[must_use]
    pub fn slot_of(self, index: usize) -> Signal<Option<Slot>> {
        let seat = self.seat(index);
        let slot = untrack(|| self.slot(index));
        set_if_new(&seat.slot, slot);
        seat.slot.into()
    }

    /// Whether an item's poster was planned for.
    #[must_use]
    pub fn wants_poster(self, index: usize) -> Signal<bool> {
        self.seat(index).poster.into()
    }

    fn seat_down(self, index: usize, seat: &Seat) {
        let (current, calm) = (self.current.get_untracked(), self.calm.get_untracked());
        let steps = self.steps.get_value();
        let was = seat.place.get_untracked();
        set_if_new(&seat.place, place(index, current, calm, steps, was));
    }

    /// Tells the two slides that a swipe leads from and to: the others can wait.
    pub(super) fn seat_both(self, from: usize, to: usize) {
        for index in [from, to] {
            self.seat_down(index, &self.seat(index));
        }
    }

    /// Tells every slide whose place changed.
    pub(super) fn seat_all(self) {
        let seats = self.seats.get_value();
        for (index, seat) in seats.iter().enumerate() {
            self.seat_down(index, seat);
        }
    }

    /// Tells every slide whose slot changed.
    pub(super) fn show_slots(self, slots: &[Slot]) {
        let seats = self.seats.get_value();
        for (index, seat) in seats.iter().enumerate() {
            let slot = slots.iter().find(|slot| slot.index == Some(index)).copied();
            set_if_new(&seat.slot, slot);
        }
    }

    /// Tells slides that their posters are planned for; that is never taken back.
    pub(super) fn show_posters(self, indices: impl Iterator<Item = usize>) {
        for index in indices {
            set_if_new(&self.seat(index).poster, true);
        }
    }
}

/// Whoever listens isn't woken for nothing.
fn set_if_new<T: PartialEq + Send + Sync + 'static>(signal: &ArcRwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}
