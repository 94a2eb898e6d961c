/// How long to wait before a call is tried again, in milliseconds. Full jitter: anything between nothing and 0.3 s · 2ⁿ.
#[must_use]
pub fn pause_ms(tries: u32, random: f64) -> u32 {
    let longest = 300_u32.saturating_mul(1 << tries.min(6));
    (f64::from(longest) * random) as u32
}

#[cfg(test)]
mod tests {
    use super::pause_ms;

    #[test]
    fn pauses_double_and_jitter_fills_them() {
        assert_eq!(pause_ms(0, 0.0), 0);
        assert_eq!(pause_ms(0, 0.5), 150);
        assert_eq!(pause_ms(2, 0.999), 1198);
        assert!(pause_ms(60, 1.0) <= 19_200);
    }
}
