//! What statements are compared by: features with weights, interned once for the whole corpus.
//!
//! A feature that stands in few documents says more than one that stands in many, so
//! each weighs its inverse document frequency, scaled to 0..1. The count is smoothed:
//! in a corpus of five documents nothing is as common as it seems.

use super::StatementId;
use super::placed::{Placed, Rarity};
use super::stages;
use super::story::{self, Shared, Story};
use super::topic::Topic;
use super::words;
use crate::prose::tagger::WordHasher;
use crate::statements::{Extract, Statement};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Deref;
use std::sync::LazyLock;

/// Documents added to the count before a feature's rarity is judged.
const SMOOTHING: f32 = 20.0;

/// Weight of a word of the title that the clause does not say itself.
const TITLE: f32 = 0.7;
/// Weight of a word of the headings, the lead-in or the rest of the sentence.
const BESIDE: f32 = 0.15;
/// Weight of such words where the clause names nothing itself: then it speaks of them.
const ADOPTED: f32 = 1.0;
/// A clause with no more features of its own names nothing.
const NOTHING: usize = 1;
/// A word, name, acronym, quantity, stage or link as a number.
pub(super) type FeatureId = u32;

/// How an event relates to the thing that was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventSide {
    /// It comes into being: launch, completion, publication, enactment.
    Arrival,
    /// Work on it begins.
    Start,
    /// It goes away: stop, end, switch-off.
    End,
    /// It goes on: extension, support.
    Lasting,
    /// Something else.
    Other,
    /// The work on it gets under way, or goes on.
    Work,
}

/// The side of an event class.
pub(super) fn side(event: &str) -> EventSide {
    match event {
        "launch" | "open" | "release" | "complete" | "deliver" | "enact" | "publish" | "build" | "ship" | "stabilise"
        | "stabilize" | "achieve" | "reach" | "implement" | "introduce" | "install" => EventSide::Arrival,
        "start" | "begin" => EventSide::Start,
        "work" => EventSide::Work,
        "stop" | "end" | "close" | "remove" | "retire" | "withdraw" | "expire" | "abolish" | "deprecate" => EventSide::End,
        "extend" | "support" | "maintain" | "continue" => EventSide::Lasting,
        _ => EventSide::Other,
    }
}

/// Where a feature stands to its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// In the clause.
    Clause,
    /// In the rest of its sentence, in the headings over it or in its lead-in.
    Beside,
    /// In the sentences around it.
    Around,
    /// In the document's title.
    Title,
}

/// Every place, the nearest one first.
pub(super) const BY: [By; 4] = [By::Clause, By::Beside, By::Around, By::Title];

/// One statement, ready to be compared. All of a corpus are held at once, and most have no [`Marks`]: they read like fields
/// of the profile itself.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    /// Which statement.
    pub id: StatementId,
    /// Three lists of features with their weights, each sorted by feature, in one piece of memory: see
    /// [`Profile::weighted`], [`Profile::theme`] and [`Profile::context`].
    lists: Box<[(FeatureId, f32)]>,
    /// Where the second and the third list begin.
    bounds: [u32; 2],
    /// Sum of the weights.
    pub mass: f32,
    /// Words of who does it, sorted.
    pub actor: Box<[FeatureId]>,
    /// Sum of the theme's weights.
    pub theme_mass: f32,
    /// The share of the theme's weight, from 0 to 1, of the words that stand in the document's title: whether the statement
    /// is about what its document is about.
    pub headlined: f32,
    /// The features of the clause and of what stands by it, sorted; each once, at the place nearest to the clause.
    pub all: Box<[Placed]>,
    /// Whether the clause itself names an edition.
    pub own_edition: bool,
    /// Side of its event.
    pub side: Option<EventSide>,
    /// Event class.
    pub event: Option<FeatureId>,
    /// Head of the thing promised.
    pub head: Option<FeatureId>,
    /// Its clause names nothing, so that its features are those of its title and of what stands by it.
    pub adopted: bool,
    /// What tells its thing from others of its kind; nothing where it would be empty.
    marks: Option<Box<Marks>>,
}

