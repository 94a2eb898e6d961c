use super::{Element, boot, captions::Captions, listen::Listener, net};
use crate::model::{
    player::{Event, Fault, SLOTS},
    prefetch::ENOUGH_S,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DomException, HtmlMediaElement, HtmlVideoElement};

/// What an element says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Report {
    /// Something for the player's rules.
    Event(Event),
    /// Where the film is.
    Time {
        /// Seconds from the start.
        at: f64,
        /// Length in seconds.
        duration: f64,
    },
    /// A frame was presented.
    Frame {
        /// Its time in the film, in seconds.
        at: f64,
    },
    /// Whether enough is loaded to spend the line on the next film.
    Enough(bool),
}

type Tell = Rc<dyn Fn(usize, u32, Report)>;

/// The three video elements of the program. They are made once and moved from item to
/// item, because browsers limit players and iOS ties the permission for sound to the element.
pub struct VideoPool {
    videos: Vec<Player>,
    tell: Tell,
}

struct Player {
    video: HtmlVideoElement,
    epoch: Rc<Cell<u32>>,
    listeners: RefCell<Vec<Listener>>,
    /// Lives as long as the element: a callback for a frame can't be taken back everywhere.
    frame: Closure<dyn FnMut(f64, JsValue)>,
    /// What asks the browser for it, where it can be asked; looked up once, not thirty times a second.
    frames: Option<js_sys::Function>,
    /// Whether the browser holds that callback already.
    awaited: Rc<Cell<bool>>,
    /// The state that was written onto the element last.
    state: Cell<&'static str>,
    /// What it had is to be let go of, unless another film is loaded in the same task.
    leaving: Rc<Cell<bool>>,
}

impl VideoPool {
    /// Makes the elements; the first is the one that plays before the application, if there is
    /// one. `tell` gets slot, epoch and report.
    #[must_use]
    pub fn new(tell: impl Fn(usize, u32, Report) + 'static) -> Self {
        let document = web_sys::window().and_then(|window| window.document());
        let tell: Tell = Rc::new(tell);
        let videos = (0..SLOTS)
            .filter_map(|slot| {
                let found = if slot == 0 { boot::video() } else { None };
                let video = found.or_else(|| make(document.as_ref()?))?;
                let _ = video.set_attribute("data-slot", &slot.to_string());
                Some(Player::new(video, slot, &tell))
            })
            .collect();
        Self { videos, tell }
    }

    fn video(&self, slot: usize) -> Option<&HtmlVideoElement> {
        self.videos.get(slot).map(|player| &player.video)
    }

    /// Moves an element into an item. Tells whether it is as it was: where the browser can't
    /// move a film that plays, it pauses.
    pub fn attach(&self, slot: usize, host: &Element) -> bool {
        match self.video(slot) {
            Some(video) if video.parent_element().as_ref() != Some(host) => boot::move_into(video, host),
            _ => true,
        }
    }

    /// Listens to a film that is loaded already.
    pub fn adopt(&self, slot: usize, epoch: u32) {
        let Some(player) = self.videos.get(slot) else {
            return;
        };
        self.listen(player, slot, epoch);
        player.await_frame();
        let tell = self.tell.clone();
        let news = match player.video.error() {
            Some(_) => Report::Event(Event::MediaError(fault(&player.video))),
            None => Report::Enough(has_enough(&player.video)),
        };
        // After the caller is done with the slot it is told about.
        spawn_local(async move { tell(slot, epoch, news) });
    }

    fn listen(&self, player: &Player, slot: usize, epoch: u32) {
        let tell = self.tell.clone();
        player.epoch.set(epoch);
        player.listeners.replace(listeners(&player.video, &move |report: Report| tell(slot, epoch, report)));
    }

    /// Writes the player's state onto the element, for styles and tests.
    pub fn set_state(&self, slot: usize, word: &'static str) {
        if let Some(player) = self.videos.get(slot).filter(|player| player.state.get() != word) {
            player.state.set(word);
            let _ = player.video.set_attribute("data-state", word);
        }
    }

