//! What happens without a request: the stand-ins' webhooks, the inbox, expiry, packing, refunds,
//! parcels that fell silent.

mod hearing;
mod leader;
mod outside;
mod patience;
mod relay;
mod said;

pub use relay::relay;

use crate::domain::checkout::{Event, next};
use crate::faults;
use crate::payments::{Notice, ProviderError};
use crate::service::{Refusal, Result, Round, Shop};
use crate::store::messages::{self, Received};
use crate::store::{again, checkouts, idempotency};
use futures_util::future::join_all;
use patience::Patience;
use said::Said;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// How often the worker looks when nobody wakes it.
const TICK: Duration = Duration::from_millis(250);
/// How often it looks for parcels to ask about.
const ASK_TICK: Duration = Duration::from_secs(30);
/// How often it looks at most for what nobody waits for this very moment: while many buy it is woken all the time.
const CALM: Duration = Duration::from_millis(100);
/// So many messages of the payment provider are applied at once.
const APPLIED_AT_ONCE: usize = 16;
/// How often a round follows at once, because others came in between.
const AT_ONCE: u32 = 10;

/// Runs until it is told to stop. `webhooks` is the shop's own address, where the stand-ins post. Of several
/// processes on one PostgreSQL one works at a time.
pub async fn run(shop: Arc<Shop>, webhooks: String, stop: CancellationToken) {
    match shop.store.postgres() {
        Some(url) => leader::run(&shop, &webhooks, url, &stop).await,
        None => work(&shop, &webhooks, &stop).await,
    }
}

/// Everything that happens without a request. Carriers may take seconds to answer: orders and money don't
/// wait for them, and browsers for neither.
async fn work(shop: &Arc<Shop>, webhooks: &str, stop: &CancellationToken) {
    tokio::join!(rounds(shop, webhooks, stop), ask(shop, stop), relay(shop, stop), leader::forget_the_dead(shop, stop),);
}

