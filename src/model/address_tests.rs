use super::*;
use proptest::prelude::*;
use vitrine_api::{AddressField, Region};

fn format(regions: &[&str]) -> AddressFormat {
    let field = |name, required| AddressField { name, required, span: 12 };
    AddressFormat {
        fields: vec![
            field(AddressFieldName::Name, true),
            field(AddressFieldName::Line1, true),
            field(AddressFieldName::Line2, false),
            field(AddressFieldName::PostalCode, true),
            field(AddressFieldName::City, true),
            field(AddressFieldName::Region, !regions.is_empty()),
        ],
        regions: regions.iter().map(|r| Region { code: (*r).to_owned(), name: String::new() }).collect(),
        postal_code_example: "04109".to_owned(),
    }
}

fn draft() -> AddressDraft {
    AddressDraft {
        name: " Ada L ".to_owned(),
        line1: "Markt 1".to_owned(),
        postal_code: "04109".to_owned(),
        city: "Leipzig".to_owned(),
        ..AddressDraft::default()
    }
}

#[test]
fn a_good_address_is_trimmed_and_taken() {
    let address = read("DE", &format(&[]), &draft()).unwrap();
    assert_eq!((address.name.as_str(), address.line2), ("Ada L", None));
}

#[test]
fn every_wrong_field_is_named_in_order() {
    let faults = read(
        "US",
        &format(&["CA"]),
        &AddressDraft { region: "XX".to_owned(), postal_code: "9".to_owned(), ..AddressDraft::default() },
    );
    assert_eq!(
        faults.unwrap_err(),
        [
            (AddressFieldName::Name, FieldCode::Required),
            (AddressFieldName::Line1, FieldCode::Required),
            (AddressFieldName::PostalCode, FieldCode::Format),
            (AddressFieldName::City, FieldCode::Required),
            (AddressFieldName::Region, FieldCode::NotOffered),
        ]
    );
}

#[test]
fn emails() {
    assert!(read_contact(" a@b.de ").is_ok());
    for bad in ["a", "a@b", "@b.de", "a@b.de.", "a b@c.de", "a@b@c.de"] {
        assert_eq!(read_contact(bad), Err(FieldCode::Format), "{bad}");
    }
    assert_eq!(read_contact("  "), Err(FieldCode::Required));
}

#[test]
fn pointers_name_fields() {
    assert_eq!(field_of_pointer("/shipping_address/postal_code"), Some(AddressFieldName::PostalCode));
    assert_eq!(field_of_pointer("/contact/email"), None);
}

proptest! {
    /// What was taken once is taken again, unchanged.
    #[test]
    fn reading_is_idempotent(name in ".{0,120}", line1 in ".{0,20}", city in ".{0,20}", code in "[0-9]{4,6}") {
        let typed = AddressDraft { name, line1, city, postal_code: code, ..AddressDraft::default() };
        if let Ok(address) = read("DE", &format(&[]), &typed) {
            let again = read("DE", &format(&[]), &AddressDraft::from(&address));
            prop_assert_eq!(again, Ok(address));
        }
    }
}
