//! The words around an expression, as the rule files list them: where its clause points, what it does there.

use super::friends::listed_word;
use super::raw_context::{RawAtFirst, RawBidding, RawEponym, RawHint, RawRequest, RawRole, RawTense};
use super::symbol::Governor;
use super::vocabulary::Filter;
use super::{TenseHint, TimeRole};

/// Words that tell where a clause points.
#[derive(Debug)]
struct TenseRule {
    hint: TenseHint,
    weight: i32,
    noun_weight: Option<i32>,
    /// Its words count only where one of these follows; empty: anywhere.
    before: Vec<String>,
    ending: Option<String>,
    /// Tells nothing of other clauses than its own.
    own: bool,
    /// Tells nothing as the first word of its sentence.
    not_first: bool,
    not_after: Vec<String>,
    /// Tells nothing of an expression that one of these governs.
    not_governed: Vec<Governor>,
    /// Verbs only after one of these or a plural; empty: anywhere.
    subject: Vec<String>,
    /// Tells nothing but after one of these; empty: after anything.
    only_after: Vec<String>,
}

/// Words with which somebody sets a day to others, and what governs that day.
#[derive(Debug)]
struct BiddingRule {
    words: Vec<String>,
    /// "had told them to leave by": that day may be over.
    not_after: Vec<String>,
    /// What must come between: "told them to leave by".
    then: Option<String>,
    governed: Vec<Governor>,
}

/// Verbs that ask somebody to do something where they open a sentence.
#[derive(Debug)]
struct RequestRule {
    words: Vec<String>,
    /// What must follow; empty: anything.
    then: Vec<String>,
}

/// What is called by a day without its year.
#[derive(Debug)]
struct Eponym {
    month: i32,
    day: i32,
    year: i32,
    /// How the event itself is written, and after which words ("since 9/11").
    written: Option<String>,
    told_after: Vec<String>,
    words: Vec<String>,
}

/// Words that give an expression its role.
#[derive(Debug)]
pub(super) struct RoleRule {
    pub role: TimeRole,
    /// Goes before what the preposition alone tells.
    pub first: bool,
    /// Only where nothing governs the expression.
    pub bare: bool,
    pub tense: Option<TenseHint>,
    pub governed: Vec<Governor>,
    pub not_governed: Vec<Governor>,
}

/// All words around expressions that matter.
#[derive(Debug, Default)]
pub(super) struct Context {
    determiners: Vec<String>,
    /// What is called by its month or year, and set down for it.
    occasions: Vec<String>,
    /// Forms of "to be" in the present.
    present: Vec<String>,
    /// Verbs that stand before all others of their clause.
    predicates: Vec<String>,
    /// What is reported on periods that are over.
    reported: Vec<String>,
    /// Words that turn from an event to one before it.
    anteriority: Vec<String>,
    /// Words that begin another clause, and what they look like.
    openers: Vec<String>,
    opening: Filter,
    tenses: Vec<TenseRule>,
    biddings: Vec<BiddingRule>,
    requests: Vec<RequestRule>,
    eponyms: Vec<Eponym>,
    /// What the name of a period stands before that is still to come: "June delivery".
    awaited: Vec<String>,
    /// What nobody plans, so that it has happened when it is told of.
    happenings: Vec<String>,
    /// What tells that something was arranged first, and may have come otherwise.
    at_first: RawAtFirst,
    /// What is called by its month, and has what comes from it.
    met: Vec<String>,
    met_after: Vec<String>,
    /// Sorted: the word and one bit for each rule that lists it.
    words: Vec<(String, u32)>,
    /// The rules whose words count only where another word follows.
    followed: u32,
    /// What the words of any rule, and those that must follow them, look like: most words of a text are none.
    telling: Filter,
    /// The endings that tell by themselves.
    endings: Vec<String>,
    pub roles: Vec<RoleRule>,
    /// What the words of either list look like.
    placing: Filter,
    /// Sorted: words near an expression, and words after it, with one bit for each rule of roles that lists them.
    role_near: Vec<(String, u32)>,
    role_after: Vec<(String, u32)>,
}

