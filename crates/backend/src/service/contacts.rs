//! Whom to ask about a parcel: what the catalogue says now, not what it said when it was bought.

use super::Shop;
use crate::store::shipments::ShipmentDoc;
use vitrine_api::{CarrierContact, ParcelContacts, SellerContact};

impl Shop {
    /// The contacts of a parcel. Of a carrier the catalogue doesn't name nothing is known.
    pub(super) fn contacts(&self, parcel: &ShipmentDoc) -> ParcelContacts {
        let seller = self.catalogue.merchants.get(parcel.merchant.id.as_str()).map(|file| SellerContact {
            email: file.email.clone(),
            phone: file.phone.clone(),
            address: file.address.clone(),
        });
        let carrier = self
            .catalogue
            .carrier(&parcel.carrier.code)
            .map(|file| CarrierContact { phone: file.phone.clone(), claim_url: file.claim_url.clone() });
        ParcelContacts { seller, carrier }
    }
}
