//! What is wrong with an input, where, and how to mend it.

use std::fmt;

/// One fault of an input. A rejected input carries all of its faults.
///
/// ```
/// use convener::{Code, Fault};
/// let fault = Fault {
///     code: Code::UnknownAttribute,
///     pointer: "/rules/0/where/sectr".into(),
///     message: "unknown attribute `sectr` in rule `balance`".into(),
///     hint: Some("did you mean `sector`?".into()),
/// };
/// assert_eq!(fault.code.name(), "unknown-attribute");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault.
    pub code: Code,
    /// Where, as a JSON Pointer (RFC 6901) into the input; empty for the whole document.
    pub pointer: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, where there is something to say.
    pub hint: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`: {}", self.code.name(), self.pointer, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// Declares the codes once: variant, name on the wire, meaning.
macro_rules! codes {
    ($($variant:ident = $name:literal, $meaning:literal;)*) => {
        /// Every kind of fault. `docs/faults.md` lists them with an example each.
        ///
        /// ```
        /// assert_eq!(convener::Code::DuplicateId.name(), "duplicate-id");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $(#[doc = $meaning] $variant,)* }

        impl Code {
            /// Every code, in the order of the catalogue.
            ///
            /// ```
            /// assert!(convener::Code::ALL.contains(&convener::Code::EmptyPool));
            /// ```
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in answers.
            ///
            /// ```
            /// assert_eq!(convener::Code::MinAboveMax.name(), "min-above-max");
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What the code means, in one sentence.
            ///
            /// ```
            /// assert!(convener::Code::EmptyPool.meaning().contains("speakers"));
            /// ```
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    InvalidUtf8 = "invalid-utf8", "The input is not UTF-8 text.";
    MalformedJson = "malformed-json", "The input is not one JSON document; the message gives line and column.";
    TooDeep = "too-deep", "The document is nested deeper than any forum needs.";
    DuplicateField = "duplicate-field", "An object has the same field twice.";
    WrongVersion = "wrong-version", "The document is of a version that this build does not read.";
    UnknownField = "unknown-field", "An object has a field that the format does not know.";
    MissingField = "missing-field", "A field that the format requires is absent.";
    WrongType = "wrong-type", "A value is of another JSON type than the field takes.";
    InvalidNumber = "invalid-number", "A number is not finite, has too many decimal places, is not whole where it must be, or lies outside its range.";
    InvalidShare = "invalid-share", "A share is malformed or outside 0% to 100%.";
    InvalidValue = "invalid-value", "A text is not one of the words that the field takes.";
    EmptyText = "empty-text", "An id, role, topic or other name is empty.";
    EmptyList = "empty-list", "A list is empty where that leaves nothing possible; leave the field out for its default.";
    DuplicateId = "duplicate-id", "Two things of one kind have the same id.";
    DuplicateEntry = "duplicate-entry", "A list names the same thing twice.";
    EmptyPool = "empty-pool", "There are no speakers.";
    EmptyProgramme = "empty-programme", "There are no panels.";
    PanelWithoutSeats = "panel-without-seats", "A panel can seat nobody.";
    UnknownSpeaker = "unknown-speaker", "An id names no speaker of the pool.";
    UnknownPanel = "unknown-panel", "An id names no panel of the programme.";
    UnknownSlot = "unknown-slot", "No panel takes place in the slot named.";
    UnknownDay = "unknown-day", "No panel takes place on the day named.";
    UnknownTrack = "unknown-track", "No panel is in the track named.";
    UnknownRole = "unknown-role", "No panel, or not the panel named, has seats of that role.";
    UnknownTopic = "unknown-topic", "No panel is about the topic named.";
    UnknownPolicy = "unknown-policy", "No policy has that id.";
    UnknownRule = "unknown-rule", "No rule or policy of the forum has that id.";
    UnknownAttribute = "unknown-attribute", "No speaker of the pool has that attribute.";
    UnknownValue = "unknown-value", "No speaker of the pool has that value, and no list of values declares it.";
    ReservedName = "reserved-name", "An attribute or a rule has a name that means something else.";
    MixedTypes = "mixed-types", "An attribute is text for one speaker and a number or a flag for another, or a condition does not fit its type.";
    LevelOutOfRange = "level-out-of-range", "A level of expertise is outside 1 to 5.";
    MinAboveMax = "min-above-max", "A range has its lower end above its upper end.";
    NoBound = "no-bound", "A rule has none of `at_least`, `at_most`, `exactly` and `at_most_apart`.";
    ValuesWithoutKey = "values-without-key", "A rule lists values of something that it does not group by, or does not say of which attribute.";
    ApartWithoutKey = "apart-without-key", "A rule has `at_most_apart` but no groups that could be apart.";
    ContradictoryBounds = "contradictory-bounds", "The bounds of one rule exclude each other.";
    ShareOfSum = "share-of-sum", "A share bounds a sum, of which it is no part.";
    RuleTouchesNothing = "rule-touches-nothing", "A rule can never count a seat.";
    GoalTouchesNothing = "goal-touches-nothing", "A goal speaks of no panel.";
    SlotOnTwoDays = "slot-on-two-days", "One slot is given two days.";
    PinBarred = "pin-barred", "A seat is pinned and barred at once.";
    PinUnavailable = "pin-unavailable", "A speaker is pinned to a panel in a slot in which they can't come.";
    PinRole = "pin-role", "A speaker is pinned to a role that they don't take.";
    TooManyPins = "too-many-pins", "More seats are pinned than a panel, a slot or a speaker has.";
    TooLarge = "too-large", "Numbers are so large that sums over the forum would not stay exact.";
}
