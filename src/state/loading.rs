use crate::{
    api::ApiError,
    model::load::{Fault, Load},
};
use leptos::prelude::*;
use vitrine_api::ProblemCode;

/// Why something could not be had, as far as a person can act on it.
#[must_use]
pub fn fault(error: &ApiError) -> Fault {
    match error {
        ApiError::Offline => Fault::Offline,
        ApiError::Timeout => Fault::Timeout,
        ApiError::NotFound | ApiError::Unauthorized => Fault::NotFound,
        ApiError::Problem(problem) if problem.code == ProblemCode::RateLimited => Fault::Busy,
        ApiError::Problem(_) | ApiError::Decode(_) | ApiError::Aborted => Fault::Broken,
    }
}

/// What is known of an answer.
pub fn load_of<T>(answer: Option<Result<T, ApiError>>) -> Load<T> {
    match answer {
        // Whoever asked is gone or asks again: still on its way.
        None | Some(Err(ApiError::Aborted)) => Load::Loading,
        Some(Ok(value)) => Load::Ready(value),
        Some(Err(error)) => Load::Failed(fault(&error)),
    }
}

/// What is known of a resource.
pub fn load<T>(resource: LocalResource<Result<T, ApiError>>) -> Signal<Load<T>>
where
    T: Clone + Send + Sync + 'static,
{
    Signal::derive(move || load_of(resource.get()))
}
