/// A text of the namespace `feed` as a `String`, following the language.
macro_rules! words {
    ($i18n:expr, $key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        ::std::string::String::from(::leptos_i18n::t_string!($i18n, feed.$key $(, $name = $value)*))
    };
}

/// The same, once: for messages that are said and gone.
macro_rules! words_once {
    ($i18n:expr, $key:ident $(, $name:ident = $value:expr)* $(,)?) => {
        ::std::string::String::from(::leptos_i18n::tu_string!($i18n, feed.$key $(, $name = $value)*))
    };
}

pub(super) use {words, words_once};
