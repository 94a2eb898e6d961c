use crate::{
    api::{photo_url, use_api},
    browser::files::{self, Picked},
    i18n::use_i18n,
    model::tone::Tone,
    ui::{Button, ButtonVariant, Notice, live, say},
};
use leptos::{prelude::*, task::spawn_local};
use vitrine_api::{OrderId, PhotoId, ProblemCode};

/// Pictures of one return, at most.
const MOST: usize = 4;
/// The largest picture, in bytes.
const LARGEST: f64 = 5.0 * 1024.0 * 1024.0;
/// What the shop takes.
const KINDS: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/avif"];

/// Why a picture was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    TooMany,
    TooLarge,
    Kind,
    Failed,
}

/// Pictures that show why something goes back: picked, seen, removed.
#[component]
pub(super) fn Photos(id: OrderId, photos: RwSignal<Vec<PhotoId>>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let fault = RwSignal::new(None::<Fault>);
    let waiting = RwSignal::new(false);
    let id = StoredValue::new(id);
    let take = move |picked: Vec<Picked>| {
        fault.set(None);
        waiting.set(true);
        spawn_local(async move {
            for file in picked {
                let Some(order) = id.try_get_value() else { return };
                let full = photos.try_with_untracked(|photos| photos.len() >= MOST) != Some(false);
                let refused = if full { Some(Fault::TooMany) } else { refused(&file) };
                if let Some(refused) = refused {
                    fault.try_set(Some(refused));
                    break;
                }
                match api.take_photo(&order, &file).await {
                    Ok(photo) => {
                        photos.try_update(|photos| photos.push(photo.id));
                    }
                    Err(error) => {
                        fault.try_set(Some(match error.code() {
                            Some(ProblemCode::TooLarge) => Fault::TooLarge,
                            Some(ProblemCode::UnsupportedMediaType) => Fault::Kind,
                            Some(ProblemCode::InvalidState) => Fault::TooMany,
                            _ => Fault::Failed,
                        }));
                        break;
                    }
                }
            }
            waiting.try_set(false);
        });
    };
    let remove = move |photo: PhotoId| {
        photos.update(|photos| photos.retain(|each| *each != photo));
        let order = id.get_value();
        // One that can't be removed now is forgotten by the shop after a day.
        spawn_local(async move {
            let _ = api.drop_photo(&order, &photo).await;
        });
    };
    let words = move || {
        fault.get().map(|fault| match fault {
            Fault::TooMany => say!(i18n, back.photos_most),
            Fault::TooLarge => say!(i18n, back.photo_large),
            Fault::Kind => say!(i18n, back.photo_kind),
            Fault::Failed => say!(i18n, order.try_failed),
        })
    };
    let shown = move || {
        photos
            .get()
            .into_iter()
            .map(|photo| {
                let src = id.with_value(|id| photo_url(id, &photo));
                view! {
                    <span class="return-pick">
                        <img class="return-photo" src=src alt="" width="72" height="72" />
                        <Button variant=ButtonVariant::Link on_press=move |()| remove(photo.clone())>
                            {live(move || say!(i18n, back.photo_remove))}
                        </Button>
                    </span>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label class="field-label" for="return-photos">{live(move || say!(i18n, back.photos))}</label>
            <input
                id="return-photos"
                type="file"
                accept=KINDS.join(",")
                multiple=true
                prop:disabled=move || waiting.get() || photos.with(|photos| photos.len() >= MOST)
                on:change=move |event| take(files::take(&event))
            />
            <div class="return-photos">{shown}</div>
            {move || words().map(|text| view! { <Notice tone=Tone::Bad><p>{text}</p></Notice> })}
        </div>
    }
}

/// What is wrong with a file before it is sent.
fn refused(file: &Picked) -> Option<Fault> {
    if !KINDS.contains(&file.mime().as_str()) {
        return Some(Fault::Kind);
    }
    (file.size() > LARGEST).then_some(Fault::TooLarge)
}