impl Profile {
    /// The features of its clause.
    pub(super) fn weighted(&self) -> &[(FeatureId, f32)] {
        self.lists.get(..self.bounds[0] as usize).unwrap_or_default()
    }

    /// Those of the thing itself: the words of its subject.
    pub(super) fn theme(&self) -> &[(FeatureId, f32)] {
        self.lists.get(self.bounds[0] as usize..self.bounds[1] as usize).unwrap_or_default()
    }

    /// What its title lends it and, lighter, what stands beside it.
    pub(super) fn context(&self) -> &[(FeatureId, f32)] {
        self.lists.get(self.bounds[1] as usize..).unwrap_or_default()
    }

    /// Weighs its features, once it is known how much each of them tells; `in_title`: those that stand in the title.
    fn weigh(&mut self, rarity: &Rarity, in_title: &[FeatureId]) {
        for (feature, weight) in &mut self.lists {
            *weight *= rarity.of_feature(*feature);
        }
        self.mass = self.weighted().iter().map(|&(_, weight)| weight).sum();
        self.theme_mass = self.theme().iter().map(|&(_, weight)| weight).sum();
        let in_title = self.theme().iter().filter(|(word, _)| in_title.contains(word));
        self.headlined = in_title.map(|&(_, weight)| weight).sum::<f32>() / self.theme_mass.max(f32::MIN_POSITIVE);
    }
}

/// What tells the thing of a statement from others of its kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// Version numbers that the clause names.
    pub versions: Box<[FeatureId]>,
    /// Those numbers with the names before them.
    pub of_version: Box<[(Option<FeatureId>, FeatureId)]>,
    /// Version numbers of its title, where the clause names none.
    pub lent_versions: Box<[FeatureId]>,
    /// Named stages ("beta 3"), as (name, whole) so that "beta" and "beta 3" can be compared.
    pub stages: Box<[(FeatureId, FeatureId)]>,
    /// Stages of its title, where the clause names none, and no version.
    pub lent_stages: Box<[(FeatureId, FeatureId)]>,
    /// Proper names.
    pub names: Box<[FeatureId]>,
    /// Names split into the words and the number in them ("edition", "2021").
    pub numbered: Box<[(FeatureId, FeatureId)]>,
    /// Years that tell one edition from the next ("the 2021 edition"), its own or its title's.
    pub editions: Box<[FeatureId]>,
    /// Quantities split into unit and amount.
    pub quantities: Box<[(FeatureId, FeatureId)]>,
    /// The proper words right before the head: "Harrow", "Lane" of "the Harrow Lane bridge".
    pub called: Box<[FeatureId]>,
    /// Documents of the corpus that it links to.
    pub points_to: Box<[usize]>,
}

impl Deref for Profile {
    type Target = Marks;

    fn deref(&self) -> &Marks {
        static NONE: LazyLock<Marks> = LazyLock::new(Marks::default);
        self.marks.as_deref().unwrap_or_else(|| &NONE)
    }
}

/// All profiles of a corpus and the words behind the numbers.
pub(super) struct Profiles {
    /// For each document, for each statement.
    pub of: Vec<Box<[Profile]>>,
    /// For each document, what it speaks of.
    pub stories: Vec<Option<Box<Story>>>,
    /// For each document, the words of its statements and of what stands by them.
    topics: Vec<Topic>,
    rarity: Rarity,
    names: Vec<String>,
    /// The letter of each name's class.
    classes: Vec<u8>,
    /// For stems, a word as it was written.
    shown: HashMap<FeatureId, String>,
}

impl Profiles {
    /// What the documents of two statements have in common.
    pub(super) fn story(&self, a: &Profile, b: &Profile) -> Shared {
        let story = |p: &Profile| self.stories.get(p.id.doc)?.as_deref();
        story(a).zip(story(b)).map_or_else(Shared::default, |(x, y)| x.shared(y))
    }

