//! What the shop must know to take money by Stripe. Secrets come from the environment only: flags
//! can be read by everybody on the machine.

use std::fmt;
use std::time::Duration;

/// Stripe's own address.
const API_URL: &str = "https://api.stripe.com";

/// How long one call may take. Browsers wait 12 seconds for the shop's answer, so it is less.
const TIMEOUT: Duration = Duration::from_secs(8);

/// Keys and address.
#[derive(Clone)]
pub struct Settings {
    /// `STRIPE_SECRET_KEY`: `sk_…`, or a restricted `rk_…`.
    pub secret_key: String,
    /// `STRIPE_WEBHOOK_SECRET`: the endpoint's `whsec_…`; two while one is being replaced.
    pub webhook_secrets: Vec<String>,
    /// `STRIPE_API_URL`, without a slash at the end.
    pub api_url: String,
    /// How long one call may take.
    pub timeout: Duration,
}

/// Without the secrets.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("api_url", &self.api_url)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Settings for an address, with the usual patience.
    #[must_use]
    pub fn new(secret_key: &str, webhook_secrets: &[&str], api_url: &str) -> Self {
        Self {
            secret_key: secret_key.to_owned(),
            webhook_secrets: webhook_secrets.iter().map(|&secret| secret.to_owned()).collect(),
            api_url: api_url.trim_end_matches('/').to_owned(),
            timeout: TIMEOUT,
        }
    }

    /// Reads the environment; `None` without keys, which means the sandbox.
    ///
    /// # Errors
    /// A sentence for people when only a part is there, or a key can't be one.
    pub fn from_env() -> Result<Option<Self>, String> {
        Self::read(|name| std::env::var(name).ok())
    }

    fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, String> {
        let filled = |name: &str| variable(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let (key, secrets) = (filled("STRIPE_SECRET_KEY"), filled("STRIPE_WEBHOOK_SECRET"));
        let (key, secrets) = match (key, secrets) {
            (None, None) => return Ok(None),
            (Some(key), Some(secrets)) => (key, secrets),
            (Some(_), None) => {
                return Err("STRIPE_SECRET_KEY is set, but STRIPE_WEBHOOK_SECRET isn't: without it the shop can't \
                            believe what Stripe tells it"
                    .to_owned());
            }
            (None, Some(_)) => return Err("STRIPE_WEBHOOK_SECRET is set, but STRIPE_SECRET_KEY isn't".to_owned()),
        };
        if !key.starts_with("sk_") && !key.starts_with("rk_") {
            return Err("STRIPE_SECRET_KEY begins with sk_ or rk_; a publishable pk_ key can't take money".to_owned());
        }
        let secrets: Vec<&str> = secrets.split(',').map(str::trim).filter(|secret| !secret.is_empty()).collect();
        if secrets.is_empty() || secrets.len() > 2 {
            return Err("STRIPE_WEBHOOK_SECRET holds one secret, or two with a comma between while one is being \
                        replaced"
                .to_owned());
        }
        let url = filled("STRIPE_API_URL").unwrap_or_else(|| API_URL.to_owned());
        let local = ["http://127.0.0.1:", "http://localhost:"].iter().any(|start| url.starts_with(start));
        if !url.starts_with("https://") && !local {
            return Err(
                "STRIPE_API_URL begins with https://, except on this machine: the secret key goes there".to_owned()
            );
        }
        Ok(Some(Self::new(&key, &secrets, &url)))
    }

    /// Whether no real money moves with this key.
    #[must_use]
    pub fn test_mode(&self) -> bool {
        !["sk_live_", "rk_live_"].iter().any(|start| self.secret_key.starts_with(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<Settings>, String> {
        Settings::read(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn without_keys_it_is_the_sandbox_and_half_a_setting_is_refused() {
        assert!(read(&[]).unwrap().is_none());
        assert!(read(&[("STRIPE_SECRET_KEY", " "), ("STRIPE_WEBHOOK_SECRET", "")]).unwrap().is_none());
        assert!(read(&[("STRIPE_SECRET_KEY", "sk_test_1")]).is_err());
        assert!(read(&[("STRIPE_WEBHOOK_SECRET", "whsec_1")]).is_err());
        assert!(read(&[("STRIPE_SECRET_KEY", "pk_test_1"), ("STRIPE_WEBHOOK_SECRET", "whsec_1")]).is_err());
    }

    #[test]
    fn two_secrets_stand_with_a_comma_between() {
        let base = ("STRIPE_SECRET_KEY", "sk_test_1");
        let settings = read(&[base, ("STRIPE_WEBHOOK_SECRET", "whsec_new, whsec_old")]).unwrap().unwrap();
        assert_eq!(settings.webhook_secrets, ["whsec_new", "whsec_old"]);
        assert_eq!(settings.api_url, API_URL);
        assert!(read(&[base, ("STRIPE_WEBHOOK_SECRET", "a,b,c")]).is_err());
        assert!(read(&[base, ("STRIPE_WEBHOOK_SECRET", ",")]).is_err());
    }

    #[test]
    fn the_key_never_travels_in_the_clear_and_never_shows() {
        let base = [("STRIPE_SECRET_KEY", "sk_live_secret"), ("STRIPE_WEBHOOK_SECRET", "whsec_1")];
        let with = |url| read(&[base[0], base[1], ("STRIPE_API_URL", url)]);
        assert!(with("http://stripe.example").is_err());
        let settings = with("http://127.0.0.1:4242/").unwrap().unwrap();
        assert_eq!(settings.api_url, "http://127.0.0.1:4242");
        assert!(!settings.test_mode());
        assert!(!format!("{settings:?}").contains("secret"));
    }
}
