//! Posts as slides of the feed.

use super::shelves::Shelves;
use super::{Refusal, Result, Shop};
use crate::clock::{from_micros, wire};
use crate::demo::catalogue::{ClipFile, MarketFile, PostFile};
use crate::domain::ranking::Taste;
use crate::store::{Conn, catalogue as rows, sessions};
use std::collections::HashMap;
use vitrine_api::{
    CaptionTrack, Clip, ClipSource, Creator, Disclosure, Post, PostCounts, Poster, ProductAnchor, ProductCard,
    TrackPoint,
};

impl Shop {
    /// The posts of rows.
    ///
    /// # Errors
    /// When the database fails or a post's film is gone.
    pub async fn posts(
        &self,
        conn: &mut Conn,
        rows: &[rows::FeedRow],
        market: &MarketFile,
        lang: &str,
        session: Option<&str>,
        taste: &Taste,
    ) -> Result<Vec<Post>> {
        let files = rows.iter().filter_map(|row| self.catalogue.posts.get(&row.id));
        let products: Vec<String> = files.flat_map(|file| self.catalogue.products_of(file)).collect();
        let shelves = self.shelves(conn, products.iter().map(String::as_str), market).await?;
        let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        let said = match session {
            Some(session) if !ids.is_empty() => sessions::reactions(conn, session, &ids).await?,
            _ => HashMap::new(),
        };
        rows.iter()
            .map(|row| {
                let reaction = said.get(&row.id).copied().unwrap_or_default();
                self.post(row, (market, lang, &shelves), reaction, taste)
            })
            .collect()
    }

    fn post(
        &self,
        row: &rows::FeedRow,
        (market, lang, shelves): (&MarketFile, &str, &Shelves),
        (liked, saved): (bool, bool),
        taste: &Taste,
    ) -> Result<Post> {
        let file = self.catalogue.posts.get(&row.id).ok_or_else(Refusal::not_found)?;
        let clip = self.catalogue.clips.get(&file.clip).ok_or_else(Refusal::not_found)?;
        let creator = self.catalogue.creators.get(&file.creator).ok_or_else(Refusal::not_found)?;
        Ok(Post {
            id: row.id.as_str().into(),
            creator: Creator {
                id: creator.id.as_str().into(),
                handle: creator.handle.clone(),
                name: creator.name.clone(),
                avatar_url: self.catalogue.media.url(&creator.avatar),
                following: taste.follows.contains(&creator.id),
            },
            clip: self.clip(clip, lang),
            caption: file.caption.get(lang).to_owned(),
            disclosure: file.disclosure.as_ref().map(|d| Disclosure {
                kind: d.kind,
                payer: d.payer.clone(),
                rate_bp: d.rate_bp,
            }),
            anchors: self.anchors(shelves, file, clip, (market, lang), taste)?,
            counts: PostCounts { likes: count(row.likes), saves: count(row.saves) },
            liked,
            saved,
            published_at: wire(from_micros(row.published_at)),
        })
    }

    fn anchors(
        &self,
        shelves: &Shelves,
        post: &PostFile,
        clip: &ClipFile,
        (market, lang): (&MarketFile, &str),
        taste: &Taste,
    ) -> Result<Vec<ProductAnchor>> {
        let mut cards: Vec<(String, Option<ProductCard>)> = Vec::new();
        let mut anchors = Vec::new();
        for anchor in &clip.anchors {
            let unwanted = taste.uninterested.contains(&anchor.product);
            if unwanted || post.products.as_ref().is_some_and(|only| !only.contains(&anchor.product)) {
                continue;
            }
            // A product may have several moments in a film; it is looked up once.
            if !cards.iter().any(|(id, _)| id == &anchor.product) {
                let card = self.card(shelves, &anchor.product, market, lang)?;
                cards.push((anchor.product.clone(), card));
            }
            let card = cards.iter().find(|(id, _)| id == &anchor.product).and_then(|(_, card)| card.clone());
            if let Some(product) = card {
                anchors.push(ProductAnchor {
                    product,
                    start_ms: anchor.start_ms,
                    end_ms: anchor.end_ms,
                    x: anchor.x,
                    y: anchor.y,
                    track: anchor
                        .track
                        .iter()
                        .map(|(at_ms, x, y)| TrackPoint { at_ms: *at_ms, x: *x, y: *y })
                        .collect(),
                });
            }
        }
        anchors.sort_by_key(|a| a.start_ms);
        Ok(anchors)
    }

    fn clip(&self, file: &ClipFile, lang: &str) -> Clip {
        let url = |path: &str| self.catalogue.media.url(path);
        let description = match (&file.description_de, lang) {
            (Some(german), "de") => german,
            _ => &file.description,
        };
        Clip {
            id: file.id.as_str().into(),
            width: file.width,
            height: file.height,
            duration_ms: file.duration_ms,
            has_audio: file.has_audio,
            dominant_color: file.dominant_color.clone(),
            sources: file
                .sources
                .iter()
                .map(|s| ClipSource {
                    url: url(&s.src),
                    mime: s.mime.clone(),
                    width: s.width,
                    height: s.height,
                    bitrate: s.bitrate,
                })
                .collect(),
            poster: Poster {
                avif: url(&file.poster.avif),
                jpeg: url(&file.poster.jpeg),
                small_avif: url(&file.poster.small_avif),
                small_jpeg: url(&file.poster.small_jpeg),
            },
            captions: file
                .captions
                .iter()
                .map(|c| CaptionTrack { url: url(&c.src), language: c.language.clone(), label: c.label.clone() })
                .collect(),
            description: description.clone(),
        }
    }
}

fn count(stored: i64) -> u32 {
    u32::try_from(stored.max(0)).unwrap_or(u32::MAX)
}
