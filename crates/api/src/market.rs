use crate::{Currency, MarketId};
use serde::{Deserialize, Serialize};

/// Where and in which money a shopper buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Market {
    /// The id, equal to the country.
    pub id: MarketId,
    /// ISO 3166-1 alpha-2 country code.
    pub country: String,
    /// The money prices are in.
    pub currency: Currency,
    /// BCP 47 tags, the usual one first.
    pub languages: Vec<String>,
    /// Whether shown prices contain the tax (DE, JP) or it is added (US).
    pub tax_included: bool,
    /// How addresses are written here.
    pub address: AddressFormat,
}

/// The fields an address has in a country, in the order people write them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressFormat {
    /// The fields in order.
    pub fields: Vec<AddressField>,
    /// States or prefectures to choose from; empty where there are none.
    #[serde(default)]
    pub regions: Vec<Region>,
    /// An example of a postal code.
    pub postal_code_example: String,
}

/// One field of an address form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddressField {
    /// Which field.
    pub name: AddressFieldName,
    /// Whether it must be filled.
    pub required: bool,
    /// Share of the row in twelfths (12 = a row of its own).
    pub span: u8,
}

/// The fields there are; names follow [`Address`](crate::Address).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddressFieldName {
    /// Full name of who receives the parcel.
    Name,
    /// Street and house number.
    Line1,
    /// Flat, floor, c/o.
    Line2,
    /// Postal or ZIP code.
    PostalCode,
    /// City or town.
    City,
    /// State or prefecture code.
    Region,
    /// Phone for the carrier.
    Phone,
}

/// A state or prefecture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Region {
    /// ISO 3166-2 code without the country (`CA`, `13`).
    pub code: String,
    /// The name in the country's usual language.
    pub name: String,
}
