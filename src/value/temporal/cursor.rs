//! A cursor over text, for the readers of ISO 8601 forms.

/// What is left of a text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str) -> Cursor<'a> {
        Cursor { rest: text }
    }

    pub fn rest(&self) -> &'a str {
        self.rest
    }

    pub fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub fn peek(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    /// Takes `expected`, an ASCII character, if it comes next.
    pub fn eat(&mut self, expected: char) -> bool {
        let rest = self.rest.strip_prefix(expected);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes a sign if one comes next: 1 or -1.
    pub fn sign(&mut self) -> Option<i64> {
        if self.eat('+') {
            Some(1)
        } else if self.eat('-') {
            Some(-1)
        } else {
            None
        }
    }

    /// How many digits come next.
    pub fn run(&self) -> usize {
        self.rest.bytes().take_while(u8::is_ascii_digit).count()
    }

    /// Takes all the digits that come next.
    pub fn digits(&mut self) -> &'a str {
        let (digits, rest) = self.rest.split_at(self.run());
        self.rest = rest;
        digits
    }

    /// Takes a number of exactly `width` digits (at most 18), whatever follows.
    pub fn exactly(&mut self, width: usize) -> Option<i64> {
        if self.run() < width {
            return None;
        }
        let (digits, rest) = self.rest.split_at(width);
        self.rest = rest;
        digits.parse().ok()
    }

    /// Takes a number of one or two digits, with no third one after it.
    pub fn one_or_two(&mut self) -> Option<i64> {
        match self.run() {
            width @ 1..=2 => self.exactly(width),
            _ => None,
        }
    }

    /// Takes a decimal fraction of a second, if one comes next, as nanoseconds.
    pub fn nanos(&mut self) -> Option<i64> {
        if !self.eat('.') && !self.eat(',') {
            return Some(0);
        }
        let digits = self.digits();
        match digits.len() {
            1..=9 => digits.parse::<i64>().ok().map(|value| value * 10_i64.pow(9 - digits.len() as u32)),
            _ => None,
        }
    }
}
