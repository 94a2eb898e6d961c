//! Which posts the feed has, and when it asks for more.

use std::collections::HashSet;
use vitrine_api::{Page, Post, PostId};

/// How many posts may be left when the next page is asked for.
pub const AHEAD: usize = 5;
/// How many items around the current one have contents once nothing moves.
pub const NEAR: usize = 3;
/// How many items around the current one have contents whatever moves.
pub const BESIDE: usize = 1;
/// In how many steps a slide further off is built, so that none of them holds a frame up for long.
pub const STEPS: u8 = 3;
/// In how many steps all of them are built on one side of the screen: the nearer slide before the next one.
pub const ALL_STEPS: u8 = STEPS * (NEAR - BESIDE) as u8;

/// How near an item is to the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Too far for contents.
    #[default]
    Far,
    /// Built in so many steps of [`STEPS`].
    Near(u8),
    /// Next to the screen.
    Beside,
    /// On the screen.
    Current,
}

impl Place {
    /// Whether this step of a slide is wanted.
    #[must_use]
    pub fn has(self, step: u8) -> bool {
        self >= Self::Near(step)
    }
}

/// Where an item is when `current` is on the screen and the last swipe came to rest at `calm`, since
/// when `steps` of [`ALL_STEPS`] were allowed. What is built stays built.
#[must_use]
pub fn place(index: usize, current: usize, calm: usize, steps: u8, was: Place) -> Place {
    let off = index.abs_diff(calm);
    // Each slide has its steps when the nearer ones had theirs.
    let before = STEPS * off.saturating_sub(BESIDE + 1).min(NEAR) as u8;
    let own = steps.saturating_sub(before).min(STEPS);
    match index.abs_diff(current) {
        0 => Place::Current,
        BESIDE => Place::Beside,
        _ if off > NEAR => Place::Far,
        _ if was > Place::Near(own) => Place::Near(STEPS),
        _ if own == 0 => Place::Far,
        _ => Place::Near(own),
    }
}

/// What to ask for next.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
enum Next {
    /// The first page.
    #[default]
    Start,
    /// The page behind this cursor.
    Cursor(String),
    /// There is none.
    End,
}

/// A page to ask for; the answer carries `epoch` back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Which life of the feed it belongs to.
    pub epoch: u32,
    /// The cursor; nothing for the first page.
    pub cursor: Option<String>,
}

/// The posts that came, by their ids, and what comes next.
#[derive(Clone, Debug, Default)]
pub struct FeedWindow {
    epoch: u32,
    seen: HashSet<PostId>,
    len: usize,
    next: Next,
    asking: bool,
}

impl FeedWindow {
    /// Begins anew: answers to what was asked before are ignored.
    pub fn reset(&mut self) {
        *self = Self { epoch: self.epoch.wrapping_add(1), ..Self::default() };
    }

    /// Which life of the feed this is.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// How many posts came.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether none came yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether all came that there are.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.next == Next::End
    }

    /// The page to ask for now, if one is needed with `current` on the screen and so many
    /// `swipes` in the last ten seconds.
    pub fn ask(&mut self, current: usize, swipes: usize) -> Option<Ask> {
        let remaining = self.len.saturating_sub(current + 1);
        if self.asking || self.is_complete() || (self.len > 0 && remaining > AHEAD.max(swipes)) {
            return None;
        }
        self.asking = true;
        let cursor = match &self.next {
            Next::Cursor(cursor) => Some(cursor.clone()),
            Next::Start | Next::End => None,
        };
        Some(Ask { epoch: self.epoch, cursor })
    }

    /// Takes a post that a link opens, before the first page.
    pub fn open_with(&mut self, id: &PostId) {
        if self.seen.insert(id.clone()) {
            self.len += 1;
        }
    }

    /// Takes a page: gives the posts that are new. Nothing when it is from a former life.
    pub fn accept(&mut self, epoch: u32, page: Page<Post>) -> Option<Vec<Post>> {
        if epoch != self.epoch {
            return None;
        }
        self.asking = false;
        self.next = page.next_cursor.map_or(Next::End, Next::Cursor);
        let seen = &mut self.seen;
        let fresh: Vec<Post> = page.items.into_iter().filter(|post| seen.insert(post.id.clone())).collect();
        self.len += fresh.len();
        Some(fresh)
    }

    /// Takes note that no page came; false when it is from a former life.
    pub fn fail(&mut self, epoch: u32) -> bool {
        let mine = epoch == self.epoch;
        self.asking &= !mine;
        mine
    }
}

#[cfg(test)]
#[path = "feed_window_tests.rs"]
mod tests;
