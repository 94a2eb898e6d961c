//! Reading JSON. The text becomes a tree first, by one reader for all types, and what is wanted is made of the
//! tree: serde_json's own reader is compiled anew into every type, once for objects and once for lists of the
//! same fields, and that was a tenth of the program.

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    value::{Error, StringDeserializer},
};
use serde_json::{Value, map};
use std::vec;

/// Reads a text.
///
/// # Errors
/// When it is no JSON, or tells of something else.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    read_tree(serde_json::from_str(text).map_err(Error::custom)?)
}

/// Reads a tree.
///
/// # Errors
/// When it tells of something else.
pub fn read_tree<T: DeserializeOwned>(tree: Value) -> Result<T, Error> {
    T::deserialize(Tree(tree))
}

/// A part of the tree, of which something is made.
struct Tree(Value);

#[cold]
fn another(wanted: &str, found: &Value) -> Error {
    let found = match found {
        Value::Null => "nothing",
        Value::Bool(_) => "a flag",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Error::custom(format_args!("{wanted} was expected, {found} came"))
}

fn number<'de, V: Visitor<'de>>(tree: &Value, visitor: V) -> Result<V::Value, Error> {
    if let Some(whole) = tree.as_u64() {
        visitor.visit_u64(whole)
    } else if let Some(whole) = tree.as_i64() {
        visitor.visit_i64(whole)
    } else if let Some(number) = tree.as_f64() {
        visitor.visit_f64(number)
    } else {
        Err(another("a number", tree))
    }
}

fn text<'de, V: Visitor<'de>>(tree: Value, visitor: V) -> Result<V::Value, Error> {
    match tree {
        Value::String(text) => visitor.visit_string(text),
        tree => Err(another("a text", &tree)),
    }
}

fn list<'de, V: Visitor<'de>>(tree: Value, visitor: V) -> Result<V::Value, Error> {
    match tree {
        Value::Array(all) => visitor.visit_seq(Elements(all.into_iter())),
        tree => Err(another("a list", &tree)),
    }
}

fn object<'de, V: Visitor<'de>>(tree: Value, visitor: V) -> Result<V::Value, Error> {
    match tree {
        Value::Object(fields) => visitor.visit_map(Fields { rest: fields.into_iter(), value: Value::Null }),
        tree => Err(another("an object", &tree)),
    }
}

fn nothing<'de, V: Visitor<'de>>(tree: &Value, visitor: V) -> Result<V::Value, Error> {
    if tree.is_null() { visitor.visit_unit() } else { Err(another("nothing", tree)) }
}

/// Methods that differ in their names alone.
macro_rules! as_one {
    ($($method:ident)* => |$tree:ident, $visitor:ident| $read:expr) => {
        $(fn $method<V: Visitor<'de>>(self, $visitor: V) -> Result<V::Value, Error> {
            let $tree = self.0;
            $read
        })*
    };
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    as_one!(
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
        => |tree, visitor| number(&tree, visitor)
    );
    as_one!(
        deserialize_char deserialize_str deserialize_string deserialize_identifier deserialize_bytes
        deserialize_byte_buf
        => |tree, visitor| text(tree, visitor)
    );
    as_one!(deserialize_seq => |tree, visitor| list(tree, visitor));
    as_one!(deserialize_map => |tree, visitor| object(tree, visitor));
    as_one!(deserialize_unit => |tree, visitor| nothing(&tree, visitor));

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(yes),
            tree @ Value::Number(_) => number(&tree, visitor),
            Value::String(text) => visitor.visit_string(text),
            tree @ Value::Array(_) => list(tree, visitor),
            tree @ Value::Object(_) => object(tree, visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Bool(yes) => visitor.visit_bool(yes),
            tree => Err(another("a flag", &tree)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        nothing(&self.0, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        list(self.0, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        list(self.0, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        object(self.0, visitor)
    }

    /// A word; on the wire there is no choice that brings more along.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(word) => {
                let word: StringDeserializer<Error> = word.into_deserializer();
                visitor.visit_enum(word)
            }
            tree => Err(another("a word", &tree)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

/// The elements of a list.
struct Elements(vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Elements {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.0.next().map(|tree| seed.deserialize(Tree(tree))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of an object.
struct Fields {
    rest: map::IntoIter,
    /// Of the key that was read last.
    value: Value,
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Tree(Value::String(key))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(Tree(self.value.take()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixtures;
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};
    use std::collections::BTreeMap;
    use vitrine_api::{Cart, Order, Problem, TrackingStatus};

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct All {
        flag: bool,
        small: u8,
        whole: i64,
        large: u64,
        real: f64,
        short: f32,
        text: String,
        maybe: Option<Box<All>>,
        many: Vec<Option<i32>>,
        pair: (u16, String),
        id: Id,
        word: Word,
        named: BTreeMap<String, u32>,
        #[serde(default)]
        absent: Option<u8>,
    }

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Id(String);

    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        InStock,
        #[default]
        #[serde(other)]
        Unknown,
    }

    fn both<T: DeserializeOwned>(text: &str) -> (Option<T>, Option<T>) {
        (read(text).ok(), serde_json::from_str(text).ok())
    }

    proptest! {
        #[test]
        fn it_reads_what_serde_json_reads(
            (flag, small, whole, large) in any::<(bool, u8, i64, u64)>(),
            (real, short) in (-1e12..1e12_f64, -1e6..1e6_f32),
            (text, id, key) in any::<(String, String, String)>(),
            many in proptest::collection::vec(any::<Option<i32>>(), 0..5),
            pair in any::<(u16, String)>(),
            (deeper, in_stock, count) in any::<(bool, bool, u32)>(),
        ) {
            let word = if in_stock { Word::InStock } else { Word::Unknown };
            let named = BTreeMap::from([(key, count)]);
            let one = All { flag, small, whole, large, real, short, text, many, pair, word, named, id: Id(id), ..All::default() };
            let one = if deeper { All { maybe: Some(Box::new(one.clone())), ..one } } else { one };
            let text = serde_json::to_string(&one).unwrap();
            let (ours, theirs) = both::<All>(&text);
            prop_assert!(theirs.is_some());
            prop_assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn what_is_of_another_kind_is_refused_as_serde_json_refuses_it() {
        for text in ["", "{", "null", "1", "-1", "256", "1.5", "1e3", "\"a\"", "true", "[]", "[1]", "{}", "{\"a\":1}"] {
            let (ours, theirs) = both::<u8>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<f32>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<Option<bool>>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<String>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<Vec<u8>>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<BTreeMap<String, u8>>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<()>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<Value>(text);
            assert_eq!(ours, theirs, "{text}");
            let (ours, theirs) = both::<All>(text);
            assert_eq!(ours, theirs, "{text}");
        }
        assert_eq!(read::<u8>("\"a\"").unwrap_err().to_string(), "a number was expected, a text came");
        assert!(read::<All>("{\"flag\":true}").unwrap_err().to_string().contains("small"), "it names the field");
    }

    #[test]
    fn bags_orders_and_words_are_read() {
        let order = fixtures::order(1, vec![]);
        assert_eq!(read::<Order>(&serde_json::to_string(&order).unwrap()), Ok(order));
        let cart = fixtures::cart(vec![fixtures::line("cup", 2)]);
        assert_eq!(read::<Cart>(&serde_json::to_string(&cart).unwrap()), Ok(cart));
        assert_eq!(read("\"delivered\""), Ok(TrackingStatus::Delivered));
        assert_eq!(read("\"a word of next year\""), Ok(TrackingStatus::Unknown));
        assert!(read::<Problem>("<html>").is_err());
    }
}