    /// How alike two documents are in what their statements and the passages around them speak of, from 0 to 1.
    pub(super) fn alike(&self, one: usize, other: usize) -> f32 {
        self.topic(one).zip(self.topic(other)).map_or(0.0, |(a, b)| a.cosine(b, &self.rarity))
    }

    /// The features of a statement's clause and of what stands by it, with their weights.
    pub(super) fn everything<'p>(&'p self, profile: &'p Profile) -> impl Iterator<Item = (FeatureId, f32)> + 'p {
        let at = |place: By| profile.all.iter().filter(move |placed| placed.by() == place);
        BY.into_iter().flat_map(at).map(|placed| (placed.feature(), self.rarity.weight(*placed)))
    }

    /// How much each feature tells.
    pub(super) fn rarity(&self) -> &Rarity {
        &self.rarity
    }

    /// What a document's statements speak of.
    pub(super) fn topic(&self, doc: usize) -> Option<&Topic> {
        self.topics.get(doc)
    }

    /// Whether a feature is a thing of its own: a word, version, stage or quantity. Names and acronyms
    /// come with their words.
    pub(super) fn is_thing(&self, feature: FeatureId) -> bool {
        matches!(self.classes.get(feature as usize), Some(b't' | b'v' | b's' | b'q'))
    }

    /// Whether a feature is a plain word.
    pub(super) fn is_term(&self, feature: FeatureId) -> bool {
        self.classes.get(feature as usize) == Some(&b't')
    }

    /// Whether a word is part of a proper name.
    pub(super) fn is_part(&self, name: FeatureId, word: FeatureId) -> bool {
        let Some((_, word)) = self.names.get(word as usize).and_then(|text| text.split_once(':')) else { return false };
        self.names.get(name as usize).is_some_and(|name| name.split([':', ' ']).any(|part| words::stem(part) == word))
    }

    /// Whether a feature is a proper name.
    pub(super) fn is_name(&self, feature: FeatureId) -> bool {
        self.classes.get(feature as usize) == Some(&b'n')
    }

    /// The words of a feature, as a reader would say them.
    pub(super) fn name(&self, feature: FeatureId) -> &str {
        let name =
            || self.names.get(feature as usize).map_or("", |name| name.split_once(':').map_or(name.as_str(), |(_, rest)| rest));
        self.shown.get(&feature).map_or_else(name, String::as_str)
    }
}

/// A table of words; its order is never used.
type ByWord<T> = HashMap<String, T, BuildHasherDefault<WordHasher>>;

/// The features of a statement; their order is never used.
type Few = HashSet<FeatureId, BuildHasherDefault<WordHasher>>;

#[derive(Default)]
struct Interner {
    ids: ByWord<FeatureId>,
    names: Vec<String>,
    documents: Vec<u32>,
    last: Vec<u32>,
    shown: HashMap<FeatureId, String>,
    /// What [`Interner::term`] has answered for a word.
    terms: ByWord<Option<FeatureId>>,
}

impl Interner {
    fn id(&mut self, class: &str, text: &str) -> FeatureId {
        let mut name = String::with_capacity(class.len() + 1 + text.len());
        name.push_str(class);
        name.push(':');
        name.push_str(text);
        if let Some(&id) = self.ids.get(&name) {
            return id;
        }
        let id = self.names.len() as FeatureId;
        self.names.push(name.clone());
        self.documents.push(0);
        self.last.push(u32::MAX);
        self.ids.insert(name, id);
        id
    }

    /// The stem of a word; `None` for a word that names no thing.
    fn term(&mut self, word: &str) -> Option<FeatureId> {
        if let Some(known) = self.terms.get(word) {
            return *known;
        }
        let term = self.new_term(word);
        self.terms.insert(word.to_owned(), term);
        term
    }

    fn new_term(&mut self, word: &str) -> Option<FeatureId> {
        let stem = words::stem(word);
        if words::Hollow::english().has(&stem) {
            return None;
        }
        let id = self.id("t", &stem);
        if stem != word {
            self.shown.entry(id).or_insert_with(|| word.to_owned());
        }
        Some(id)
    }

