//! A feature with its place, in one number: every statement of a corpus holds many of them at once.

use super::features::{By, FeatureId};

/// A feature, where it stands to its statement, and whether it counts there in full or by half. In the order of the features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Placed(u32);

impl Placed {
    /// A feature at a place, with a share of its rarity: all of it, or a half.
    pub(super) fn new(feature: FeatureId, by: By, share: f32) -> Self {
        Self(feature << 3 | (by as u32) << 1 | u32::from(share < 1.0))
    }

    pub(super) fn feature(self) -> FeatureId {
        self.0 >> 3
    }

    pub(super) fn by(self) -> By {
        match self.0 >> 1 & 3 {
            0 => By::Clause,
            1 => By::Beside,
            2 => By::Around,
            _ => By::Title,
        }
    }

    /// How much of the feature's rarity counts here.
    pub(super) fn share(self) -> f32 {
        if self.0 & 1 == 1 { 0.5 } else { 1.0 }
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
