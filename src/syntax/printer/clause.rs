//! Clauses.

use super::Printer;
use super::expression::Level;
use crate::syntax::ast::*;

impl Printer {
    /// One clause.
    pub(super) fn clause(&mut self, clause: &ClauseKind) {
        match clause {
            ClauseKind::Match { optional, repeatable, pattern, hints, filter } => {
                self.put(if *optional { "OPTIONAL MATCH " } else { "MATCH " });
                self.put(match repeatable {
                    None => "",
                    Some(true) => "REPEATABLE ELEMENTS ",
                    Some(false) => "DIFFERENT RELATIONSHIPS ",
                });
                self.list(pattern, Printer::pattern_part);
                hints.iter().for_each(|hint| self.hint(hint));
                self.filter_if(filter.as_ref());
            }
            ClauseKind::Unwind { list, variable } => {
                self.put("UNWIND ");
                self.expr(list, Level::Or);
                self.alias(variable);
            }
            ClauseKind::With { body, filter } => {
                self.put("WITH ");
                self.projection(body);
                self.filter_if(filter.as_ref());
            }
            ClauseKind::Return(body) => {
                self.put("RETURN ");
                self.projection(body);
            }
            ClauseKind::Finish => self.put("FINISH"),
            ClauseKind::Let(bindings) => {
                self.put("LET ");
                self.list(bindings, |printer, (variable, value)| {
                    printer.variable(&variable.name);
                    printer.put(" = ");
                    printer.expr(value, Level::Or);
                });
            }
            ClauseKind::Filter(filter) => {
                self.put("FILTER ");
                self.expr(filter, Level::Or);
            }
            ClauseKind::Use(name) => {
                self.put("USE ");
                self.dotted_name(&name.name);
            }
            ClauseKind::LoadCsv { with_headers, from, variable, field_terminator } => {
                self.put(if *with_headers { "LOAD CSV WITH HEADERS FROM " } else { "LOAD CSV FROM " });
                self.expr(from, Level::Or);
                self.alias(variable);
                if let Some(terminator) = field_terminator {
                    self.put(" FIELDTERMINATOR ");
                    self.text(terminator);
                }
            }
            ClauseKind::CallProcedure(call) => self.call_procedure(call),
            ClauseKind::Page { .. }
            | ClauseKind::Block(_)
            | ClauseKind::When { .. }
            | ClauseKind::Next { .. } => self.composed(clause),
            ClauseKind::CallSubquery { optional, imports, query, transactions } => {
                self.put(if *optional { "OPTIONAL CALL " } else { "CALL " });
                self.imports(imports.as_deref());
                self.braced_query(query);
                if let Some(transactions) = transactions {
                    self.in_transactions(transactions);
                }
            }
            ClauseKind::Create(_)
            | ClauseKind::Merge { .. }
            | ClauseKind::Set(_)
            | ClauseKind::Remove(_)
            | ClauseKind::Delete { .. }
            | ClauseKind::Foreach { .. } => self.updating_clause(clause),
        }
    }

    fn updating_clause(&mut self, clause: &ClauseKind) {
        match clause {
            ClauseKind::Create(parts) => {
                self.put("CREATE ");
                self.list(parts, Printer::pattern_part);
            }
            ClauseKind::Merge { pattern, on_create, on_match } => {
                self.put("MERGE ");
                self.pattern_part(pattern);
                self.actions(" ON CREATE SET ", on_create);
                self.actions(" ON MATCH SET ", on_match);
            }
            ClauseKind::Set(items) => {
                self.put("SET ");
                self.list(items, Printer::set_item);
            }
            ClauseKind::Remove(items) => {
                self.put("REMOVE ");
                self.list(items, Printer::remove_item);
            }
            ClauseKind::Delete { detach, targets } => {
                self.put(if *detach { "DETACH DELETE " } else { "DELETE " });
                self.list(targets, |printer, target| printer.expr(target, Level::Or));
            }
            ClauseKind::Foreach { variable, list, body } => {
                self.put("FOREACH (");
                self.variable(&variable.name);
                self.put(" IN ");
                self.expr(list, Level::Or);
                self.put(" |");
                for clause in body {
                    self.put(" ");
                    self.clause(&clause.kind);
                }
                self.put(")");
            }
            _ => {}
        }
    }