    fn count(&mut self, id: FeatureId, doc: usize) {
        let i = id as usize;
        if let (Some(last), Some(documents)) = (self.last.get_mut(i), self.documents.get_mut(i))
            && *last != doc as u32
        {
            *last = doc as u32;
            *documents += 1;
        }
    }
}

/// Reads the keys of all statements into profiles.
pub(super) fn profiles(extracts: &[Extract]) -> Profiles {
    let mut gathering = Gathering::of(extracts);
    extracts.iter().enumerate().for_each(|(doc, extract)| gathering.read(doc, extract));
    gathering.finish(story::stories(extracts))
}

/// The same, and gives back what is in the profiles and what nobody else asks for, document by document.
pub(super) fn profiles_and_forget(extracts: &mut [Extract]) -> Profiles {
    let stories = story::stories(extracts);
    let mut gathering = Gathering::of(extracts);
    for (doc, extract) in extracts.iter_mut().enumerate() {
        gathering.read(doc, extract);
        extract.forget_surroundings();
    }
    gathering.finish(stories)
}

/// Profiles in the making.
struct Gathering {
    interner: Interner,
    urls: HashMap<String, usize>,
    of: Vec<Box<[Profile]>>,
    /// For each statement, the words of its theme that stand in the document's title.
    in_titles: Vec<Box<[FeatureId]>>,
    /// Documents with a statement.
    telling: usize,
}

impl Gathering {
    fn of(extracts: &[Extract]) -> Self {
        Self {
            interner: Interner::default(),
            urls: addresses(extracts),
            of: Vec::with_capacity(extracts.len()),
            in_titles: Vec::new(),
            telling: 0,
        }
    }

    fn read(&mut self, doc: usize, extract: &Extract) {
        let title = Title::read(extract, &mut self.interner);
        let mut profiles = Vec::with_capacity(extract.statements.len());
        for (index, statement) in extract.statements.iter().enumerate() {
            let id = StatementId { doc, statement: index };
            let (profile, titled) = profile(id, statement, &title, &self.urls, &mut self.interner);
            profile.all.iter().for_each(|placed| self.interner.count(placed.feature(), doc));
            profiles.push(profile);
            self.in_titles.push(titled);
        }
        self.telling += usize::from(!profiles.is_empty());
        self.of.push(profiles.into_boxed_slice());
    }

    /// Weighs what was read, once it is known how many documents have it.
    fn finish(self, stories: Vec<Option<Box<Story>>>) -> Profiles {
        let Self { interner, mut of, in_titles, telling, .. } = self;
        let rarity = Rarity::of(&interner.documents, telling as f32 + SMOOTHING);
        for (profile, in_title) in of.iter_mut().flatten().zip(in_titles) {
            profile.weigh(&rarity, &in_title);
        }
        let classes = interner.names.iter().map(|name| name.bytes().next().unwrap_or_default()).collect();
        let topics = of.iter().map(|profiles| Topic::of(profiles, &rarity)).collect();
        Profiles { of, stories, topics, rarity, names: interner.names, classes, shown: interner.shown }
    }
}

/// What a document's title lends to its statements.
struct Title {
    versions: Vec<FeatureId>,
    stages: Vec<(FeatureId, FeatureId)>,
    /// The stage from which the next is counted.
    counted_from: Option<String>,
    words: Vec<FeatureId>,
    years: Vec<FeatureId>,
    numbered: Vec<(FeatureId, FeatureId)>,
}

/// The years that tell editions apart, and the numbers that names carry, in a text.
fn instances(text: &str, interner: &mut Interner) -> (Vec<FeatureId>, Vec<(FeatureId, FeatureId)>) {
    let (mut years, mut numbered) = (Vec::new(), Vec::new());
    for instance in stages::instances(text) {
        match instance {
            stages::Instance::Edition(year) => years.push(interner.id("y", &year)),
            stages::Instance::Numbered(name, number) => {
                numbered.push((interner.id("n", &words::stem(&name)), interner.id("#", &number)));
            }
        }
    }
    years.sort_unstable();
    years.dedup();
    numbered.sort_unstable();
    numbered.dedup();
    (years, numbered)
}

