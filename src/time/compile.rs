//! From rule files to a [`Grammar`]: what the files may say, and the tries that it becomes.

use super::friends::word_after;
use super::grammar::{COMPUTED, Class, Computed, DatedName, Example, Grammar, GrammarError, Node, Nonterminal, Rule, Shows};
use super::raw::{RawClass, RawFile, RawRule, RawValue};
use super::seek::Seek;
use super::symbol::{Governor, Make, Slot, Unit};
use super::vocabulary::{MOST_CLASSES, NAME_BIT};
use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Element {
    Word(u16),
    Class(u8),
    Inner(u8),
}

/// Compiles the files in the order given; where two patterns are alike, the first stands.
pub(super) fn compile(files: Vec<(&str, RawFile)>) -> Result<Grammar, GrammarError> {
    Builder::default().build(files)
}

#[derive(Default)]
struct Builder {
    grammar: Grammar,
    names: BTreeMap<String, u8>,
}

fn bad(file: &str, entry: &str, message: impl Into<String>) -> GrammarError {
    GrammarError::Entry { file: file.to_owned(), entry: entry.to_owned(), message: message.into() }
}

impl Builder {
    fn build(mut self, files: Vec<(&str, RawFile)>) -> Result<Grammar, GrammarError> {
        for (name, _) in COMPUTED {
            self.grammar.classes.push(Class { name: name.to_owned(), slot: None });
        }
        self.grammar.trigger = NAME_BIT;
        for (file, raw) in &files {
            for class in &raw.class {
                self.class(file, class)?;
            }
        }
        for word in ["-", "'", "'s", ",", "/", "(", ")", "~", "@", "+", "and", "or", "to", "until", "till", "through", "the"] {
            self.word("", word, word)?;
        }
        for (file, raw) in &files {
            for (list, mark) in [(&raw.abbreviations, 0), (&raw.shy, 1), (&raw.timid, 2), (&raw.supports, 3), (&raw.verbal, 4)]
                as [(&Vec<String>, u8); 5]
            {
                for word in list {
                    let number = self.word(file, word, word)?;
                    if let Some(entry) = self.grammar.vocabulary.entry_mut(number) {
                        match mark {
                            0 => entry.abbreviation = true,
                            1 => entry.shy = true,
                            2 => entry.timid = true,
                            4 => entry.verbal = true,
                            _ => entry.support = true,
                        }
                    }
                }
            }
        }
        let mut dated_names = Vec::new();
        for (file, raw) in files {
            self.grammar.parts.extend(raw.parts);
            if let Some(year) = raw.year {
                self.grammar.never_before.extend(year.never_before);
                self.grammar.never_after.extend(year.never_after);
                self.grammar.signs_of_a_year.extend(year.signs_of_a_year);
                self.grammar.after_day.extend(year.after_day);
                self.grammar.grown_by.extend(year.grown_by);
                self.grammar.grown_over.extend(year.grown_over);
            }
            if let Some(words) = raw.period_words {
                self.grammar.period_after.extend(words.after);
                self.grammar.period_never_before.extend(words.never_before);
                self.grammar.season_never_before.extend(words.season_never_before);
                self.grammar.verbal_after.extend(words.verbal_after);
                self.grammar.season_after.extend(words.season_after);
                self.grammar.fall_before.extend(words.fall_before);
                self.grammar.decade_never_near.extend(words.decade_never_near);
                self.grammar.closing.extend(words.closing);
                self.grammar.recorded_after.extend(words.recorded_after);
                self.grammar.recorded_before.extend(words.recorded_before);
                self.grammar.minutes_before.extend(words.minutes_before);
                self.grammar.twilight_after.extend(words.twilight_after);
                dated_names.extend(words.names);
                self.grammar.last_is_verb_after.extend(words.last_is_verb_after);
                self.grammar.compares.extend(words.compares);
                self.grammar.compares_after.extend(words.compares_after);
                self.grammar.decade_parts.extend(words.decade_parts);
            }
            self.grammar.context.determiners(raw.determiners);
            self.grammar.context.anteriority(raw.anteriority);
            self.grammar.context.reported(raw.reported);
            self.grammar.context.present(raw.present);
            self.grammar.context.awaited(raw.awaited);
            self.grammar.context.occasions(raw.occasions);
            self.grammar.context.predicates(raw.predicates);
            self.grammar.context.happenings(raw.happenings);
            self.grammar.context.met(raw.met, raw.met_after);
            self.grammar.context.openers(raw.openers);
            if let Some(at_first) = raw.at_first {
                self.examples(file, "at_first", Shows::Value, &at_first.yes, &at_first.no);
                self.grammar.context.at_first(at_first);
            }
            for tense in raw.tense {
                self.examples(file, "tense", Shows::Value, &tense.yes, &tense.no);
                self.grammar.context.tense(tense).map_err(|message| bad(file, "tense", message))?;
            }
            for request in raw.request {
                self.examples(file, "request", Shows::Value, &request.yes, &request.no);
                self.grammar.context.request(request);
            }
            for eponym in raw.eponym {
                self.examples(file, "eponym", Shows::Value, &eponym.yes, &eponym.no);
                self.grammar.context.eponym(eponym).map_err(|message| bad(file, "eponym", message))?;
            }
            for bidding in raw.bidding {
                self.examples(file, "bidding", Shows::Value, &bidding.yes, &bidding.no);
                self.grammar.context.bidding(bidding).map_err(|message| bad(file, "bidding", message))?;
            }
            for role in raw.role {
                self.examples(file, "role", Shows::Role(role.role), &role.yes, &role.no);
                self.grammar.context.role(role).map_err(|message| bad(file, "role", message))?;
            }
            for country in raw.country {
                self.examples(file, &country.code, Shows::Days(country.code.clone()), &country.yes, &[]);
                self.grammar.countries.push(country.check().map_err(|message| bad(file, &country.code, message))?);
            }
            for governor in raw.governor {
                let kind =
                    Governor::named(&governor.kind).ok_or_else(|| bad(file, &governor.kind, "no such kind of governor"))?;
                for phrase in &governor.phrases {
                    let words = phrase.split(' ').map(|word| self.word(file, phrase, word)).collect::<Result<_, _>>()?;
                    self.grammar.governors.push((words, kind));
                }
            }
            for raw in raw.festival {
                self.named(file, "feast", Make::Feast, &raw.id, &raw.names, self.grammar.festivals.len(), raw.yes.clone())?;
                let festival = raw.check().map_err(|message| bad(file, &raw.id, message))?;
                self.grammar.festivals.push(festival);
            }
            for raw in raw.period {
                let index = self.grammar.periods.len();
                self.named(file, "named", Make::Named, &raw.id, &raw.names, index, raw.yes.clone())?;
                self.named(file, "named-within", Make::Named, &raw.id, &raw.within, index, Vec::new())?;
                self.examples(file, &raw.id, Shows::Value, &[], &raw.no);
                let period = raw.check().map_err(|message| bad(file, &raw.id, message))?;
                self.grammar.periods.push(period);
            }
            for rule in raw.rule {
                self.rule(file, rule)?;
            }
            for name in raw.start {
                let number = self.nonterminal(file, &name)?;
                self.grammar.start.push(number);
            }
        }
        for node in &mut self.grammar.nodes {
            node.words.sort_unstable();
            node.mask = node.classes.iter().fold(0, |mask, (class, _)| mask | 1 << class);
        }
        // Longest phrase first, so that "no later than" wins over "than".
        self.grammar.governors.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        for list in [
            &mut self.grammar.never_before,
            &mut self.grammar.never_after,
            &mut self.grammar.signs_of_a_year,
            &mut self.grammar.after_day,
            &mut self.grammar.grown_by,
            &mut self.grammar.grown_over,
            &mut self.grammar.period_after,
            &mut self.grammar.period_never_before,
            &mut self.grammar.season_never_before,
        ] {
            list.sort_unstable();
            list.dedup();
        }
        self.dated_names(&dated_names);
        self.firsts()?;
        self.grammar.seek = Seek::of(self.grammar.vocabulary.with_any(self.grammar.trigger));
        Ok(self.grammar)
    }

