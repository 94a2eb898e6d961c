//! A PostgreSQL of the suite's own: made for one run, thrown away after it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::browser::apt;
use super::table::Done;
use crate::checks::is_root;
use crate::child::Interrupt;
use crate::error::{Context, Error, Result};
use crate::http::free_port;
use crate::job::{capture, step, stream};
use crate::workspace::{Workspace, which};

/// What a cluster needs; they stand in one folder.
const PROGRAMS: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// Where Debian and its like put them, a folder a version, outside PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Read by Debian's package when it is installed: without this it makes a cluster of its own and starts it.
const NO_CLUSTER: &str = "/etc/postgresql-common/createcluster.d/vitrine.conf";

/// Who it runs as where we are root, which PostgreSQL refuses to be.
const USERS: [&str; 2] = ["postgres", "nobody"];

/// The tests that open a shop, so that they say something about its database.
const TESTS: [&str; 26] = [
    "access",
    "after_sale",
    "audit",
    "codes",
    "faults",
    "fuzz",
    "kill",
    "links",
    "merchant",
    "merchant_money",
    "missing",
    "money",
    "pages",
    "parcels",
    "plans",
    "postgres",
    "postgres_restart",
    "prices",
    "promotion",
    "rounds",
    "shop",
    "streams",
    "stripe",
    "stripe_back",
    "transfer",
    "window",
];

/// The others: no shop is opened in them.
#[cfg(test)]
const OTHERS: [&str; 3] = ["localstripe", "media", "shippo"];

/// The backend's tests again, on PostgreSQL.
///
/// # Errors
/// When a test fails, or a PostgreSQL that is there can't be started.
pub fn tests(ws: &Workspace, features: &str) -> Result<Done> {
    let bin = match programs(ws) {
        Ok(bin) => bin,
        Err(why) => return Ok(Done::Skipped(why.to_string())),
    };
    // From here on a signal ends the tests first and then the cluster.
    Interrupt::listen()?;
    let cluster = Cluster::start(ws, &bin, false)?;
    // The workspace and its features, as the host tests have them: nothing is compiled twice.
    let mut cargo = ws.cargo(&["test", "--workspace", "--features", features]);
    for name in TESTS {
        cargo.args(["--test", name]);
    }
    cargo.env("VITRINE_TEST_POSTGRES", cluster.url()).env("VITRINE_TEST_POSTGRES_RESTART", cluster.restart());
    // Twenty programs of tests, and one filling of the shop.
    cargo.env("VITRINE_TEST_POSTGRES_TEMPLATE", "vitrine_template");
    stream(&mut cargo).map(Done::from)
}

/// The folder of the programs; installed where that is ours to do.
fn programs(ws: &Workspace) -> Result<PathBuf> {
    if let Some(bin) = find() {
        return Ok(bin);
    }
    if which("apt-get").is_none() || !is_root() {
        return Err(Error::new("there is none on this machine: `apt-get install postgresql`"));
    }
    install(ws)
        .and_then(|()| find().ok_or_else(|| Error::new(format!("installed, but not in {DEBIAN}"))))
        .map_err(|error| Error::new(format!("it can't be installed: {error}")))
}

fn install(ws: &Workspace) -> Result {
    let setting = Path::new(NO_CLUSTER);
    if let Some(folder) = setting.parent() {
        let wrote = fs::create_dir_all(folder).and_then(|()| fs::write(setting, "create_main_cluster = false\n"));
        wrote.context(|| format!("{NO_CLUSTER} can't be written"))?;
    }
    step(ws, "Reading Debian's package lists", "apt-update", apt().arg("update"))?;
    let mut install = apt();
    install.args(["install", "-y", "--no-install-recommends", "postgresql"]);
    step(ws, "Installing PostgreSQL", "apt-postgresql", &mut install)
}

fn find() -> Option<PathBuf> {
    // PATH may hold links to where the programs are; they look for each other beside themselves.
    let on_path =
        which("initdb").and_then(|file| fs::canonicalize(file).ok()).and_then(|file| Some(file.parent()?.to_owned()));
    on_path.filter(|bin| complete(bin)).or_else(|| newest(Path::new(DEBIAN)))
}

/// The programs of the highest version below `folder`.
fn newest(folder: &Path) -> Option<PathBuf> {
    let found = fs::read_dir(folder).ok()?.filter_map(|entry| {
        let path = entry.ok()?.path();
        let version: u32 = path.file_name()?.to_str()?.parse().ok()?;
        Some((version, path.join("bin")))
    });
    found.filter(|(_, bin)| complete(bin)).max().map(|(_, bin)| bin)
}

fn complete(bin: &Path) -> bool {
    PROGRAMS.iter().all(|program| bin.join(program).is_file())
}

/// Does something with an empty PostgreSQL that keeps what it was told as one in a shop does, and throws it away.
///
/// # Errors
/// When there is none here, and whatever the work answers.
pub fn with_durable(ws: &Workspace, work: impl FnOnce(&str) -> Result) -> Result {
    let cluster = Cluster::start(ws, &programs(ws)?, true)?;
    work(&cluster.url())
}

/// A running server; it ends and its folder goes when this is dropped.
struct Cluster {
    folder: PathBuf,
    /// Whether it waits for the disk.
    durable: bool,
    /// What stands before each call, then `pg_ctl`.
    pg_ctl: Vec<String>,
    port: u16,
}

