use crate::{
    browser::storage,
    model::{
        address::{AddressDraft, FIELDS},
        json,
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use vitrine_api::{AddressFieldName, Cart};

/// In this tab only, and gone with the order: it is personal.
const KEY: &str = "vitrine.checkout.draft";

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    email: String,
    address: AddressDraft,
}

/// What is being typed; it survives a reload of the tab.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub email: RwSignal<String>,
    name: RwSignal<String>,
    line1: RwSignal<String>,
    line2: RwSignal<String>,
    postal_code: RwSignal<String>,
    city: RwSignal<String>,
    region: RwSignal<String>,
    phone: RwSignal<String>,
}

impl Draft {
    /// What was typed in this tab before.
    pub(super) fn open() -> Self {
        let kept: Kept = storage::session_get(KEY).and_then(|text| json::read(&text).ok()).unwrap_or_default();
        let draft = Self {
            email: RwSignal::new(kept.email),
            name: RwSignal::new(kept.address.name),
            line1: RwSignal::new(kept.address.line1),
            line2: RwSignal::new(kept.address.line2),
            postal_code: RwSignal::new(kept.address.postal_code),
            city: RwSignal::new(kept.address.city),
            region: RwSignal::new(kept.address.region),
            phone: RwSignal::new(kept.address.phone),
        };
        Effect::new(move |_| {
            let kept = Kept { email: draft.email.get(), address: draft.address() };
            if kept.email.is_empty() && kept.address == AddressDraft::default() {
                return;
            }
            if let Ok(text) = serde_json::to_string(&kept) {
                storage::session_set(KEY, &text);
            }
        });
        draft
    }

    /// Forgets what was typed.
    pub(super) fn forget() {
        storage::session_remove(KEY);
    }

    /// The signal of an address field.
    pub(super) fn field(self, name: AddressFieldName) -> RwSignal<String> {
        match name {
            AddressFieldName::Name => self.name,
            AddressFieldName::Line1 => self.line1,
            AddressFieldName::Line2 => self.line2,
            AddressFieldName::PostalCode => self.postal_code,
            AddressFieldName::City => self.city,
            AddressFieldName::Region => self.region,
            AddressFieldName::Phone => self.phone,
        }
    }

    /// The address as it is typed; tracked.
    pub(super) fn address(self) -> AddressDraft {
        AddressDraft {
            name: self.name.get(),
            line1: self.line1.get(),
            line2: self.line2.get(),
            postal_code: self.postal_code.get(),
            city: self.city.get(),
            region: self.region.get(),
            phone: self.phone.get(),
        }
    }

    /// Takes what the server knows where nothing was typed.
    pub(super) fn fill_from(self, cart: &Cart) {
        if let Some(contact) = &cart.contact
            && self.email.with_untracked(String::is_empty)
        {
            self.email.set(contact.email.clone());
        }
        let Some(address) = &cart.shipping_address else {
            return;
        };
        let known = AddressDraft::from(address);
        if FIELDS.iter().all(|name| self.field(*name).with_untracked(String::is_empty)) {
            for name in FIELDS {
                self.field(name).set(known.get(name).to_owned());
            }
        }
    }
}
