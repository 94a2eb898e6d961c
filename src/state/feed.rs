use super::{
    Session, Toasts,
    playback::Playback,
    prefs::{Prefs, use_prefs},
    use_session, use_toasts,
};
use crate::{
    api::{Api, ApiError, FeedWish, use_api},
    browser::turns::{self, Turn},
    model::feed_window::{AHEAD, Ask, FeedWindow},
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::HashMap, sync::Arc};
use vitrine_api::{CreatorId, FeedTab, Page, Post, PostId, ProductId, Reaction, ReactionRequest};

/// How many posts a page of the feed has.
const PAGE: u32 = 10;
/// How many of them behind the first are put into the list at once while the application starts.
const PART: usize = 3;

/// A post in the feed and how the shopper stands to it.
#[derive(Clone)]
pub struct Item {
    /// The post.
    pub post: Arc<Post>,
    /// Likes and saves, as last said by the server or the shopper.
    pub reaction: ArcRwSignal<Reaction>,
}

impl From<Post> for Item {
    fn from(post: Post) -> Self {
        let reaction = Reaction { liked: post.liked, saved: post.saved, counts: post.counts.clone() };
        Self { reaction: ArcRwSignal::new(reaction), post: Arc::new(post) }
    }
}

/// How loading stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Something is on its way.
    Loading,
    /// What was asked for is there.
    Ready,
    /// It didn't come.
    Failed(ApiError),
}

/// The posts of the feed, in order.
#[derive(Clone, Copy)]
pub struct Feed {
    items: RwSignal<Vec<Item>>,
    status: RwSignal<Status>,
    complete: RwSignal<bool>,
    gone: RwSignal<bool>,
    window: StoredValue<FeedWindow>,
    jump: RwSignal<Option<usize>>,
    playback: Playback,
    api: Api,
    session: Session,
    toasts: Toasts,
    prefs: Prefs,
    tab: RwSignal<FeedTab>,
    /// What was said since a post came: newer than what stands in it.
    follows: RwSignal<HashMap<CreatorId, bool>>,
    interests: RwSignal<HashMap<ProductId, bool>>,
}

impl Feed {
    /// Makes an empty feed and provides it. Playback, session and toasts are there before.
    pub fn provide(playback: Playback) -> Self {
        let feed = Self {
            items: RwSignal::new(Vec::new()),
            status: RwSignal::new(Status::Loading),
            complete: RwSignal::new(false),
            gone: RwSignal::new(false),
            window: StoredValue::new(FeedWindow::default()),
            jump: RwSignal::new(None),
            playback,
            api: use_api(),
            session: use_session(),
            toasts: use_toasts(),
            prefs: use_prefs(),
            tab: RwSignal::new(FeedTab::default()),
            follows: RwSignal::new(HashMap::new()),
            interests: RwSignal::new(HashMap::new()),
        };
        provide_context(feed);
        feed
    }

    /// The items with their places; tracked.
    #[must_use]
    pub fn numbered(self) -> Vec<(usize, Item)> {
        self.items.with(|items| items.iter().cloned().enumerate().collect())
    }

    /// How many items there are; tracked.
    #[must_use]
    pub fn len(self) -> usize {
        self.items.with(Vec::len)
    }

    /// Whether there is none; tracked.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// How loading stands; tracked.
    #[must_use]
    pub fn status(self) -> Status {
        self.status.get()
    }

    /// Whether the first film is still on its way; tracked.
    #[must_use]
    pub fn is_waiting(self) -> bool {
        self.status.with(|status| *status == Status::Loading) || !self.is_empty()
    }

    /// Whether there are no further posts; tracked.
    #[must_use]
    pub fn is_complete(self) -> bool {
        self.complete.get()
    }

    /// Whether the post of a link is not there; tracked.
    #[must_use]
    pub fn linked_is_gone(self) -> bool {
        self.gone.get()
    }

    /// The item on the screen; tracked.
    #[must_use]
    pub fn current(self) -> Option<Item> {
        let index = self.playback.current();
        self.items.with(|items| items.get(index).cloned())
    }

