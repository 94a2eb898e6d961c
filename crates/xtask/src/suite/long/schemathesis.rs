//! Thousands of requests made from the API's description, right and wrong ones. Each answer must be one
//! that the description knows, to the shape of its body, and none a fault of the server's.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{PYTHON, Scratch, Server};
use crate::backend::{self, Serve};
use crate::child::Interrupt;
use crate::error::{Context, Error, Result};
use crate::http::free_port;
use crate::job::{capture, step, stream};
use crate::python;
use crate::suite::table::Done;
use crate::workspace::Workspace;

/// So many requests at least; fewer mean that something kept them from being made.
const AT_LEAST: u64 = 10_000;

/// For each address; those that take nothing need fewer.
const EXAMPLES: &str = "300";

/// The same requests each time; the ids in them are the shop's.
const SEED: &str = "20261126";

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";

/// What the shop needs in order to begin; nobody looks at its pages.
const INDEX: &str = "<!doctype html><body><div id=\"boot\"></div>\
                     <template id=\"first-answer-place\"></template><script></script></body>";

/// Starts a shop that is thrown away, asks it, and looks whether its money and stock still add up.
///
/// # Errors
/// When an answer isn't as described, too few requests were made, or something doesn't add up.
pub fn schemathesis(ws: &Workspace) -> Result<Done> {
    let python = python::environment(ws, PYTHON.0, PYTHON.1)?;
    let binary = backend::build_checked(ws)?;
    let interrupt = Interrupt::listen()?;
    let scratch = Scratch::new("schemathesis")?;
    let (data, dist, count) = (scratch.path().join("data"), scratch.path().join("dist"), scratch.path().join("count"));
    let wrote = fs::create_dir_all(&dist).and_then(|()| fs::write(dist.join("index.html"), INDEX));
    wrote.context(|| format!("{} can't be written", dist.display()))?;

    let port = free_port()?;
    let mut serve = backend::serve(ws, &binary, &Serve { port, data: &data, dist: &dist, day_seconds: 20 });
    serve.args(["--rate-limit", "1000000"]);
    for foreign in ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "SHIPPO_API_TOKEN"] {
        serve.env_remove(foreign);
    }
    let mut server = Server(backend::start(ws, &mut serve)?);
    if !backend::wait_ready(ws, &mut server.0, port, &interrupt)? {
        return Err(Error::new("It was stopped."));
    }
    let (key, secret) = merchant_key(&binary, &data)?;
    // The shelf must not be empty before the requests are made: long/hooks.py buys this again and again.
    let mut fill = Command::new(&binary);
    fill.args(["stock", "HAL-MUG-OAT", "100000", "--data"]).arg(&data);
    step(ws, "Filling the shelf", "schemathesis-stock", &mut fill)?;

    let url = format!("http://127.0.0.1:{port}");
    let mut ask = Command::new(python.with_file_name("schemathesis"));
    // Its reports and its settings stay out of the repository.
    ask.current_dir(scratch.path()).arg("run").arg(ws.root.join("docs/openapi.json"));
    ask.args(["--url", &url, "--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", SEED]);
    ask.args(["--phases", "examples,coverage,fuzzing,stateful", "--continue-on-failure"]);
    // A stream of events has no end.
    ask.args(["--exclude-path", "/api/v1/events"]);
    ask.args(["--generation-database", "none", "--warnings", "off", "--request-timeout", "30"]);
    // A loaded machine is no fault of the shop's.
    ask.args(["--suppress-health-check", "all"]);
    ask.env("SCHEMATHESIS_HOOKS", "hooks").env("PYTHONPATH", ws.root.join("long"));
    ask.env("PYTHONDONTWRITEBYTECODE", "1").env("VITRINE_URL", &url).env("VITRINE_COUNT", &count);
    ask.env("VITRINE_MERCHANT_KEY", key).env("VITRINE_MERCHANT_SECRET", secret);
    stream(&mut ask)?;
    enough(&fs::read_to_string(&count).unwrap_or_default())?;
    drop(server);
    stream(Command::new(&binary).arg("audit").arg("--data").arg(&data)).map(Done::from)
}

/// A key of the demo's seller, as the program prints it.
fn merchant_key(binary: &Path, data: &Path) -> Result<(String, String)> {
    let said = capture(Command::new(binary).args(["merchant-key", "halm", "--data"]).arg(data));
    said.as_deref().and_then(parse_key).ok_or_else(|| Error::new("The shop makes no key for the seller halm."))
}

fn parse_key(said: &str) -> Option<(String, String)> {
    let after = |word: &str| said.lines().find_map(|line| line.strip_prefix(word)).map(|rest| rest.trim().to_owned());
    Some((after("key ")?, after("secret ")?))
}

fn enough(count: &str) -> Result {
    let made: u64 = count.trim().parse().unwrap_or(0);
    println!("{made} requests were made from the description.");
    if made < AT_LEAST {
        return Err(Error::new(format!("{made} requests say too little; {AT_LEAST} are wanted.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_read_as_it_is_printed() {
        let said = "key     mk_1\nsecret  ms_2\nKeep the secret: it isn't shown again.\n";
        assert_eq!(parse_key(said), Some(("mk_1".to_owned(), "ms_2".to_owned())));
        assert_eq!(parse_key("vitrine-backend: no such seller\n"), None);
    }

    #[test]
    fn few_requests_are_no_success() {
        assert!(enough("10000").is_ok());
        assert!(enough("9999").is_err() && enough("").is_err());
    }
}