/// How strongly the words so far point back and ahead.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scales {
    pub past: i32,
    pub future: i32,
    /// Whether a mark stands between the next word and the expression behind it.
    pub beyond: bool,
    /// Whether the next word is the first of its sentence.
    pub opens: bool,
    /// What governs the expression.
    pub governor: Option<Governor>,
}

impl From<RawHint> for TenseHint {
    fn from(raw: RawHint) -> Self {
        match raw {
            RawHint::Future => TenseHint::Future,
            RawHint::Past => TenseHint::Past,
        }
    }
}

fn governors(names: &[String]) -> Result<Vec<Governor>, String> {
    names.iter().map(|name| Governor::named(name).ok_or_else(|| format!("no such kind of governor: {name}"))).collect()
}

/// Most rules of tense, and of roles: one bit each.
const MOST: usize = 32;

/// Enters `word` for the rule of number `bit`.
fn list(words: &mut Vec<(String, u32)>, word: String, bit: usize) {
    match words.binary_search_by(|(known, _)| known.cmp(&word)) {
        Ok(at) => {
            if let Some((_, mask)) = words.get_mut(at) {
                *mask |= 1 << bit;
            }
        }
        Err(at) => words.insert(at, (word, 1 << bit)),
    }
}

impl Context {
    pub(super) fn determiners(&mut self, words: Vec<String>) {
        self.determiners.extend(words);
        self.determiners.sort_unstable();
    }

    /// Whether `word`, in small letters, is a determiner.
    pub(super) fn determines(&self, word: &str) -> bool {
        self.determiners.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    pub(super) fn reported(&mut self, words: Vec<String>) {
        self.reported.extend(words);
    }

    /// Whether one of `words` is what is reported on periods that are over.
    pub(super) fn is_reported<'w>(&self, mut words: impl Iterator<Item = &'w str>) -> bool {
        words.any(|word| self.reported.iter().any(|known| word.eq_ignore_ascii_case(known)))
    }

    pub(super) fn awaited(&mut self, words: Vec<String>) {
        self.awaited.extend(words);
    }

    pub(super) fn predicates(&mut self, words: Vec<String>) {
        self.predicates.extend(words);
    }

    /// Whether `word` is a verb that opens a predicate.
    pub(super) fn is_predicate(&self, word: &str) -> bool {
        listed_word(&self.predicates, word)
    }

    pub(super) fn occasions(&mut self, words: Vec<String>) {
        self.occasions.extend(words);
    }

    /// Whether a text goes on with the name of an occasion: " elections", " World Cup".
    pub(super) fn names_occasion(&self, after: &str) -> bool {
        let Some(phrase) = after.strip_prefix(' ') else { return false };
        let phrase = phrase.split(|c: char| !(c.is_alphanumeric() || c == ' ')).next().unwrap_or("");
        phrase.split(' ').take(NAME_OF_OCCASION).any(|word| listed_word(&self.occasions, word))
    }

    pub(super) fn at_first(&mut self, raw: RawAtFirst) {
        self.at_first = raw;
    }