    pub(super) fn filter_if(&mut self, filter: Option<&Expr>) {
        if let Some(filter) = filter {
            self.filter(filter);
        }
    }

    fn alias(&mut self, variable: &Ident) {
        self.put(" AS ");
        self.variable(&variable.name);
    }

    pub(super) fn projection(&mut self, body: &Projection) {
        self.put(if body.distinct { "DISTINCT " } else { "" });
        self.put(match (body.star, body.items.is_empty()) {
            (true, true) => "*",
            (true, false) => "*, ",
            (false, _) => "",
        });
        self.list(&body.items, |printer, item| {
            printer.expr(&item.expr, Level::Or);
            if let Some(alias) = &item.alias {
                printer.alias(alias);
            }
        });
        match &body.group_by {
            Some(GroupBy::All) => self.put(" GROUP BY ALL"),
            Some(GroupBy::Keys(keys)) if keys.is_empty() => self.put(" GROUP BY ()"),
            Some(GroupBy::Keys(keys)) if is_all(keys) => self.put(" GROUP BY `all`"),
            Some(GroupBy::Keys(keys)) => {
                self.put(" GROUP BY ");
                self.list(keys, |printer, key| printer.expr(key, Level::Or));
            }
            None => {}
        }
        if !body.order_by.is_empty() || body.skip.is_some() || body.limit.is_some() {
            self.put(" ");
            self.page(&body.order_by, body.skip.as_ref(), body.limit.as_ref());
        }
    }

    fn page(&mut self, order_by: &[SortItem], skip: Option<&Expr>, limit: Option<&Expr>) {
        if !order_by.is_empty() {
            self.put("ORDER BY ");
            self.list(order_by, Printer::sort_item);
            self.put(if skip.is_some() || limit.is_some() { " " } else { "" });
        }
        self.labelled("SKIP ", skip);
        self.put(if skip.is_some() && limit.is_some() { " " } else { "" });
        self.labelled("LIMIT ", limit);
    }

    fn sort_item(&mut self, item: &SortItem) {
        self.expr(&item.expr, Level::Or);
        self.put(if item.descending { " DESC" } else { "" });
        self.put(match item.nulls {
            Some(NullOrder::First) => " NULLS FIRST",
            Some(NullOrder::Last) => " NULLS LAST",
            None => "",
        });
    }

    /// What stands for a query, or for a part of a projection.
    fn composed(&mut self, clause: &ClauseKind) {
        match clause {
            ClauseKind::Page { order_by, skip, limit } => {
                self.page(order_by, skip.as_ref(), limit.as_ref());
            }
            ClauseKind::Block(query) => self.braced_query(query),
            ClauseKind::When { branches, otherwise } => {
                for (i, (condition, query)) in branches.iter().enumerate() {
                    self.labelled(if i > 0 { " WHEN " } else { "WHEN " }, Some(condition));
                    self.put(" THEN ");
                    self.braced_query(query);
                }
                if let Some(query) = otherwise {
                    self.put(" ELSE ");
                    self.braced_query(query);
                }
            }
            ClauseKind::Next { returned, query } => {
                self.put("RETURN ");
                self.projection(returned);
                self.out.push(self.separator);
                self.put("NEXT");
                self.out.push(self.separator);
                self.query(query);
            }
            _ => {}
        }
    }

    fn hint(&mut self, hint: &Hint) {
        match hint {
            Hint::Index { variable, label, properties } => {
                self.put(" USING INDEX ");
                self.hinted(variable, label);
                self.put("(");
                self.list(properties, |printer, key| printer.name(&key.name));
                self.put(")");
            }
            Hint::Scan { variable, label } => {
                self.put(" USING SCAN ");
                self.hinted(variable, label);
            }
            Hint::Join(variables) => {
                self.put(" USING JOIN ON ");
                self.list(variables, |printer, variable| printer.variable(&variable.name));
            }
        }
    }

