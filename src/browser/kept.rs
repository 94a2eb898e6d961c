//! Texts kept in IndexedDB: what has to be read without a network.
//!
//! A browser may have no IndexedDB, or refuse it: reading then gives nothing, writing does
//! nothing, and the server is asked as ever.

use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;

/// The database's name.
pub const DATABASE: &str = "vitrine";
/// Grows whenever what is kept changes its shape. The server has the truth: an upgrade begins
/// with an empty store.
const VERSION: u32 = 1;
const ORDERS: &str = "orders";

/// Opens the database. One that a newer program left, or one without its store, can't be read here: it
/// begins anew, and the server is asked for what it held.
async fn open() -> Result<Database, Error> {
    match open_as_it_is().await {
        Ok(database) if database.store_names().iter().any(|name| name == ORDERS) => return Ok(database),
        Ok(database) => database.close(),
        Err(Error::DomException(error)) if error.name() == "VersionError" => {}
        // It may be over in a moment; what is kept stays.
        Err(error) => return Err(error),
    }
    Factory::new()?.delete(DATABASE)?.await?;
    open_as_it_is().await
}

async fn open_as_it_is() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for name in database.store_names() {
                let _ = database.delete_object_store(&name);
            }
            let _ = database.create_object_store(ORDERS, ObjectStoreParams::new());
        }
    });
    let mut database = request.await?;
    // Another tab with a newer program must not have to wait for this one.
    database.on_version_change(|event| {
        if let Ok(database) = event.database() {
            database.close();
        }
    });
    Ok(database)
}

async fn write(key: &str, value: Option<&str>) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[ORDERS], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(ORDERS)?;
    match value {
        Some(value) => {
            store.put(&value.into(), Some(&key.into()))?.await?;
        }
        None => store.delete(JsValue::from(key))?.await?,
    }
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

async fn read_all() -> Result<Vec<String>, Error> {
    let database = open().await?;
    let transaction = database.transaction(&[ORDERS], TransactionMode::ReadOnly)?;
    let values = transaction.object_store(ORDERS)?.get_all(None, None)?.await?;
    database.close();
    Ok(values.into_iter().filter_map(|value| value.as_string()).collect())
}

/// Keeps an order's text under its id.
pub async fn put_order(id: &str, text: &str) {
    let _ = write(id, Some(text)).await;
}

/// Forgets an order.
pub async fn forget_order(id: &str) {
    let _ = write(id, None).await;
}

/// Every order that is kept.
pub async fn orders() -> Vec<String> {
    read_all().await.unwrap_or_default()
}

/// Forgets everything that is kept here.
pub async fn clear() {
    if let Ok(request) = Factory::new().and_then(|factory| factory.delete(DATABASE)) {
        let _ = request.await;
    }
}
