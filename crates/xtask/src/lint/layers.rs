//! The layers of the SPA and which may import which, as docs/ARCHITECTURE.md draws them.

/// A layer of `src/` and what it may import from the crate besides itself. Modules that
/// are no layer (i18n) may be imported by every layer that is not `closed`.
pub struct Layer {
    /// The module.
    pub name: &'static str,
    may: &'static [&'static str],
    closed: bool,
    /// What to do instead.
    pub instead: &'static str,
}

/// The layers, as the plan draws them.
const LAYERS: [Layer; 7] = [
    Layer {
        name: "pages",
        may: &["ui", "state", "model", "browser", "api", "routes"],
        closed: false,
        instead: "a page puts ui, state and model together; what two pages share goes to ui or state",
    },
    Layer {
        name: "state",
        may: &["api", "model", "browser", "routes"],
        closed: false,
        instead: "state knows no screens: let the page read the state",
    },
    Layer {
        name: "api",
        may: &["browser", "model", "routes"],
        closed: false,
        instead: "api only asks and answers: let state or a page act on the answer",
    },
    Layer {
        name: "ui",
        may: &["model", "browser", "routes"],
        closed: false,
        instead: "give the part plain data and callbacks as props",
    },
    Layer {
        name: "model",
        may: &["routes"],
        closed: true,
        instead: "model is pure: take what is needed as an argument, with types of vitrine_api",
    },
    Layer {
        name: "routes",
        may: &[],
        closed: true,
        instead: "routes only spells addresses: it is plain data that model may use",
    },
    Layer {
        name: "browser",
        may: &["model"],
        closed: true,
        instead: "browser wraps what the browser can do and knows nothing of the shop",
    },
];

/// Modules on top of the layers: no layer imports them.
const TOPS: [&str; 2] = ["app", "workbench"];

/// The layer of a file, by its path below `src/`; none for app.rs, lib.rs and the like.
pub fn layer_of(path: &str) -> Option<&'static Layer> {
    let top = path.split('/').next()?.trim_end_matches(".rs");
    LAYERS.iter().find(|layer| layer.name == top)
}

/// Whether `layer` may import the crate's `module`.
pub fn allowed(layer: &Layer, module: &str) -> bool {
    let known = TOPS.contains(&module) || LAYERS.iter().any(|other| other.name == module);
    module == layer.name || layer.may.contains(&module) || !(known || layer.closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(from: &str, to: &str) -> bool {
        layer_of(from).is_some_and(|layer| allowed(layer, to))
    }

    #[test]
    fn the_arrows_are_those_of_the_plan() {
        assert!(may("pages/cart.rs", "state") && may("state/cart.rs", "api"));
        assert!(!may("ui/price.rs", "state") && !may("ui/price.rs", "api"));
        assert!(!may("browser/net.rs", "api") && !may("state/cart.rs", "pages"));
        assert!(may("ui/price.rs", "i18n") && !may("model/cart.rs", "i18n"));
        assert!(!may("pages/cart.rs", "workbench"));
    }

    #[test]
    fn files_beside_the_layers_are_free() {
        assert!(layer_of("app.rs").is_none() && layer_of("workbench/mod.rs").is_none());
        assert!(layer_of("ui.rs").is_some() && layer_of("routes.rs").is_some());
    }
}