impl Title {
    fn read(extract: &Extract, interner: &mut Interner) -> Self {
        let text = extract.title.as_deref().unwrap_or_default();
        let (mut versions, mut stages) = (Vec::new(), Vec::new());
        for stage in stages::stages(text) {
            sort_stage(&stage, interner, &mut versions, &mut stages);
        }
        let mut title_words: Vec<FeatureId> = words::words(text)
            .filter(|w| !words::is_empty_word(w) && !stages::is_version(w))
            .filter_map(|w| interner.term(&w))
            .collect();
        title_words.sort_unstable();
        title_words.dedup();
        let (years, numbered) = instances(text, interner);
        Self { versions, stages, counted_from: stages::counted_from(extract), words: title_words, years, numbered }
    }
}

fn sort_stage(stage: &str, interner: &mut Interner, versions: &mut Vec<FeatureId>, stages: &mut Vec<(FeatureId, FeatureId)>) {
    if stages::is_version(stage) {
        // "1.0.0" is how software writes "1.0".
        let short = if stage.matches('.').count() == 2 { stage.strip_suffix(".0").unwrap_or(stage) } else { stage };
        versions.push(interner.id("v", short));
    } else {
        let name = stage.split(' ').next().unwrap_or(stage);
        stages.push((interner.id("s", name), interner.id("s", stage)));
    }
}

