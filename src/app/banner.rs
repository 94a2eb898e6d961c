use crate::{
    api::use_api,
    browser::net,
    i18n::use_i18n,
    ui::{Show, live},
};
use leptos::prelude::*;
use leptos_i18n::t_string;
use lucide_leptos::WifiOff;

/// What concerns every screen: no network, or no server.
#[component]
pub fn Banners() -> impl IntoView {
    let i18n = use_i18n();
    let online = net::online();
    let missing = use_api().backend_missing();
    view! {
        <div class="banners" role="status">
            <Show when=move || !online.get()>
                <p class="banner">
                    <WifiOff size=18 />
                    {live(move || t_string!(i18n, common.offline_banner))}
                </p>
            </Show>
            // Only people who build Vitrine can start its server.
            <Show when=move || cfg!(debug_assertions) && online.get() && missing.get()>
                <p class="banner">
                    <span>
                        {live(move || t_string!(i18n, common.backend_missing))} " "
                        {live(move || t_string!(i18n, common.backend_start))} " "
                        <code>"cargo xtask start"</code> " / " <code>"cargo xtask dev"</code>
                    </span>
                </p>
            </Show>
        </div>
    }
}
