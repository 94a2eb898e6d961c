//! Moves a shop from SQLite into an empty PostgreSQL: every row as it is, in one transaction that is looked at before
//! it ends. Where anything is amiss nothing stays there, and SQLite keeps what it has.

use crate::audit::{self, Rule};
use crate::store::{Conn, Store, StoreError, idempotency};
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use std::collections::BTreeSet;

/// How many rows go at once.
const BATCH: i64 = 200;
/// The table of sqlx, which each database has of its own.
const OWN: &str = "_sqlx_migrations";
/// What SQLite has no column for: PostgreSQL numbers announcements twice.
const ONLY_THERE: (&str, &str) = ("outbox", "id");
/// Tables that number their rows in a column `seq`; their numbers go on where they were.
const NUMBERED: [&str; 3] = ["money_ledger", "stock_ledger", "merchant_call"];

/// Why a shop can't be moved.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are rows where there must be none.
    #[error("the PostgreSQL database holds rows already, in {0}; make an empty one, which nobody serves")]
    NotEmpty(String),
    /// The two don't have the same tables.
    #[error("the two databases differ in {0}; both must be of this program's version")]
    Differ(String),
    /// Rows got lost or came from elsewhere.
    #[error("{table} has {from} rows in SQLite and {to} in PostgreSQL; nothing was moved")]
    Count {
        /// The table.
        table: String,
        /// Rows in SQLite.
        from: i64,
        /// Rows in PostgreSQL.
        to: i64,
    },
    /// The audit found something.
    #[error("the shop doesn't add up, nothing was moved; `vitrine-backend audit` says the same of SQLite:\n  {}", .0.join("\n  "))]
    Breaches(Vec<String>),
}

impl From<sqlx::Error> for TransferError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// How many rows of a table were moved.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Moved {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: i64,
}

struct Table {
    name: String,
    columns: Vec<String>,
}

/// Whether somebody else's tables are in the database of a PostgreSQL's address.
///
/// # Errors
/// When it can't be reached.
pub async fn is_foreign(url: &str) -> Result<bool, TransferError> {
    let mut conn = <PgConnection as Connection>::connect(url).await?;
    let (all, own): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE table_name = $1) FROM information_schema.tables
         WHERE table_schema = current_schema()",
    )
    .bind(OWN)
    .fetch_one(&mut conn)
    .await?;
    conn.close().await?;
    Ok(all > 0 && own == 0)
}

/// Moves every row. `now` in microseconds.
///
/// # Errors
/// When there are rows in PostgreSQL, a database fails, or what has come doesn't add up; then nothing is there.
pub async fn run(from: &Store, to: &Store, now: i64) -> Result<Vec<Moved>, TransferError> {
    // Nobody writes meanwhile, and no process that begins to serve there loads its catalogue.
    let mut source = from.begin().await?;
    let mut target = to.begin_alone().await?;
    let tables = tables(&mut source, &mut target).await?;
    for table in &tables {
        if count(&mut target, &table.name).await? > 0 {
            return Err(TransferError::NotEmpty(table.name.clone()));
        }
    }
    for table in &tables {
        copy(&mut source, &mut target, table).await?;
    }
    let mut moved = Vec::new();
    for Table { name, .. } in tables {
        let (from, to) = (count(&mut source, &name).await?, count(&mut target, &name).await?);
        if from != to {
            return Err(TransferError::Count { table: name, from, to });
        }
        moved.push(Moved { table: name, rows: to });
    }
    go_on_counting(&mut source, &mut target).await?;
    // Whoever worked for them is gone.
    idempotency::forget_unfinished(&mut target).await?;
    let mut breaches = audit::look(&mut target, now).await?.breaches;
    // While a shop stands still nobody lets go of what is past its time; the worker does that first of all.
    breaches.retain(|breach| breach.rule != Rule::ReservationOverdue);
    if !breaches.is_empty() {
        return Err(TransferError::Breaches(breaches.iter().map(ToString::to_string).collect()));
    }
    target.commit().await?;
    Ok(moved)
}

/// The tables of both, those that others refer to first.
async fn tables(source: &mut Conn, target: &mut Conn) -> Result<Vec<Table>, TransferError> {
    let here: Vec<(String, String)> = sqlx::query_as(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name <> $1 AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid",
    )
    .bind(OWN)
    .fetch_all(&mut *source)
    .await?;
    let there: Vec<(String, String)> = sqlx::query_as(
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT) FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name <> $1",
    )
    .bind(OWN)
    .fetch_all(&mut *target)
    .await?;
    if let Some(column) = difference(&here, &there) {
        return Err(TransferError::Differ(column));
    }
    let refers: Vec<(String, String)> = sqlx::query_as(
        "SELECT m.name, f.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
    )
    .fetch_all(&mut *source)
    .await?;
    let mut tables: Vec<Table> = Vec::new();
    for (name, column) in here {
        match tables.last_mut().filter(|table| table.name == name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Table { name, columns: vec![column] }),
        }
    }
    in_order(tables, &refers).map_err(|table| TransferError::Differ(format!("{table}, which refers to itself")))
}