async fn rounds(shop: &Shop, webhooks: &str, stop: &CancellationToken) {
    let outside = outside::Outside::new(webhooks.to_owned());
    let mut at_once = 0;
    let (mut others, mut said) = (Others::default(), Said::default());
    let mut looked: Option<Instant> = None;
    while !stop.is_cancelled() {
        outside.deliver(shop).await;
        let mut anew = report(&mut said, "inbox", shop.process_inbox().await);
        let calm = looked.map_or(CALM, |looked| looked.elapsed());
        let pause = if calm >= CALM || at_once > 0 {
            looked = Some(Instant::now());
            anew |= others.round(shop, &mut said).await;
            TICK
        } else {
            CALM - calm
        };
        at_once = if anew { at_once + 1 } else { 0 };
        if (1..=AT_ONCE).contains(&at_once) {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = shop.work.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// A message that waits, as far as it is read.
#[derive(Clone, Copy)]
enum Waiting<'a> {
    /// Of parcels, or of a provider that is no more.
    Told(&'a Received),
    /// Of the payment provider.
    Paid(&'a std::result::Result<Notice, ProviderError>),
}

/// How many notices at the beginning are of payments, each of another one.
fn others_payments(notices: &[std::result::Result<Notice, ProviderError>]) -> usize {
    let mut seen = Vec::new();
    for notice in notices {
        match notice {
            Ok(Notice::Payment(id)) if !seen.contains(&id) => seen.push(id),
            _ => break,
        }
    }
    seen.len()
}

/// What is done beside messages, and what it remembers.
struct Others {
    patience: Patience,
    pruned_at: i64,
    looked_at: i64,
}

impl Default for Others {
    fn default() -> Self {
        Self { patience: Patience::default(), pruned_at: i64::MIN, looked_at: i64::MIN }
    }
}

impl Others {
    /// Looks once for all of it; true where something is to be done again at once.
    async fn round(&mut self, shop: &Shop, said: &mut Said) -> bool {
        let mut anew = false;
        if self.patience.is_over() {
            // Both ask the provider; one that is away isn't asked four times a second.
            let (expiry, refunds) = (shop.expire_overdue().await, shop.send_refunds().await);
            self.patience.note(is_away(&expiry) || is_away(&refunds));
            anew |= report(said, "expiry", expiry);
            anew |= report(said, "refunds", refunds);
            anew |= report(said, "refunds taken", shop.look_after_old_refunds(&mut self.looked_at).await);
        }
        anew |= report(said, "packing", shop.pack_due().await.map(|_| ()));
        anew |= report(said, "silence", shop.mark_silent().await);
        anew |= report(said, "returns", shop.settle_returns().await);
        anew |= report(said, "missing parcels", shop.settle_missing().await);
        anew |= report(said, "outbox", shop.forget_old_news(&mut self.pruned_at).await);
        anew
    }
}

/// Asks for news of silent parcels until it is told to stop.
async fn ask(shop: &Shop, stop: &CancellationToken) {
    let mut said = Said::default();
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => {}
            outcome = shop.ask_silent() => {
                report(&mut said, "asking", outcome.map(|_| ()));
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(ASK_TICK) => {}
        }
    }
}

fn is_away(outcome: &Result<()>) -> bool {
    matches!(outcome, Err(Refusal::Provider(_)))
}

/// Tells how a job went; true where it is to be done again at once.
fn report(said: &mut Said, job: &'static str, outcome: Result<()>) -> bool {
    let words = match &outcome {
        Ok(()) => {
            said.well(job);
            return false;
        }
        Err(refusal) if refusal.again() => {
            tracing::debug!(job, "others came in between; the job is done again at once");
            return true;
        }
        Err(Refusal::Store(error)) => error.to_string(),
        Err(Refusal::Provider(words)) => words.clone(),
        Err(Refusal::Problem { detail, .. }) => detail.clone(),
    };
    if !said.news(job, &words) {
        tracing::debug!(job, words, "a job failed again");
    } else if is_away(&outcome) {
        tracing::warn!(job, words, "a provider can't answer; tried again");
    } else {
        tracing::error!(job, words, "a job failed and is tried again");
    }
    false
}

impl Shop {
    /// Applies every message that waits: what is told of parcels in its order, payments several at once. One that
    /// fails waits a while; when the payment provider is away, its other messages wait for the next round.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn process_inbox(&self) -> Result<()> {
        let waiting = messages::waiting(&mut *self.reader().await?, self.now()).await?;
        let (payments, parcels): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|message| message.provider == self.payments.name());
        // The first alone: it tells whether the provider answers.
        let (mut at_once, mut rest) = (1, payments.as_slice());
        while !rest.is_empty() {
            let (now, later) = rest.split_at(at_once.min(rest.len()));
            if self.apply_messages(now).await? {
                break;
            }
            (at_once, rest) = (APPLIED_AT_ONCE, later);
        }
        for message in &parcels {
            let outcome = self.try_message(Waiting::Told(message)).await;
            self.settle_messages(std::slice::from_ref(message), &[outcome]).await?;
        }
        Ok(())
    }

    /// Applies messages of the payment provider and notes together what became of them; true when it is away. Several
    /// payments are applied at once; whatever else is told keeps its order, because a refund is of an order.
    async fn apply_messages(&self, messages: &[Received]) -> Result<bool> {
        let read: Vec<_> = messages.iter().map(|message| self.payments.read(&message.payload)).collect();
        let notices = join_all(read).await;
        let mut outcomes = Vec::with_capacity(messages.len());
        while outcomes.len() < notices.len() {
            let rest = &notices[outcomes.len()..];
            let run = &rest[..others_payments(rest).max(1)];
            let applied: Vec<_> = run.iter().map(|notice| self.try_message(Waiting::Paid(notice))).collect();
            outcomes.extend(join_all(applied).await);
        }
        self.settle_messages(messages, &outcomes).await?;
        Ok(outcomes.iter().any(is_away))
    }

    async fn settle_messages(&self, messages: &[Received], outcomes: &[Result<()>]) -> Result<()> {
        let mut tx = self.store.begin_keyed().await?;
        for (message, outcome) in messages.iter().zip(outcomes) {
            let error = match outcome {
                Ok(()) => None,
                Err(Refusal::Store(error)) => Some(error.to_string()),
                Err(Refusal::Provider(error)) => Some(error.clone()),
                Err(Refusal::Problem { detail, .. }) => Some(detail.clone()),
            };
            messages::settle(&mut tx, message, self.now(), error.as_deref()).await?;
        }
        faults::point("inbox.before_commit");
        tx.commit().await?;
        faults::point("inbox.after_commit");
        Ok(())
    }

    async fn try_message(&self, message: Waiting<'_>) -> Result<()> {
        faults::point("inbox.before_apply");
        let outcome = again!(self.apply_message(message).await);
        faults::point("inbox.after_apply");
        outcome
    }

    async fn apply_message(&self, message: Waiting<'_>) -> Result<()> {
        match message {
            Waiting::Told(message) => {
                let Some(tracker) = self.trackers.named(&message.provider) else {
                    // Left from a time with other settings: nobody here can read it or ask about it any more.
                    let event = &message.event_id;
                    tracing::warn!(provider = message.provider, event, "a message of another provider");
                    return Ok(());
                };
                let told = tracker.read(&message.payload)?;
                self.apply_telling(tracker.name(), &told).await.map(|_| ())
            }
            Waiting::Paid(Ok(Notice::Payment(id))) => self.apply_payment(id).await,
            Waiting::Paid(Ok(Notice::Refunds(id))) => self.apply_refunds(id).await,
            Waiting::Paid(Ok(Notice::Disputes(id))) => self.apply_disputes(id).await,
            Waiting::Paid(Ok(Notice::Nothing)) => Ok(()),
            Waiting::Paid(Err(error)) => Err(Refusal::Provider(error.to_string())),
        }
    }

    /// Once an hour: refunds whose end the provider may have told in vain.
    async fn look_after_old_refunds(&self, looked_at: &mut i64) -> Result<()> {
        let now = self.now();
        if now < looked_at.saturating_add(3_600 * 1_000_000) {
            return Ok(());
        }
        *looked_at = now;
        self.look_after_refunds().await
    }

    /// Drops announcements older than a week, once an hour: a browser that was away longer loads
    /// everything again. With them go answers to keyed requests of yesterday, and pictures whose return was never
    /// asked for.
    async fn forget_old_news(&self, pruned_at: &mut i64) -> Result<()> {
        let (now, hour) = (self.now(), 3600 * 1_000_000);
        if now < pruned_at.saturating_add(hour) {
            return Ok(());
        }
        let mut tx = self.store.begin_keyed().await?;
        messages::prune(&mut tx, now - 7 * 24 * hour).await?;
        faults::point("outbox.prune.before_commit");
        tx.commit().await?;
        faults::point("outbox.prune.after_commit");
        let mut tx = self.store.begin_single().await?;
        idempotency::prune(&mut tx, now).await?;
        tx.commit().await?;
        *pruned_at = now;
        self.forget_loose_photos().await
    }

    /// Lets go of checkouts whose time ran out; first those that have no page to close.
    ///
    /// # Errors
    /// When the provider or the database can't answer, for one of them or for all.
    pub async fn expire_overdue(&self) -> Result<()> {
        let mut round = Round::begin(&self.stuck, "expiry");
        let overdue = checkouts::overdue(&mut *self.reader().await?, self.now(), round.page()).await?;
        round.each(overdue, |id| async move { self.expire_one(&id).await }).await;
        round.end()
    }

    async fn expire_one(&self, id: &str) -> Result<bool> {
        let row = checkouts::find(&mut *self.reader().await?, id).await?;
        // It may have ended since it was found.
        let Some(row) = row.filter(|row| next(row.state, Event::Expire).is_some()) else {
            return Ok(true);
        };
        self.let_go(row).await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_payments_that_are_not_the_same_are_applied_at_once() {
        let paid = |id: &str| Ok(Notice::Payment(id.to_owned()));
        let back = || Ok(Notice::Refunds("a".to_owned()));
        assert_eq!(others_payments(&[paid("a"), paid("b"), paid("c")]), 3);
        assert_eq!(others_payments(&[paid("a"), paid("b"), paid("a")]), 2);
        assert_eq!(others_payments(&[paid("a"), back(), paid("b")]), 1);
        assert_eq!(others_payments(&[back(), paid("b")]), 0);
        assert_eq!(others_payments(&[Err(ProviderError::NotFound), paid("b")]), 0);
        assert_eq!(others_payments(&[]), 0);
    }
}
