//! What a shopper typed about who they are and where they live, and whether it can be sent.

use serde::{Deserialize, Serialize};
use vitrine_api::{Address, AddressFieldName, AddressFormat, Contact, FieldCode};

/// The longest text of a field that the server takes.
pub const LONGEST: usize = 100;

/// An address as it is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressDraft {
    /// Full name.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Flat, floor, c/o.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// Region code.
    pub region: String,
    /// Phone.
    pub phone: String,
}

impl AddressDraft {
    /// The text of a field.
    #[must_use]
    pub fn get(&self, field: AddressFieldName) -> &str {
        match field {
            AddressFieldName::Name => &self.name,
            AddressFieldName::Line1 => &self.line1,
            AddressFieldName::Line2 => &self.line2,
            AddressFieldName::PostalCode => &self.postal_code,
            AddressFieldName::City => &self.city,
            AddressFieldName::Region => &self.region,
            AddressFieldName::Phone => &self.phone,
        }
    }

    /// Changes a field.
    pub fn set(&mut self, field: AddressFieldName, text: String) {
        *match field {
            AddressFieldName::Name => &mut self.name,
            AddressFieldName::Line1 => &mut self.line1,
            AddressFieldName::Line2 => &mut self.line2,
            AddressFieldName::PostalCode => &mut self.postal_code,
            AddressFieldName::City => &mut self.city,
            AddressFieldName::Region => &mut self.region,
            AddressFieldName::Phone => &mut self.phone,
        } = text;
    }
}

impl From<&Address> for AddressDraft {
    fn from(address: &Address) -> Self {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            name: address.name.clone(),
            line1: address.line1.clone(),
            line2: optional(&address.line2),
            postal_code: address.postal_code.clone(),
            city: address.city.clone(),
            region: optional(&address.region),
            phone: optional(&address.phone),
        }
    }
}

/// A field and what is wrong with it.
pub type FieldFault = (AddressFieldName, FieldCode);

/// The name of a field as the server's pointers and the form's ids write it.
#[must_use]
pub fn field_key(field: AddressFieldName) -> &'static str {
    match field {
        AddressFieldName::Name => "name",
        AddressFieldName::Line1 => "line1",
        AddressFieldName::Line2 => "line2",
        AddressFieldName::PostalCode => "postal_code",
        AddressFieldName::City => "city",
        AddressFieldName::Region => "region",
        AddressFieldName::Phone => "phone",
    }
}

/// Every field an address may have.
pub const FIELDS: [AddressFieldName; 7] = [
    AddressFieldName::Name,
    AddressFieldName::Line1,
    AddressFieldName::Line2,
    AddressFieldName::PostalCode,
    AddressFieldName::City,
    AddressFieldName::Region,
    AddressFieldName::Phone,
];

/// The field a pointer such as `/shipping_address/city` means.
#[must_use]
pub fn field_of_pointer(pointer: &str) -> Option<AddressFieldName> {
    let key = pointer.strip_prefix("/shipping_address/")?;
    FIELDS.into_iter().find(|field| field_key(*field) == key)
}

/// Reads an address out of what was typed.
///
/// # Errors
/// Every wrong field, in the order of the form.
pub fn read(country: &str, format: &AddressFormat, draft: &AddressDraft) -> Result<Address, Vec<FieldFault>> {
    let faults: Vec<_> = format
        .fields
        .iter()
        .filter_map(|field| {
            let text = draft.get(field.name).trim();
            fault(country, format, field.name, field.required, text).map(|code| (field.name, code))
        })
        .collect();
    if faults.is_empty() { Ok(address(format, draft)) } else { Err(faults) }
}

fn address(format: &AddressFormat, draft: &AddressDraft) -> Address {
    let text = |field: AddressFieldName| {
        let asked = format.fields.iter().any(|f| f.name == field);
        if asked { draft.get(field).trim().to_owned() } else { String::new() }
    };
    let optional = |field| Some(text(field)).filter(|text| !text.is_empty());
    Address {
        name: text(AddressFieldName::Name),
        line1: text(AddressFieldName::Line1),
        line2: optional(AddressFieldName::Line2),
        postal_code: text(AddressFieldName::PostalCode),
        city: text(AddressFieldName::City),
        region: optional(AddressFieldName::Region),
        phone: optional(AddressFieldName::Phone),
    }
}

fn fault(
    country: &str,
    format: &AddressFormat,
    field: AddressFieldName,
    required: bool,
    text: &str,
) -> Option<FieldCode> {
    if text.is_empty() {
        return required.then_some(FieldCode::Required);
    }
    if text.chars().count() > LONGEST {
        return Some(FieldCode::TooLong);
    }
    match field {
        AddressFieldName::PostalCode if !postal_code_fits(country, text) => Some(FieldCode::Format),
        AddressFieldName::Region if !format.regions.is_empty() && !format.regions.iter().any(|r| r.code == text) => {
            Some(FieldCode::NotOffered)
        }
        AddressFieldName::Phone if !phone_fits(text) => Some(FieldCode::Format),
        _ => None,
    }
}

/// Whether a postal code can exist in a country; countries not listed take anything.
fn postal_code_fits(country: &str, text: &str) -> bool {
    match country {
        "DE" | "FR" | "ES" | "IT" => shaped(text, &["00000"]),
        "AT" | "CH" | "DK" | "BE" => shaped(text, &["0000"]),
        "US" => shaped(text, &["00000", "00000-0000"]),
        "JP" => shaped(text, &["000-0000", "0000000"]),
        _ => true,
    }
}

fn shaped(text: &str, shapes: &[&str]) -> bool {
    shapes.iter().any(|shape| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(t, s)| if s == b'0' { t.is_ascii_digit() } else { t == s })
    })
}

fn phone_fits(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (5..=15).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c))
}

/// Reads who buys out of a typed email address.
///
/// # Errors
/// What is wrong with it.
pub fn read_contact(email: &str) -> Result<Contact, FieldCode> {
    let email = email.trim();
    if email.is_empty() {
        return Err(FieldCode::Required);
    }
    if email.len() > 254 {
        return Err(FieldCode::TooLong);
    }
    let sound = email.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty()
            && !host.contains('@')
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !host.contains("..")
            && !email.contains(char::is_whitespace)
    });
    if sound { Ok(Contact { email: email.to_owned() }) } else { Err(FieldCode::Format) }
}

/// An address as lines, the way an envelope has them.
#[must_use]
pub fn envelope(address: &Address) -> Vec<String> {
    let place = match &address.region {
        Some(region) => format!("{}, {region} {}", address.city, address.postal_code),
        None => format!("{} {}", address.postal_code, address.city),
    };
    // Of a shared order only parts are told; they leave no empty lines.
    [Some(address.name.clone()), Some(address.line1.clone()), address.line2.clone(), Some(place)]
        .into_iter()
        .flatten()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
