//! Keys of merchants: at most two at a time, so that one can take the other's place.

use super::args::MerchantKeyArgs;
use super::known;
use crate::clock::{Clock, SystemClock, from_micros, micros, wire};
use crate::operator;
use crate::secret::Secret;
use crate::signing;
use crate::store::{Store, merchants as rows};
use std::fmt::Write;

/// So many keys of a merchant are active at most.
const AT_MOST: usize = 2;

/// Makes, lists or takes back a merchant's keys and prints what came of it.
///
/// # Errors
/// A sentence for people.
pub async fn merchant_key(args: &MerchantKeyArgs) -> Result<(), String> {
    let store = operator::open(&args.data, &args.database).await?;
    let secret = Secret::load(&args.data).map_err(|e| e.to_string())?;
    let outcome = keys_on(&store, &secret, args, micros(SystemClock.now())).await;
    store.close().await;
    print!("{}", outcome?);
    Ok(())
}

/// The same on an open store, at a time in microseconds; gives what would be printed.
///
/// # Errors
/// A sentence for people.
pub async fn keys_on(store: &Store, secret: &Secret, args: &MerchantKeyArgs, now: i64) -> Result<String, String> {
    let merchant = &args.merchant;
    known(store, merchant).await?;
    // A key stands alone: nobody else changes it at the same time but by the same command.
    let mut tx = store.begin_alone().await.map_err(|e| e.to_string())?;
    let keys = rows::keys(&mut tx, merchant).await.map_err(|e| e.to_string())?;
    if args.list {
        return Ok(table(&keys));
    }
    let text = if let Some(key) = &args.revoke {
        if !rows::revoke_key(&mut tx, merchant, key, now).await.map_err(|e| e.to_string())? {
            return Err(format!("{merchant} has no active key {key}; --list prints its keys"));
        }
        format!("{key} opens nothing any more\n")
    } else {
        let active: Vec<&str> = keys.iter().filter(|k| k.revoked_at.is_none()).map(|k| k.id.as_str()).collect();
        if active.len() >= AT_MOST {
            let active = active.join(" and ");
            return Err(format!("{merchant} has two active keys, {active}; take one back with --revoke first"));
        }
        let id = rows::add_key(&mut tx, merchant, now).await.map_err(|e| e.to_string())?;
        let made = signing::secret_of(secret, &id);
        format!("key     {id}\nsecret  {made}\nKeep the secret: it isn't shown again. How to sign is in docs/API.md.\n")
    };
    tx.commit().await.map_err(|e| e.to_string())?;
    Ok(text)
}

fn table(keys: &[rows::KeyRow]) -> String {
    let mut text = String::new();
    for key in keys {
        let made = wire(from_micros(key.created_at));
        let state =
            key.revoked_at.map_or_else(|| "active".to_owned(), |at| format!("revoked {}", wire(from_micros(at))));
        // Writing into a text never fails.
        let _ = writeln!(text, "{:<36}made {made}  {state}", key.id);
    }
    if text.is_empty() { "no keys\n".to_owned() } else { text }
}
