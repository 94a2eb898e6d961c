use crate::{
    browser::{page, storage},
    i18n::{I18nLocaleTrait, Locale},
};
use leptos::prelude::*;
use leptos_i18n::{I18nContext, context::init_i18n_subcontext_with_options};

/// Where the choice is kept.
const KEY: &str = "vitrine.lang";

/// The language everything is in.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    locale: RwSignal<Locale>,
}

impl Language {
    /// The kept choice, else what the browser prefers, else English. Provides itself and
    /// the texts, and says the language on `<html>`.
    pub fn provide() -> Self {
        let kept = storage::local_get(KEY).and_then(|code| find(&code));
        let preferred = || page::preferred_languages().iter().find_map(|tag| find(tag));
        let locale = RwSignal::new(kept.or_else(preferred).unwrap_or_default());
        let language = Self { locale };
        let texts: I18nContext<Locale> = init_i18n_subcontext_with_options(Some(locale.into()), None, None, None);
        provide_context(texts);
        provide_context(language);
        Effect::new(move |_| page::set_lang(language.code()));
        language
    }

    /// All there are.
    #[must_use]
    pub fn all() -> &'static [Locale] {
        Locale::get_all()
    }

    /// The language; tracked.
    #[must_use]
    pub fn locale(self) -> Locale {
        self.locale.get()
    }

    /// `en` or `de`; tracked.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.locale.get().as_str()
    }

    /// Chooses a language and keeps the choice.
    pub fn set(self, locale: Locale) {
        storage::local_set(KEY, locale.as_str());
        self.locale.set(locale);
    }
}

/// The language of a tag: `de-AT` is German.
fn find(tag: &str) -> Option<Locale> {
    let primary = tag.split('-').next().unwrap_or_default();
    Language::all().iter().copied().find(|locale| locale.as_str().eq_ignore_ascii_case(primary))
}

/// The language from the context.
#[must_use]
pub fn use_language() -> Language {
    use_context().unwrap_or_else(Language::provide)
}