    fn word(&mut self, file: &str, entry: &str, word: &str) -> Result<u16, GrammarError> {
        self.grammar.vocabulary.enter(word).ok_or_else(|| bad(file, entry, format!("the word {word:?} is too long")))
    }

    fn class(&mut self, file: &str, raw: &RawClass) -> Result<(), GrammarError> {
        let slot = match &raw.slot {
            None => None,
            Some(name) => Some(Slot::named(name).ok_or_else(|| bad(file, &raw.name, format!("no such slot: {name}")))?),
        };
        let known = self.grammar.classes.iter().position(|class| class.name == raw.name);
        let number = match known {
            Some(number) => number,
            None => {
                self.grammar.classes.push(Class { name: raw.name.clone(), slot });
                self.grammar.classes.len() - 1
            }
        };
        if number >= MOST_CLASSES {
            return Err(bad(file, &raw.name, "too many classes"));
        }
        let number = number as u8;
        match raw.name.as_str() {
            "NUMBERWORD" => self.grammar.number_class = number,
            "ORDINALWORD" => self.grammar.ordinal_class = number,
            _ => {}
        }
        if raw.trigger {
            self.grammar.trigger |= 1 << number;
        }
        for (word, value) in &raw.words {
            let value = self.value(file, &raw.name, slot, value)?;
            let at = self.word(file, &raw.name, word)?;
            if let Some(entry) = self.grammar.vocabulary.entry_mut(at) {
                entry.mask |= 1 << number;
                match raw.name.as_str() {
                    "NUMBERWORD" => entry.mask |= Computed::Num.bit() | Computed::Year.bit() | Computed::Hour.bit(),
                    "ORDINALWORD" => {
                        entry.mask |= Computed::Ord.bit() | Computed::Day.bit() | Computed::LateDay.bit() | Computed::Nth.bit()
                    }
                    _ => {}
                }
                if raw.name == "NUMBERWORD" {
                    // "twenty-fourth".
                    entry.mask |= Computed::Ord.bit() | Computed::Day.bit() | Computed::LateDay.bit() | Computed::Nth.bit();
                }
                entry.values.push((number, value));
            }
        }
        Ok(())
    }

