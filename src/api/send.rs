use super::ApiError;
use crate::{browser::net, model::pause::pause_ms};
use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use leptos::prelude::{Dispose, Owner, StoredValue};
use std::{cell::Cell, rc::Rc};
use web_sys::{AbortController, Blob};

/// Where the API lives.
const BASE: &str = "/api/v1";
/// How long a try may take.
const TIMEOUT_MS: u32 = 12_000;
/// How long a picture may take: the server gives a request as long.
const FILE_TIMEOUT_MS: u32 = 30_000;
/// How often a call is tried at most.
const TRIES: u32 = 4;

/// One call.
pub(super) struct Call {
    method: Method,
    path: String,
    body: Option<String>,
    file: Option<Blob>,
    key: Option<String>,
    version: Option<u64>,
    repeatable: bool,
}

impl Call {
    pub(super) fn get(path: String) -> Self {
        Self::new(Method::GET, path, None).repeatable()
    }

    pub(super) fn post(path: String, body: String) -> Self {
        Self::new(Method::POST, path, Some(body))
    }

    /// Sends a file as it is.
    pub(super) fn post_file(path: String, file: Blob) -> Self {
        Self { file: Some(file), ..Self::new(Method::POST, path, None) }
    }

    pub(super) fn put(path: String, body: String) -> Self {
        Self::new(Method::PUT, path, Some(body)).repeatable()
    }

    pub(super) fn patch(path: String, body: String) -> Self {
        Self::new(Method::PATCH, path, Some(body))
    }

    pub(super) fn delete(path: String) -> Self {
        Self::new(Method::DELETE, path, None)
    }

    fn new(method: Method, path: String, body: Option<String>) -> Self {
        Self { method, path, body, file: None, key: None, version: None, repeatable: false }
    }

    /// Says that doing it twice is the same as doing it once.
    pub(super) fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Sends an `Idempotency-Key`, which makes the call repeatable.
    pub(super) fn keyed(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self.repeatable()
    }

    /// Sends `If-Match`, which makes the call repeatable: a second one is refused, never done.
    pub(super) fn if_match(mut self, version: u64) -> Self {
        self.version = Some(version);
        self.repeatable()
    }

    fn is_read(&self) -> bool {
        self.method == Method::GET
    }

    fn request(&self) -> RequestBuilder {
        let mut request = RequestBuilder::new(&format!("{BASE}{}", self.path))
            .method(self.method.clone())
            .header("Accept", "application/json");
        if !self.is_read() {
            let kind = self.file.as_ref().map_or_else(|| "application/json".to_owned(), Blob::type_);
            request = request.header("X-Vitrine", "1").header("Content-Type", &kind);
        }
        if let Some(key) = &self.key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(version) = self.version {
            request = request.header("If-Match", &format!("\"{version}\""));
        }
        request
    }

    /// Whether to try again after this error.
    fn worth_another_try(&self, error: &ApiError) -> bool {
        if self.is_read() {
            error.is_retryable()
        } else {
            self.repeatable
                && (error.is_unanswered() || error.code() == Some(vitrine_api::ProblemCode::IdempotencyInFlight))
        }
    }
}

/// Aborts its request when dropped: stored under the reactive owner that asked.
struct AbortWithOwner {
    controller: AbortController,
    gone: Rc<Cell<bool>>,
}

impl Drop for AbortWithOwner {
    fn drop(&mut self) {
        self.gone.set(true);
        self.controller.abort();
    }
}

/// Sends a call, again where that is safe, and gives the body of a 2xx answer.
pub(super) async fn send(call: &Call) -> Result<String, ApiError> {
    let mut tries = 0;
    loop {
        let answer = try_once(call).await;
        tries += 1;
        match answer {
            Err(error) if tries < TRIES && net::is_online() && call.worth_another_try(&error) => {
                TimeoutFuture::new(pause_ms(tries - 1, js_sys::Math::random())).await;
            }
            answer => return answer,
        }
    }
}

async fn try_once(call: &Call) -> Result<String, ApiError> {
    let Ok(controller) = AbortController::new() else {
        return Err(ApiError::Offline);
    };
    let gone = Rc::new(Cell::new(false));
    let timed_out = Rc::new(Cell::new(false));
    let with_owner = (call.is_read() && Owner::current().is_some())
        .then(|| StoredValue::new_local(AbortWithOwner { controller: controller.clone(), gone: gone.clone() }));
    let timer = {
        let (controller, timed_out) = (controller.clone(), timed_out.clone());
        let longest = if call.file.is_some() { FILE_TIMEOUT_MS } else { TIMEOUT_MS };
        Timeout::new(longest, move || {
            timed_out.set(true);
            controller.abort();
        })
    };
    let answer = fetch(call, &controller).await;
    drop(timer);
    let was_gone = gone.get();
    if let Some(stored) = with_owner {
        stored.dispose();
    }
    match answer {
        Ok((status, body)) if (200..300).contains(&status) => Ok(body),
        Ok((status, body)) => Err(ApiError::from_answer(status, &body)),
        Err(_) if was_gone => Err(ApiError::Aborted),
        Err(_) if timed_out.get() => Err(ApiError::Timeout),
        Err(_) => Err(ApiError::Offline),
    }
}

async fn fetch(call: &Call, controller: &AbortController) -> Result<(u16, String), gloo_net::Error> {
    let request = call.request().abort_signal(Some(&controller.signal()));
    let request = match (&call.body, &call.file) {
        (Some(body), _) => request.body(body.as_str())?,
        (None, Some(file)) => request.body(file.clone())?,
        (None, None) => request.build()?,
    };
    let response = request.send().await?;
    Ok((response.status(), response.text().await?))
}