    /// Whether one of the words before a date tells of what was arranged, and the verb behind it of what became of that.
    pub(super) fn was_arranged<'w>(&self, mut before: impl Iterator<Item = &'w str>, behind: &str) -> bool {
        listed_word(&self.at_first.over, behind) && before.any(|word| listed_word(&self.at_first.arranged, word))
    }

    /// Whether two words that stand together tell of what is arranged: "is scheduled".
    pub(super) fn is_arranged(&self, verb: &str, participle: &str) -> bool {
        self.holds(verb) && listed_word(&self.at_first.arranged, participle)
    }

    /// Whether two words that stand together tell of what was arranged first: "originally scheduled".
    pub(super) fn is_arranged_at_first(&self, adverb: &str, verb: &str) -> bool {
        listed_word(&self.at_first.adverbs, adverb) && listed_word(&self.at_first.arranged, verb)
    }

    /// Whether `word` is of what comes in the period that it is called by.
    pub(super) fn is_awaited(&self, word: &str) -> bool {
        listed_word(&self.awaited, word)
    }

    pub(super) fn happenings(&mut self, words: Vec<String>) {
        self.happenings.extend(words);
    }

    pub(super) fn met(&mut self, words: Vec<String>, after: Vec<String>) {
        self.met.extend(words);
        self.met_after.extend(after);
    }

    /// Whether what stands before a month comes of a meeting that is called by it.
    pub(super) fn comes_of_a_meeting<'w>(&self, mut before: impl Iterator<Item = &'w str>, after: &str) -> bool {
        listed_word(&self.met, after) && before.any(|word| listed_word(&self.met_after, word))
    }

    /// Whether `word` names what nobody plans.
    pub(super) fn is_happening(&self, word: &str) -> bool {
        listed_word(&self.happenings, word)
    }

    pub(super) fn anteriority(&mut self, words: Vec<String>) {
        self.anteriority.extend(words);
    }

    pub(super) fn openers(&mut self, words: Vec<String>) {
        words.iter().for_each(|word| self.opening.enter(word.as_bytes()));
        self.openers.extend(words);
    }

    pub(super) fn present(&mut self, words: Vec<String>) {
        self.present.extend(words);
    }

    /// Whether `word` says what now is.
    pub(super) fn holds(&self, word: &str) -> bool {
        self.present.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Whether `word` begins another clause.
    pub(super) fn opens_clause(&self, word: &str) -> bool {
        self.opening.may_hold(word.as_bytes()) && self.openers.iter().any(|known| word.eq_ignore_ascii_case(known))
    }

    /// Whether a text turns from an event to one that may lie before it: "in December 2027 after work starts in".
    pub(super) fn turns_back(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| !c.is_alphabetic());
        words.any(|word| self.anteriority.iter().any(|known| word.eq_ignore_ascii_case(known)))
    }

    pub(super) fn tense(&mut self, raw: RawTense) -> Result<(), String> {
        let bit = self.tenses.len();
        if bit >= MOST {
            return Err("too many rules of tense".to_owned());
        }
        for word in raw.words {
            self.telling.enter(word.as_bytes());
            list(&mut self.words, word, bit);
        }
        raw.before.iter().for_each(|next| self.telling.enter(next.as_bytes()));
        self.endings.extend(raw.ending.clone());
        let (hint, weight, noun_weight) = (raw.hint.into(), raw.weight, raw.noun_weight);
        if !raw.before.is_empty() {
            self.followed |= 1 << bit;
        }
        self.tenses.push(TenseRule {
            hint,
            weight,
            noun_weight,
            before: raw.before,
            ending: raw.ending,
            own: raw.own,
            not_first: raw.not_first,
            not_after: raw.not_after,
            not_governed: governors(&raw.not_governed)?,
            subject: raw.subject,
            only_after: raw.only_after,
        });
        Ok(())
    }

    pub(super) fn bidding(&mut self, raw: RawBidding) -> Result<(), String> {
        let governed = governors(&raw.governed)?;
        self.biddings.push(BiddingRule { words: raw.words, not_after: raw.not_after, then: raw.then, governed });
        Ok(())
    }

    /// Whether the words before an expression set its day to somebody: "told them to leave by", "gave them until".
    pub(super) fn bids<'w>(&self, before: impl Iterator<Item = &'w str> + Clone, governor: Governor) -> bool {
        self.biddings.iter().filter(|rule| rule.governed.contains(&governor)).any(|rule| {
            let (mut bidden, mut held, mut previous) = (false, false, "");
            for word in before.clone() {
                let barred = listed_word(&rule.not_after, previous);
                previous = word;
                if listed_word(&rule.words, word) && !barred {
                    (bidden, held) = (true, rule.then.is_none());
                } else if rule.then.as_ref().is_some_and(|then| word.eq_ignore_ascii_case(then)) {
                    held |= bidden;
                } else if (!held || rule.then.is_none()) && self.opens_clause(word) {
                    (bidden, held) = (false, false);
                }
            }
            bidden && held
        })
    }

    pub(super) fn request(&mut self, raw: RawRequest) {
        self.requests.push(RequestRule { words: raw.words, then: raw.then });
    }

    /// Whether a sentence that opens with these two words asks for something.
    pub(super) fn requests(&self, first: &str, second: &str) -> bool {
        let asks = |rule: &&RequestRule| listed_word(&rule.words, first);
        self.requests.iter().filter(asks).any(|rule| rule.then.is_empty() || listed_word(&rule.then, second))
    }

    pub(super) fn eponym(&mut self, raw: RawEponym) -> Result<(), String> {
        let parts = raw.day.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        let (month, day) = parts.ok_or_else(|| format!("no such day: {}", raw.day))?;
        let RawEponym { year, written, told_after, words, .. } = raw;
        self.eponyms.push(Eponym { month, day, year, written, told_after, words });
        Ok(())
    }

    /// The year of what is called by a day and one of the words next to it: "the Sept. 11 attacks".
    pub(super) fn eponymous_year(&self, month: i32, day: i32, beside: [&str; 2]) -> Option<i32> {
        let named = self.eponyms.iter().filter(|eponym| (eponym.month, eponym.day) == (month, day));
        let mut told = named.filter(|eponym| beside.iter().any(|word| listed_word(&eponym.words, word)));
        told.next().map(|eponym| eponym.year)
    }

    /// Year, month and day of an event that is written as numerals between these two words: "since 9/11".
    pub(super) fn eponym_written(&self, numerals: &str, before: &str, after: &str) -> Option<[i32; 3]> {
        let written = |eponym: &&Eponym| eponym.written.as_deref() == Some(numerals);
        let told = |eponym: &&Eponym| listed_word(&eponym.told_after, before) || listed_word(&eponym.words, after);
        let found = self.eponyms.iter().filter(written).find(told)?;
        Some([found.year, found.month, found.day])
    }

    pub(super) fn role(&mut self, raw: RawRole) -> Result<(), String> {
        let bit = self.roles.len();
        if bit >= MOST {
            return Err("too many rules of roles".to_owned());
        }
        self.roles.push(RoleRule {
            role: raw.role,
            first: raw.first,
            bare: raw.bare,
            tense: raw.tense.map(Into::into),
            governed: governors(&raw.governed)?,
            not_governed: governors(&raw.not_governed)?,
        });
        for word in raw.near.iter().chain(&raw.after) {
            self.placing.enter(word.as_bytes());
        }
        for word in raw.near {
            list(&mut self.role_near, word, bit);
        }
        for word in raw.after {
            list(&mut self.role_after, word, bit);
        }
        Ok(())
    }

    fn mask(words: &[(String, u32)], lower: &str) -> u32 {
        let found = words.binary_search_by(|(known, _)| known.as_str().cmp(lower)).ok();
        found.and_then(|at| words.get(at)).map_or(0, |(_, mask)| *mask)
    }

    /// Whether `word` tells who said something, and so of its own clause alone.
    pub(super) fn is_saying(&self, word: &str) -> bool {
        let mut here = [0; LONGEST];
        let told = self.telling.may_hold(word.as_bytes());
        let mask = lower(word, &mut here).filter(|_| told).map_or(0, |word| Self::mask(&self.words, word));
        mask != 0 && self.tenses.iter().enumerate().any(|(at, rule)| rule.own && rule.before.is_empty() && mask & 1 << at != 0)
    }

    /// Adds what `word` tells, `nearness` being how near it stands to the expression; `previous` is the word before it.
    pub(super) fn weigh(&self, word: &str, previous: &str, nearness: i32, scales: &mut Scales) {
        let bytes = word.as_bytes();
        let tail = |ending: &String| bytes.len().checked_sub(ending.len()).and_then(|at| bytes.get(at..));
        let ended = || self.endings.iter().any(|end| tail(end).is_some_and(|tail| tail.eq_ignore_ascii_case(end.as_bytes())));
        if !(self.telling.may_hold(bytes) || bytes.len() > 4 && ended()) {
            return;
        }
        let (mut here, mut there) = ([0; LONGEST], [0; LONGEST]);
        let Some(word) = lower(word, &mut here) else { return };
        let mask = Self::mask(&self.words, word);
        let follows = |rule: &TenseRule| rule.before.iter().any(|next| word == next);
        let ends = |rule: &TenseRule| {
            mask & !self.followed == 0
                && word.len() > 4
                && rule.ending.as_ref().is_some_and(|ending| word.ends_with(ending.as_str()))
        };
        // Most words tell nothing.
        if mask & !self.followed == 0 && !self.tenses.iter().any(|rule| follows(rule) || ends(rule)) {
            return;
        }
        let previous = lower(previous, &mut there).unwrap_or("");
        let before = Self::mask(&self.words, previous);
        // "a law that takes effect": "that" stands before no plural.
        let relative = previous == "that" && word.ends_with('s');
        let noun = !relative && self.determines(previous);
        let (beyond, opens, governor) = (scales.beyond, scales.opens, scales.governor);
        let mut add = |hint: TenseHint, weight: i32| match hint {
            TenseHint::Future => scales.future = scales.future.max(weight),
            _ => scales.past = scales.past.max(weight),
        };
        let mut listed = false;
        for (at, rule) in self.tenses.iter().enumerate() {
            let bit = 1 << at;
            if !rule.before.is_empty() {
                if follows(rule) && before & bit != 0 && !(rule.own && beyond) {
                    add(rule.hint, nearness + rule.weight);
                    listed = true;
                }
                continue;
            }
            if rule.own && beyond
                || rule.not_first && opens
                || mask & bit == 0 && (listed || !ends(rule))
                || governor.is_some_and(|governor| rule.not_governed.contains(&governor))
                || rule.not_after.iter().any(|known| known == previous)
                || !rule.only_after.is_empty() && rule.only_after.iter().all(|known| known != previous)
            {
                continue;
            }
            listed = true;
            let subject =
                rule.subject.is_empty() || previous.ends_with('s') || rule.subject.iter().any(|known| known == previous);
            match rule.noun_weight.filter(|_| noun || !subject) {
                Some(0) => {}
                Some(little) => add(rule.hint, little),
                None => add(rule.hint, nearness + rule.weight),
            }
        }
    }

    /// One bit for each rule of roles that lists one of the words before an expression, or the word after it.
    pub(super) fn roles_listed<'w>(&self, before: impl Iterator<Item = &'w str>, after: &str) -> u32 {
        let mut buffer = [0; LONGEST];
        let told = |word: &&str| self.placing.may_hold(word.as_bytes());
        let after = Some(after).filter(told).and_then(|word| lower(word, &mut buffer));
        let mut listed = after.map_or(0, |word| Self::mask(&self.role_after, word));
        for word in before.filter(told) {
            let mut buffer = [0; LONGEST];
            listed |= lower(word, &mut buffer).map_or(0, |word| Self::mask(&self.role_near, word));
        }
        listed
    }
}

/// Most words of the name of an occasion.
const NAME_OF_OCCASION: usize = 3;

/// No listed word is longer, in bytes.
const LONGEST: usize = 24;

/// `word` in lower case; `None` where it is longer than any listed word.
fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b str> {
    let place = buffer.get_mut(..word.len())?;
    place.copy_from_slice(word.as_bytes());
    place.make_ascii_lowercase();
    std::str::from_utf8(place).ok()
}