    fn value(&self, file: &str, entry: &str, slot: Option<Slot>, raw: &RawValue) -> Result<i32, GrammarError> {
        match raw {
            RawValue::Number(value) => Ok(*value),
            RawValue::Name(name) if slot == Some(Slot::Unit) => {
                Unit::named(name).map(Unit::code).ok_or_else(|| bad(file, entry, format!("no such unit: {name}")))
            }
            RawValue::Name(name) if name == "vague" => Ok(super::symbol::VAGUE),
            RawValue::Name(name) => Err(bad(file, entry, format!("a number was expected, not {name:?}"))),
        }
    }

    fn nonterminal(&mut self, file: &str, name: &str) -> Result<u8, GrammarError> {
        if let Some(number) = self.names.get(name) {
            return Ok(*number);
        }
        let number = self.grammar.nonterminals.len();
        if number >= MOST_CLASSES {
            return Err(bad(file, name, "too many nonterminals"));
        }
        let root = self.node();
        self.grammar.nonterminals.push(Nonterminal { name: name.to_owned(), root, ..Nonterminal::default() });
        self.names.insert(name.to_owned(), number as u8);
        Ok(number as u8)
    }

    fn node(&mut self) -> u32 {
        self.grammar.nodes.push(Node::default());
        (self.grammar.nodes.len() - 1) as u32
    }

