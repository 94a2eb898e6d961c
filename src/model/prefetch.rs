//! What is fetched before it is asked for, and which rendition of a film.

use vitrine_api::ClipSource;

/// Something to fetch ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// The poster of an item.
    Poster(usize),
    /// The film of an item, into its own element.
    Prepare(usize),
}

/// What the plan needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The current film is complete or eight seconds ahead.
    pub enough: bool,
}

/// How many seconds ahead are enough to spend the line on the next film.
pub const ENOUGH_S: f64 = 8.0;

/// What to fetch, the most urgent first.
#[must_use]
pub fn plan(input: &In) -> Vec<Job> {
    if !input.seen || !input.online {
        return Vec::new();
    }
    let at = |distance: isize| input.current.checked_add_signed(distance).filter(|index| *index < input.len);
    let near = [1, -1].into_iter().filter_map(at).map(Job::Poster);
    let film = [1].into_iter().filter(|_| input.enough && !input.saver).filter_map(at).map(Job::Prepare);
    let far = [2, -2].into_iter().filter_map(at).map(Job::Poster);
    near.chain(film).chain(far).collect()
}

/// The order in which the renditions are tried: first those the browser plays, of those
/// the smallest that fills the box, then larger ones never before smaller ones.
///
/// `plays` says what the browser thinks of each MIME type: 0 no, 1 maybe, 2 probably.
#[must_use]
pub fn order(sources: &[ClipSource], box_px: f64, saver: bool, plays: impl Fn(&str) -> u8) -> Vec<usize> {
    let wanted = if saver { 0.0 } else { box_px * 0.8 };
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_key(|at| {
        let source = sources.get(*at);
        let height = source.map_or(0, |s| s.height);
        let fills = f64::from(height) >= wanted;
        let playable = source.map_or(0, |s| plays(&s.mime));
        // Of those that fill the box the smallest, of those that don't the largest.
        let size = if fills { i64::from(height) } else { -i64::from(height) };
        (playable == 0, !fills, size, std::cmp::Reverse(playable), *at)
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
        assert_eq!(order(&sources, 844.0, false, all), [1, 0, 2]);
        assert_eq!(order(&sources, 1500.0, false, all), [0, 2, 1]);
        assert_eq!(order(&sources, 3000.0, false, all), [0, 2, 1]);
        assert_eq!(order(&sources, 3000.0, true, all), [1, 0, 2]);
        let no_h264 = |mime: &str| u8::from(mime == "vp9");
        assert_eq!(order(&sources, 844.0, false, no_h264).first(), Some(&2));
    }

    fn input() -> impl Strategy<Value = In> {
        (0..40_usize, 1..40_usize, any::<[bool; 4]>()).prop_map(|(current, len, [a, b, c, d])| In {
            current: current % len,
            len,
            seen: a,
            online: b,
            saver: c,
            enough: d,
        })
    }

    proptest! {
        #[test]
        fn the_plan_is_in_range_ordered_and_thrifty(input in input()) {
            let jobs = plan(&input);
            let index = |job: &Job| match job { Job::Poster(i) | Job::Prepare(i) => *i };
            prop_assert!(jobs.iter().all(|job| index(job) < input.len && index(job) != input.current));
            for (at, job) in jobs.iter().enumerate() {
                prop_assert!(!jobs[..at].contains(job));
            }
            if !input.seen || !input.online {
                prop_assert!(jobs.is_empty());
            }
            let films = jobs.iter().filter(|job| matches!(job, Job::Prepare(_))).count();
            prop_assert!(films <= 1 && (films == 0 || (input.enough && !input.saver)));
            let place = |i: usize| jobs.iter().position(|job| *job == Job::Poster(i));
            if let (Some(next), Some(later)) = (place(input.current + 1), place(input.current + 2)) {
                prop_assert!(next < later);
            }
        }
    }
}