/// A column that only one of the two has.
fn difference(here: &[(String, String)], there: &[(String, String)]) -> Option<String> {
    let known: BTreeSet<&(String, String)> = here.iter().collect();
    let extra = |pair: &(String, String)| (pair.0.as_str(), pair.1.as_str()) == ONLY_THERE;
    let wanted: BTreeSet<&(String, String)> = there.iter().filter(|pair| !extra(pair)).collect();
    known.symmetric_difference(&wanted).next().map(|(table, column)| format!("{table}.{column}"))
}

/// Tables behind those they refer to; else one that can't be put in order.
fn in_order(mut left: Vec<Table>, refers: &[(String, String)]) -> Result<Vec<Table>, String> {
    let mut done: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let waits = |table: &Table| {
            let mut named = refers.iter().filter(|(of, to)| *of == table.name && of != to);
            named.any(|(_, to)| !done.iter().any(|ready| ready.name == *to))
        };
        let (later, ready): (Vec<Table>, Vec<Table>) = left.into_iter().partition(waits);
        if ready.is_empty() {
            return Err(later.into_iter().next().map(|table| table.name).unwrap_or_default());
        }
        done.extend(ready);
        left = later;
    }
    Ok(done)
}

// The names in the statements below are those of the schema, never input.

async fn count(conn: &mut Conn, table: &str) -> Result<i64, TransferError> {
    Ok(sqlx::query_scalar(AssertSqlSafe(format!("SELECT COUNT(*) FROM \"{table}\""))).fetch_one(conn).await?)
}

/// Each row goes as an object: its numbers and texts are the same in both, and nothing stays nothing.
async fn copy(source: &mut Conn, target: &mut Conn, table: &Table) -> Result<(), TransferError> {
    let Table { name, columns } = table;
    let pairs: Vec<String> = columns.iter().map(|column| format!("'{column}', \"{column}\"")).collect();
    let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let (pairs, names) = (pairs.join(", "), names.join(", "));
    let read =
        format!("SELECT rowid, json_object({pairs}) FROM \"{name}\" WHERE rowid > $1 ORDER BY rowid LIMIT {BATCH}");
    let write = format!(
        "INSERT INTO \"{name}\" ({names})
         SELECT {names} FROM json_populate_recordset(CAST(NULL AS \"{name}\"), CAST($1 AS json))"
    );
    let mut after = i64::MIN;
    loop {
        let rows: Vec<(i64, String)> =
            sqlx::query_as(AssertSqlSafe(read.clone())).bind(after).fetch_all(&mut *source).await?;
        let Some((last, _)) = rows.last() else {
            return Ok(());
        };
        after = *last;
        let objects: Vec<&str> = rows.iter().map(|(_, object)| object.as_str()).collect();
        sqlx::query(AssertSqlSafe(write.clone()))
            .bind(format!("[{}]", objects.join(",")))
            .execute(&mut *target)
            .await?;
    }
}

/// What comes next has the number after the last, also where the last rows are gone: browsers have heard of them.
async fn go_on_counting(source: &mut Conn, target: &mut Conn) -> Result<(), TransferError> {
    for table in NUMBERED.into_iter().chain([ONLY_THERE.0]) {
        let last: Option<i64> =
            sqlx::query_scalar("SELECT CAST(seq AS BIGINT) FROM sqlite_sequence WHERE name = $1 AND seq > 0")
                .bind(table)
                .fetch_optional(&mut *source)
                .await?;
        let Some(last) = last else { continue };
        let sequence = if table == ONLY_THERE.0 {
            "SELECT setval(CAST('outbox_seq' AS regclass), $1)".to_owned()
        } else {
            format!("SELECT setval(CAST(pg_get_serial_sequence('{table}', 'seq') AS regclass), $1)")
        };
        sqlx::query(AssertSqlSafe(sequence)).bind(last).execute(&mut *target).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(names: &[&str], refers: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let tables = names.iter().map(|name| Table { name: (*name).to_owned(), columns: Vec::new() }).collect();
        let refers: Vec<(String, String)> =
            refers.iter().map(|(of, to)| ((*of).to_owned(), (*to).to_owned())).collect();
        in_order(tables, &refers).map(|tables| tables.into_iter().map(|table| table.name).collect())
    }

    #[test]
    fn a_column_that_one_lacks_is_named() {
        let all = |names: &[(&str, &str)]| -> Vec<(String, String)> {
            names.iter().map(|(table, column)| ((*table).to_owned(), (*column).to_owned())).collect()
        };
        let here = all(&[("outbox", "seq"), ("cart", "id")]);
        assert_eq!(difference(&here, &all(&[("cart", "id"), ("outbox", "id"), ("outbox", "seq")])), None);
        assert_eq!(difference(&here, &all(&[("outbox", "seq")])), Some("cart.id".to_owned()));
    }

    #[test]
    fn a_table_comes_after_those_it_refers_to() {
        let refers = [("cart", "session"), ("cart_line", "cart"), ("cart_line", "variant"), ("session", "session")];
        let told = ordered(&["cart", "cart_line", "session", "variant"], &refers);
        assert_eq!(told.unwrap(), ["session", "variant", "cart", "cart_line"]);
        assert_eq!(ordered(&["a", "b"], &[("a", "b"), ("b", "a")]), Err("a".to_owned()));
    }
}