    #[allow(clippy::too_many_arguments)]
    fn named(
        &mut self,
        file: &str,
        nonterminal: &str,
        make: Make,
        id: &str,
        names: &[String],
        index: usize,
        yes: Vec<String>,
    ) -> Result<(), GrammarError> {
        let rule =
            Rule { make, with: vec![(Slot::Named, index as i32)], modifier: None, kind: None, name: format!("{file}: {id}") };
        for name in names {
            // The longest word of a name is its rarest: it alone begins a search. One without marks is found faster.
            if let Some(word) = name.split(' ').max_by_key(|word| (!word.contains('\''), word.len())) {
                let number = self.word(file, id, word)?;
                if let Some(entry) = self.grammar.vocabulary.entry_mut(number) {
                    entry.mask |= NAME_BIT;
                }
            }
        }
        self.add(file, id, nonterminal, rule, names)?;
        self.examples(file, id, Shows::Value, &yes, &[]);
        Ok(())
    }

    fn examples(&mut self, file: &str, entry: &str, shows: Shows, yes: &[String], no: &[String]) {
        let rule = format!("{file}: {entry}");
        for (list, yes) in [(yes, true), (no, false)] {
            let example = |text: &String| Example { rule: rule.clone(), shows: shows.clone(), text: text.clone(), yes };
            self.grammar.examples.extend(list.iter().map(example));
        }
    }

    fn rule(&mut self, file: &str, raw: RawRule) -> Result<(), GrammarError> {
        let entry = raw.patterns.first().cloned().unwrap_or_default();
        let name = format!("{file}: {entry}");
        let make = Make::named(&raw.make).ok_or_else(|| bad(file, &entry, format!("no such way to make: {}", raw.make)))?;
        let mut with = Vec::new();
        for (slot, value) in &raw.with {
            let slot = Slot::named(slot).ok_or_else(|| bad(file, &entry, format!("no such slot: {slot}")))?;
            with.push((slot, self.value(file, &entry, Some(slot), value)?));
        }
        self.examples(file, &entry, Shows::Value, &raw.yes, &raw.no);
        let rule = Rule { make, with, modifier: raw.modifier, kind: raw.kind, name };
        self.add(file, &entry, &raw.nonterminal, rule, &raw.patterns)
    }

    fn add(&mut self, file: &str, entry: &str, nonterminal: &str, rule: Rule, patterns: &[String]) -> Result<(), GrammarError> {
        let number = u16::try_from(self.grammar.rules.len()).map_err(|_| bad(file, entry, "too many rules"))?;
        self.grammar.rules.push(rule);
        let nonterminal = self.nonterminal(file, nonterminal)?;
        let root = self.grammar.nonterminals.get(usize::from(nonterminal)).map_or(0, |found| found.root);
        for pattern in patterns {
            for node in self.weave(file, pattern, vec![root])? {
                if node == root {
                    return Err(bad(file, pattern, "the pattern would match nothing at all"));
                }
                if let Some(node) = self.grammar.nodes.get_mut(node as usize) {
                    // The rule that stands first wins.
                    node.rule.get_or_insert(number);
                }
            }
        }
        Ok(())
    }

    fn step(&mut self, node: u32, element: Element) -> u32 {
        let fresh = self.grammar.nodes.len() as u32;
        let Some(place) = self.grammar.nodes.get_mut(node as usize) else { return node };
        let known = match element {
            Element::Word(word) => place.words.iter().find(|(known, _)| *known == word).map(|(_, next)| *next),
            Element::Class(class) => place.classes.iter().find(|(known, _)| *known == class).map(|(_, next)| *next),
            Element::Inner(inner) => place.inner.iter().find(|(known, _)| *known == inner).map(|(_, next)| *next),
        };
        if let Some(next) = known {
            return next;
        }
        match element {
            Element::Word(word) => place.words.push((word, fresh)),
            Element::Class(class) => place.classes.push((class, fresh)),
            Element::Inner(inner) => place.inner.push((inner, fresh)),
        }
        self.node()
    }

