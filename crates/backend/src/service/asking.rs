//! Asks providers about parcels they have said nothing of for long: webhooks get lost, and no
//! carrier promises to send each.

use super::{Refusal, Result, Shop};
use crate::carriers::provider::{AskError, Asked};
use crate::domain::asking::{Fruitless, GIVE_UP_DAYS, SILENT_HOURS, pause_seconds};
use crate::store::shipments::{ShipmentRow, to_ask};
use crate::store::{again, asking};
use std::collections::BTreeSet;

/// At most this many parcels are looked at in a round.
const ROUND: i64 = 20;
/// Seconds a parcel waits that was not asked for because its carrier failed a moment ago.
const BEHIND_SECONDS: i64 = 300;
/// No provider keeps us waiting longer, in seconds, whatever its `Retry-After` says.
const LONGEST_WAIT: i64 = 6 * 3_600;
const SECOND: i64 = 1_000_000;

/// Whom not to ask any more in this round.
#[derive(Default)]
struct Tired {
    providers: BTreeSet<String>,
    carriers: BTreeSet<(String, String)>,
}

impl Tired {
    fn of(&self, parcel: &ShipmentRow) -> bool {
        self.providers.contains(&parcel.provider)
            || self.carriers.contains(&(parcel.provider.clone(), parcel.carrier.clone()))
    }
}

impl Shop {
    /// One round of asking; says how many parcels were asked for. A carrier that fails is left alone
    /// for the rest of the round, a provider that is asked too often too; the others go on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_silent(&self) -> Result<usize> {
        let now = self.now();
        let (hour, day) = (3_600 * SECOND, 24 * 3_600 * SECOND);
        let due = {
            let mut conn = self.reader().await?;
            to_ask(&mut conn, now, now - SILENT_HOURS * hour, now - GIVE_UP_DAYS * day, ROUND).await?
        };
        let (mut tired, mut asked) = (Tired::default(), 0);
        for parcel in due {
            if tired.of(&parcel) {
                self.postpone(&parcel).await?;
            } else if self.ask_about(&parcel, &mut tired).await? {
                asked += 1;
            }
        }
        Ok(asked)
    }

    /// Asks about a parcel, outside any transaction; false when there is nobody to ask.
    async fn ask_about(&self, parcel: &ShipmentRow, tired: &mut Tired) -> Result<bool> {
        let tracker = self.trackers.named(&parcel.provider);
        let Some((tracker, number)) = tracker.zip(parcel.tracking_number.clone()) else {
            // The operator turned the provider off.
            self.postpone(parcel).await?;
            return Ok(false);
        };
        let question = Asked {
            reference: parcel.id.clone(),
            carrier: parcel.carrier.clone(),
            tracking_number: number,
            followed: parcel.followed,
        };
        let before = u32::try_from(parcel.asks).unwrap_or(u32::MAX);
        let told = match tracker.ask(&question).await {
            Ok(told) => told,
            Err(error) => {
                tracing::warn!(provider = tracker.name(), carrier = parcel.carrier, %error, "no news of a parcel");
                let wait = match error {
                    AskError::Busy(wait) => {
                        tired.providers.insert(parcel.provider.clone());
                        wait.unwrap_or_default().clamp(0, LONGEST_WAIT)
                    }
                    _ => {
                        tired.carriers.insert((parcel.provider.clone(), parcel.carrier.clone()));
                        0
                    }
                };
                self.fail(parcel, pause_seconds(before, Fruitless::Failed).max(wait)).await?;
                return Ok(true);
            }
        };
        let news = match told {
            None => false,
            Some(told) => match again!(self.apply_telling(tracker.name(), &told).await) {
                Ok(news) => news,
                Err(Refusal::Store(error)) => return Err(error.into()),
                // One parcel's news that can't be applied must not keep the others from theirs.
                Err(refusal) => {
                    tracing::error!(parcel = parcel.id, ?refusal, "news of a parcel can't be applied");
                    self.fail(parcel, pause_seconds(before, Fruitless::Failed)).await?;
                    return Ok(true);
                }
            },
        };
        // With news it waits anyway: it isn't silent any more.
        let pause = if news { 0 } else { pause_seconds(before, Fruitless::NoNews) };
        let mut tx = self.store.begin_keyed().await?;
        asking::answered(&mut tx, &parcel.id, news, self.now() + pause * SECOND).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn fail(&self, parcel: &ShipmentRow, pause: i64) -> Result<()> {
        let mut tx = self.store.begin_keyed().await?;
        asking::failed(&mut tx, &parcel.id, self.now() + pause * SECOND).await?;
        Ok(tx.commit().await?)
    }

    async fn postpone(&self, parcel: &ShipmentRow) -> Result<()> {
        let mut tx = self.store.begin_keyed().await?;
        asking::postponed(&mut tx, &parcel.id, self.now() + BEHIND_SECONDS * SECOND).await?;
        Ok(tx.commit().await?)
    }
}
