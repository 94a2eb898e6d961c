//! Whether an address and an email can be used. The browser checks too; this decides.

use vitrine_api::{Address, AddressFieldName, AddressFormat, FieldCode, FieldError};

fn fault(pointer: &str, code: FieldCode, message: &str) -> FieldError {
    FieldError { pointer: pointer.to_owned(), code, message: message.to_owned() }
}

/// The faults of an email.
#[must_use]
pub fn check_email(email: &str, pointer: &str) -> Vec<FieldError> {
    let email = email.trim();
    if email.is_empty() {
        return vec![fault(pointer, FieldCode::Required, "Enter an email address.")];
    }
    if email.len() > 254 {
        return vec![fault(pointer, FieldCode::TooLong, "An email address has at most 254 characters.")];
    }
    // RFC 5321 allows more than is in use; what can't be delivered anyway is caught here.
    let fine = email.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.contains('@')
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.contains("..")
    }) && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    if fine {
        vec![]
    } else {
        vec![fault(pointer, FieldCode::Format, "Enter an email address such as name@example.com.")]
    }
}

/// The faults of an address in a country's format.
#[must_use]
pub fn check_address(address: &Address, format: &AddressFormat, shapes: &[String]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (name, value) in values(address) {
        let pointer = format!("/shipping_address/{}", word(name));
        let field = format.fields.iter().find(|f| f.name == name);
        let value = value.trim();
        if value.is_empty() {
            if field.is_some_and(|f| f.required) {
                faults.push(fault(&pointer, FieldCode::Required, "This is needed for the delivery."));
            }
            continue;
        }
        if value.chars().count() > 120 {
            faults.push(fault(&pointer, FieldCode::TooLong, "At most 120 characters fit on a label."));
        } else if value.chars().any(char::is_control) {
            faults.push(fault(&pointer, FieldCode::Format, "Control characters can't be printed on a label."));
        } else if name == AddressFieldName::PostalCode && !shapes.iter().any(|s| follows(value, s)) {
            let message = format!("A postal code here looks like {}.", format.postal_code_example);
            faults.push(fault(&pointer, FieldCode::Format, &message));
        } else if name == AddressFieldName::Region && field.is_some() && !format.regions.iter().any(|r| r.code == value)
        {
            faults.push(fault(&pointer, FieldCode::NotOffered, "Choose one of the list."));
        } else if name == AddressFieldName::Phone
            && value.chars().any(|c| !(c.is_ascii_digit() || " +-()/.".contains(c)))
        {
            faults.push(fault(&pointer, FieldCode::Format, "A phone number has digits, spaces and +."));
        }
    }
    faults
}

fn values(a: &Address) -> [(AddressFieldName, &str); 7] {
    use AddressFieldName as F;
    [
        (F::Name, &a.name),
        (F::Line1, &a.line1),
        (F::Line2, a.line2.as_deref().unwrap_or("")),
        (F::PostalCode, &a.postal_code),
        (F::City, &a.city),
        (F::Region, a.region.as_deref().unwrap_or("")),
        (F::Phone, a.phone.as_deref().unwrap_or("")),
    ]
}

fn word(name: AddressFieldName) -> &'static str {
    use AddressFieldName as F;
    match name {
        F::Name => "name",
        F::Line1 => "line1",
        F::Line2 => "line2",
        F::PostalCode => "postal_code",
        F::City => "city",
        F::Region => "region",
        F::Phone => "phone",
    }
}

/// Whether `text` has the shape: `0` stands for a digit, `A` for a letter, the rest for itself.
fn follows(text: &str, shape: &str) -> bool {
    text.chars().count() == shape.chars().count()
        && text.chars().zip(shape.chars()).all(|(t, s)| match s {
            '0' => t.is_ascii_digit(),
            'A' => t.is_ascii_alphabetic(),
            _ => t == s,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vitrine_api::AddressField;

    fn format() -> AddressFormat {
        use AddressFieldName as F;
        let field = |name, required| AddressField { name, required, span: 12 };
        AddressFormat {
            fields: vec![field(F::Name, true), field(F::Line1, true), field(F::PostalCode, true), field(F::City, true)],
            regions: vec![],
            postal_code_example: "04109".into(),
        }
    }

    fn address() -> Address {
        Address {
            name: "Ada Kern".into(),
            line1: "Karl-Heine-Str. 1".into(),
            line2: None,
            postal_code: "04229".into(),
            city: "Leipzig".into(),
            region: None,
            phone: None,
        }
    }

    #[test]
    fn a_good_address_has_no_faults_and_each_bad_field_is_named() {
        let shapes = ["00000".to_owned()];
        assert!(check_address(&address(), &format(), &shapes).is_empty());
        let bad = Address { name: " ".into(), postal_code: "4229".into(), ..address() };
        let faults = check_address(&bad, &format(), &shapes);
        let named: Vec<_> = faults.iter().map(|f| (f.pointer.as_str(), f.code)).collect();
        assert_eq!(
            named,
            [("/shipping_address/name", FieldCode::Required), ("/shipping_address/postal_code", FieldCode::Format)]
        );
    }

    #[test]
    fn emails() {
        for good in ["a@b.de", "ada+shop@mail.example.com", "ü@bücher.example"] {
            assert!(check_email(good, "/contact/email").is_empty(), "{good}");
        }
        for bad in ["", "a", "a@b", "a@@b.de", "a b@c.de", "@b.de", "a@.de", "a@b..de"] {
            assert_eq!(check_email(bad, "/contact/email").len(), 1, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(name in ".*", code in ".*", email in ".*") {
            let odd = Address { name, postal_code: code, ..address() };
            let _ = check_address(&odd, &format(), &["00000".to_owned()]);
            let _ = check_email(&email, "/contact/email");
        }
    }
}