    /// Loads a film; what was loaded before can't report any more.
    pub fn load(&self, slot: usize, epoch: u32, url: &str, keep_time: bool) {
        let Some(player) = self.videos.get(slot) else {
            return;
        };
        let video = &player.video;
        let at = if keep_time { video.current_time() } else { 0.0 };
        self.listen(player, slot, epoch);
        player.leaving.set(false);
        video.set_preload("auto");
        // Begins to load by itself; `load()` would begin anew.
        video.set_src(url);
        if at > 0.0 {
            video.set_current_time(at);
        }
    }

    /// Asks to play, and tells of the first frame or the browser's refusal.
    pub fn play(&self, slot: usize, epoch: u32) {
        let Some(player) = self.videos.get(slot) else {
            return;
        };
        player.await_frame();
        let Ok(promise) = player.video.play() else {
            return;
        };
        let tell = self.tell.clone();
        spawn_local(async move {
            // AbortError says that a pause or a load came in between: that is no fault.
            if let Err(error) = JsFuture::from(promise).await
                && is_named(&error, "NotAllowedError")
            {
                tell(slot, epoch, Report::Event(Event::NotAllowed));
            }
        });
    }

    /// Pauses.
    pub fn pause(&self, slot: usize) {
        if let Some(video) = self.video(slot) {
            let _ = video.pause();
        }
    }

    /// Turns sound on or off.
    pub fn set_audible(&self, slot: usize, audible: bool) {
        if let Some(video) = self.video(slot) {
            video.set_muted(!audible);
        }
    }

    /// Goes to a time in seconds.
    pub fn seek(&self, slot: usize, seconds: f64) {
        if let Some(video) = self.video(slot)
            && (video.current_time() - seconds).abs() > 0.01
        {
            video.set_current_time(seconds);
        }
    }

    /// Asks for the next frame to be told of.
    pub fn await_frame(&self, slot: usize) {
        if let Some(player) = self.videos.get(slot) {
            player.await_frame();
        }
    }

    /// Plays faster or slower: 1 is the usual speed.
    pub fn set_rate(&self, slot: usize, rate: f64) {
        if let Some(video) = self.video(slot) {
            video.set_playback_rate(rate);
        }
    }

    /// Follows the words of the film that is in an element.
    #[must_use]
    pub fn captions(
        &self,
        slot: usize,
        url: &str,
        language: &str,
        tell: impl Fn(String) + 'static,
    ) -> Option<Captions> {
        Captions::follow(self.video(slot)?, url, language, tell)
    }

    /// Frees the film. Only this ends the download: removing the element doesn't.
    pub fn unload(&self, slot: usize) {
        if let Some(Player { video, listeners, leaving, .. }) = self.videos.get(slot) {
            listeners.take();
            // A film that rests already isn't asked: even that takes its time.
            if !video.paused() {
                let _ = video.pause();
            }
            video.set_muted(true);
            leaving.set(true);
            let (video, leaving) = (video.clone(), leaving.clone());
            // Letting go takes as long as loading does, and the next film's loading does it too.
            spawn_local(async move {
                if leaving.take() {
                    let _ = video.remove_attribute("src");
                    video.load();
                }
            });
        }
    }

    /// Whether a film is still being fetched.
    #[must_use]
    pub fn is_loading(&self, slot: usize) -> bool {
        self.video(slot).is_some_and(|video| video.network_state() == HtmlMediaElement::NETWORK_LOADING)
    }

    /// How well the browser thinks it plays a type: 0 no, 1 maybe, 2 probably.
    #[must_use]
    pub fn plays(&self, mime: &str) -> u8 {
        let answer = self.video(0).map(|video| video.can_play_type(mime));
        match answer.as_deref() {
            Some("probably") => 2,
            Some("maybe") => 1,
            _ => 0,
        }
    }
}

impl Player {
    fn new(video: HtmlVideoElement, slot: usize, tell: &Tell) -> Self {
        let epoch = Rc::new(Cell::new(0));
        let awaited = Rc::new(Cell::new(false));
        let frame = Closure::new({
            let (tell, epoch, video, awaited) = (tell.clone(), epoch.clone(), video.clone(), awaited.clone());
            move |_now: f64, metadata: JsValue| {
                awaited.set(false);
                let at = js_sys::Reflect::get(&metadata, &"mediaTime".into()).ok().and_then(|at| at.as_f64());
                tell(slot, epoch.get(), Report::Frame { at: at.unwrap_or_else(|| video.current_time()) });
            }
        });
        let frames = frame_function(&video);
        let (listeners, state, leaving) = (RefCell::default(), Cell::new(""), Rc::default());
        Self { video, epoch, listeners, frame, frames, awaited, state, leaving }
    }

