//! Promotion codes: which lie in a bag, what they take off, and who may still use them.

use super::{Refusal, Result, Shop};
use crate::demo::catalogue::MarketFile;
use crate::demo::promotion::{PromotionFile, Usable};
use crate::domain::promotion::{self as rules, Code, Goods, Kind, Taken};
use crate::faults;
use crate::secret::hash;
use crate::store::carts::{self, CartRow};
use crate::store::checkouts::CheckoutRow;
use crate::store::codes::{self as rows, CodeRow};
use crate::store::promotions::{self, Shopper};
use crate::store::{Conn, Tx};
use vitrine_api::{Cart, Currency, FieldCode, FieldError, Money, ProblemCode, Promotion, PromotionReason};

impl Shop {
    /// The codes of a bag as they are told, and what each of its goods gives up, in minor units.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn promotions(
        &self,
        conn: &mut Conn,
        cart: &CartRow,
        market: &MarketFile,
        (codes, goods, shipping): (&[String], &[Goods<'_>], Money),
        lang: &str,
    ) -> Result<(Vec<Promotion>, Vec<i64>)> {
        let mut found = Vec::new();
        for code in codes {
            found.push((code, rows::find(conn, code).await?));
        }
        let mut known = Vec::new();
        for (_, row) in &found {
            known.push(self.as_rule(conn, cart, market, row.as_ref()).await?);
        }
        let reduced = rules::reduce(&known, goods, shipping.amount());
        let mut told = Vec::new();
        for ((code, row), taken) in found.iter().zip(&reduced.codes) {
            let file = row.as_ref().map(|row| &row.file);
            told.push(self.promotion(code, file, *taken, market.currency, lang)?);
        }
        Ok((told, reduced.lines))
    }

    async fn as_rule<'a>(
        &self,
        conn: &mut Conn,
        cart: &CartRow,
        market: &MarketFile,
        row: Option<&'a CodeRow>,
    ) -> Result<Code<'a>> {
        let Some(CodeRow { file, ended_at: None }) = row else {
            let barred = Some(PromotionReason::Withdrawn);
            return Ok(Code { kind: Kind::Fixed(0), minimum: 0, merchant: None, products: &[], barred });
        };
        let kind = match file.percent_bp {
            Some(bp) => Some(Kind::Percent { bp, cap: file.cap.get(&market.currency).copied() }),
            None => file.amount.get(&market.currency).copied().map(Kind::Fixed),
        };
        let here = file.markets.is_empty() || file.markets.contains(&market.country);
        let barred = if !here || kind.is_none() {
            Some(PromotionReason::Market)
        } else {
            match rules::by_time(file.begins(), file.ends(), self.now()) {
                Some(reason) => Some(reason),
                None => used(conn, cart, file).await?,
            }
        };
        Ok(Code {
            kind: kind.unwrap_or(Kind::Fixed(0)),
            minimum: file.minimum.get(&market.currency).copied().unwrap_or(0),
            merchant: file.merchant.as_deref(),
            products: &file.products,
            barred,
        })
    }

    fn promotion(
        &self,
        code: &str,
        file: Option<&PromotionFile>,
        taken: Taken,
        currency: Currency,
        lang: &str,
    ) -> Result<Promotion> {
        let merchant = file.and_then(|file| file.merchant.as_deref());
        Ok(Promotion {
            code: code.to_owned(),
            label: file.map_or("", |file| file.label.get(lang)).to_owned(),
            merchant: merchant.map(|id| self.catalogue.merchant_ref(id)),
            amount: Money::new(taken.amount, currency)?,
            reason: taken.reason,
            missing: if taken.missing > 0 { Some(Money::new(taken.missing, currency)?) } else { None },
        })
    }

    /// Puts a code into a bag. One that is there already is left as it is, whether it applies or not.
    ///
    /// # Errors
    /// 422 with `/code` when it isn't one, or doesn't apply to this bag; then nothing changes.
    pub async fn add_promotion(&self, tx: &mut Tx, cart: &mut CartRow, text: &str, lang: &str) -> Result<()> {
        let code = rules::read(text).map_err(|fault| Refusal::fields(vec![field(fault, malformed(fault))]))?;
        let there = promotions::of_cart(tx, &cart.id).await?;
        if there.contains(&code) {
            return Ok(());
        }
        let Some(row) = rows::find(tx, &code).await? else {
            let message = "There is no such code. Look at each letter and digit once more.".to_owned();
            return Err(Refusal::fields(vec![field(FieldCode::NotOffered, message)]));
        };
        if there.len() >= rules::MOST_CODES {
            let market = self.catalogue.market(&cart.market_id).ok_or_else(Refusal::not_found)?;
            let taken = Taken { reason: Some(PromotionReason::Full), ..Taken::default() };
            return Err(refused(self.promotion(&code, Some(&row.file), taken, market.currency, lang)?));
        }
        promotions::put(tx, &cart.id, &code).await?;
        let view = self.cart_view(tx, cart, lang).await?;
        match view.promotions.into_iter().find(|told| told.code == code) {
            // The caller's transaction ends without the code.
            Some(told) if told.reason.is_some() => Err(refused(told)),
            _ => self.touch(tx, cart).await,
        }
    }

    /// Takes a code out of a bag.
    ///
    /// # Errors
    /// When it isn't in the bag.
    pub async fn remove_promotion(&self, tx: &mut Tx, cart: &mut CartRow, text: &str) -> Result<()> {
        let code = rules::read(text).map_err(|_| Refusal::not_found())?;
        if !promotions::remove(tx, &cart.id, &code).await? {
            return Err(Refusal::not_found());
        }
        self.touch(tx, cart).await
    }

    /// Notes which codes of a bag its address has used in an order, and says whether there are any. It is asked when
    /// a checkout is to be made, and not before.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn note_spent(&self, tx: &mut Tx, cart: &CartRow) -> Result<bool> {
        let Some(email) = cart.email.as_deref().map(email_hash) else {
            return Ok(false);
        };
        let mut spent = false;
        for code in promotions::of_cart(tx, &cart.id).await? {
            let row = rows::find(tx, &code).await?;
            if row.is_some_and(|row| row.file.usable == Usable::PerShopper) {
                spent |= promotions::note_spent(tx, &cart.id, &code, &email).await?;
            }
        }
        Ok(spent)
    }

    /// As [`Shop::note_spent`], in a write of its own: the one that found it was a checkout's, and is taken back.
    ///
    /// # Errors
    /// When the database fails; then the next checkout finds it again.
    pub async fn remember_spent(&self, session: &str, cart: &str) -> Result<()> {
        let mut tx = self.store.begin_keyed().await?;
        if let Some(cart) = carts::hold(&mut tx, cart, session).await? {
            self.note_spent(&mut tx, &cart).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Holds the codes that take something off for a checkout, in the order of codes.
    ///
    /// # Errors
    /// 409 with the fresh bag when another checkout has one of them; then the caller ends the transaction.
    pub(super) async fn hold_promotions(
        &self,
        tx: &mut Tx,
        cart: &CartRow,
        checkout: &CheckoutRow,
        view: &Cart,
        lang: &str,
    ) -> Result<()> {
        let email = email_hash(cart.email.as_deref().unwrap_or_default());
        let mut wanted: Vec<&Promotion> = view.promotions.iter().filter(|told| told.reason.is_none()).collect();
        wanted.sort_by(|a, b| a.code.cmp(&b.code));
        for promotion in wanted {
            let row = rows::find(tx, &promotion.code).await?.ok_or_else(Refusal::not_found)?;
            if !promotions::hold(tx, checkout, promotion, row.file.usable, &email, self.now()).await? {
                return Err(unavailable(self.cart_view(tx, cart, lang).await?));
            }
            faults::point("promotion.hold.after_row");
        }
        Ok(())
    }
}

/// A code of the bag can't be used any more; the shopper takes it out, not the shop.
pub(super) fn unavailable(cart: Cart) -> Refusal {
    let detail = "A code in your bag can't be used any more. Take it out to go on; nothing was charged.";
    Refusal::with_cart(ProblemCode::PromotionUnavailable, detail, cart, None)
}

async fn used(conn: &mut Conn, cart: &CartRow, file: &PromotionFile) -> Result<Option<PromotionReason>> {
    if file.usable == Usable::PerCart {
        return Ok(None);
    }
    let email = cart.email.as_deref().map(email_hash);
    let shopper = Shopper { cart: &cart.id, session: &cart.session_id, email: email.as_deref() };
    let (all, own, spent) = promotions::uses(conn, &file.code, shopper).await?;
    Ok(match file.usable {
        // Of the address nothing is told before the checkout: anybody may write anybody's into a bag.
        _ if own > 0 => Some(PromotionReason::UsedByYou),
        Usable::PerShopper if spent > 0 => Some(PromotionReason::UsedByYou),
        Usable::SingleUse if all > 0 => Some(PromotionReason::UsedUp),
        _ => None,
    })
}

/// Addresses are compared without case, and not kept beside the codes they used.
fn email_hash(email: &str) -> String {
    hash(&email.trim().to_lowercase())
}

fn field(code: FieldCode, message: String) -> FieldError {
    FieldError { pointer: "/code".to_owned(), code, message }
}

fn malformed(fault: FieldCode) -> String {
    match fault {
        FieldCode::Required => "Enter a code.",
        FieldCode::TooLong => "A code has at most 24 characters.",
        _ => "A code has 3 to 24 letters, digits and dashes.",
    }
    .to_owned()
}

/// A code that doesn't apply to the bag it was to go into.
fn refused(promotion: Promotion) -> Refusal {
    let code = match promotion.reason {
        Some(PromotionReason::Minimum | PromotionReason::NothingLeft | PromotionReason::Full) => FieldCode::Range,
        _ => FieldCode::NotOffered,
    };
    let errors = vec![field(code, words(&promotion))];
    Refusal::Problem {
        code: ProblemCode::InvalidFields,
        detail: "This code can't be used for this bag.".to_owned(),
        errors,
        available: None,
        cart: None,
        promotion: Some(Box::new(promotion)),
    }
}

fn words(promotion: &Promotion) -> String {
    use PromotionReason as R;
    match promotion.reason {
        Some(R::Market) => "This code isn't for this market.",
        Some(R::NotYet) => "This code can't be used yet.",
        Some(R::Expired | R::Withdrawn) => "This code can't be used any more: its time is over.",
        Some(R::UsedUp) => "This code was for one purchase, and somebody has made it or is making it.",
        Some(R::UsedByYou) => "You have used this code; it can be used once.",
        Some(R::Goods) => "This code is for other goods than those in your bag.",
        Some(R::NothingLeft) => "With this code nothing would be left to pay. Add something, or take another code out.",
        Some(R::Full) => "A bag takes three codes. Take one out first.",
        Some(R::Minimum) => {
            let missing = promotion.missing.map(in_units).unwrap_or_default();
            return format!("The goods this code is for must cost {missing} more.");
        }
        Some(R::Unknown) | None => "This code can't be used for this bag.",
    }
    .to_owned()
}

/// An amount with its decimals: `11.00 EUR`.
fn in_units(money: Money) -> String {
    let (amount, digits) = (money.amount(), money.currency().exponent());
    if digits == 0 {
        return format!("{amount} {}", money.currency());
    }
    let (unit, width) = (10_i64.pow(digits), usize::try_from(digits).unwrap_or(2));
    format!("{}.{:0width$} {}", amount / unit, amount % unit, money.currency())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_as_people_write_them() {
        assert_eq!(in_units(Money::new(1_105, Currency::EUR).unwrap()), "11.05 EUR");
        assert_eq!(in_units(Money::new(900, Currency::JPY).unwrap()), "900 JPY");
    }

    #[test]
    fn an_email_address_is_one_whatever_its_case() {
        assert_eq!(email_hash(" Ada@Example.com"), email_hash("ada@example.com"));
        assert_ne!(email_hash("ada@example.com"), email_hash("bo@example.com"));
    }
}
