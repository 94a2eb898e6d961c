use super::{Ctx, Effect, Event, Fault, Slot, State};

/// How often the network is tried again by itself.
pub const MAX_TRIES: u32 = 3;

/// The rules for one slot.
#[must_use]
pub fn step(slot: Slot, event: Event, ctx: &Ctx) -> (Slot, Vec<Effect>) {
    let mut next = slot;
    let mut effects = Vec::new();
    match (slot.state, event) {
        (_, Event::Assign { index, sources }) => {
            if slot.state != State::Empty {
                effects.push(Effect::Unload);
            }
            next = Slot {
                epoch: slot.epoch.wrapping_add(1),
                turn: slot.turn,
                index: Some(index),
                sources,
                state: State::Assigned,
                ..Slot::default()
            };
        }
        (State::Empty, Event::Adopt { index, sources, source, shown, audible }) => {
            next = Slot {
                epoch: slot.epoch.wrapping_add(1),
                turn: slot.turn,
                index: Some(index),
                sources,
                source,
                state: if shown { State::Playing } else { State::Starting },
                active: true,
                loaded: shown,
                revealed: shown,
                audible,
                ..Slot::default()
            };
            if ctx.sound && !audible {
                // Sound needs a press in this page: turning it on now would stop the film.
                effects.push(Effect::OfferSound);
            }
            if !ctx.seen {
                next.state = State::Suspended;
                silence(&mut next, &mut effects);
                effects.push(Effect::Pause);
            }
        }
        (State::Empty, _) => {}
        (_, Event::Release) => {
            effects.push(Effect::Unload);
            next = Slot { epoch: slot.epoch.wrapping_add(1), turn: slot.turn, ..Slot::default() };
        }
        (State::Assigned, Event::Prepare) => {
            next.state = State::Preparing;
            effects.push(Effect::Load { source: slot.source, keep_time: false });
        }
        (state, Event::LoadedData) => {
            next.loaded = true;
            if state == State::Preparing {
                next.state = State::Ready;
            }
        }
        (state, Event::Activate) if !slot.active => {
            next.active = true;
            match state {
                State::Failed(_) => {}
                _ if !ctx.autoplay => next.state = State::Blocked,
                _ if !ctx.seen => next.state = State::Suspended,
                _ => start(&mut next, &mut effects, ctx),
            }
        }
        (state, Event::Deactivate) if slot.active => {
            next.active = false;
            silence(&mut next, &mut effects);
            if !matches!(state, State::Failed(_)) {
                effects.extend([Effect::Pause, Effect::Rewind]);
                next.state = rest(&slot);
            }
        }
        (State::Starting, Event::FirstFrame) => {
            next.state = State::Playing;
            next.revealed = true;
            next.tries = 0;
        }
        (_, Event::FirstFrame) if slot.active => next.revealed = true,
        (State::Playing, Event::Waiting) => next.state = State::Stalled,
        (State::Stalled, Event::Playing) => next.state = State::Playing,
        (state, Event::UserPause) if state.is_running() || state == State::Suspended => {
            next.state = State::Paused;
            silence(&mut next, &mut effects);
            effects.push(Effect::Pause);
        }
        (State::Paused | State::Blocked | State::Failed(_), Event::UserPlay) if slot.active => {
            next.tries = 0;
            if let State::Failed(_) = slot.state {
                next.source = 0;
                reload(&mut next, &mut effects);
            }
            start(&mut next, &mut effects, ctx);
        }
        (state, Event::Suspend) if state.is_running() => {
            next.state = State::Suspended;
            silence(&mut next, &mut effects);
            effects.push(Effect::Pause);
        }
        (State::Suspended, Event::Resume) if ctx.autoplay => start(&mut next, &mut effects, ctx),
        (State::Suspended, Event::Resume) => next.state = State::Blocked,
        (state, Event::SoundChanged) if state.is_running() && slot.audible != ctx.sound => {
            next.audible = ctx.sound;
            effects.push(Effect::Audible(ctx.sound));
        }
        (State::Starting, Event::NotAllowed) if slot.audible => {
            silence(&mut next, &mut effects);
            effects.extend([Effect::OfferSound, Effect::Play]);
        }
        (State::Starting, Event::NotAllowed) => next.state = State::Blocked,
        (state, Event::MediaError(fault)) if !matches!(state, State::Failed(_)) => {
            fail(&mut next, &mut effects, fault);
        }
        (State::Starting | State::Stalled, Event::StallTimeout { turn }) if turn == slot.turn => {
            fail(&mut next, &mut effects, Fault::Network);
        }
        (State::Failed(Fault::Network), Event::RetryTimer { turn }) if turn == slot.turn && ctx.online => {
            retry(&mut next, &mut effects, ctx);
        }
        (State::Failed(Fault::Network), Event::Online) => {
            next.tries = 0;
            retry(&mut next, &mut effects, ctx);
        }
        _ => {}
    }
    if next.state != slot.state || next.epoch != slot.epoch {
        next.turn = slot.turn.wrapping_add(1);
        if matches!(next.state, State::Starting | State::Stalled) {
            effects.push(Effect::StallTimer { turn: next.turn });
        }
        if next.state == State::Failed(Fault::Network) && next.tries <= MAX_TRIES {
            effects.push(Effect::RetryTimer { turn: next.turn, tries: next.tries });
        }
    }
    (next, effects)
}

/// Where a slot rests that isn't on the screen.
fn rest(slot: &Slot) -> State {
    match slot.state {
        State::Assigned => State::Assigned,
        // Blocked before anything was loaded.
        _ if !slot.loaded && slot.state == State::Blocked => State::Assigned,
        _ if slot.loaded => State::Ready,
        _ => State::Preparing,
    }
}

fn start(slot: &mut Slot, effects: &mut Vec<Effect>, ctx: &Ctx) {
    let fresh = !slot.loaded && !effects.iter().any(|e| matches!(e, Effect::Load { .. }));
    if fresh && !matches!(slot.state, State::Preparing | State::Paused) {
        effects.push(Effect::Load { source: slot.source, keep_time: false });
    }
    slot.state = State::Starting;
    slot.audible = ctx.sound;
    effects.extend([Effect::Audible(ctx.sound), Effect::Play]);
}

fn silence(slot: &mut Slot, effects: &mut Vec<Effect>) {
    if slot.audible {
        slot.audible = false;
        effects.push(Effect::Audible(false));
    }
}

fn reload(slot: &mut Slot, effects: &mut Vec<Effect>) {
    slot.loaded = false;
    effects.push(Effect::Load { source: slot.source, keep_time: true });
}

fn retry(slot: &mut Slot, effects: &mut Vec<Effect>, ctx: &Ctx) {
    reload(slot, effects);
    if slot.active && ctx.seen {
        start(slot, effects, ctx);
    } else if slot.active {
        slot.state = State::Suspended;
    } else {
        slot.state = State::Preparing;
    }
}

fn fail(slot: &mut Slot, effects: &mut Vec<Effect>, fault: Fault) {
    if fault == Fault::Codec && slot.source + 1 < slot.sources {
        slot.source += 1;
        reload(slot, effects);
        if slot.state.is_running() {
            effects.push(Effect::Play);
        }
        return;
    }
    silence(slot, effects);
    if slot.state.is_running() {
        effects.push(Effect::Pause);
    }
    if fault == Fault::Network {
        slot.tries += 1;
    }
    slot.state = State::Failed(fault);
}
