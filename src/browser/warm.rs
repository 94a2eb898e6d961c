use super::clock;
use gloo_net::http::Request;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

/// The first bytes of a file on their way into the browser's cache; dropping it ends that.
#[derive(Debug)]
pub struct Warm {
    controller: AbortController,
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Came {
    /// How many bytes.
    pub bytes: f64,
    /// How long they were on their way, in milliseconds.
    pub ms: f64,
}

impl Warm {
    /// Asks for the first bytes of a file. The answer may be kept for ever, so a video element
    /// that asks for the same file later starts with what is there. `done` gets nothing when
    /// it didn't come; it isn't called after this is dropped.
    #[must_use]
    pub fn start(url: &str, bytes: u32, done: impl FnOnce(Option<Came>) + 'static) -> Option<Self> {
        let controller = AbortController::new().ok()?;
        let signal = controller.signal();
        let range = format!("bytes=0-{}", bytes.saturating_sub(1));
        let request = Request::get(url).header("Range", &range).abort_signal(Some(&signal)).build().ok()?;
        spawn_local(async move {
            let begun = clock::monotonic_ms();
            let came = match request.send().await {
                Ok(answer) if answer.ok() => length(answer.into()).await,
                _ => None,
            };
            if !signal.aborted() {
                let ms = clock::monotonic_ms() - begun;
                done(came.map(|bytes| Came { bytes, ms }));
            }
        });
        Some(Self { controller })
    }
}

/// How many bytes an answer has. They stay with the browser: copied into the program's memory, which never shrinks,
/// they would only be counted there.
async fn length(answer: web_sys::Response) -> Option<f64> {
    let body = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    Some(f64::from(body.dyn_into::<js_sys::ArrayBuffer>().ok()?.byte_length()))
}

impl Drop for Warm {
    fn drop(&mut self) {
        self.controller.abort();
    }
}
