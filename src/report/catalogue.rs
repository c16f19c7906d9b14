//! Catalogues: templates by key, with names in braces for what is filled in.

use super::{en, es, fr, pt};

/// The languages of explanations.
///
/// ```
/// use convener::Language;
/// assert_eq!(Language::from_code("es"), Some(Language::Spanish));
/// assert_eq!(Language::default().code(), "en");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// French.
    French,
}

/// A catalogue: key and template, in one fixed order.
pub(super) type Catalogue = &'static [(&'static str, &'static str)];

impl Language {
    /// Every language.
    ///
    /// ```
    /// assert_eq!(convener::Language::ALL.len(), 4);
    /// ```
    pub const ALL: [Self; 4] = [Self::English, Self::Spanish, Self::Portuguese, Self::French];

    /// The language of an ISO 639-1 code.
    ///
    /// ```
    /// assert_eq!(convener::Language::from_code("xx"), None);
    /// ```
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The ISO 639-1 code.
    ///
    /// ```
    /// assert_eq!(convener::Language::French.code(), "fr");
    /// ```
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::Portuguese => "pt",
            Self::French => "fr",
        }
    }

    const fn catalogue(self) -> Catalogue {
        match self {
            Self::English => en::CATALOGUE,
            Self::Spanish => es::CATALOGUE,
            Self::Portuguese => pt::CATALOGUE,
            Self::French => fr::CATALOGUE,
        }
    }

    /// A template, filled in. A key that no catalogue has gives itself, which a test rules out.
    pub(super) fn say(self, key: &str, parts: &[(&str, &str)]) -> String {
        let found = self.catalogue().iter().find(|(own, _)| *own == key);
        let mut rest = found.map_or(key, |(_, template)| template);
        let mut text = String::new();
        // One pass, so that braces in what is filled in stay as they are.
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((name, tail)) = after.split_once('}') else { break };
            text.push_str(parts.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value));
            rest = tail;
        }
        text.push_str(rest);
        text
    }

    /// Singular or plural by the number.
    pub(super) fn count(self, key: &str, number: usize, parts: &[(&str, &str)]) -> String {
        let key = if number == 1 { format!("{key}-one") } else { format!("{key}-many") };
        let shown = number.to_string();
        let mut all = vec![("n", shown.as_str())];
        all.extend_from_slice(parts);
        self.say(&key, &all)
    }

    /// `a, b and c`.
    pub(super) fn list(self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => self.say("list-last", &[("most", &most.join(", ")), ("last", last)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names(template: &str) -> BTreeSet<&str> {
        template.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn no_language_lacks_a_key_or_a_name() {
        for language in Language::ALL {
            let own: BTreeSet<_> = language.catalogue().iter().map(|(key, _)| *key).collect();
            assert_eq!(own.len(), language.catalogue().len(), "{language:?} has a key twice");
            let english: BTreeSet<_> = en::CATALOGUE.iter().map(|(key, _)| *key).collect();
            assert_eq!(own, english, "{language:?}");
            for (key, template) in en::CATALOGUE {
                let other = language.catalogue().iter().find(|(own, _)| own == key).unwrap().1;
                assert_eq!(names(other), names(template), "{language:?}: {key}");
            }
        }
    }

    #[test]
    fn every_key_that_is_said_is_in_the_catalogues() {
        let sources = [
            include_str!("rule.rs"),
            include_str!("conflict.rs"),
            include_str!("conceding.rs"),
            include_str!("inviting.rs"),
        ];
        let keys: BTreeSet<&str> = en::CATALOGUE.iter().map(|(key, _)| *key).collect();
        let mut said = 0;
        for source in sources {
            for (call, ends) in [(".say(\"", &[""][..]), (".count(\"", &["-one", "-many"][..])] {
                for rest in source.split(call).skip(1) {
                    let key = rest.split('"').next().unwrap();
                    for end in ends {
                        assert!(keys.contains(format!("{key}{end}").as_str()), "{key}{end}");
                        said += 1;
                    }
                }
            }
        }
        assert!(said > 20);
    }

    #[test]
    fn braces_in_what_is_filled_in_stay() {
        assert_eq!(Language::English.list(&["{last}".into(), "b".into()]), "{last} and b");
    }
}
