// The one policy of this page. Leptos makes its templates with innerHTML; what goes in
// there is checked here, and scripts come from this origin alone.
"use strict";

if (self.trustedTypes && self.trustedTypes.createPolicy) {
  const refused = /<script|\son[a-z]+\s*=|javascript:/i;
  self.trustedTypes.createPolicy("default", {
    createHTML(text) {
      if (refused.test(text)) {
        throw new TypeError("This page does not make HTML with scripts in it.");
      }
      return text;
    },
    createScriptURL(address) {
      const url = new URL(address, self.location.origin);
      if (url.origin !== self.location.origin) {
        throw new TypeError("This page runs scripts from its own origin only.");
      }
      return url.href;
    },
  });
}
