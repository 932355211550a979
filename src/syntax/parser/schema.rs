//! Schema commands: indexes and constraints.

use super::cursor::Parser;
use crate::error::{Error, ErrorClass, Result};
use crate::syntax::ast::{ConstraintKind, EntityKind, ExprKind, Ident, IndexKind, SchemaCommand, SchemaName};
use crate::syntax::keywords::Keyword;
use crate::syntax::token::TokenKind;

/// What an index or constraint is for: the entity's variable and kind, and its label or type.
struct Target {
    variable: Ident,
    entity: EntityKind,
    label: Ident,
}

impl Parser<'_> {
    /// Whether a schema command begins here rather than a query.
    pub(super) fn at_schema_command(&self) -> bool {
        let word = |n| match self.ahead(n) {
            TokenKind::Keyword(keyword) => Some(keyword),
            _ => None,
        };
        match (word(0), word(1)) {
            (Some(Keyword::Show), _) => true,
            (Some(Keyword::Drop), _) => true,
            (Some(Keyword::Create), Some(Keyword::Index | Keyword::Constraint)) => true,
            (Some(Keyword::Create), _) => self.ahead(1).is_name() && word(2) == Some(Keyword::Index),
            _ => false,
        }
    }

    /// A schema command.
    pub(super) fn schema_command(&mut self) -> Result<SchemaCommand> {
        if self.at_word(Keyword::Show) {
            return self.show();
        }
        if self.eat_word(Keyword::Drop) {
            return self.drop_command();
        }
        self.expect_word(Keyword::Create)?;
        if self.eat_word(Keyword::Constraint) {
            return self.create_constraint();
        }
        self.create_index()
    }

    fn drop_command(&mut self) -> Result<SchemaCommand> {
        let index = self.eat_word(Keyword::Index);
        if !index && !self.eat_word(Keyword::Constraint) {
            let refused = self.administered("DROP");
            return Err(refused.unwrap_or_else(|| self.unexpected("`INDEX` or `CONSTRAINT`")));
        }
        if self.at_word(Keyword::On) && matches!(self.ahead(1), TokenKind::Colon | TokenKind::OpenParen) {
            let hint = "`SHOW INDEXES` and `SHOW CONSTRAINTS` tell the names";
            return Err(self.unexpected("a name").hint(hint));
        }
        let name = self.schema_name("a name")?;
        let if_exists = self.eat_word(Keyword::If);
        if if_exists {
            self.expect_word(Keyword::Exists)?;
        }
        Ok(if index {
            SchemaCommand::DropIndex { name, if_exists }
        } else {
            SchemaCommand::DropConstraint { name, if_exists }
        })
    }

    fn create_index(&mut self) -> Result<SchemaCommand> {
        let start = self.here();
        if self.eat_word(Keyword::Lookup) {
            return self.create_lookup(start);
        }
        let kind = self.index_kind()?;
        self.expect_word(Keyword::Index)?;
        if self.at_word(Keyword::On) && self.ahead(1) == TokenKind::Colon {
            return self.legacy_index(kind);
        }
        let (name, if_not_exists) = self.name_and_condition()?;
        self.expect_word(Keyword::For)?;
        let target = self.target_entity()?;
        self.expect_word(Keyword::On)?;
        let properties = self.target_properties(&target.variable)?;
        if kind != IndexKind::Range && properties.len() > 1 {
            let message = "a TEXT or POINT index is of one property";
            return Err(Error::syntax("UnexpectedSyntax", message, self.since(start))
                .hint("make an index for each of them, or a RANGE index of all"));
        }
        self.options()?;
        Ok(SchemaCommand::CreateIndex {
            name,
            if_not_exists,
            kind,
            entity: target.entity,
            label: target.label,
            properties,
        })
    }

    /// Behind `LOOKUP`: `INDEX [name] [IF NOT EXISTS] FOR (n) ON EACH labels(n)` or `FOR ()-[r]-() ON [EACH] type(r)`.
    fn create_lookup(&mut self, start: u32) -> Result<SchemaCommand> {
        self.expect_word(Keyword::Index)?;
        let (name, if_not_exists) = self.name_and_condition()?;
        self.expect_word(Keyword::For)?;
        self.expect(TokenKind::OpenParen)?;
        let (entity, variable) = if self.eat(TokenKind::CloseParen) {
            self.expect(TokenKind::Minus)?;
            self.expect(TokenKind::OpenBracket)?;
            let variable = self.variable()?;
            self.expect(TokenKind::CloseBracket)?;
            self.expect(TokenKind::Minus)?;
            self.expect(TokenKind::OpenParen)?;
            (EntityKind::Relationship, variable)
        } else {
            (EntityKind::Node, self.variable()?)
        };
        self.expect(TokenKind::CloseParen)?;
        self.expect_word(Keyword::On)?;
        self.eat_text("EACH");
        let function = if entity == EntityKind::Node { "labels" } else { "type" };
        if !self.eat_text(function) {
            return Err(self.unexpected(&format!("`{function}({})`", variable.name)));
        }
        self.expect(TokenKind::OpenParen)?;
        self.known(&variable)?;
        self.expect(TokenKind::CloseParen)?;
        self.options()?;
        Ok(SchemaCommand::CreateLookup { name, if_not_exists, entity, span: self.since(start) })
    }

    fn index_kind(&mut self) -> Result<IndexKind> {
        let kind = match self.kind() {
            TokenKind::Keyword(Keyword::Index) => return Ok(IndexKind::Range),
            TokenKind::Keyword(Keyword::Range) => IndexKind::Range,
            TokenKind::Keyword(Keyword::Text) => IndexKind::Text,
            TokenKind::Keyword(Keyword::Point) => IndexKind::Point,
            // What RANGE was called once.
            _ if self.word_is("BTREE") => IndexKind::Range,
            TokenKind::Keyword(kind @ (Keyword::FullText | Keyword::Vector)) => {
                return Err(self.unsupported(&format!("{} indexes", kind.text())));
            }
            _ => return Err(self.unexpected("`RANGE`, `TEXT`, `POINT` or `INDEX`")),
        };
        self.advance();
        Ok(kind)
    }

    /// `CREATE INDEX ON :Label(key)`, the older form.
    fn legacy_index(&mut self, kind: IndexKind) -> Result<SchemaCommand> {
        self.advance();
        self.advance();
        let label = self.name("a label")?;
        self.expect(TokenKind::OpenParen)?;
        let mut properties = Vec::new();
        loop {
            properties.push(self.name("a property key")?);
            if !self.more(TokenKind::CloseParen)? {
                break;
            }
        }
        Ok(SchemaCommand::CreateIndex {
            name: None,
            if_not_exists: false,
            kind,
            entity: EntityKind::Node,
            label,
            properties,
        })
    }

    /// `[name] [IF NOT EXISTS]`
    fn name_and_condition(&mut self) -> Result<(Option<SchemaName>, bool)> {
        let unnamed = match self.kind() {
            TokenKind::Keyword(Keyword::If) => self.ahead(1) == TokenKind::Keyword(Keyword::Not),
            TokenKind::Keyword(Keyword::For | Keyword::On) => self.ahead(1) == TokenKind::OpenParen,
            _ => false,
        };
        let name = if unnamed { None } else { Some(self.schema_name("a name, `IF NOT EXISTS` or `FOR`")?) };
        let if_not_exists = self.eat_word(Keyword::If);
        if if_not_exists {
            self.expect_word(Keyword::Not)?;
            self.expect_word(Keyword::Exists)?;
        }
        Ok((name, if_not_exists))
    }

    /// `name` or `$name`
    fn schema_name(&mut self, what: &str) -> Result<SchemaName> {
        if self.kind() == TokenKind::Parameter {
            let span = self.span();
            return Ok(SchemaName::Parameter(Ident { name: self.take_parameter(), span }));
        }
        self.name(what).map(SchemaName::Written)
    }

    fn create_constraint(&mut self) -> Result<SchemaCommand> {
        let (name, if_not_exists) = self.name_and_condition()?;
        // `ON .. ASSERT` is the older form of `FOR .. REQUIRE`.
        let legacy = self.eat_word(Keyword::On);
        if !legacy {
            self.expect_word(Keyword::For)?;
        }
        let target = self.target_entity()?;
        self.expect_word(if legacy { Keyword::Assert } else { Keyword::Require })?;
        let (properties, kind) = self.required(&target)?;
        self.options()?;
        Ok(SchemaCommand::CreateConstraint {
            name,
            if_not_exists,
            entity: target.entity,
            label: target.label,
            properties,
            kind,
        })
    }

    /// The properties and what is required of them; `exists(n.k)` is the older form of `n.k IS NOT NULL`.
    fn required(&mut self, target: &Target) -> Result<(Vec<Ident>, ConstraintKind)> {
        if self.at_word(Keyword::Exists) && self.ahead(1) == TokenKind::OpenParen {
            self.advance();
            self.advance();
            let key = self.target_property(&target.variable)?;
            self.expect(TokenKind::CloseParen)?;
            return Ok((vec![key], ConstraintKind::NotNull));
        }
        let properties = self.target_properties(&target.variable)?;
        Ok((properties, self.constraint_kind(target.entity)?))
    }

    /// `IS UNIQUE`, `IS NOT NULL`, `IS NODE KEY`, `IS :: TYPE`
    fn constraint_kind(&mut self, entity: EntityKind) -> Result<ConstraintKind> {
        self.expect_word(Keyword::Is)?;
        if self.eat_word(Keyword::Not) {
            self.expect_word(Keyword::Null)?;
            return Ok(ConstraintKind::NotNull);
        }
        if self.eat(TokenKind::ColonColon) || self.eat_word(Keyword::Typed) {
            return Ok(ConstraintKind::Typed(self.type_name()?));
        }
        match entity {
            EntityKind::Node => self.eat_word(Keyword::Node),
            EntityKind::Relationship => self.eat_either(Keyword::Relationship, Keyword::Rel),
        };
        if self.eat_word(Keyword::Unique) {
            return Ok(ConstraintKind::Unique);
        }
        if self.eat_word(Keyword::Key) {
            return Ok(ConstraintKind::Key);
        }
        Err(self.unexpected("`UNIQUE`, `NOT NULL`, `KEY` or `::`"))
    }

    /// `(n:L)` or `()-[r:T]-()`
    fn target_entity(&mut self) -> Result<Target> {
        self.expect(TokenKind::OpenParen)?;
        if !self.eat(TokenKind::CloseParen) {
            let target = self.target_name(EntityKind::Node)?;
            self.expect(TokenKind::CloseParen)?;
            return Ok(target);
        }
        if self.kind().is_left_head() {
            self.advance();
        }
        self.expect(TokenKind::Minus)?;
        self.expect(TokenKind::OpenBracket)?;
        let target = self.target_name(EntityKind::Relationship)?;
        self.expect(TokenKind::CloseBracket)?;
        self.expect(TokenKind::Minus)?;
        if self.kind().is_right_head() {
            self.advance();
        }
        self.expect(TokenKind::OpenParen)?;
        self.expect(TokenKind::CloseParen)?;
        Ok(target)
    }

    fn target_name(&mut self, entity: EntityKind) -> Result<Target> {
        let variable = self.variable()?;
        self.expect(TokenKind::Colon)?;
        let label = self.name("a label or type")?;
        Ok(Target { variable, entity, label })
    }

    /// `n.a` or `(n.a, n.b)`
    fn target_properties(&mut self, variable: &Ident) -> Result<Vec<Ident>> {
        let mut keys = Vec::new();
        if !self.eat(TokenKind::OpenParen) {
            keys.push(self.target_property(variable)?);
            return Ok(keys);
        }
        loop {
            keys.push(self.target_property(variable)?);
            if !self.more(TokenKind::CloseParen)? {
                return Ok(keys);
            }
        }
    }

    fn target_property(&mut self, variable: &Ident) -> Result<Ident> {
        self.known(variable)?;
        self.expect(TokenKind::Dot)?;
        self.name("a property key")
    }

    /// The command's variable.
    fn known(&mut self, variable: &Ident) -> Result<()> {
        let owner = self.variable()?;
        if owner.name != variable.name {
            let message = format!("variable `{}` is not defined", owner.name);
            return Err(Error::syntax("UndefinedVariable", message, owner.span)
                .hint(format!("here only `{}` is known", variable.name)));
        }
        Ok(())
    }

    /// `OPTIONS {...}`: which provider other stores take for the index, and how it is set up. There is one here.
    fn options(&mut self) -> Result<()> {
        if !self.eat_word(Keyword::Options) {
            return Ok(());
        }
        let options = self.value()?;
        match options.kind {
            ExprKind::Map(_) | ExprKind::Parameter(_) => Ok(()),
            _ => Err(Error::syntax("UnexpectedSyntax", "OPTIONS takes a map", options.span)),
        }
    }

    pub(super) fn unsupported(&self, what: &str) -> Error {
        Error::new(ErrorClass::Unsupported, "UnsupportedFeature", format!("{what} are not supported"))
            .compile_time()
            .at(self.span())
    }
}