    /// The id of the item on the screen; not tracked.
    #[must_use]
    pub fn current_id_untracked(self) -> Option<PostId> {
        let index = self.playback.current_untracked();
        self.items.with_untracked(|items| items.get(index).map(|item| item.post.id.clone()))
    }

    /// The item the scroller shall go to; tracked.
    #[must_use]
    pub fn jump(self) -> Option<usize> {
        self.jump.get()
    }

    /// Says that the scroller went there.
    pub fn jumped(self) {
        self.jump.set(None);
    }

    /// Begins anew, with the post of a link first.
    pub fn start(self, first: Option<PostId>) {
        self.window.update_value(FeedWindow::reset);
        self.playback.reset();
        self.items.set(Vec::new());
        self.complete.set(false);
        self.gone.set(false);
        self.status.set(Status::Loading);
        let epoch = self.window.with_value(FeedWindow::epoch);
        spawn_local(async move {
            if let Some(id) = first {
                self.load_first(epoch, id).await;
            }
            if self.window.try_with_value(FeedWindow::epoch) == Some(epoch) {
                self.more(0);
            }
        });
    }

    /// Goes to a post: scrolls there when it is in the feed, else begins anew with it.
    pub fn open(self, id: &PostId) {
        let at = self.items.with_untracked(|items| items.iter().position(|item| item.post.id == *id));
        match at {
            Some(at) if at == self.playback.current_untracked() => {}
            Some(at) => self.jump.set(Some(at)),
            None => self.start(Some(id.clone())),
        }
    }

    /// Goes to an item.
    pub fn go(self, index: usize) {
        // One place behind the last item is the end of the feed.
        let last = self.items.with_untracked(Vec::len);
        self.jump.set(Some(index.min(last)));
    }

    /// Goes so many items on or back.
    pub fn step(self, by: isize) {
        let current = self.playback.current_untracked();
        self.go(current.saturating_add_signed(by));
    }

    /// Asks for the next page if one is needed with this item on the screen.
    pub fn more(self, current: usize) {
        let swipes = self.playback.recent_swipes();
        let ask = self.window.try_update_value(|window| window.ask(current, swipes)).flatten();
        let Some(ask) = ask else { return };
        self.status.set(Status::Loading);
        spawn_local(async move {
            let market = self.session.market_untracked();
            let lang = untrack(|| self.session.lang());
            let cursor = ask.cursor.as_deref();
            let wish = untrack(|| self.wish());
            let answer = self.api.feed(&market, lang, wish, cursor, PAGE).await;
            self.take(&ask, answer).await;
        });
    }

    /// Which feed this is; tracked.
    #[must_use]
    pub fn wish(self) -> FeedWish {
        FeedWish { tab: self.tab.get(), dial: self.prefs.dial() }
    }

    /// Shows the films of everybody, or of those who are followed.
    pub fn set_tab(self, tab: FeedTab) {
        if self.tab.get_untracked() != tab {
            self.tab.set(tab);
        }
    }

    /// Whether a post's creator is followed; tracked.
    #[must_use]
    pub fn follows(self, post: &Post) -> bool {
        self.follows.with(|said| said.get(&post.creator.id).copied()).unwrap_or(post.creator.following)
    }

    /// Follows a post's creator, or no longer: at once on the screen, then at the server.
    /// `words` is said when the server doesn't take it.
    pub fn follow(self, post: &Post, following: bool, words: String) {
        let creator = post.creator.id.clone();
        self.follows.update(|said| {
            said.insert(creator.clone(), following);
        });
        spawn_local(async move {
            if self.api.follow(&creator, following).await.is_err() {
                self.follows.update(|said| {
                    said.insert(creator, !following);
                });
                self.toasts.show(words);
            }
        });
    }

    /// What was said on this page about being shown a product; tracked.
    #[must_use]
    pub fn interest(self, product: &ProductId) -> Option<bool> {
        self.interests.with(|said| said.get(product).copied())
    }

    /// Says whether a product shall be shown in films. `words` is said when the server
    /// doesn't take it.
    pub fn set_interest(self, product: ProductId, interested: bool, words: String) {
        let note = move |product: ProductId, interested| {
            self.interests.update(|said| {
                said.insert(product, interested);
            });
        };
        note(product.clone(), interested);
        spawn_local(async move {
            if self.api.interest(&product, interested).await.is_err() {
                note(product, !interested);
                self.toasts.show(words);
            }
        });
    }