/// The profile of a statement, its features not yet weighed by their rarity, and the words of its theme that stand in the
/// document's title.
fn profile(
    id: StatementId,
    statement: &Statement,
    title: &Title,
    urls: &HashMap<String, usize>,
    interner: &mut Interner,
) -> (Profile, Box<[FeatureId]>) {
    let key = &statement.key;
    let mut weighted: Vec<(FeatureId, f32)> = Vec::new();
    weighted.extend(key.terms.iter().filter_map(|term| interner.term(term)).map(|feature| (feature, 1.0)));
    let (mut names, mut numbered) = (Vec::new(), Vec::new());
    for name in key.names.iter() {
        let feature = interner.id("n", name);
        names.push(feature);
        weighted.push((feature, 1.0));
        let (mut initials, mut plain, mut number) = (String::new(), String::new(), None);
        for word in words::words(name) {
            if word.bytes().all(|b| b.is_ascii_digit()) {
                number = Some(interner.id("#", &word));
                continue;
            }
            if words::is_empty_word(&word) {
                continue;
            }
            initials.extend(word.chars().next());
            plain.push_str(&word);
            plain.push(' ');
            weighted.extend(interner.term(&word).map(|feature| (feature, 1.0)));
        }
        // A name's initials are its acronym wherever the text uses that for it.
        if initials.chars().count() >= 3 {
            weighted.push((interner.id("a", &initials), 0.5));
        }
        if let Some(number) = number {
            numbered.push((interner.id("n", plain.trim_end()), number));
            weighted.push((number, 0.5));
        }
    }
    for acronym in key.acronyms.iter() {
        weighted.push((interner.id("a", acronym), 1.0));
        weighted.push((interner.id("t", &words::stem(acronym)), 0.5));
    }
    let mut quantities = Vec::new();
    for quantity in key.quantities.iter() {
        let (amount, unit) = quantity.split_once(' ').unwrap_or((quantity, ""));
        quantities.push((interner.id("u", &words::stem(unit)), interner.id("q", amount)));
        weighted.push((interner.id("q", quantity), 1.0));
    }
    let (mut versions, mut stages) = (Vec::new(), Vec::new());
    let mut named: Vec<String> = key.stages.iter().map(|stage| stages::stage_name(stage).into_owned()).collect();
    // Versions glued to a stage ("1.0-beta1") are one word to a reader of sentences, and "the second
    // beta" is numbered without a number.
    let numbered_stage = named.iter().any(|stage| stage.contains(' '));
    if !numbered_stage {
        named.extend(stages::stages(&statement.prose));
    }
    let unnamed = weighted.iter().map(|(feature, _)| *feature).collect::<Few>().len() <= NOTHING && !statement.candidate;
    if named.is_empty() && unnamed {
        named.extend(key.context.iter().flat_map(stages::stages));
    }
    stages::only_numbered(&mut named);
    if let Some(titled) = &title.counted_from {
        for stage in &mut named {
            *stage = stages::next_of(&statement.prose, stage, titled).unwrap_or_else(|| std::mem::take(stage));
        }
    }
    for stage in &named {
        sort_stage(stage, interner, &mut versions, &mut stages);
    }
    let own_version = !versions.is_empty();
    let of_version: Box<[(Option<FeatureId>, FeatureId)]> = stages::versions(&statement.prose)
        .into_iter()
        .map(|(name, version)| {
            let named = (!name.is_empty()).then(|| interner.id("t", &name));
            (named, interner.id("v", &version))
        })
        .collect();
    let mut lent_stages = Vec::new();
    inherit(title, own_version, &mut stages, &mut lent_stages);
    let lent_versions = if own_version { Vec::new() } else { title.versions.clone() };
    // What the title lends tells things apart; it names nothing by itself.
    weighted.extend(versions.iter().map(|&v| (v, 1.0)));
    weighted.extend(stages.iter().map(|&(_, whole)| (whole, 1.0)));
    let event = key.event.as_deref().map(|e| interner.id("e", e));
    let head = key.head.as_deref().and_then(|head| interner.term(head));
    let called = words::called(&statement.subject, key.head.as_deref()).map(|word| interner.id("t", &word)).collect();
    if let Some(head) = head {
        weighted.push((head, 1.0));
    }
    let beside: Vec<FeatureId> = key.context.iter().filter_map(|word| interner.term(word)).collect();
    let (mut editions, own_numbered) = instances(&statement.prose, interner);
    let own_edition = !editions.is_empty();
    weighted.extend(editions.iter().map(|&year| (year, 1.0)));
    weighted.extend(own_numbered.iter().map(|&(_, number)| (number, 0.5)));
    numbered.extend(own_numbered);
    // "The second production line" is not the first one.
    if let (Some(head), Some(nth)) = (&key.head, stages::counted(&statement.subject)) {
        numbered.push((interner.id("n", &words::stem(head)), interner.id("#", &nth.to_string())));
    }
    if !own_edition {
        editions.clone_from(&title.years);
    }
    for &(name, number) in &title.numbered {
        // A title's "Atlas 4" numbers the clause's "Atlas".
        if !numbered.iter().any(|(n, _)| *n == name) {
            numbered.push((name, number));
        }
    }
    if unnamed {
        let lent = lent_versions.iter();
        weighted.extend(lent.chain(&title.words).chain(&beside).map(|&feature| (feature, ADOPTED)));
    }
    weighted.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    weighted.dedup_by_key(|(feature, _)| *feature);
    let mut theme: Vec<(FeatureId, f32)> = theme_words(statement)
        .filter_map(|word| interner.term(&word))
        .chain(versions.iter().copied())
        .chain(stages.iter().map(|&(_, whole)| whole))
        .chain(editions.iter().copied().filter(|_| own_edition))
        .filter(|feature| weighted.binary_search_by_key(feature, |(f, _)| *f).is_ok())
        .map(|feature| (feature, 1.0))
        .collect();
    theme.sort_by_key(|word| word.0);
    theme.dedup_by_key(|(feature, _)| *feature);
    let mut actor: Vec<FeatureId> = statement
        .actor
        .as_deref()
        .map(|who| words::words(who).filter_map(|word| interner.term(&word)).collect())
        .unwrap_or_default();
    actor.sort_unstable();
    let in_title = theme.iter().map(|(word, _)| *word).filter(|word| title.words.binary_search(word).is_ok()).collect();
    let lent = lent_versions.iter().chain(lent_stages.iter().map(|(_, whole)| whole));
    let titled: Vec<FeatureId> = lent.chain(&title.words).copied().collect();
    let around: Vec<FeatureId> = key.around.iter().filter_map(|word| interner.term(word)).collect();
    let not_in_clause = |feature: &&FeatureId| weighted.binary_search_by_key(*feature, |(f, _)| *f).is_err();
    let mut context: Vec<(FeatureId, f32)> = titled.iter().filter(not_in_clause).map(|&feature| (feature, TITLE)).collect();
    context.extend(beside.iter().filter(not_in_clause).map(|&feature| (feature, BESIDE)));
    context.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    context.dedup_by_key(|(feature, _)| *feature);
    let mut said: Few = weighted.iter().map(|(feature, _)| *feature).collect();
    let mut all: Vec<Placed> = weighted.iter().map(|&(feature, share)| Placed::new(feature, By::Clause, share)).collect();
    for (by, features) in [(By::Beside, beside), (By::Around, around), (By::Title, titled)] {
        all.extend(features.into_iter().filter(|feature| said.insert(*feature)).map(|feature| Placed::new(feature, by, 1.0)));
    }
    all.sort_unstable();
    let points_to = key.links.iter().filter_map(|link| urls.get(address(link))).copied().collect();
    let side = key.event.as_deref().filter(|event| *event != "stop" || !ends_only_in_its_date(statement)).map(side);
    let side =
        side.or_else(|| stages::bound(&statement.prose).map(|opens| if opens { EventSide::Start } else { EventSide::End }));
    let marks = Marks {
        versions: versions.into(),
        of_version,
        lent_versions: lent_versions.into(),
        stages: stages.into(),
        lent_stages: lent_stages.into(),
        names: names.into(),
        numbered: numbered.into(),
        editions: editions.into(),
        quantities: quantities.into(),
        called,
        points_to,
    };
    let profile = Profile {
        id,
        bounds: [weighted.len() as u32, (weighted.len() + theme.len()) as u32],
        lists: [weighted, theme, context].concat().into(),
        mass: 0.0,
        actor: actor.into(),
        theme_mass: 0.0,
        headlined: 0.0,
        all: all.into(),
        own_edition,
        side,
        event,
        head,
        adopted: unnamed,
        marks: (marks != Marks::default()).then(|| Box::new(marks)),
    };
    (profile, in_title)
}

