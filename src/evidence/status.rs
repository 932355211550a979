//! How sure a relation is.

/// What kind of statement a relation makes, from firm to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// `fact`: the source reports it as so.
    Fact,
    /// No `status` is given.
    Unstated,
    /// `claim`: somebody says so.
    Claim,
    /// `plan`: somebody intends it.
    Plan,
    /// `proposal`: somebody suggests it.
    Proposal,
    /// `forecast`: somebody expects it.
    Forecast,
    /// Another word, kept as it stands in the graph.
    Other,
}

impl Status {
    /// From the property's text.
    pub fn parse(text: Option<&str>) -> Status {
        match text {
            None => Status::Unstated,
            Some("fact") => Status::Fact,
            Some("claim") => Status::Claim,
            Some("plan") => Status::Plan,
            Some("proposal") => Status::Proposal,
            Some("forecast") => Status::Forecast,
            Some(_) => Status::Other,
        }
    }

    /// Whether a reader should be told that it is not a plain fact.
    pub fn is_qualified(self) -> bool {
        !matches!(self, Status::Fact | Status::Unstated)
    }
}