    fn await_frame(&self) {
        if let Some(function) = self.frames.as_ref().filter(|_| !self.awaited.get()) {
            self.awaited.set(function.call1(&self.video, self.frame.as_ref()).is_ok());
        }
    }
}

fn make(document: &web_sys::Document) -> Option<HtmlVideoElement> {
    let video: HtmlVideoElement = document.create_element("video").ok()?.dyn_into().ok()?;
    video.set_class_name("slide__video");
    // As properties: `muted` as an attribute leaves a made element audible.
    video.set_muted(true);
    let _ = js_sys::Reflect::set(&video, &"playsInline".into(), &JsValue::TRUE);
    let _ = js_sys::Reflect::set(&video, &"disablePictureInPicture".into(), &JsValue::TRUE);
    let _ = js_sys::Reflect::set(&video, &"disableRemotePlayback".into(), &JsValue::TRUE);
    video.set_loop(true);
    video.set_preload("none");
    let _ = video.set_attribute("data-state", "empty");
    let _ = video.set_attribute("aria-hidden", "true");
    video.set_tab_index(-1);
    Some(video)
}

fn listeners(video: &HtmlVideoElement, say: &(impl Fn(Report) + Clone + 'static)) -> Vec<Listener> {
    let on = |name: &'static str, report: fn(&HtmlVideoElement) -> Vec<Report>| {
        let (element, say) = (video.clone(), say.clone());
        Listener::new(video, name, move |_: web_sys::Event| {
            report(&element).into_iter().for_each(&say);
        })
    };
    vec![
        on("loadeddata", |_| vec![Report::Event(Event::LoadedData)]),
        on("playing", |_| vec![Report::Event(Event::Playing)]),
        on("waiting", |video| {
            let looped = video.seeking() && video.current_time() < 0.1;
            if looped { vec![] } else { vec![Report::Event(Event::Waiting)] }
        }),
        on("error", |video| vec![Report::Event(Event::MediaError(fault(video)))]),
        on("progress", |video| vec![Report::Enough(has_enough(video))]),
        on("canplaythrough", |video| vec![Report::Enough(has_enough(video))]),
        on("timeupdate", moved),
    ]
}

/// The film moved on: where it is, and that frames come (for browsers that don't call
/// back for frames, and after a stall).
fn moved(video: &HtmlVideoElement) -> Vec<Report> {
    let at = video.current_time();
    let mut reports = vec![Report::Time { at, duration: video.duration() }, Report::Enough(has_enough(video))];
    if at > 0.0 && !video.paused() && video.ready_state() >= 3 {
        reports.push(Report::Event(Event::Playing));
        if frame_function(video).is_none() {
            reports.push(Report::Event(Event::FirstFrame));
        }
    }
    reports
}

fn has_enough(video: &HtmlVideoElement) -> bool {
    let (at, duration) = (video.current_time(), video.duration());
    let buffered = video.buffered();
    (0..buffered.length()).any(|range| {
        let (Ok(from), Ok(to)) = (buffered.start(range), buffered.end(range)) else {
            return false;
        };
        from <= at + 0.1 && (to >= duration - 0.1 || to - at >= ENOUGH_S)
    })
}

fn fault(video: &HtmlVideoElement) -> Fault {
    let Some(error) = video.error() else {
        return Fault::Network;
    };
    let gone = ["404", "410"].iter().any(|code| error.message().contains(code));
    match error.code() {
        _ if !net::is_online() => Fault::Network,
        // Decoding failed, or no rendition of this kind is supported.
        3 => Fault::Codec,
        4 if gone => Fault::Gone,
        4 => Fault::Codec,
        _ => Fault::Network,
    }
}

fn frame_function(video: &HtmlVideoElement) -> Option<js_sys::Function> {
    let function = js_sys::Reflect::get(video, &"requestVideoFrameCallback".into()).ok()?;
    function.dyn_into().ok()
}

fn is_named(error: &JsValue, name: &str) -> bool {
    error.dyn_ref::<DomException>().is_some_and(|error| error.name() == name)
}