/// The words of the thing itself, in lower case.
fn theme_words(statement: &Statement) -> impl Iterator<Item = Cow<'_, str>> {
    words::words(&statement.subject).filter(|w| !words::is_empty_word(w))
}

/// Whether the clause speaks of an end only in its date: "in place by the end of April" ends nothing.
fn ends_only_in_its_date(statement: &Statement) -> bool {
    let count = |text: &str| words::words(text).filter(|w| w == "end").count();
    let dates = [&statement.deadline, &statement.old_deadline].into_iter().flatten().map(|d| count(&d.text)).sum::<usize>();
    dates > 0 && count(&statement.prose) <= dates
}

/// A clause that says only "the beta" speaks of its title's beta; one that names neither stage nor version
/// may speak of the title's stage.
fn inherit(
    title: &Title,
    own_version: bool,
    stages: &mut [(FeatureId, FeatureId)],
    lent_stages: &mut Vec<(FeatureId, FeatureId)>,
) {
    for (name, whole) in stages.iter_mut() {
        if name == whole
            && let [(only_name, only)] = title.stages.as_slice()
            && only_name == name
        {
            *whole = *only;
        }
    }
    if stages.is_empty() && !own_version {
        lent_stages.extend(&title.stages);
    }
}

/// Addresses of the corpus's documents, to follow hyperlinks to earlier articles.
fn addresses(extracts: &[Extract]) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for (doc, extract) in extracts.iter().enumerate() {
        if let Some(url) = &extract.url {
            found.entry(address(url).to_owned()).or_insert(doc);
        }
    }
    found
}

/// An address without scheme, query and trailing slash.
fn address(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let url = url.split_once("//").map_or(url, |(_, rest)| rest);
    url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/').trim_end_matches("/index.html")
}
