//! A feature with its place, in one number, for every statement of a corpus holds many of them at once; and what it weighs there.

use super::features::{By, FeatureId};

/// Share of its weight that a feature of a single document keeps.
const ALONE: f32 = 0.4;

/// A feature, where it stands to its statement, and whether it counts there in full or by half. In the order of the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed(u32);

impl Placed {
    /// A feature at a place, with a share of its rarity: all of it, or a half.
    #[inline]
    pub(super) fn new(feature: FeatureId, by: By, share: f32) -> Self {
        Self(feature << 3 | (by as u32) << 1 | u32::from(share < 1.0))
    }

    #[inline]
    pub(super) fn feature(self) -> FeatureId {
        self.0 >> 3
    }

    #[inline]
    pub(super) fn by(self) -> By {
        match self.0 >> 1 & 3 {
            0 => By::Clause,
            1 => By::Beside,
            2 => By::Around,
            _ => By::Title,
        }
    }

    /// How much of the feature's rarity counts here.
    #[inline]
    pub(super) fn share(self) -> f32 {
        if self.0 & 1 == 1 { 0.5 } else { 1.0 }
    }
}

/// How much each feature tells, from 0 to 1: its inverse document frequency.
pub(super) struct Rarity(Vec<f32>);

impl Rarity {
    /// Of features that so many documents have, in a corpus of `total`.
    pub(super) fn of(documents: &[u32], total: f32) -> Self {
        let rarity = |documents: &u32| {
            let documents = *documents as f32;
            // What stands in one document alone links nothing: it only dilutes what is shared.
            let alone = if documents <= 1.0 { ALONE } else { 1.0 };
            alone * ((total / (documents + 1.0)).ln() / total.ln()).max(0.0)
        };
        Self(documents.iter().map(rarity).collect())
    }

    #[inline]
    pub(super) fn of_feature(&self, feature: FeatureId) -> f32 {
        self.0.get(feature as usize).copied().unwrap_or(0.0)
    }

    #[cfg(test)]
    pub(super) fn given(weights: Vec<f32>) -> Self {
        Self(weights)
    }

    /// What a feature weighs at its place.
    #[inline]
    pub(super) fn weight(&self, placed: Placed) -> f32 {
        placed.share() * self.of_feature(placed.feature())
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::BY;
    use super::*;

    #[test]
    fn nothing_is_lost() {
        for feature in [0, 1, 70_000, (1 << 29) - 1] {
            for by in BY {
                for share in [0.5, 1.0] {
                    let placed = Placed::new(feature, by, share);
                    assert_eq!((placed.feature(), placed.by(), placed.share()), (feature, by, share));
                }
            }
        }
        assert!(Placed::new(7, By::Title, 0.5) < Placed::new(8, By::Clause, 1.0));
    }
}