    /// Enters a pattern into the tries at `nodes`; the nodes that it ends at.
    fn weave(&mut self, file: &str, pattern: &str, mut nodes: Vec<u32>) -> Result<Vec<u32>, GrammarError> {
        let mut rest = pattern.trim();
        while !rest.is_empty() {
            let (mut ends, mut after) = if let Some(group) = rest.strip_prefix('(').filter(|group| !group.is_empty()) {
                let close = closing(group).ok_or_else(|| bad(file, pattern, "a group is not closed"))?;
                let mut ends = Vec::new();
                for option in alternatives(&group[..close]) {
                    ends.extend(self.weave(file, option, nodes.clone())?);
                }
                (ends, &group[close + 1..])
            } else {
                let end = rest.find([' ', '?']).unwrap_or(rest.len());
                let element = self.element(file, pattern, &rest[..end])?;
                (nodes.iter().map(|node| self.step(*node, element)).collect(), &rest[end..])
            };
            if let Some(optional) = after.strip_prefix('?') {
                after = optional;
                ends.extend(nodes);
            }
            ends.sort_unstable();
            ends.dedup();
            if ends.len() > 4096 {
                return Err(bad(file, pattern, "the pattern stands for too many sequences"));
            }
            nodes = ends;
            rest = after.trim_start();
        }
        Ok(nodes)
    }

    fn element(&mut self, file: &str, pattern: &str, text: &str) -> Result<Element, GrammarError> {
        if let Some(name) = text.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
            return Ok(Element::Inner(self.nonterminal(file, name)?));
        }
        // A bracket of the text, where patterns have their own.
        if let Some(bracket) =
            [("LPAREN", "("), ("RPAREN", ")")].iter().find(|(name, _)| *name == text).map(|(_, bracket)| bracket)
        {
            return Ok(Element::Word(self.word(file, pattern, bracket)?));
        }
        if text.starts_with(|c: char| c.is_ascii_uppercase()) {
            let class = self.grammar.classes.iter().position(|class| class.name == text);
            return class
                .map(|class| Element::Class(class as u8))
                .ok_or_else(|| bad(file, pattern, format!("no such class: {text}")));
        }
        Ok(Element::Word(self.word(file, pattern, text)?))
    }

    /// Enters each name under every word of it that the grammar knows.
    fn dated_names(&mut self, names: &[String]) {
        let known = |(inside, text): (usize, &str)| (inside, self.grammar.vocabulary.find(text));
        let mut entries = Vec::new();
        for name in names {
            let starts = name.char_indices().filter(|(at, c)| {
                c.is_alphanumeric() && !name.get(..*at).is_some_and(|head| head.ends_with(char::is_alphanumeric))
            });
            let words = starts.map(|(at, _)| known((at, word_after(name, at)))).filter(|(_, word)| *word != 0);
            entries.extend(words.map(|(inside, word)| DatedName { word, inside, name: name.clone() }));
        }
        entries.sort_by_key(|entry| entry.word);
        self.grammar.names = entries;
    }

    /// Works out what each nonterminal can begin with, and refuses one that begins with itself.
    fn firsts(&mut self) -> Result<(), GrammarError> {
        let count = self.grammar.nonterminals.len();
        for at in 0..count {
            let mut words = vec![false; self.grammar.vocabulary.len()];
            let mut mask = 0;
            let mut seen = vec![false; count];
            let mut open = vec![at];
            while let Some(next) = open.pop() {
                let Some(node) =
                    self.grammar.nonterminals.get(next).and_then(|found| self.grammar.nodes.get(found.root as usize))
                else {
                    continue;
                };
                for (word, _) in &node.words {
                    if let Some(place) = words.get_mut(usize::from(*word)) {
                        *place = true;
                    }
                }
                mask |= node.mask;
                for (inner, _) in &node.inner {
                    let inner = usize::from(*inner);
                    if inner == at {
                        let name = self.grammar.nonterminals.get(at).map_or("", |found| found.name.as_str());
                        return Err(bad("", name, "the nonterminal begins with itself"));
                    }
                    if let Some(place) = seen.get_mut(inner).filter(|place| !**place) {
                        *place = true;
                        open.push(inner);
                    }
                }
            }
            if let Some(found) = self.grammar.nonterminals.get_mut(at) {
                found.first_words = words;
                found.first_mask = mask;
            }
        }
        Ok(())
    }
}

/// Where the group that starts before `text` closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The alternatives of a group, split at its own `|`.
fn alternatives(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}
