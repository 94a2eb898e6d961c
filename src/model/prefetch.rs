//! What is fetched before it is asked for, and which rendition of a film.

use vitrine_api::ClipSource;

/// Something to fetch ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// The poster of an item.
    Poster(usize),
    /// The film of an item, into its own element.
    Prepare(usize),
    /// The first bytes of an item's film, into the browser's cache.
    Warm {
        /// Which item.
        index: usize,
        /// How many bytes.
        bytes: u32,
    },
}

impl Job {
    /// The item it is for.
    #[must_use]
    pub fn index(self) -> usize {
        match self {
            Self::Poster(index) | Self::Prepare(index) | Self::Warm { index, .. } => index,
        }
    }
}

/// What the plan needs to know.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct In {
    /// The item on the screen.
    pub current: usize,
    /// How many items there are.
    pub len: usize,
    /// The page is seen.
    pub seen: bool,
    /// There is a network.
    pub online: bool,
    /// The person saves data.
    pub saver: bool,
    /// Films may start by themselves.
    pub autoplay: bool,
    /// The current film is complete or eight seconds ahead.
    pub enough: bool,
    /// How fast the line is, in kilobits a second; nothing while it isn't known.
    pub kbps: Option<f64>,
    /// How many films were swiped to in the last ten seconds.
    pub swipes: usize,
}

/// How many seconds ahead are enough to spend the line on the next film.
pub const ENOUGH_S: f64 = 8.0;
/// Below this many kilobits a second the line is for the current film alone.
pub const SLOW_KBPS: f64 = 700.0;
/// What may be fetched ahead at most, in bytes, beside the element that is prepared.
pub const BUDGET: u32 = 2_500_000;
/// Of the next film, while the current one still needs the line.
const FIRST_BYTES: u32 = 200_000;
/// Of the films behind the next one: three seconds, but no more than this.
const LATER_BYTES: u32 = 800_000;
/// Of each of many, for somebody who swipes fast.
const HASTY_BYTES: u32 = 300_000;
/// As many swipes in ten seconds are fast.
const HASTY: usize = 4;

/// What to fetch, the most urgent first. `bitrate` tells the bits a second of an item's film.
#[must_use]
pub fn plan(input: &In, bitrate: impl Fn(usize) -> u32) -> Vec<Job> {
    if !input.seen || !input.online {
        return Vec::new();
    }
    let at = |distance: isize| input.current.checked_add_signed(distance).filter(|index| *index < input.len);
    let posters = |distances: &'static [isize]| distances.iter().filter_map(move |by| at(*by)).map(Job::Poster);
    let mut jobs: Vec<Job> = posters(&[1, -1]).collect();
    // Whoever starts each film by hand may start none: bluesky #5290.
    let thrifty = input.saver || !input.autoplay || input.kbps.is_some_and(|kbps| kbps < SLOW_KBPS);
    if !thrifty {
        let mut left = BUDGET;
        let mut warm = |index: usize, most: u32| {
            // Three seconds of the film, as whole bytes.
            let three_seconds = u32::try_from(u64::from(bitrate(index)) * 3 / 8).unwrap_or(u32::MAX);
            let bytes = most.min(three_seconds).min(left);
            left -= bytes;
            (bytes > 0).then_some(Job::Warm { index, bytes })
        };
        match at(1) {
            Some(next) if input.enough => jobs.push(Job::Prepare(next)),
            Some(next) => jobs.extend(warm(next, FIRST_BYTES)),
            None => {}
        }
        if input.enough {
            let (far, most) = if input.swipes >= HASTY { (4, HASTY_BYTES) } else { (3, LATER_BYTES) };
            jobs.extend((2..=far).filter_map(at).filter_map(|index| warm(index, most)));
        }
    }
    jobs.extend(posters(&[2, 3]));
    jobs
}

