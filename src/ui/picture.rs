use leptos::prelude::*;

/// A picture in the format and size that suit the screen.
#[component]
pub fn Picture(
    /// The files.
    picture: vitrine_api::Picture,
    /// How wide it is shown, as in the attribute `sizes`.
    #[prop(default = "100vw")]
    sizes: &'static str,
    /// Whether it is seen at once.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let avif = format!("{} 480w, {} 960w", picture.small_avif, picture.avif);
    let jpeg = format!("{} 480w, {} 960w", picture.small_jpeg, picture.jpeg);
    view! {
        <picture class="picture">
            <source type="image/avif" srcset=avif sizes=sizes />
            <img
                src=picture.jpeg
                srcset=jpeg
                sizes=sizes
                alt=picture.alt
                loading=if eager { "eager" } else { "lazy" }
                decoding="async"
            />
        </picture>
    }
}
