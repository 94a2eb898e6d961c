use crate::{
    browser::{intl, media},
    i18n::{I18nLocaleTrait, use_i18n},
    routes::Route,
    state::{
        Panel,
        language::{Language, use_language},
        playback::use_playback,
        use_panel, use_prefs, use_session,
    },
    ui::{Show, live, use_lang},
};
use leptos::prelude::*;
use leptos_i18n::{t_string, td_string};
use lucide_leptos::Globe;
use vitrine_api::{Market, MarketId, ShoppingDial};

/// Where to deliver, in which language, and how the feed shall be: behind a globe.
#[component]
pub(super) fn Settings() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let wanted = RwSignal::new(false);
    let name = move || {
        let (market, language) = (t_string!(i18n, common.market), t_string!(i18n, common.language));
        // What is read on the button begins its name, so that people can say it to a machine.
        format!("{} · {}: {market}, {language}", session.market(), session.lang().to_uppercase())
    };
    view! {
        <details class="region">
            // Made when it is opened first; keys press it too.
            <summary class="region__summary" aria-label=name on:click=move |_| wanted.set(true)>
                <Globe size=22 />
                <span class="region__now">
                    {live(move || session.market().to_string())} " · " {live(move || session.lang().to_uppercase())}
                </span>
            </summary>
            <Show when=move || wanted.get()>
                <Fields />
            </Show>
        </details>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="region__fields">
            <MarketSelect />
            <LanguageSelect />
            <DialSelect />
            <SaverSwitch />
            <KeysButton />
            <a class="region__link" href=Route::Privacy.href()>
                {live(move || t_string!(i18n, common.privacy))}
            </a>
        </div>
    }
}

#[component]
fn MarketSelect() -> impl IntoView {
    let i18n = use_i18n();
    let (session, lang) = (use_session(), use_lang());
    let markets = session.markets();
    let known = move || match markets.get() {
        Some(Ok(markets)) => markets,
        _ => Vec::new(),
    };
    let option = move |market: Market| {
        let id = market.id.clone();
        let chosen = move || session.market() == id;
        view! {
            <option value=market.id.to_string() selected=chosen>
                {live(move || intl::country(lang.get(), &market.country))}
            </option>
        }
    };
    view! {
        <label class="region__field">
            <span>{live(move || t_string!(i18n, common.market))}</span>
            <select
                prop:value=move || session.market().to_string()
                on:change=move |event| session.set_market(MarketId(event_target_value(&event)))
            >
                <For each=known key=|market| market.id.clone() children=option />
            </select>
        </label>
    }
}

#[component]
fn LanguageSelect() -> impl IntoView {
    let i18n = use_i18n();
    let language = use_language();
    let choose = move |event: leptos::ev::Event| {
        let code = event_target_value(&event);
        let all = Language::all().iter();
        if let Some(locale) = all.copied().find(|locale| locale.as_str() == code) {
            language.set(locale);
        }
    };
    view! {
        <label class="region__field">
            <span>{live(move || t_string!(i18n, common.language))}</span>
            <select prop:value=move || language.code() on:change=choose>
                {Language::all()
                    .iter()
                    .map(|locale| {
                        let locale = *locale;
                        view! {
                            <option
                                value=locale.as_str()
                                lang=locale.as_str()
                                selected=move || language.locale() == locale
                            >
                                {td_string!(locale, common.language_name)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// How much of the feed may sell.
#[component]
fn DialSelect() -> impl IntoView {
    let i18n = use_i18n();
    let prefs = use_prefs();
    let word = move |dial: ShoppingDial| match dial {
        ShoppingDial::All => t_string!(i18n, common.dial_all),
        ShoppingDial::Some => t_string!(i18n, common.dial_some),
        ShoppingDial::None => t_string!(i18n, common.dial_none),
    };
    let choose = move |event: leptos::ev::Event| {
        if let Some(dial) = ShoppingDial::from_word(&event_target_value(&event)) {
            prefs.set_dial(dial);
        }
    };
    let options = ShoppingDial::ALL.map(|dial| {
        view! {
            <option value=dial.word() selected=move || prefs.dial() == dial>
                {live(move || word(dial))}
            </option>
        }
    });
    view! {
        <label class="region__field">
            <span>{live(move || t_string!(i18n, common.dial))}</span>
            <select prop:value=move || prefs.dial().word() on:change=choose>
                {options.into_iter().collect_view()}
            </select>
        </label>
    }
}

/// Saving data, and what a film costs with it and without.
#[component]
fn SaverSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let (prefs, playback, lang) = (use_prefs(), use_playback(), use_lang());
    let budget = move || {
        playback.bytes_per_film().map(|bytes| {
            let megabytes = intl::decimal(lang.get(), bytes / 1_000_000.0);
            t_string!(i18n, common.film_budget, megabytes = megabytes)
        })
    };
    view! {
        <label class="region__switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || prefs.saver()
                on:change=move |event| prefs.set_saver(event_target_checked(&event))
            />
            <span>
                {live(move || t_string!(i18n, common.saver))}
                <small class="region__hint">{budget}</small>
            </span>
        </label>
    }
}

/// The way to the list of keys, where there is a keyboard.
#[component]
fn KeysButton() -> impl IntoView {
    let i18n = use_i18n();
    let panel = use_panel();
    let desktop = media::desktop();
    view! {
        <Show when=move || desktop.get()>
            <button type="button" class="region__keys" on:click=move |_| panel.open(Panel::Keys)>
                {live(move || t_string!(i18n, common.keys))}
                <kbd aria-hidden="true">"?"</kbd>
            </button>
        </Show>
    }
}