    fn hinted(&mut self, variable: &Ident, label: &Ident) {
        self.variable(&variable.name);
        self.put(":");
        self.name(&label.name);
    }

    fn labelled(&mut self, word: &str, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.put(word);
            self.expr(expr, Level::Or);
        }
    }

    fn actions(&mut self, words: &str, items: &[SetItem]) {
        if !items.is_empty() {
            self.put(words);
            self.list(items, Printer::set_item);
        }
    }

    fn set_item(&mut self, item: &SetItem) {
        match item {
            SetItem::Property { target, key, value } => {
                self.property(target, key);
                self.labelled(" = ", Some(value));
            }
            SetItem::DynamicProperty { target, key, value } => {
                self.dynamic_property(target, key);
                self.labelled(" = ", Some(value));
            }
            SetItem::Replace { variable, value } => {
                self.variable(&variable.name);
                self.labelled(" = ", Some(value));
            }
            SetItem::Merge { variable, value } => {
                self.variable(&variable.name);
                self.labelled(" += ", Some(value));
            }
            SetItem::Labels { variable, labels } => self.label_names(variable, labels),
        }
    }

    fn remove_item(&mut self, item: &RemoveItem) {
        match item {
            RemoveItem::Property { target, key } => self.property(target, key),
            RemoveItem::DynamicProperty { target, key } => self.dynamic_property(target, key),
            RemoveItem::Labels { variable, labels } => self.label_names(variable, labels),
        }
    }

    fn property(&mut self, target: &Expr, key: &Ident) {
        self.expr(target, Level::Postfix);
        self.put(".");
        self.name(&key.name);
    }

    fn dynamic_property(&mut self, target: &Expr, key: &Expr) {
        self.expr(target, Level::Postfix);
        self.put("[");
        self.expr(key, Level::Or);
        self.put("]");
    }

    fn label_names(&mut self, variable: &Ident, labels: &[LabelName]) {
        self.variable(&variable.name);
        for label in labels {
            self.put(":");
            self.label_name(label);
        }
    }

    fn call_procedure(&mut self, call: &CallProcedure) {
        self.put(if call.optional { "OPTIONAL CALL " } else { "CALL " });
        self.dotted_name(&call.name.name);
        if let Some(arguments) = &call.arguments {
            self.put("(");
            self.list(arguments, |printer, argument| printer.expr(argument, Level::Or));
            self.put(")");
        }
        if let Some(property) = &call.write {
            self.put(" WRITE PROPERTY ");
            self.name(&property.name);
        }
        match &call.yields {
            Yield::None => {}
            Yield::All => self.put(" YIELD *"),
            Yield::Items(items) if items.is_empty() => self.put(" YIELD -"),
            Yield::Items(items) => {
                self.put(" YIELD ");
                self.list(items, |printer, (column, alias)| {
                    printer.name(&column.name);
                    if let Some(alias) = alias {
                        printer.alias(alias);
                    }
                });
            }
        }
        self.filter_if(call.filter.as_ref());
    }

    fn imports(&mut self, imports: Option<&[Ident]>) {
        match imports {
            None => {}
            Some([star]) if star.name == "*" => self.put("(*) "),
            Some(names) => {
                self.put("(");
                self.list(names, |printer, name| printer.variable(&name.name));
                self.put(") ");
            }
        }
    }

    fn in_transactions(&mut self, transactions: &InTransactions) {
        self.put(" IN TRANSACTIONS");
        if let Some(rows) = &transactions.rows {
            self.labelled(" OF ", Some(rows));
            self.put(" ROWS");
        }
        match transactions.on_error {
            OnError::Fail => {}
            OnError::Continue => self.put(" ON ERROR CONTINUE"),
            OnError::Break => self.put(" ON ERROR BREAK"),
        }
        if let Some(report) = &transactions.report {
            self.put(" REPORT STATUS");
            self.alias(report);
        }
    }
}

/// Whether the one key is a variable that without backticks would be `GROUP BY ALL`.
fn is_all(keys: &[Expr]) -> bool {
    matches!(keys, [Expr { kind: ExprKind::Variable(name), .. }] if name == "all")
}
