//! From a document to its Extract: the last step of the parallel stage.

use super::acronyms;
use super::antecedent;
use super::carried;
use super::commitment::commitments;
use super::ellipsis;
use super::inherited::{HandedDown, above, handed_down, may_inherit};
use super::lexicon::Lexicon;
use super::minutes;
use super::names::names;
use super::numbered::numbered;

use super::outcome::outcomes;
use super::plan::{Asked, Plan, PutOff, Scan};
use super::reading::Reading;
use super::schedule;
use super::tense::tense_hint;
use super::triggers::Triggers;
use super::writer::Writer;
use super::{Extract, Kind, Names, Problem, Statement, Told};
use crate::calendar::Interval;
use crate::corpus::{self, Document, MarkKind};
use crate::prose::{self, Block, BlockIndex, ClauseKind, Reader, Sentence, Tense, Zone};
use crate::time::{Country, Found, Grammar, Passage, TimeExpression, TimexType};
use std::collections::{BTreeMap, BTreeSet};

/// How far up the items around an item are asked for their year.
const DEEPEST_ITEM: usize = 6;

/// All that is known of one language, compiled. Make one and share it.
pub struct Language {
    /// Cue rules.
    pub lexicon: Lexicon,
    /// Tagger and clause reader.
    pub reader: Reader,
    /// Time expressions.
    pub grammar: &'static Grammar,
    /// For financial years and numeric dates.
    pub country: Country,
    /// What tells the sentences that no rule can match; `None` reads every sentence, to the same result.
    pub triggers: Option<Triggers>,
}

/// Reads a document: what it says of dated targets.
pub fn extract(document: &Document, language: &Language) -> Extract {
    let mut scan = Scan::default();
    // Of most documents of an archive no more is asked: acronyms stand in brackets, and a quiet document has none.
    let quiet = language.triggers.as_ref().is_some_and(|triggers| scan.is_quiet(document, triggers));
    let blocks = if quiet { Vec::new() } else { prose::blocks(document) };
    let published = document.published.as_ref().map(|d| d.interval);
    let mut pass = Pass {
        document,
        language,
        blocks: &blocks,
        published: minutes::spoken_on(&blocks, &language.lexicon, language.grammar, published).or(published),
        passage: None,
        put_off: PutOff::default(),
        scan,
        hands_down: BTreeSet::from_iter(blocks.iter().filter_map(above)),
        told_cells: BTreeSet::new(),
        columns: None,
        headers: BTreeSet::from_iter(blocks.iter().filter_map(|block| block.column_header)),
        handed_down: Vec::with_capacity(blocks.len()),
        words_of: BTreeMap::new(),
        statements: Vec::new(),
    };
    for (index, block) in blocks.iter().enumerate() {
        pass.read(index, block);
    }
    let mut statements = pass.statements;
    statements.sort_by(|a: &Statement, b| (a.place, a.kind, &a.cue).cmp(&(b.place, b.kind, &b.cue)));
    let mut problems = Vec::new();
    if document.published.is_none() && !document.living {
        problems.push(Problem::Undated);
    }
    if !document.conflicting.is_empty() {
        problems.push(Problem::DateConflict(document.conflicting.clone()));
    }
    statements.shrink_to_fit();
    let told = Told {
        file: Extract::file_apart(&document.file, &document.doc),
        record_line: document.record_line,
        url: document.url.clone(),
        updated: document.updated.clone(),
        // What a document without a statement is like and speaks of, nobody asks.
        names: if statements.is_empty() { Names::default() } else { names(document.title.as_deref(), &blocks) },
        numbered: if statements.is_empty() { Box::default() } else { numbered(&blocks) },
        similarity: if statements.is_empty() { 0 } else { corpus::similarity(document) },
        statements,
        mentions: Vec::new(),
        acronyms: blocks.iter().filter(|b| b.zone != Zone::Teaser).flat_map(|b| acronyms::defined(&b.text)).collect(),
        problems,
    };
    let extract = Extract {
        doc: document.doc.as_str().into(),
        title: document.title.as_deref().map(Into::into),
        published: document.published.clone(),
        format: Some(document.format),
        living: document.living,
        hash: document.hash,
        told: None,
    };
    extract.with(told)
}

