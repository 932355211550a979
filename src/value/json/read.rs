//! Reading JSON, strictly: RFC 8259, and no number is changed by reading it.
//!
//! A parser of our own, because the usual ones read an integer of more than 64 bits as a float.

use std::sync::Arc;

use crate::error::{Error, ErrorClass, Result};
use crate::value::temporal::{Date, DateTime, Duration, LocalDateTime, LocalTime, Time};
use crate::value::{List, MAX_DEPTH, Map, Point, Value};

/// Reads a value, for example a parameter.
pub fn from_json(text: &str) -> Result<Value> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = reader.value()?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.error("there is more text after the value"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Takes the byte if it comes next, after white space.
    fn eat(&mut self, expected: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, expected: u8) -> Result<()> {
        if self.eat(expected) {
            return Ok(());
        }
        Err(self.error(&format!("expected `{}`", char::from(expected))))
    }

    fn error(&self, problem: &str) -> Error {
        // The position is always at the beginning of a character.
        let before = self.text.get(..self.at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
        invalid(format!("{problem}, in line {line}, column {column} of the JSON text"))
    }

    fn value(&mut self) -> Result<Value> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.nested(Reader::object),
            Some(b'[') => self.nested(Reader::list),
            Some(b'"') => Ok(Value::String(self.string()?.into())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err(self.error("expected a value, found the end")),
        }
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("the JSON text nests more than {MAX_DEPTH} levels deep");
            return Err(Error::new(ErrorClass::BudgetExceeded, "NestingTooDeep", message));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn list(&mut self) -> Result<Value> {
        self.expect(b'[')?;
        let mut values = Vec::new();
        if !self.eat(b']') {
            loop {
                values.push(self.value()?);
                if !self.eat(b',') {
                    break;
                }
            }
            self.expect(b']')?;
        }
        Ok(Value::List(List::new(values)))
    }

    fn object(&mut self) -> Result<Value> {
        let mut map = Map::new();
        self.expect(b'{')?;
        if self.eat(b'}') {
            return Ok(Value::Map(Arc::new(map)));
        }
        let first = self.key()?;
        if first == "$map" {
            return self.wrapped();
        }
        let value = self.value()?;
        map.insert(first.into(), value);
        self.entries(&mut map)?;
        match map.first_key_value() {
            Some((tag, value)) if map.len() == 1 && tag.starts_with('$') => interpret(tag, value),
            _ => Ok(Value::Map(Arc::new(map))),
        }
    }

    /// What follows `{"$map":`, whose keys are no tags.
    fn wrapped(&mut self) -> Result<Value> {
        let map = self.nested(|reader| {
            let mut map = Map::new();
            reader.expect(b'{')?;
            if !reader.eat(b'}') {
                let first = reader.key()?;
                map.insert(first.into(), reader.value()?);
                reader.entries(&mut map)?;
            }
            Ok(map)
        })?;
        if !self.eat(b'}') {
            return Err(self.error("`$map` stands alone in its object"));
        }
        Ok(Value::Map(Arc::new(map)))
    }

    fn key(&mut self) -> Result<String> {
        self.skip_space();
        let key = self.string()?;
        self.expect(b':')?;
        Ok(key)
    }

    /// The entries after the first, and the end of the object.
    fn entries(&mut self, map: &mut Map) -> Result<()> {
        while self.eat(b',') {
            let key = self.key()?;
            if map.insert(key.into(), self.value()?).is_some() {
                return Err(self.error("a key occurs twice in an object"));
            }
        }
        self.expect(b'}')
    }

    fn word(&mut self) -> Result<Value> {
        let words = [("null", Value::Null), ("true", Value::Boolean(true)), ("false", Value::Boolean(false))];
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some((word, value)) = words.into_iter().find(|(word, _)| rest.starts_with(word)) else {
            return Err(self.error("expected a value"));
        };
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Value> {
        let begin = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let whole = self.digits()?;
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(self.error("a number begins with a superfluous zero"));
        }
        let mut is_float = false;
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            is_float = true;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
            is_float = true;
        }
        let text = &self.text[begin..self.at];
        let number = if is_float {
            text.parse().ok().filter(|float: &f64| float.is_finite()).map(Value::Float)
        } else {
            text.parse().ok().map(Value::Integer)
        };
        number.ok_or_else(|| self.error(&format!("the number {text} does not fit 64 bits")))
    }

    fn digits(&mut self) -> Result<&str> {
        let begin = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if begin == self.at {
            return Err(self.error("expected a digit"));
        }
        Ok(&self.text[begin..self.at])
    }

    fn string(&mut self) -> Result<String> {
        if self.peek() != Some(b'"') {
            return Err(self.error("expected a string"));
        }
        self.at += 1;
        let mut text = String::new();
        loop {
            let begin = self.at;
            // Only ASCII bytes end a run, so its ends lie between characters.
            while self.peek().is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            text.push_str(&self.text[begin..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.error("a control character in a string must be escaped")),
                None => return Err(self.error("a string has no end")),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let character = match self.text.as_bytes().get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(self.error("an unknown escape in a string")),
        };
        self.at += 2;
        Ok(character)
    }

    /// `\u` with four hexadecimal digits; twice for a character beyond 16 bits.
    fn code_point(&mut self) -> Result<char> {
        let first = self.code_unit()?;
        let code = match first {
            0xd800..=0xdbff => {
                let second = self.code_unit()?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(self.error("half of a surrogate pair in a string"));
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            other => other,
        };
        char::from_u32(code).ok_or_else(|| self.error("half of a surrogate pair in a string"))
    }

    fn code_unit(&mut self) -> Result<u32> {
        let digits = self.text.get(self.at..self.at + 6).and_then(|escape| escape.strip_prefix("\\u"));
        let hexadecimal = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match hexadecimal.map(|digits| u32::from_str_radix(digits, 16)) {
            Some(Ok(unit)) => {
                self.at += 6;
                Ok(unit)
            }
            _ => Err(self.error("expected `\\u` and four hexadecimal digits")),
        }
    }
}

fn invalid(message: String) -> Error {
    Error::new(ErrorClass::DataError, "InvalidJson", message)
}

/// Gives a tagged object its meaning.
fn interpret(tag: &str, value: &Value) -> Result<Value> {
    match (tag, value) {
        ("$float", Value::String(text)) => match &**text {
            "NaN" => Ok(Value::Float(f64::NAN)),
            "Infinity" => Ok(Value::Float(f64::INFINITY)),
            "-Infinity" => Ok(Value::Float(f64::NEG_INFINITY)),
            other => Err(invalid(format!("`$float` is NaN, Infinity or -Infinity, not `{other}`"))),
        },
        ("$date", Value::String(text)) => Ok(Date::parse(text)?.into()),
        ("$localtime", Value::String(text)) => Ok(LocalTime::parse(text)?.into()),
        ("$time", Value::String(text)) => Ok(Time::parse(text)?.into()),
        ("$localdatetime", Value::String(text)) => Ok(LocalDateTime::parse(text)?.into()),
        ("$datetime", Value::String(text)) => Ok(DateTime::parse(text)?.into()),
        ("$duration", Value::String(text)) => Ok(Duration::parse(text)?.into()),
        ("$point", Value::Map(map)) => Ok(Point::of_map(map)?.into()),
        ("$node" | "$rel" | "$path", _) => {
            let message = format!("`{tag}` belongs to a graph and cannot be given as a value");
            Err(invalid(message).hint("give its id or a key property, and match it in the query"))
        }
        _ => Err(invalid(format!("`{tag}` is no known tag, or its content is of the wrong type"))
            .hint("write a map with such a key as {\"$map\": {...}}")),
    }
}
