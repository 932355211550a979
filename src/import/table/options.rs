//! What stands in braces behind a column's type: `{id-type:int}`, `{crs:WGS-84, label:Person}`.

/// Names and values, in order; names in lower case.
#[derive(Debug, Default)]
pub struct Options(Vec<(String, String)>);

impl Options {
    /// Reads `name:value, …`; an error says what is wrong.
    pub fn parse(text: &str) -> Result<Options, String> {
        let mut options = Vec::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let Some((name, value)) = part.split_once(':') else {
                return Err(format!("the option `{part}` has no value"));
            };
            let value = value.trim().trim_matches(|c| c == '\'' || c == '"');
            options.push((name.trim().to_ascii_lowercase(), value.to_owned()));
        }
        Ok(Options(options))
    }

    /// The option's value; it is not there afterwards.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.remove(at).1)
    }

    /// An error if there are options nobody took.
    pub fn finish(self) -> Result<(), String> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(format!("the option `{name}` does not suit the column")),
        }
    }
}
