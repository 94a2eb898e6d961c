use super::listen::Listener;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlTrackElement, HtmlVideoElement, TextTrack, TextTrackMode, VttCue};

/// A caption track on a film whose words are drawn by the application, above its controls;
/// dropping it takes the track off the film.
pub struct Captions {
    element: HtmlTrackElement,
    _listener: Listener,
}

impl Captions {
    /// Loads a WebVTT file for a film and tells the words whenever they change; empty ones
    /// when nothing is said.
    #[must_use]
    pub fn follow(
        video: &HtmlVideoElement,
        url: &str,
        language: &str,
        tell: impl Fn(String) + 'static,
    ) -> Option<Self> {
        let element: HtmlTrackElement = video.owner_document()?.create_element("track").ok()?.dyn_into().ok()?;
        element.set_kind("captions");
        element.set_srclang(language);
        element.set_src(url);
        video.append_child(&element).ok()?;
        let track = element.track()?;
        // Hidden: cues come and go as events, and the browser draws none.
        track.set_mode(TextTrackMode::Hidden);
        let listener = Listener::new(&track, "cuechange", {
            let track = track.clone();
            move |_: Event| tell(words(&track))
        });
        Some(Self { element, _listener: listener })
    }
}

impl Drop for Captions {
    fn drop(&mut self) {
        self.element.remove();
    }
}

fn words(track: &TextTrack) -> String {
    let Some(cues) = track.active_cues() else {
        return String::new();
    };
    let texts = (0..cues.length()).filter_map(|at| {
        let cue: VttCue = cues.get(at)?;
        Some(cue.text())
    });
    texts.collect::<Vec<_>>().join("\n")
}
