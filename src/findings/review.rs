//! From what the checks found to what is reported: waivers, policy, baseline, in this order.
//!
//! Nothing is lost on the way: what is not reported because somebody waived it, or because it is
//! known already, is set aside with the reason, for the formats that show it.

use super::baseline::Entry;
use super::waivers::{Ignore, Waiver};
use super::{Baseline, Excerpt, Finding, Policy, sort, sort_by, tell_apart};
use crate::calendar::Day;
use crate::checks::unused_suppression;
use std::collections::BTreeSet;

/// Why a finding is not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Waived in the document itself.
    InSource {
        /// Why, where the document says so.
        reason: Option<String>,
    },
    /// Waived in the configuration.
    External {
        /// Why.
        reason: String,
        /// The last as-of day on which it holds.
        until: Option<Day>,
    },
    /// Known to the baseline.
    Known {
        /// Since which as-of day.
        since: Option<Day>,
    },
}

impl Reason {
    /// Whether the finding is waived, rather than known.
    pub fn is_waiver(&self) -> bool {
        !matches!(self, Reason::Known { .. })
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Reason::InSource { reason: Some(reason) } => reason.clone(),
            Reason::InSource { reason: None } => "waived in the document".to_owned(),
            Reason::External { reason, until: None } => reason.clone(),
            Reason::External { reason, until: Some(until) } => format!("{reason} (until {until})"),
            Reason::Known { since: Some(since) } => format!("known to the baseline since {since}"),
            Reason::Known { since: None } => "known to the baseline".to_owned(),
        }
    }
}

/// A finding that is not reported, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The finding.
    pub finding: Finding,
    /// Why.
    pub reason: Reason,
}

/// What was decided beside the findings that are reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Findings that are not reported, in the same order.
    pub set_aside: Vec<SetAside>,
    /// Whether there is a baseline: then all findings that are reported are new.
    pub compared: bool,
    /// What the baseline knows and is no longer found.
    pub gone: Vec<Entry>,
}

/// What findings are reviewed by.
pub struct Reviewer<'a> {
    /// Waivers in documents.
    pub waivers: &'a [Waiver],
    /// Waivers in the configuration.
    pub ignores: &'a [Ignore],
    /// The configuration file, as shown, where waivers stand in one.
    pub config: &'a str,
    /// What is reported, and how loudly.
    pub policy: &'a Policy,
    /// What is known.
    pub baseline: Option<&'a Baseline>,
    /// The day of judgement.
    pub as_of: Day,
    /// The file that an excerpt stands in, relative to the folder of the configuration; `None` where it
    /// stands in no file of today.
    pub path: &'a dyn Fn(&Excerpt) -> Option<String>,
    /// Whether a finding is asked for.
    pub asked: &'a dyn Fn(&Finding) -> bool,
    /// Whether the document of an entry was looked at, so that its absence means something.
    pub looked_at: &'a dyn Fn(&Entry) -> bool,
}

impl Reviewer<'_> {
    /// Decides what of `findings`, all that the checks found, is reported: in order, each with its severity.
    pub fn review(&self, mut findings: Vec<Finding>) -> (Vec<Finding>, Review) {
        sort(&mut findings);
        for finding in &mut findings {
            finding.rebase(self.path);
        }
        let mut waived: Vec<Option<Reason>> = findings.iter().map(|_| None).collect();
        let mut more = self.waive(&findings, &mut waived);
        more.iter_mut().for_each(|finding| finding.rebase(self.path));
        findings.extend(more);
        tell_apart(&mut findings);
        waived.resize_with(findings.len(), || None);
        let mut review = Review { compared: self.baseline.is_some(), ..Review::default() };
        if let Some(baseline) = self.baseline {
            let present: BTreeSet<&str> = findings.iter().map(|f| f.fingerprint.as_str()).collect();
            let gone = baseline.sorted().into_iter().filter(|e| !present.contains(e.fingerprint.as_str()) && (self.looked_at)(e));
            review.gone = gone.cloned().collect();
        }
        let mut waived = waived.into_iter();
        // In their place: there may be many, and they are large.
        findings.retain_mut(|finding| {
            let waived = waived.next().flatten();
            let path = (self.path)(&finding.primary).unwrap_or_else(|| finding.primary.doc.to_string());
            if !self.policy.keeps(finding, &path) || !(self.asked)(finding) {
                return false;
            }
            let known = self.baseline.and_then(|b| b.get(&finding.fingerprint));
            let reason = waived.or_else(|| known.map(|entry| Reason::Known { since: entry.since }));
            review.set_aside.extend(reason.clone().map(|reason| SetAside { finding: finding.clone(), reason }));
            reason.is_none()
        });
        sort(&mut findings);
        sort_by(&mut review.set_aside, |aside| &aside.finding);
        (findings, review)
    }

    /// Waives findings; what waivers did nothing is a finding of its own.
    fn waive(&self, findings: &[Finding], waived: &mut [Option<Reason>]) -> Vec<Finding> {
        let mut more = Vec::new();
        for waiver in self.waivers {
            let mut unused: Vec<&str> = waiver.checks.iter().map(String::as_str).collect();
            for (finding, slot) in findings.iter().zip(waived.iter_mut()).filter(|(finding, _)| waiver.covers(finding)) {
                unused.retain(|code| *code != finding.check);
                slot.get_or_insert_with(|| Reason::InSource { reason: waiver.reason.clone() });
            }
            if waiver.mistake.is_some() || !unused.is_empty() {
                more.push(unused_suppression::in_document(waiver, &unused, findings));
            }
        }
        for ignore in self.ignores {
            let covered = || findings.iter().zip(0..).filter(|(finding, _)| ignore.covers(finding, self.path));
            let mut unused: Vec<&str> = ignore.checks.iter().map(String::as_str).collect();
            covered().for_each(|(finding, _)| unused.retain(|code| *code != finding.check));
            if ignore.expired(self.as_of) || !unused.is_empty() {
                more.push(unused_suppression::in_configuration(ignore, self.config, &unused, self.as_of));
            }
            if ignore.expired(self.as_of) {
                continue;
            }
            for (_, index) in covered() {
                if let Some(slot) = waived.get_mut::<usize>(index) {
                    slot.get_or_insert_with(|| Reason::External { reason: ignore.reason.clone(), until: ignore.until });
                }
            }
        }
        more
    }
}
