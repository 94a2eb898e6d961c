//! Where the rows of a test's shop are: SQLite in its folder, or, with `VITRINE_TEST_POSTGRES`, the address of
//! a PostgreSQL that may make databases, a database of its own there.

use super::demo;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};
use std::future::Future;
use std::path::Path;
use std::sync::Mutex;
use vitrine_backend::config::DatabaseArgs;
use vitrine_backend::demo as catalogue;
use vitrine_backend::store::{Database, FILE, Store};

/// The variable with the address of the server.
const SERVER: &str = "VITRINE_TEST_POSTGRES";
/// The variable with the name of the database that all processes of a run copy: on a server that is thrown away
/// after it. Without it each process makes its own.
const SHARED: &str = "VITRINE_TEST_POSTGRES_TEMPLATE";
/// The database all others are copies of: with tables and the demo's catalogue. One copy at a time is made
/// of it.
static TEMPLATE: Mutex<Option<String>> = Mutex::new(None);

/// The address of the server's own database, where tests are to use one.
pub fn server() -> Option<String> {
    std::env::var(SERVER).ok().filter(|url| !url.is_empty())
}

/// A database on the server; dropped with this, together with whoever is still connected.
pub struct Own {
    pub url: String,
    server: String,
    name: String,
}

impl Drop for Own {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let server = &self.server;
        // Best effort: a server that is gone has no databases.
        let _ = block(|| run(server, sql));
    }
}

impl Own {
    /// A new one with the demo's catalogue; none where tests use SQLite.
    pub fn make() -> Option<Self> {
        let server = server()?;
        let mut template = TEMPLATE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let template = template.get_or_insert_with(|| {
            let shared = std::env::var(SHARED).ok().filter(|name| !name.is_empty());
            let known = shared.is_some();
            let name = shared.unwrap_or_else(|| name("template"));
            if known {
                block(|| share(&server, &name));
            } else {
                block(|| fill(&server, &name));
            }
            name
        });
        let name = name("shop");
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
        block(|| run(&server, sql)).unwrap();
        Some(Self { url: on(&server, &name), server, name })
    }
}

impl Own {
    /// A new one with nothing in it; none where there is no PostgreSQL.
    pub fn empty() -> Option<Self> {
        let server = server()?;
        let name = name("empty");
        block(|| run(&server, format!("CREATE DATABASE {name}"))).unwrap();
        Some(Self { url: on(&server, &name), server, name })
    }

    /// Runs statements in it.
    pub fn execute(&self, sql: &str) {
        block(|| run(&self.url, sql.to_owned())).unwrap();
    }
}

/// What `serve` is told of it.
pub fn args(own: Option<&Own>) -> DatabaseArgs {
    DatabaseArgs { database_url: own.map(|own| own.url.as_str().into()) }
}

/// What it is to the store.
pub fn database(own: Option<&Own>, data: &Path) -> Database {
    match own {
        Some(own) => Database::Postgres(own.url.clone()),
        None => Database::Sqlite(data.to_owned()),
    }
}

/// A single number of a shop's database, which may serve meanwhile.
pub async fn number_of(database: &Database, sql: &'static str) -> Result<i64, String> {
    let sql = AssertSqlSafe(as_number(sql));
    match database {
        Database::Postgres(url) => {
            let mut conn = <PgConnection as Connection>::connect(url).await.map_err(|e| e.to_string())?;
            sqlx::query_scalar(sql).fetch_one(&mut conn).await.map_err(|e| e.to_string())
        }
        Database::Sqlite(folder) => {
            let url = format!("sqlite://{}", folder.join(FILE).display());
            let mut conn = <SqliteConnection as Connection>::connect(&url).await.map_err(|e| e.to_string())?;
            sqlx::query_scalar(sql).fetch_one(&mut conn).await.map_err(|e| e.to_string())
        }
    }
}

/// A query as one for a whole number: a sum is of another type on PostgreSQL.
pub fn as_number(sql: &str) -> String {
    format!("SELECT CAST(({sql}) AS BIGINT)")
}

async fn fill(server: &str, name: &str) {
    run(server, format!("CREATE DATABASE {name}")).await.unwrap();
    let store = Store::open(&Database::Postgres(on(server, name))).await.unwrap();
    catalogue::load_if_empty(&store, &demo()).await.unwrap();
    // Nothing may be connected to what is copied.
    store.close().await;
}

/// Makes it unless another process has. It has its name once it is whole.
async fn share(server: &str, shared: &str) {
    let mut conn = <PgConnection as Connection>::connect(server).await.unwrap();
    let looked = sqlx::query_scalar::<sqlx::Postgres, i32>("SELECT 1 FROM pg_database WHERE datname = $1");
    let found = looked.bind(shared).fetch_optional(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    if found.is_some() {
        return;
    }
    let own = name("template");
    fill(server, &own).await;
    if run(server, format!("ALTER DATABASE {own} RENAME TO {shared}")).await.is_err() {
        // Another process was faster.
        run(server, format!("DROP DATABASE {own}")).await.unwrap();
    }
}

async fn run(server: &str, sql: String) -> Result<(), sqlx::Error> {
    let mut conn = <PgConnection as Connection>::connect(server).await?;
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await?;
    conn.close().await
}

fn name(kind: &str) -> String {
    format!("vitrine_{kind}_{}", uuid::Uuid::new_v4().simple())
}

/// The address of another database on the server.
fn on(server: &str, name: &str) -> String {
    let (place, options) = server.split_once('?').map_or((server, None), |(place, options)| (place, Some(options)));
    let (host, _) = place.rsplit_once('/').expect("the address names a database");
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{host}/{name}{options}")
}

/// Waits in a thread of its own, so that it may be called from within a runtime.
fn block<F: Future<Output: Send>>(work: impl FnOnce() -> F + Send) -> F::Output {
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(work())
        });
        waiting.join().unwrap()
    })
}
