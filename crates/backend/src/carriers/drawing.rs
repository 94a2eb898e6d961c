//! The pictures behind the simulated carrier's proofs. It has neither a pen nor a camera: a signature is a line
//! drawn from the letters of the name, a photo is a door with a parcel before it. Both are made from what the
//! event says each time they are asked for, and are the same each time.

use crate::secret::hash;
use std::fmt::Write;
use vitrine_api::{DeliveryProof, ProofPicture};

/// The picture of a proof, as SVG; none where it has none. Presentation attributes alone: the answer's policy
/// allows no style.
#[must_use]
pub fn picture(proof: &DeliveryProof, event: &str) -> Option<String> {
    match proof.picture? {
        ProofPicture::Signature => Some(signature(proof.signed_by.as_deref().unwrap_or_default())),
        ProofPicture::Photo => Some(door(event)),
        ProofPicture::Unknown => None,
    }
}

/// Small numbers that are the same for the same text.
fn draws(text: &str) -> impl Iterator<Item = f64> + Clone {
    hash(text).into_bytes().into_iter().map(|byte| f64::from(byte % 16) / 15.0)
}

/// A line that swings once for each letter, higher for the first of a word, as a hand does in a hurry.
fn signature(name: &str) -> String {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).take(24).collect();
    let step = 200.0 / letters.len().max(1) as f64;
    let mut path = "M20 70".to_owned();
    let (mut x, mut first) = (20.0, true);
    for (letter, draw) in letters.iter().zip(draws(name).cycle()) {
        if letter.is_whitespace() {
            first = true;
            x += step * 0.6;
            continue;
        }
        let height = if first { 46.0 } else { 10.0 + 14.0 * draw };
        let (up, down) = (70.0 - height, 70.0 + 8.0 * draw);
        // Writing into a text never fails.
        let _ = write!(
            path,
            "C{:.1} {up:.1} {:.1} {up:.1} {:.1} 68S{:.1} {down:.1} {:.1} 70",
            x + step * 0.2,
            x + step * 0.5,
            x + step * 0.5,
            x + step * 0.7,
            x + step
        );
        x += step;
        first = false;
    }
    path.push_str("q14 -10 24 4");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 260 96\" width=\"520\" height=\"192\">\
         <path d=\"M0 0h260v96H0z\" fill=\"#fff\"/><path d=\"M16 82h228\" stroke=\"#b9b5ad\"/>\
         <path d=\"{path}\" fill=\"none\" stroke=\"#1d2430\" stroke-width=\"2\" stroke-linecap=\"round\" \
         stroke-linejoin=\"round\"/></svg>"
    )
}

/// A door in one of some colours, and a parcel on its mat.
fn door(event: &str) -> String {
    const COLOURS: [&str; 4] = ["#5b6b5f", "#6d4f43", "#44566c", "#7a6a4a"];
    let mut draws = draws(event);
    let colour = COLOURS[(draws.next().unwrap_or_default() * 3.0) as usize];
    let at = 96.0 + 40.0 * draws.next().unwrap_or_default();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 260 196\" width=\"520\" height=\"392\">\
         <path d=\"M0 0h260v196H0z\" fill=\"#d8d3c8\"/><path d=\"M0 164h260v32H0z\" fill=\"#a9a294\"/>\
         <path d=\"M70 20h84v144H70z\" fill=\"{colour}\"/><path d=\"M82 34h60v48H82zM82 94h60v56H82z\" fill=\"none\" \
         stroke=\"#fff\" stroke-opacity=\".35\" stroke-width=\"3\"/><circle cx=\"144\" cy=\"96\" r=\"3\" fill=\"#e5c77d\"/>\
         <path d=\"M78 168h92l10 14H68z\" fill=\"#6f6a60\"/>\
         <path d=\"M{at:.0} 140h52v34h-52z\" fill=\"#c79a63\"/><path d=\"M{:.0} 140h8v34h-8z\" fill=\"#e3c79c\"/></svg>",
        at + 22.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vitrine_api::ProofKind;

    fn proof(name: &str, picture: Option<ProofPicture>) -> DeliveryProof {
        DeliveryProof { kind: ProofKind::Recipient, signed_by: Some(name.to_owned()), place: None, picture }
    }

    #[test]
    fn a_signature_is_its_names_and_carries_none_of_its_letters() {
        let of = |name: &str| picture(&proof(name, Some(ProofPicture::Signature)), "e").unwrap();
        assert_eq!(of("Mina Vogel"), of("Mina Vogel"));
        assert_ne!(of("Mina Vogel"), of("Ada Kern"));
    }

    proptest! {
        /// Whatever a carrier calls a name, its picture is five elements of plain figures.
        #[test]
        fn any_name_is_only_drawn(name in prop_oneof!["\\PC{0,60}", Just("</svg><script>".to_owned()), ".{0,60}"]) {
            let drawn = picture(&proof(&name, Some(ProofPicture::Signature)), "e").unwrap();
            prop_assert!(drawn.starts_with("<svg ") && drawn.matches('<').count() == 5, "{}", drawn);
            prop_assert!(drawn.is_ascii() && !drawn.contains("NaN") && !drawn.contains("inf"), "{}", drawn);
        }
    }

    #[test]
    fn without_a_picture_nothing_is_drawn() {
        assert_eq!(picture(&proof("Ada", None), "e"), None);
        assert!(picture(&proof("Ada", Some(ProofPicture::Photo)), "e").unwrap().contains("<circle"));
    }
}
