//! The seller's answer to a wish to send goods back.

use super::Actor;
use crate::service::{Refusal, Result};
use crate::store::merchants::{self as rows, NewAnswer};
use crate::store::{Tx, messages, orders, returns};
use vitrine_api::{AnswerReturn, FieldCode, FieldError, OrderLineId, ProblemCode, ReturnStatus};

/// A reason has no more characters.
const LONGEST: usize = 500;

/// Accepts or declines a return; the same answer again changes nothing. Gives the order's id. With a yes
/// it is due at once: the worker makes the label, which needs the carrier.
///
/// # Errors
/// 404 for a return with nothing of the actor's, 409 when other sellers' goods are in it or it was
/// answered otherwise, 422 without a reason.
pub async fn answer(tx: &mut Tx, actor: Actor<'_>, id: &str, answer: &AnswerReturn, now: i64) -> Result<String> {
    let reason = checked(&answer.reason)?;
    let mut wish = returns::find(tx, id).await?.ok_or_else(Refusal::not_found)?;
    let mut order = orders::find(tx, &wish.order_id).await?.ok_or_else(Refusal::not_found)?;
    let mine = |id: &OrderLineId| actor.lines(&order).any(|line| line.id == *id);
    let own = wish.doc.lines.iter().filter(|line| mine(&line.order_line_id)).count();
    if own == 0 {
        return Err(Refusal::not_found());
    }
    if own < wish.doc.lines.len() {
        let detail = "Goods of other sellers are in this return; the shop's operator answers it.";
        return Err(Refusal::new(ProblemCode::InvalidState, detail));
    }
    match rows::answer_of(tx, id).await? {
        Some((accepted, _)) if accepted == answer.accept => return Ok(order.id),
        None if wish.status == ReturnStatus::Requested => {}
        _ => {
            let detail = "This return was answered already; an answer isn't taken back.";
            return Err(Refusal::new(ProblemCode::InvalidState, detail));
        }
    }
    rows::answer_return(tx, id, &NewAnswer { actor: actor.name(), accepted: answer.accept, reason }, now).await?;
    if answer.accept {
        wish.doc.answer_at = now;
    } else {
        wish.status = ReturnStatus::Declined;
    }
    returns::update(tx, &wish).await?;
    orders::update(tx, &mut order).await?;
    messages::announce(tx, "order", &order.id, now).await?;
    Ok(order.id)
}

pub(super) fn checked(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    let (code, message) = match reason.chars().count() {
        0 => (FieldCode::Required, "Say why; the shopper may ask."),
        1..=LONGEST => return Ok(reason),
        _ => (FieldCode::TooLong, "A reason has at most 500 characters."),
    };
    Err(Refusal::fields(vec![FieldError { pointer: "/reason".into(), code, message: message.to_owned() }]))
}
