//! Code 128 (ISO/IEC 15417), code set B: what scanners at drop-off counters read.

/// The widths of three bars and three spaces for each value; the start of code set B is 104.
const PATTERNS: [&str; 106] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232",
];
const START_B: usize = 104;
const STOP: &str = "2331112";
/// The light margin on both sides, in modules: the standard asks for ten.
const QUIET: u32 = 10;

/// A code to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// How wide it is with its margins, in modules.
    pub width: u32,
    /// The bars as an SVG path, one module wide units, one unit high.
    pub path: String,
}

/// The values of a text with start and check digit, without the stop; none when a character isn't in code
/// set B, or there is no text.
fn values(text: &str) -> Option<Vec<usize>> {
    let letters: Vec<usize> = text
        .chars()
        .map(|letter| (' '..='~').contains(&letter).then(|| letter as usize - 32))
        .collect::<Option<_>>()?;
    if letters.is_empty() {
        return None;
    }
    let sum: usize = letters.iter().enumerate().map(|(index, value)| (index + 1) * value).sum();
    let mut all = vec![START_B];
    all.extend(letters);
    all.push((START_B + sum) % 103);
    Some(all)
}

/// Draws a text; none when it can't be written in code set B.
#[must_use]
pub fn draw(text: &str) -> Option<Code> {
    let values = values(text)?;
    let widths = values.iter().filter_map(|value| PATTERNS.get(*value)).chain([&STOP]);
    let mut at = QUIET;
    let mut path = String::new();
    for (index, width) in widths.flat_map(|pattern| pattern.chars()).filter_map(|c| c.to_digit(10)).enumerate() {
        // Each pattern has an even number of elements, so that bars stay at even places throughout.
        if index % 2 == 0 {
            path += &format!("M{at} 0h{width}v1h-{width}z");
        }
        at += width;
    }
    Some(Code { width: at + QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_pattern_is_eleven_modules_with_an_even_sum_of_bars_and_unlike_the_others() {
        for pattern in PATTERNS {
            let widths: Vec<u32> = pattern.chars().filter_map(|c| c.to_digit(10)).collect();
            assert_eq!((widths.len(), widths.iter().sum::<u32>()), (6, 11), "{pattern}");
            assert_eq!(widths.iter().step_by(2).sum::<u32>() % 2, 0, "{pattern}");
        }
        assert_eq!(PATTERNS.iter().collect::<BTreeSet<_>>().len(), PATTERNS.len());
    }

    #[test]
    fn the_check_digit_is_that_of_the_standards_method() {
        // 104 + 1·48 + 2·42 + 3·42 + 4·17 + 5·18 + 6·19 + 7·35 = 879, and 879 mod 103 = 55.
        assert_eq!(values("PJJ123C"), Some(vec![104, 48, 42, 42, 17, 18, 19, 35, 55]));
    }

    #[test]
    fn a_code_has_start_letters_check_stop_and_margins() {
        let code = draw("VT7A").unwrap_or_else(|| panic!("it can be written"));
        assert_eq!(code.width, 10 + 11 * (1 + 4 + 1) + 13 + 10);
        assert!(code.path.starts_with("M10 0h2v1h-2zM13 0h1"), "start B is 211214: {}", code.path);
        assert!(code.path.ends_with(&format!("M{} 0h2v1h-2z", code.width - 12)));
        assert_eq!(code.path.matches('M').count(), 3 * 6 + 4);
    }

    #[test]
    fn what_is_not_in_the_set_is_not_drawn() {
        assert_eq!(draw(""), None);
        assert_eq!(draw("Größe"), None);
        assert_eq!(draw("a\nb"), None);
    }
}
