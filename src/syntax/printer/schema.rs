//! Schema commands.

use super::Printer;
use crate::syntax::ast::*;

impl Printer {
    /// A schema command.
    pub(super) fn schema(&mut self, command: &SchemaCommand) {
        match command {
            SchemaCommand::CreateIndex { name, if_not_exists, kind, entity, label, properties } => {
                self.put(match kind {
                    IndexKind::Range => "CREATE INDEX",
                    IndexKind::Text => "CREATE TEXT INDEX",
                    IndexKind::Point => "CREATE POINT INDEX",
                });
                self.name_and_condition(name.as_ref(), *if_not_exists);
                self.target(*entity, label);
                self.put(" ON ");
                self.keys(properties);
            }
            SchemaCommand::CreateConstraint { name, if_not_exists, entity, label, properties, kind } => {
                self.put("CREATE CONSTRAINT");
                self.name_and_condition(name.as_ref(), *if_not_exists);
                self.target(*entity, label);
                self.put(" REQUIRE ");
                self.keys(properties);
                self.constraint_kind(kind, *entity);
            }
            SchemaCommand::DropIndex { name, if_exists } => {
                self.drop_command("DROP INDEX ", name, *if_exists)
            }
            SchemaCommand::DropConstraint { name, if_exists } => {
                self.drop_command("DROP CONSTRAINT ", name, *if_exists);
            }
            SchemaCommand::CreateLookup { name, if_not_exists, entity, span: _ } => {
                self.put("CREATE LOOKUP INDEX");
                self.name_and_condition(name.as_ref(), *if_not_exists);
                self.put(match entity {
                    EntityKind::Node => " FOR (x) ON EACH labels(x)",
                    EntityKind::Relationship => " FOR ()-[x]-() ON EACH type(x)",
                });
            }
            SchemaCommand::Show(show) => self.show(show),
        }
    }

    fn show(&mut self, show: &Show) {
        self.put("SHOW ");
        match show.what {
            ShowKind::Indexes(kind) => self.narrowed(kind.map(ShownIndex::name), "INDEXES"),
            ShowKind::Constraints(entity, rule) => {
                self.put(match entity {
                    Some(EntityKind::Node) => "NODE ",
                    Some(EntityKind::Relationship) => "RELATIONSHIP ",
                    None => "",
                });
                self.narrowed(rule.map(ShownConstraint::name), "CONSTRAINTS");
            }
            ShowKind::Functions(built_in) => {
                let origin = built_in.map(|built_in| if built_in { "BUILT IN" } else { "USER DEFINED" });
                self.narrowed(origin, "FUNCTIONS");
            }
            ShowKind::Procedures => self.put("PROCEDURES"),
        }
        if let Some(yields) = &show.yields {
            self.put(" YIELD ");
            self.projection(yields);
        }
        self.filter_if(show.filter.as_ref());
        if let Some(returns) = &show.returns {
            self.put(" RETURN ");
            self.projection(returns);
        }
    }

    fn narrowed(&mut self, word: Option<&str>, what: &str) {
        if let Some(word) = word {
            self.put(word);
            self.put(" ");
        }
        self.put(what);
    }

    fn drop_command(&mut self, words: &str, name: &SchemaName, if_exists: bool) {
        self.put(words);
        self.schema_name(name);
        self.put(if if_exists { " IF EXISTS" } else { "" });
    }

    fn name_and_condition(&mut self, name: Option<&SchemaName>, if_not_exists: bool) {
        if let Some(name) = name {
            self.put(" ");
            self.schema_name(name);
        }
        self.put(if if_not_exists { " IF NOT EXISTS" } else { "" });
    }

    fn schema_name(&mut self, name: &SchemaName) {
        match name {
            SchemaName::Written(name) => self.variable(&name.name),
            SchemaName::Parameter(name) => self.parameter(&name.name),
        }
    }

    fn target(&mut self, entity: EntityKind, label: &Ident) {
        match entity {
            EntityKind::Node => {
                self.put(" FOR (x:");
                self.name(&label.name);
                self.put(")");
            }
            EntityKind::Relationship => {
                self.put(" FOR ()-[x:");
                self.name(&label.name);
                self.put("]-()");
            }
        }
    }

    fn keys(&mut self, keys: &[Ident]) {
        self.put("(");
        self.list(keys, |printer, key| {
            printer.put("x.");
            printer.name(&key.name);
        });
        self.put(")");
    }

    fn constraint_kind(&mut self, kind: &ConstraintKind, entity: EntityKind) {
        match (kind, entity) {
            (ConstraintKind::Unique, _) => self.put(" IS UNIQUE"),
            (ConstraintKind::NotNull, _) => self.put(" IS NOT NULL"),
            (ConstraintKind::Key, EntityKind::Node) => self.put(" IS NODE KEY"),
            (ConstraintKind::Key, EntityKind::Relationship) => self.put(" IS RELATIONSHIP KEY"),
            (ConstraintKind::Typed(name), _) => {
                self.put(" IS :: ");
                self.type_name(name);
            }
        }
    }
}