/// One pass over the blocks of a document.
struct Pass<'p> {
    document: &'p Document,
    language: &'p Language,
    blocks: &'p [Block],
    published: Option<Interval>,
    /// Begun when a date is first needed.
    passage: Option<Passage>,
    put_off: PutOff,
    scan: Scan,
    /// The blocks whose date others may take.
    hands_down: BTreeSet<BlockIndex>,
    /// The cells that were read beside another of their row.
    told_cells: BTreeSet<BlockIndex>,
    /// What the headers of the tables say of their columns, once a dated cell has asked.
    columns: Option<BTreeMap<BlockIndex, schedule::Column>>,
    /// The cells that head a column.
    headers: BTreeSet<BlockIndex>,
    /// For every block read so far, the date that it gives to what stands under it.
    handed_down: Vec<Option<HandedDown>>,
    /// The content words of headings and lead-ins, once they have been asked for.
    words_of: BTreeMap<BlockIndex, Vec<String>>,
    statements: Vec<Statement>,
}

impl Pass<'_> {
    fn read(&mut self, index: usize, block: &Block) {
        if block.zone == Zone::Teaser {
            self.handed_down.push(None);
            return;
        }
        let speaks_from = block.speaks_from.or(self.published);
        let carried = carried::carried(block, self.blocks, &self.language.lexicon);
        let (block, borrowed) = carried.as_ref().map_or((block, 0), |c| (&c.block, c.borrowed));
        // A column's header names what stands below it.
        if block.zone == Zone::TableCell && self.headers.contains(&index) {
            self.handed_down.push(None);
            return;
        }
        if block.zone == Zone::TableCell && self.told_cells.contains(&index) {
            self.handed_down.push(None);
            return;
        }
        if schedule::may_be_dated_cell(block) && self.read_cell(index, block, speaks_from) {
            self.handed_down.push(None);
            return;
        }
        let inherits = self.given(block, speaks_from).is_some();
        let Some(mut plan) = self.plan(index, block, inherits) else {
            if self.scan.is_dated() {
                self.put_off.push(index);
            }
            self.handed_down.push(None);
            return;
        };
        let lexicon = &self.language.lexicon;
        let opening = carried::opening(&block.text, lexicon);
        let (sentences, times) = self.place(index, block, &mut plan, speaks_from);
        let section = block.headings.last().map_or(0, |heading| heading + 1);
        let before = self.statements.len();
        let mut surroundings = super::subject::Surroundings::new(&block.text, &plan.ranges, &sentences);
        let mut words_over: Option<Vec<String>> = None;
        for sentence in &sentences {
            let so_far = self.statements.len();
            let first = times.partition_point(|t| t.range.start < sentence.range.start);
            let last = times.partition_point(|t| t.range.start < sentence.range.end);
            let mut reading = Reading::new(lexicon, sentence, &times[first..last], speaks_from, block.zone);
            // Such a rule is about entries of lists: what stands over prose need not be read for it.
            reading.cues.retain(|cue| cue.rule.under.is_empty() || cue.rule.stands_in(block.zone));
            if reading.cues.iter().any(|cue| !cue.rule.under.is_empty()) {
                let above = words_over.get_or_insert_with(|| self.words_over(block));
                reading.cues.retain(|cue| stands_under(&cue.rule.under, above));
            }
            if reading.cues.is_empty() {
                continue;
            }
            if reading.bars.iter().any(|bar| !bar.veto.under.is_empty()) {
                let above = words_over.get_or_insert_with(|| self.words_over(block));
                reading.bars.retain(|bar| stands_under(&bar.veto.under, above));
            }
            let writer = Writer { document: self.document, lexicon, block, section, reading: &reading, borrowed };
            let told = outcomes(&reading, lexicon);
            // The dates that an outcome speaks of set nothing new; a delivery beside a plan does not take its date.
            let taken: Vec<usize> = told.iter().flat_map(|o| o.taken.iter().copied()).collect();
            let mut planned = commitments(&reading, lexicon, &taken);
            // What its items will complete says nothing by itself, and what an item's opening says is not the item's.
            planned.retain(|c| {
                let range = reading.text_range(c.tokens.clone());
                range.end > borrowed && opening.is_none_or(|opening| range.end < opening.end)
            });
            // What is ticked off is done.
            if block.marks.iter().any(|mark| mark.kind == MarkKind::Done) {
                planned.clear();
            }
            // "The next alpha was dropped; the beta follows on 6 April": what a semicolon parts has dates of its own.
            let parted = |a: usize, b: usize| {
                let between = sentence.tokens.get(a.min(b)..a.max(b)).unwrap_or_default();
                between.iter().any(|t| t.lower == ";")
            };
            let near = |at: usize| planned.first().filter(|c| !parted(at, c.tokens.start)).map(|c| c.date);
            // "We are happy to announce that … is scheduled for May": what is announced is still to come.
            // "The hall, promised for 2023, opened last month": what was promised then is not.
            let tells_which = |clause: usize| reading.clause(clause).is_some_and(|c| c.kind == ClauseKind::Participial);
            let ahead = || planned.iter().filter(|c| !(c.retold && tells_which(c.cue.clause)));
            let announces = |clause: usize| ahead().any(|c| reading.ancestors(c.cue.clause).any(|above| above == clause));
            let told = told.iter().filter(|o| !(o.cue.rule.candidate && announces(o.cue.clause)));
            // What the sentence answers to the one before it has been read with that.
            let answers = self.statements.last().filter(|s| ellipsis::is_answer(s)).map(|s| (s.kind, s.place.span().start));
            let told = told.map(|outcome| writer.outcome(outcome, near(outcome.tokens.start)));
            let told = told.filter(|s| !(s.candidate && answers == Some((s.kind, s.place.span().start))));
            self.statements.extend(told);
            self.statements.extend(planned.iter().map(|commitment| writer.commitment(commitment)));
            let answer =
                ellipsis::answer(&self.statements[so_far..], &plan.ranges, sentence, block, self.document, self.language);
            self.statements.extend(answer);
            if self.statements.len() > so_far {
                let around = surroundings.of(sentence.range, &self.language.reader, lexicon);
                let so_far_said = block.text.get(..sentence.range.start).unwrap_or_default();
                let last = index.checked_sub(1).and_then(|at| self.blocks.get(at)).filter(|b| b.zone == Zone::Paragraph);
                let earlier = [Some(so_far_said), last.map(|b| b.text.as_str()), self.document.title.as_deref()];
                for statement in self.statements.iter_mut().skip(so_far) {
                    statement.key.around.clone_from(&around);
                    antecedent::lend(statement, earlier.into_iter().flatten(), &self.language.reader, lexicon);
                }
            }
        }
        let mut inherited = None;
        // "nightly" tells no day.
        if inherits
            && times.iter().all(|timex| timex.kind == TimexType::Set)
            && let Some(sentence) = sentences.first()
        {
            inherited = self.inherit(block, borrowed, sentence, speaks_from, section);
        }
        super::label::lend(&mut self.statements[before..], block, &self.language.reader, lexicon);
        let above = if self.statements.len() > before { self.words_above(block) } else { Vec::new() };
        for statement in &mut self.statements[before..] {
            statement.key.context.add(above.iter().map(String::as_str));
        }
        let commits = self.statements[before..].iter().any(|s| s.kind == Kind::Commitment);
        // "Goals for 2027", "our 2027 milestones": the noun stands right beside the date.
        let names_goals = times.first().is_some_and(|date| {
            let start = date.governor.map_or(date.range.start, |governor| governor.start.min(date.range.start));
            let tokens = || sentences.iter().flat_map(|s| &s.tokens);
            let before = tokens().take_while(|t| t.range.end <= start).last();
            let after = tokens().find(|t| t.range.start >= date.range.end);
            // "One of our goals for 2020 was to finish things. We have seen much:" tells of what was.
            let introduces = sentences.last().is_some_and(|last| {
                let verbs = last.clauses.first().and_then(|clause| clause.verbs.as_ref());
                last.range.start <= date.range.start && verbs.is_none_or(|v| v.tense != Tense::Past)
            });
            introduces && before.into_iter().chain(after).any(|t| lexicon.in_class("goallist", &t.lemma, &t.lower))
        });
        // The dates of an item with a borrowed opening are not where the item has them.
        let own = handed_down(block, index, &times, commits, names_goals).filter(|_| borrowed == 0);
        self.handed_down.push(own.or(inherited));
    }

    /// Reads a table cell that is nothing but a date; whether it was one.
    fn read_cell(&mut self, index: usize, block: &Block, speaks_from: Option<Interval>) -> bool {
        let language = self.language;
        let found = language.grammar.find(&block.text);
        if schedule::lone_date(block, &found, &language.lexicon).is_none() {
            return false;
        }
        let mut plan = Plan::unread(found);
        let (_, times) = self.place(index, block, &mut plan, speaks_from);
        let section = block.headings.last().map_or(0, |heading| heading + 1);
        let row = schedule::Row {
            document: self.document,
            blocks: self.blocks,
            lexicon: &language.lexicon,
            reader: &language.reader,
            grammar: language.grammar,
            speaks_from,
            section,
        };
        let columns = self
            .columns
            .take()
            .unwrap_or_else(|| schedule::columns(self.blocks, self.headers.iter().copied(), &language.reader, &language.lexicon));
        let mut told_cell = None;
        let later = row.later_cell(index, &columns).and_then(|at| Some((at, self.blocks.get(at)?)));
        let said: Vec<Statement> = match (later, times.first()) {
            (Some((at, beside)), Some(planned)) => {
                let mut plan = Plan::unread(language.grammar.find(&beside.text));
                let (_, told) = self.place(at, beside, &mut plan, speaks_from);
                // "Now Q4 2026": the day, not the word of the present.
                let day = told.iter().find(|timex| !timex.value.ends_with("_REF"));
                let told: Vec<Statement> = row.outcome(index, planned, at, day, &columns).into_iter().collect();
                // A status that says nothing of the day leaves it as it stands.
                if told.is_empty() {
                    row.statement(index, planned).into_iter().collect()
                } else {
                    told_cell = Some(at);
                    told
                }
            }
            _ => times.iter().filter_map(|timex| row.statement(index, timex)).collect(),
        };
        self.told_cells.extend(told_cell);
        self.columns = Some(columns);
        for mut statement in said {
            // "Contract signed" alone tells of what was done; with a day to come beside it, it does not.
            if statement.kind == Kind::Commitment {
                let label = statement.place.span();
                let before = self.statements.iter().rposition(|s| s.place.span().start < label.start).map_or(0, |at| at + 1);
                let mut of_row = self.statements.split_off(before);
                of_row.retain(|s| !(s.candidate && s.place.span().end <= label.end));
                self.statements.append(&mut of_row);
            }
            statement.key.context = self.words_above(block).iter().map(String::as_str).collect();
            self.statements.push(statement);
        }
        true
    }

    /// What of the block must be read; `None` for nothing.
    fn plan(&mut self, index: usize, block: &Block, inherits: bool) -> Option<Plan> {
        let Some(triggers) = &self.language.triggers else { return Some(Plan::whole(block, self.language)) };
        self.scan.of(&block.text, triggers);
        let asked = Asked { inherits, hands_down: self.hands_down.contains(&index) };
        Plan::of(block, self.language, triggers, &mut self.scan, asked)
    }

    /// Reads the sentences of a plan and places the dates of its block.
    fn place<'t>(
        &mut self,
        index: usize,
        block: &'t Block,
        plan: &mut Plan,
        speaks_from: Option<Interval>,
    ) -> (Vec<Sentence<'t>>, Vec<TimeExpression>) {
        if plan.found.is_empty() {
            return (plan.read(&block.text, self.language), Vec::new());
        }
        let (language, document, published) = (self.language, self.document, self.published);
        let year = self.year_above(block, speaks_from).filter(|_| plan.found.iter().all(Found::wants_year));
        let passage = self
            .passage
            .get_or_insert_with(|| Passage::for_text(language.grammar, document.source.text(), published, language.country));
        let looks_back =
            passage.narrative || speaks_from.is_none() || plan.found.iter().any(|found| found.looks_back(&block.text));
        if looks_back {
            self.put_off.place(self.blocks, language, published, passage);
            plan.read_dates();
        }
        let sentences = plan.read(&block.text, language);
        // "Goals for 2027:" over "a new bridge, by June": that June, whatever the day of speech.
        passage.document = year.or(speaks_from);
        let earlier = if looks_back { None } else { passage.previous.take() };
        let times = language
            .grammar
            .place_all(&block.text, &plan.found, passage, |found| tense_hint(&sentences, found, &language.lexicon));
        if plan.reads_all_dates() && (looks_back || passage.previous.is_some()) {
            self.put_off.clear();
        } else {
            self.put_off.push(index);
        }
        passage.previous = passage.previous.or(earlier);
        (sentences, times)
    }

    /// The content words of the headings over a block, of what introduces it and of the title.
    fn words_over(&mut self, block: &Block) -> Vec<String> {
        let mut words = self.words_above(block);
        if let Some(title) = &self.document.title {
            let tokens = self.language.reader.tokens(title, crate::source::TextRange::new(0, title.len()));
            words.extend(super::subject::content_words(&tokens, &self.language.lexicon));
        }
        words
    }

    /// The content words of the headings over a block and of what introduces it.
    fn words_above(&mut self, block: &Block) -> Vec<String> {
        let (language, blocks) = (self.language, self.blocks);
        let mut words = Vec::new();
        for index in block.headings.iter().chain(&block.lead_in) {
            let of_block = self.words_of.entry(*index).or_insert_with(|| {
                let text = blocks.get(*index).map_or("", |block| block.text.as_str());
                let tokens = language.reader.tokens(text, crate::source::TextRange::new(0, text.len()));
                super::subject::content_words(&tokens, &language.lexicon)
            });
            words.extend(of_block.iter().cloned());
        }
        words
    }

    /// The date from above that a block may take.
    fn given(&self, block: &Block, speaks_from: Option<Interval>) -> Option<&HandedDown> {
        let given = above(block).and_then(|index| self.handed_down.get(index))?.as_ref()?;
        // A heading that names the very day of speech dates the text: it sets its items no deadline.
        let lies_ahead = |now: Interval| given.deadline.end() > now.end() || given.deadline.end() == now.end() && now.days() > 1;
        speaks_from.is_none_or(lies_ahead).then_some(given)
    }

    /// The year to come that stands over a list item, or over the items that it lies in.
    fn year_above(&self, block: &Block, speaks_from: Option<Interval>) -> Option<Interval> {
        let mut block = block;
        for _ in 0..DEEPEST_ITEM {
            let above = above(block)?;
            let year = self.given(block, speaks_from).filter(|given| given.timex.value.len() == 4);
            if let Some(year) = year.and_then(|given| given.timex.value.parse().ok()).and_then(Interval::year) {
                return Some(year);
            }
            block = self.blocks.get(above)?;
        }
        None
    }

    /// A list item without a date under a heading, lead-in or parent item that has one; returns the date that it took.
    fn inherit(
        &mut self,
        block: &Block,
        borrowed: usize,
        sentence: &Sentence<'_>,
        speaks_from: Option<Interval>,
        section: usize,
    ) -> Option<HandedDown> {
        // What is ticked off is done: the date above is no deadline of it any more.
        if block.marks.iter().any(|mark| mark.kind == MarkKind::Done) {
            return None;
        }
        let given = self.given(block, speaks_from)?.clone();
        let from = self.blocks.get(given.block)?;
        let lexicon = &self.language.lexicon;
        let reading = Reading::new(lexicon, sentence, &[], speaks_from, block.zone);
        // "Documentation" over items of its own: the date is theirs.
        if sentence.tokens.len() == 1 {
            return Some(given);
        }
        if !may_inherit(&reading, lexicon, &given) {
            return None;
        }
        let writer = Writer { document: self.document, lexicon, block, section, reading: &reading, borrowed };
        let statement = writer.inherited(&given, from);
        self.statements.push(statement);
        Some(given)
    }
}

impl Language {
    /// English as it is built into the program.
    ///
    /// # Panics
    /// Never in a released program: the embedded rules are compiled by its tests.
    pub fn english() -> Self {
        let lexicon = Lexicon::english().unwrap_or_else(|errors| {
            let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
            unreachable!("the embedded cue rules must compile:\n{}", shown.join("\n"))
        });
        Self::new(lexicon)
    }

    /// English with other cue rules.
    pub fn new(lexicon: Lexicon) -> Self {
        let (reader, grammar) = (Reader::builtin(), Grammar::builtin());
        let triggers = Some(Triggers::new(&lexicon, &reader, grammar));
        Language { lexicon, reader, grammar, country: Country::default(), triggers }
    }
}

/// Whether one of the words that a rule asks for stands over a block; none asked for: wherever it stands.
fn stands_under(wanted: &[String], above: &[String]) -> bool {
    wanted.is_empty() || wanted.iter().any(|word| above.contains(word))
}