impl Cluster {
    fn start(ws: &Workspace, bin: &Path, durable: bool) -> Result<Self> {
        let folder = env::temp_dir().join(format!("vitrine-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).context(|| format!("{} can't be made", folder.display()))?;
        let owner = if is_root() { Some(somebody()?) } else { None };
        let as_owner = |program: &str| {
            let mut words = Vec::new();
            if let Some((user, group)) = &owner {
                words.extend(["setpriv", "--reuid", user, "--regid", group, "--clear-groups"].map(str::to_owned));
            }
            words.push(show(&bin.join(program)));
            words
        };
        let cluster = Self { folder, durable, pg_ctl: as_owner("pg_ctl"), port: free_port()? };
        if let Some((user, group)) = &owner {
            let mut chown = Command::new("chown");
            chown.arg(format!("{user}:{group}")).arg(&cluster.folder);
            step(ws, "Giving PostgreSQL its folder", "postgres-chown", &mut chown)?;
        }
        let mut initdb = command(&as_owner("initdb"));
        initdb.current_dir(&cluster.folder).arg("-D").arg(cluster.data());
        initdb.args(["-U", "postgres", "--auth=trust", "--no-sync", "--locale=C", "--encoding=UTF8"]);
        step(ws, "Making a PostgreSQL for the tests", "postgres-initdb", &mut initdb)?;
        let settings = cluster.data().join("postgresql.conf");
        let written = fs::read_to_string(&settings).and_then(|text| fs::write(&settings, text + &cluster.settings()));
        written.context(|| format!("{} can't be written", settings.display()))?;
        step(ws, "Starting it", "postgres-start", &mut cluster.control("start"))?;
        Ok(cluster)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The tests kill the shop's processes, never the machine: what a server has written into the
    /// system's memory is there after any of these deaths, so nothing has to reach the disk. A commit
    /// still waits until it is written there (`synchronous_commit` stays on): the server is restarted.
    fn settings(&self) -> String {
        let disk = if self.durable { "" } else { "fsync = off\nfull_page_writes = off\n" };
        format!(
            "\nlisten_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = '{}'\nmax_connections = 300\n{disk}",
            self.port,
            self.folder.display()
        )
    }

    fn control(&self, verb: &str) -> Command {
        let mut pg_ctl = command(&self.pg_ctl);
        pg_ctl.current_dir(&self.folder).args(self.words(verb));
        pg_ctl
    }

    fn words(&self, verb: &str) -> Vec<String> {
        let log = self.folder.join("log");
        let mut words = vec![verb.to_owned(), "-s".to_owned(), "-w".to_owned(), "-D".to_owned(), show(&self.data())];
        if verb != "start" {
            // As hard as a crash of the server.
            words.extend(["-m".to_owned(), "immediate".to_owned()]);
        }
        if verb != "stop" {
            words.extend(["-l".to_owned(), show(&log)]);
        }
        words
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The command for a shell that takes the server away for a moment.
    fn restart(&self) -> String {
        let words = self.pg_ctl.iter().cloned().chain(self.words("restart"));
        words.map(|word| quoted(&word)).collect::<Vec<_>>().join(" ")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may never have been started, and only space is lost where the folder can't be removed.
        let _ = self.control("stop").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn command(words: &[String]) -> Command {
    let (program, rest) = words.split_first().map_or(("pg_ctl", words), |(program, rest)| (program.as_str(), rest));
    let mut command = Command::new(program);
    command.args(rest);
    command
}

/// The numbers of a user and of its group.
fn somebody() -> Result<(String, String)> {
    let number = |flag: &str, user: &str| capture(Command::new("id").args([flag, user]));
    let found = USERS.iter().find_map(|user| Some((number("-u", user)?, number("-g", user)?)));
    found.ok_or_else(|| Error::new("PostgreSQL doesn't run as root, and there is neither a user postgres nor nobody."))
}

fn show(path: &Path) -> String {
    path.display().to_string()
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_test_of_the_backend_is_known_here() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/tests");
        let files = fs::read_dir(folder).expect("it is there").filter_map(|entry| {
            let path = entry.expect("readable").path();
            let is_test = path.extension().is_some_and(|kind| kind == "rs");
            is_test.then(|| path.file_stem().expect("a name").to_string_lossy().into_owned())
        });
        let known: BTreeSet<String> = TESTS.iter().chain(&OTHERS).map(|name| (*name).to_owned()).collect();
        assert_eq!(files.collect::<BTreeSet<_>>(), known, "each stands in TESTS or in OTHERS");
    }

    #[test]
    fn the_highest_complete_version_is_taken() {
        let root = env::temp_dir().join(format!("vitrine-xtask-postgres-{}", std::process::id()));
        for (version, programs) in
            [("9", &PROGRAMS[..]), ("15", &PROGRAMS[..]), ("17", &PROGRAMS[..1]), ("main", &PROGRAMS[..])]
        {
            let bin = root.join(version).join("bin");
            fs::create_dir_all(&bin).expect("temp is writable");
            for program in programs {
                fs::write(bin.join(program), "").expect("temp is writable");
            }
        }
        assert_eq!(newest(&root), Some(root.join("15/bin")));
        assert_eq!(newest(&root.join("15")), None);
        fs::remove_dir_all(&root).expect("ours");
    }

    #[test]
    fn the_restart_is_one_line_for_a_shell() {
        let pg_ctl = ["setpriv", "--reuid", "1", "/it's/pg_ctl"].map(str::to_owned).to_vec();
        let cluster =
            Cluster { folder: env::temp_dir().join("vitrine-xtask-no-such-cluster"), durable: false, pg_ctl, port: 5 };
        assert_eq!(cluster.url(), "postgres://postgres@127.0.0.1:5/postgres");
        let line = cluster.restart();
        assert!(line.starts_with(r"'setpriv' '--reuid' '1' '/it'\''s/pg_ctl' 'restart' '-s' '-w' '-D' "), "{line}");
        assert!(line.contains("'-m' 'immediate' '-l' "), "{line}");
        assert!(cluster.settings().contains("\nport = 5\n"));
    }
}
