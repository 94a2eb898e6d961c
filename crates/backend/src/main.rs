//! The program: reads flags, does one thing.

use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use vitrine_backend::config::{Cli, Command};
use vitrine_backend::{app, bench, desk, http, operator};

fn logs(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tower_http=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { builder.json().init() } else { builder.init() }
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(config) => {
            logs(config.log_json);
            app::serve(*config).await.map_err(|e| e.to_string())
        }
        Command::Stock(args) => operator::stock(&args).await,
        Command::Price(args) => operator::price(&args).await,
        Command::Parcel(args) => operator::parcel(&args).await,
        Command::Orders(args) => desk::orders(&args).await,
        Command::Codes(args) => desk::codes(&args).await,
        Command::MerchantKey(args) => desk::merchant_key(&args).await,
        Command::Audit(args) => operator::audit(&args).await,
        Command::Move(args) => operator::move_shop(&args).await,
        Command::Openapi => {
            println!("{}", http::openapi::text());
            Ok(())
        }
        Command::BenchCheckout(args) => bench::checkouts(&args).await,
        Command::BenchLoad(args) => bench::load(&args).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("vitrine-backend: {sentence}");
            ExitCode::FAILURE
        }
    }
}
