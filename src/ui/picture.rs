use leptos::prelude::*;

/// From this width on a screen is a desktop's, as in style/tokens.css.
const DESKTOP: &str = "(min-width: 1024px)";

/// A product's picture in the format, shape and size that suit the screen: square, or where it says
/// so the whole 4:5 on desktops.
#[component]
pub fn Picture(
    /// The files.
    picture: vitrine_api::Picture,
    /// How wide it is shown, as in the attribute `sizes`.
    #[prop(default = "100vw")]
    sizes: &'static str,
    /// Whether desktops show it upright.
    #[prop(optional)]
    upright: bool,
    /// Whether it is seen at once.
    #[prop(optional)]
    eager: bool,
) -> impl IntoView {
    let set = |small: &str, large: &str| format!("{small} 480w, {large} 960w");
    let tall = upright.then(|| {
        let avif = set(&picture.small_avif, &picture.avif);
        let jpeg = set(&picture.small_jpeg, &picture.jpeg);
        view! {
            <source media=DESKTOP type="image/avif" srcset=avif sizes=sizes />
            <source media=DESKTOP type="image/jpeg" srcset=jpeg sizes=sizes />
        }
    });
    let avif = set(&picture.small_square_avif, &picture.square_avif);
    let jpeg = set(&picture.small_square_jpeg, &picture.square_jpeg);
    view! {
        <picture class="picture">
            {tall} <source type="image/avif" srcset=avif sizes=sizes />
            <img
                src=picture.square_jpeg
                srcset=jpeg
                sizes=sizes
                alt=picture.alt
                loading=if eager { "eager" } else { "lazy" }
                decoding="async"
            />
        </picture>
    }
}
