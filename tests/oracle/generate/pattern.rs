//! Patterns.

use super::{Generator, Scope, Type, Variable};

impl Generator<'_, '_> {
    /// One or two paths; their new variables are added to the scope.
    pub(super) fn paths(&mut self, scope: &mut Scope) -> String {
        let before = scope.clone();
        self.met.clear();
        let mut text = self.path(&before, scope);
        if self.choices.chance(4) {
            text += ", ";
            text += &self.path(&before, scope);
        }
        text
    }

    fn path(&mut self, before: &Scope, scope: &mut Scope) -> String {
        if self.choices.chance(14) {
            return self.shortest(before, scope);
        }
        let mut text = self.node(before, scope);
        let hops = [1, 0, 1, 2][self.choices.below(4)];
        for _ in 0..hops {
            text += &self.hop(before, scope);
            text += &self.node(before, scope);
        }
        match self.choices.chance(6) {
            true => format!("{} = {text}", self.declare(scope, "p", Type::Path)),
            false => text,
        }
    }

    /// A shortest path between two nodes.
    fn shortest(&mut self, before: &Scope, scope: &mut Scope) -> String {
        let all = self.choices.chance(2);
        let (start, end) = (self.node(before, scope), self.node(before, scope));
        let types = self.choices.pick(&["", ":R", ":R|S"]);
        let length = self.choices.pick(&["*", "*..3", "*1..2", "*0..2"]);
        let (tail, head) = self.arrow();
        let (function, ty) = match all {
            true => ("allShortestPaths", Type::Path),
            false => ("shortestPath", Type::SomePath),
        };
        let name = self.declare(scope, "p", ty);
        format!("{name} = {function}({start}{tail}[{types}{length}]{head}{end})")
    }

    pub(super) fn arrow(&mut self) -> (&'static str, &'static str) {
        [("-", "->"), ("<-", "-"), ("-", "-")][self.choices.below(3)]
    }

    pub(super) fn node(&mut self, before: &Scope, scope: &mut Scope) -> String {
        let variable = match self.choices.below(7) {
            0..=3 => self.declare(scope, "n", Type::Node),
            4 | 5 => match self.some(scope, &[Type::Node]) {
                Some(name) => name,
                None => self.declare(scope, "n", Type::Node),
            },
            _ => String::new(),
        };
        let labels = self.labels();
        let properties = self.properties(before);
        let filter = match variable.is_empty() || !self.choices.chance(12) {
            true => String::new(),
            false => {
                format!(" WHERE {}", self.predicate(&with(before, &variable, Type::Node), 1))
            }
        };
        format!("({variable}{labels}{properties}{filter})")
    }

    pub(super) fn labels(&mut self) -> &'static str {
        const RARE: [&str; 8] = [":A:B", ":!A", ":A&!B", ":(A|B)&!C", ":%", ":!%", ":A&B", ":C"];
        match self.choices.below(12) {
            0..=7 => "",
            8 => ":A",
            9 => ":B",
            10 => ":A|B",
            _ => self.choices.pick(&RARE),
        }
    }

    /// `{...}` or nothing.
    fn properties(&mut self, before: &Scope) -> String {
        match self.choices.below(20) {
            18 => format!(" {{i: {}}}", self.integer(before, 0)),
            19 => format!(" {{x: {}}}", self.value(before, 0)),
            _ => String::new(),
        }
    }

    pub(super) fn hop(&mut self, before: &Scope, scope: &mut Scope) -> String {
        let (tail, head) = self.arrow();
        const LENGTHS: [&str; 14] =
            ["", "", "", "", "", "", "", "", "", "*1..2", "*0..1", "*2", "*..2", "*0..0"];
        let length = self.choices.pick(&LENGTHS);
        let variable = match self.choices.below(6) {
            0 | 1 if length.is_empty() => self.declare(scope, "r", Type::Relationship),
            0 | 1 => self.declare(scope, "rs", Type::Relationships),
            2 if length.is_empty() => {
                let known = self.some(before, &[Type::Relationship]);
                known.filter(|name| !self.met.contains(name)).unwrap_or_default()
            }
            _ => String::new(),
        };
        self.met.push(variable.clone());
        let types = self.choices.pick(&["", "", "", ":R", ":S", ":R|S", ":R|T", ":!R"]);
        let properties = self.properties(before);
        let filter = match variable.is_empty() || !length.is_empty() || !self.choices.chance(10) {
            true => String::new(),
            false => {
                format!(" WHERE {}", self.predicate(&with(before, &variable, Type::Relationship), 1))
            }
        };
        format!("{tail}[{variable}{types}{length}{properties}{filter}]{head}")
    }

    /// A pattern without new variables.
    pub(super) fn closed_pattern(&mut self, scope: &Scope) -> String {
        let mut text = match self.some(scope, &[Type::Node]) {
            Some(name) => format!("({name})"),
            None => "(:A)".to_owned(),
        };
        for _ in 0..1 + self.choices.below(2) {
            let (tail, head) = self.arrow();
            let types = self.choices.pick(&["", ":R", ":S|T", "*1..2", ":R*0..1"]);
            let end = match self.choices.below(3) {
                0 => format!("({})", self.labels()),
                1 => "()".to_owned(),
                _ => format!("({})", self.some(scope, &[Type::Node]).unwrap_or_default()),
            };
            text += &format!("{tail}[{types}]{head}{end}");
        }
        text
    }
}

/// The scope with a variable that may be in it already.
fn with(before: &Scope, name: &str, ty: Type) -> Scope {
    let mut inner = before.clone();
    inner.retain(|variable| variable.name != name);
    inner.push(Variable { name: name.to_owned(), ty });
    inner
}