    /// Tries again what failed.
    pub fn retry(self) {
        self.more(self.playback.current_untracked());
    }

    /// Likes or saves, at once on the screen and then at the server; taken back when the
    /// server doesn't take it. `words` is said then.
    pub fn react(self, item: &Item, wish: ReactionRequest, words: String) {
        let before = item.reaction.get_untracked();
        item.reaction.update(|now| apply(now, &wish));
        let (id, reaction) = (item.post.id.clone(), item.reaction.clone());
        spawn_local(async move {
            match self.api.react(&id, &wish).await {
                Ok(now) => reaction.set(now),
                Err(_) => {
                    reaction.set(before);
                    self.toasts.show(words);
                }
            }
        });
    }

    async fn load_first(self, epoch: u32, id: PostId) {
        let market = self.session.market_untracked();
        let lang = untrack(|| self.session.lang());
        let answer = self.api.post(&id, &market, lang).await;
        if self.window.try_with_value(FeedWindow::epoch) != Some(epoch) {
            return;
        }
        match answer {
            Ok(post) => {
                self.window.update_value(|window| window.open_with(&post.id));
                self.append(vec![post]);
            }
            // The feed itself is still worth showing.
            Err(ApiError::NotFound) => self.gone.set(true),
            Err(_) => {}
        }
    }

    async fn take(self, ask: &Ask, answer: Result<Page<Post>, ApiError>) {
        match answer {
            Ok(page) => {
                let fresh = self.window.try_update_value(|window| window.accept(ask.epoch, page)).flatten();
                if let Some(fresh) = fresh {
                    let complete = self.window.with_value(FeedWindow::is_complete);
                    let starting = turns::is_starting();
                    // So few that the next page is asked for at once must be there before it.
                    if starting && fresh.len() > AHEAD {
                        if !self.append_in_turns(ask.epoch, fresh).await {
                            return;
                        }
                    } else {
                        self.append(fresh);
                    }
                    self.complete.set(complete);
                    self.status.set(Status::Ready);
                    if starting {
                        turns::turn(Turn::Last).await;
                        turns::started();
                    }
                }
            }
            Err(error) => {
                let mine = self.window.try_update_value(|window| window.fail(ask.epoch));
                if mine == Some(true) {
                    self.status.set(Status::Failed(error));
                }
            }
        }
    }

    /// Puts the first posts into the list, a few in each task; false when the list became another one meanwhile.
    /// All are there before the first film is: a swipe must lead somewhere.
    async fn append_in_turns(self, epoch: u32, posts: Vec<Post>) -> bool {
        let mut most = 1;
        let mut rest = posts.into_iter();
        loop {
            let part: Vec<Post> = rest.by_ref().take(most).collect();
            if part.is_empty() {
                return true;
            }
            turns::turn(Turn::Screen).await;
            if self.window.try_with_value(FeedWindow::epoch) != Some(epoch) {
                return false;
            }
            self.append(part);
            most = PART;
        }
    }

    fn append(self, posts: Vec<Post>) {
        self.items.update(|items| items.extend(posts.into_iter().map(Item::from)));
        self.playback
            .set_films(self.items.with_untracked(|items| items.iter().map(|item| item.post.clone()).collect()));
    }
}

/// The reaction with a wish applied.
fn apply(now: &mut Reaction, wish: &ReactionRequest) {
    let count = |count: &mut u32, before: bool, after: bool| match (before, after) {
        (false, true) => *count = count.saturating_add(1),
        (true, false) => *count = count.saturating_sub(1),
        _ => {}
    };
    if let Some(liked) = wish.liked {
        count(&mut now.counts.likes, now.liked, liked);
        now.liked = liked;
    }
    if let Some(saved) = wish.saved {
        count(&mut now.counts.saves, now.saved, saved);
        now.saved = saved;
    }
}

/// The feed from the context.
#[must_use]
pub fn use_feed() -> Feed {
    use_context().unwrap_or_else(|| Feed::provide(super::playback::use_playback()))
}
