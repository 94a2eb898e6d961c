//! The seller's answer to a wish to send goods back.

use super::Actor;
use crate::service::{Refusal, Result};
use crate::store::merchants::{self as rows, NewAnswer};
use crate::store::{Tx, messages, orders};
use vitrine_api::{AnswerReturn, FieldCode, FieldError, ProblemCode, ReturnStatus};

/// A reason has no more characters.
const LONGEST: usize = 500;

/// Accepts or declines a return; the same answer again changes nothing. Gives the order's id.
///
/// # Errors
/// 404 for a return with nothing of the actor's, 409 when other sellers' goods are in it or it was
/// answered otherwise, 422 without a reason.
pub async fn answer(tx: &mut Tx, actor: Actor<'_>, id: &str, answer: &AnswerReturn, now: i64) -> Result<String> {
    let reason = checked(&answer.reason)?;
    let (order, status, doc) = rows::return_by_id(tx, id).await?.ok_or_else(Refusal::not_found)?;
    let mut order = orders::find(tx, &order).await?.ok_or_else(Refusal::not_found)?;
    let own = doc.lines.iter().filter(|wish| actor.lines(&order).any(|line| line.id == wish.order_line_id)).count();
    if own == 0 {
        return Err(Refusal::not_found());
    }
    if own < doc.lines.len() {
        let detail = "Goods of other sellers are in this return; the shop's operator answers it.";
        return Err(Refusal::new(ProblemCode::InvalidState, detail));
    }
    match rows::answer_of(tx, id).await? {
        Some((accepted, _)) if accepted == answer.accept => return Ok(order.id),
        None if status == ReturnStatus::Requested => {}
        _ => {
            let detail = "This return was answered already; an answer isn't taken back.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
    }
    rows::answer_return(tx, id, &NewAnswer { actor: actor.name(), accepted: answer.accept, reason }, now).await?;
    orders::update(tx, &mut order).await?;
    messages::announce(tx, "order", &order.id, now).await?;
    Ok(order.id)
}

fn checked(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    let (code, message) = match reason.chars().count() {
        0 => (FieldCode::Required, "Say why; the shopper may ask."),
        1..=LONGEST => return Ok(reason),
        _ => (FieldCode::TooLong, "A reason has at most 500 characters."),
    };
    Err(Refusal::fields(vec![FieldError { pointer: "/reason".into(), code, message: message.to_owned() }]))
}
