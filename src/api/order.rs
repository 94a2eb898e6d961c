use super::{Api, ApiError, Call, body, escape};
use crate::browser::files::Picked;
use serde::de::IgnoredAny;
use vitrine_api::{
    CreateReturn, OpenOrder, Order, OrderId, OrderSummary, Page, PhotoId, ReturnId, ReturnPhoto, ShipmentId,
};

/// `/orders/{id}{rest}`
pub(super) fn path(id: &OrderId, rest: &str) -> String {
    format!("/orders/{}{rest}", escape(id.as_str()))
}

impl Api {
    /// A page of this browser's orders, newest first.
    ///
    /// # Errors
    /// When no page came.
    pub async fn orders(self, cursor: Option<&str>) -> Result<Page<OrderSummary>, ApiError> {
        let cursor = cursor.map(|cursor| format!("?cursor={}", escape(cursor)));
        self.get(format!("/orders{}", cursor.unwrap_or_default())).await
    }

    /// An order and its parcels.
    ///
    /// # Errors
    /// When it isn't there or didn't come.
    pub async fn order(self, id: &OrderId, lang: &str) -> Result<Order, ApiError> {
        self.get(path(id, &format!("?lang={}", escape(lang)))).await
    }

    /// Opens an order with the secret of a link: its own, or a shared one.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] when the secret is wrong.
    pub async fn open_order(self, id: &OrderId, open: &OpenOrder) -> Result<Order, ApiError> {
        self.call(Call::post(path(id, "/open"), body(open)).repeatable()).await
    }

    /// Cancels an order that hasn't been sent.
    ///
    /// # Errors
    /// When something was sent already.
    pub async fn cancel_order(self, id: &OrderId, key: &str) -> Result<Order, ApiError> {
        self.call(Call::post(path(id, "/cancel"), "{}".to_owned()).keyed(key)).await
    }

    /// Asks to send goods back.
    ///
    /// # Errors
    /// When the time for it is over, or more is sent back than was bought.
    pub async fn create_return(self, id: &OrderId, key: &str, wish: &CreateReturn) -> Result<Order, ApiError> {
        self.call(Call::post(path(id, "/returns"), body(wish)).keyed(key)).await
    }

    /// Sends a picture that shows why goods go back.
    ///
    /// # Errors
    /// When it is too large, no picture, or one too many.
    pub async fn take_photo(self, id: &OrderId, file: &Picked) -> Result<ReturnPhoto, ApiError> {
        self.call(Call::post_file(path(id, "/return-photos"), file.blob())).await
    }

    /// Takes a picture back.
    ///
    /// # Errors
    /// When it belongs to a return already.
    pub async fn drop_photo(self, id: &OrderId, photo: &PhotoId) -> Result<(), ApiError> {
        let path = path(id, &format!("/return-photos/{}", escape(photo.as_str())));
        self.call::<IgnoredAny>(Call::delete(path).repeatable()).await.map(drop)
    }

    /// Says that a parcel was handed over.
    ///
    /// # Errors
    /// When there is no label for it, or its time is over.
    pub async fn drop_off(self, id: &OrderId, wish: &ReturnId, key: &str) -> Result<Order, ApiError> {
        let path = path(id, &format!("/returns/{}/drop-off", escape(wish.as_str())));
        self.call(Call::post(path, "{}".to_owned()).keyed(key)).await
    }

    /// Says that a parcel told as delivered isn't there.
    ///
    /// # Errors
    /// When it can't be reported, or its pieces go back already.
    pub async fn not_received(self, id: &OrderId, parcel: &ShipmentId, key: &str) -> Result<Order, ApiError> {
        let path = path(id, &format!("/shipments/{}/not-received", escape(parcel.as_str())));
        self.call(Call::post(path, "{}".to_owned()).keyed(key)).await
    }

    /// Says that a parcel reported missing turned up after all.
    ///
    /// # Errors
    /// When something else came of the report.
    pub async fn received(self, id: &OrderId, parcel: &ShipmentId, key: &str) -> Result<Order, ApiError> {
        let path = path(id, &format!("/shipments/{}/received", escape(parcel.as_str())));
        self.call(Call::post(path, "{}".to_owned()).keyed(key)).await
    }
}

/// Where the picture of a proof of delivery is seen.
#[must_use]
pub fn proof_url(id: &OrderId, parcel: &ShipmentId) -> String {
    format!("/api/v1{}", path(id, &format!("/shipments/{}/proof", escape(parcel.as_str()))))
}

/// Where a picture of a return is seen.
#[must_use]
pub fn photo_url(id: &OrderId, photo: &PhotoId) -> String {
    format!("/api/v1{}", path(id, &format!("/return-photos/{}", escape(photo.as_str()))))
}