/// The mean of the line's speed, in kilobits a second: what was seen last counts for three tenths.
#[must_use]
pub fn line_speed(before: Option<f64>, bytes: f64, ms: f64) -> Option<f64> {
    // Small or instant answers tell of the cache or the delay, not of the line.
    if bytes < 50_000.0 || ms < 5.0 {
        return before;
    }
    let seen = bytes * 8.0 / ms;
    Some(before.map_or(seen, |mean| mean * 0.7 + seen * 0.3))
}

/// The order in which the renditions are tried: first those the browser plays, of those
/// the smallest that fills the box, then larger ones never before smaller ones.
///
/// `plays` says what the browser thinks of each MIME type: 0 no, 1 maybe, 2 probably. What the
/// line (`kbps`) can't carry with a third to spare comes last; on an unknown line half of the
/// box's height will do.
#[must_use]
pub fn order(
    sources: &[ClipSource],
    box_px: f64,
    saver: bool,
    kbps: Option<f64>,
    plays: impl Fn(&str) -> u8,
) -> Vec<usize> {
    let share = if kbps.is_some() { 0.8 } else { 0.5 };
    let wanted = if saver { 0.0 } else { box_px * share };
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|at| {
        let source = sources.get(*at);
        let height = source.map_or(0, |s| s.height);
        let fills = f64::from(height) >= wanted;
        let playable = source.map_or(0, |s| plays(&s.mime));
        // Of those that fill the box the smallest, of those that don't the largest.
        let size = if fills { i64::from(height) } else { -i64::from(height) };
        let carried = kbps.is_none_or(|kbps| source.is_none_or(|s| f64::from(s.bitrate) * 1.33 <= kbps * 1000.0));
        // Of those the line can't carry, the one that asks least of it.
        let size = if carried { size } else { source.map_or(0, |s| i64::from(s.bitrate)) };
        (playable == 0, !carried, !fills && carried, size, std::cmp::Reverse(playable), *at)
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(height: u32, mime: &str) -> ClipSource {
        ClipSource {
            url: format!("/{height}"),
            mime: mime.to_owned(),
            width: height * 9 / 16,
            height,
            bitrate: height * 1700,
        }
    }

    #[test]
    fn the_smallest_that_fills_the_box_is_first() {
        let sources = [source(1280, "h264"), source(960, "h264"), source(1280, "vp9")];
        let all = |_: &str| 2;
        let fast = Some(50_000.0);
        assert_eq!(order(&sources, 844.0, false, fast, all), [1, 0, 2]);
        assert_eq!(order(&sources, 1500.0, false, fast, all), [0, 2, 1]);
        assert_eq!(order(&sources, 3000.0, false, fast, all), [0, 2, 1]);
        assert_eq!(order(&sources, 3000.0, true, fast, all), [1, 0, 2]);
        let no_h264 = |mime: &str| u8::from(mime == "vp9");
        assert_eq!(order(&sources, 844.0, false, fast, no_h264).first(), Some(&2));
    }

    #[test]
    fn the_line_decides_with_the_box() {
        let sources = [source(1280, "h264"), source(960, "h264")];
        let all = |_: &str| 2;
        // 1280 needs 2.2 Mb/s, 960 needs 1.6.
        assert_eq!(order(&sources, 1688.0, false, Some(2_500.0), all), [1, 0]);
        assert_eq!(order(&sources, 1688.0, false, Some(3_500.0), all), [0, 1]);
        assert_eq!(order(&sources, 1688.0, false, Some(500.0), all), [1, 0], "the least of what is too much");
        assert_eq!(order(&sources, 1688.0, false, None, all), [1, 0], "nobody knows yet");
    }

    #[test]
    fn the_next_film_first_then_those_behind_it() {
        let input = In {
            current: 3,
            len: 20,
            seen: true,
            online: true,
            saver: false,
            autoplay: true,
            enough: false,
            kbps: None,
            swipes: 0,
        };
        let bitrate = |_: usize| 1_200_000;
        let warm = |index, bytes| Job::Warm { index, bytes };
        let posters = [Job::Poster(4), Job::Poster(2)];
        assert_eq!(plan(&input, bitrate), [&posters[..], &[warm(4, 200_000), Job::Poster(5), Job::Poster(6)]].concat());
        let enough = In { enough: true, ..input };
        let behind = [Job::Prepare(4), warm(5, 450_000), warm(6, 450_000), Job::Poster(5), Job::Poster(6)];
        assert_eq!(plan(&enough, bitrate), [&posters[..], &behind].concat());
        let hasty = In { swipes: 4, ..enough };
        assert!(plan(&hasty, bitrate).contains(&warm(7, 300_000)));
        let slow = In { kbps: Some(650.0), ..enough };
        let still = In { autoplay: false, ..enough };
        assert!(plan(&still, bitrate).iter().all(|job| matches!(job, Job::Poster(_))));
        assert!(plan(&slow, bitrate).iter().all(|job| matches!(job, Job::Poster(_))));
    }

    #[test]
    fn the_line_is_measured_by_what_is_large_enough() {
        assert_eq!(line_speed(None, 10_000.0, 100.0), None);
        assert_eq!(line_speed(None, 100_000.0, 100.0), Some(8_000.0));
        assert_eq!(line_speed(Some(1_000.0), 100_000.0, 100.0), Some(3_100.0));
        assert_eq!(line_speed(Some(1_000.0), 100_000.0, 1.0), Some(1_000.0), "out of the cache");
    }

    fn input() -> impl Strategy<Value = In> {
        let line = prop::option::of(100.0..20_000.0_f64);
        (0..40_usize, 1..40_usize, any::<[bool; 5]>(), line, 0..9_usize).prop_map(
            |(current, len, [seen, online, saver, autoplay, enough], kbps, swipes)| In {
                current: current % len,
                len,
                seen,
                online,
                saver,
                autoplay,
                enough,
                kbps,
                swipes,
            },
        )
    }

    fn bytes(jobs: &[Job]) -> u32 {
        jobs.iter().map(|job| if let Job::Warm { bytes, .. } = job { *bytes } else { 0 }).sum()
    }

    proptest! {
        #[test]
        fn the_plan_is_in_range_ordered_and_thrifty(input in input(), rate in 1..9_000_000_u32) {
            let jobs = plan(&input, |_| rate);
            prop_assert!(jobs.iter().all(|job| job.index() < input.len && job.index() != input.current));
            for (at, job) in jobs.iter().enumerate() {
                let same = |other: &Job| {
                    other.index() == job.index() && matches!(other, Job::Poster(_)) == matches!(job, Job::Poster(_))
                };
                prop_assert!(!jobs[..at].iter().any(same), "nothing is fetched twice");
            }
            if !input.seen || !input.online {
                prop_assert!(jobs.is_empty());
            }
            prop_assert!(bytes(&jobs) <= BUDGET);
            prop_assert!(!input.saver || bytes(&jobs) == 0);
            let films = jobs.iter().filter(|job| matches!(job, Job::Prepare(_))).count();
            prop_assert!(films <= 1 && (films == 0 || (input.enough && !input.saver)));
            let film = |index: usize| {
                jobs.iter().position(|job| job.index() == index && !matches!(job, Job::Poster(_)))
            };
            if let (Some(next), Some(later)) = (film(input.current + 1), film(input.current + 2)) {
                prop_assert!(next < later);
            }
        }

        #[test]
        fn a_faster_line_never_fetches_less(input in input(), more in 1.0..10_000.0_f64, rate in 1..9_000_000_u32) {
            let faster = In { kbps: input.kbps.map(|kbps| kbps + more), ..input };
            prop_assert!(bytes(&plan(&faster, |_| rate)) >= bytes(&plan(&input, |_| rate)));
        }
    }
}
