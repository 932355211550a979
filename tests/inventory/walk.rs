//! Which forms of the language a statement holds, by the names of [`super::names`], and which functions and procedures
//! it calls.

use std::collections::BTreeSet;

use casegraph::syntax::ast::*;

use super::names;

/// What was found.
#[derive(Default)]
pub struct Found {
    /// Names of forms.
    pub forms: BTreeSet<&'static str>,
    /// Names of functions as they are written, in lower case.
    pub functions: BTreeSet<String>,
    /// Names of procedures as they are written.
    pub procedures: BTreeSet<String>,
}

impl Found {
    /// Everything in a statement.
    pub fn statement(&mut self, statement: &Statement) {
        self.note_if(statement.hops_limit.is_some(), "USING HOPS LIMIT");
        match &statement.body {
            StatementBody::Dialect(dialect) => self.note(names::dialect(dialect)),
            StatementBody::Query(query) => self.query(query),
            StatementBody::Schema(command) => self.command(command),
        }
    }

    fn note(&mut self, name: &'static str) {
        self.forms.insert(name);
    }

    fn note_if(&mut self, holds: bool, name: &'static str) {
        if holds {
            self.note(name);
        }
    }

    fn query(&mut self, query: &Query) {
        for (all, _) in &query.unions {
            self.note(if *all { "UNION ALL" } else { "UNION" });
        }
        query.parts.iter().flat_map(|part| &part.clauses).for_each(|clause| self.clause(clause));
    }

    fn clause(&mut self, clause: &Clause) {
        self.note(names::clause(&clause.kind));
        match &clause.kind {
            ClauseKind::Match { pattern, hints, filter, .. } => {
                self.parts(pattern);
                hints.iter().for_each(|hint| self.note(names::hint(hint)));
                self.filter(filter.as_ref(), "WHERE of MATCH");
            }
            ClauseKind::Unwind { list, .. } => self.expr(list),
            ClauseKind::With { body, filter } => {
                self.projection(body);
                self.filter(filter.as_ref(), "WHERE of WITH");
            }
            ClauseKind::Return(body) => self.projection(body),
            ClauseKind::Finish | ClauseKind::Use(_) => {}
            ClauseKind::Create(pattern) => self.parts(pattern),
            ClauseKind::Merge { pattern, on_create, on_match } => {
                self.part(pattern);
                self.note_if(!on_match.is_empty(), "MERGE ON MATCH");
                on_create.iter().chain(on_match).for_each(|item| self.set_item(item));
            }
            ClauseKind::Set(items) => items.iter().for_each(|item| self.set_item(item)),
            ClauseKind::Remove(items) => items.iter().for_each(|item| self.remove_item(item)),
            ClauseKind::Delete { targets, .. } => self.all(targets),
            ClauseKind::Foreach { list, body, .. } => {
                self.expr(list);
                body.iter().for_each(|clause| self.clause(clause));
            }
            ClauseKind::CallProcedure(call) => self.call_procedure(call),
            ClauseKind::CallSubquery { query, transactions, .. } => {
                self.query(query);
                if let Some(transactions) = transactions {
                    self.transactions(transactions);
                }
            }
            ClauseKind::LoadCsv { from, .. } => self.expr(from),
            ClauseKind::Page { order_by, skip, limit } => {
                self.sort(order_by);
                skip.iter().chain(limit).for_each(|count| self.expr(count));
            }
            ClauseKind::Block(query) => self.query(query),
            ClauseKind::When { branches, otherwise } => {
                for (condition, query) in branches {
                    self.expr(condition);
                    self.query(query);
                }
                otherwise.iter().for_each(|query| self.query(query));
            }
            ClauseKind::Next { returned, query } => {
                self.projection(returned);
                self.query(query);
            }
            ClauseKind::Let(items) => items.iter().for_each(|(_, value)| self.expr(value)),
            ClauseKind::Filter(filter) => self.expr(filter),
        }
    }

    fn filter(&mut self, filter: Option<&Expr>, name: &'static str) {
        if let Some(filter) = filter {
            self.note(name);
            self.expr(filter);
        }
    }

    fn call_procedure(&mut self, call: &CallProcedure) {
        self.procedures.insert(call.name.name.clone());
        self.note(names::yields(&call.yields));
        call.arguments.iter().for_each(|arguments| self.all(arguments));
        self.filter(call.filter.as_ref(), "WHERE of YIELD");
    }

    fn transactions(&mut self, transactions: &InTransactions) {
        self.note(names::on_error(&transactions.on_error));
        self.note_if(transactions.rows.is_some(), "OF n ROWS");
        self.note_if(transactions.report.is_some(), "REPORT STATUS");
        transactions.rows.iter().for_each(|rows| self.expr(rows));
    }

    fn projection(&mut self, body: &Projection) {
        self.note_if(body.distinct, "DISTINCT");
        self.note_if(body.star, "*");
        self.note_if(body.skip.is_some(), "SKIP");
        self.note_if(body.limit.is_some(), "LIMIT");
        self.note_if(!body.order_by.is_empty(), "ORDER BY");
        match &body.group_by {
            Some(GroupBy::All) => self.note("GROUP BY ALL"),
            Some(GroupBy::Keys(keys)) => {
                self.note(if keys.is_empty() { "GROUP BY ()" } else { "GROUP BY" });
                self.all(keys);
            }
            None => {}
        }
        for item in &body.items {
            self.note_if(item.alias.is_some(), "AS");
            self.expr(&item.expr);
        }
        self.sort(&body.order_by);
        body.skip.iter().chain(&body.limit).for_each(|count| self.expr(count));
    }

    fn sort(&mut self, items: &[SortItem]) {
        for item in items {
            self.note_if(item.descending, "DESC");
            item.nulls.iter().for_each(|nulls| self.note(names::nulls(nulls)));
            self.expr(&item.expr);
        }
    }

    fn set_item(&mut self, item: &SetItem) {
        self.note(names::set_item(item));
        match item {
            SetItem::Property { target, value, .. } => self.all([target, value]),
            SetItem::DynamicProperty { target, key, value } => self.all([target, key, value]),
            SetItem::Replace { value, .. } | SetItem::Merge { value, .. } => self.expr(value),
            SetItem::Labels { labels, .. } => labels.iter().for_each(|label| self.label_name(label)),
        }
    }

    fn remove_item(&mut self, item: &RemoveItem) {
        self.note(names::remove_item(item));
        match item {
            RemoveItem::Property { target, .. } => self.expr(target),
            RemoveItem::DynamicProperty { target, key } => self.all([target, key]),
            RemoveItem::Labels { labels, .. } => labels.iter().for_each(|label| self.label_name(label)),
        }
    }

    fn label_name(&mut self, label: &LabelName) {
        self.note(names::label_name(label));
        match label {
            LabelName::Name(_) => {}
            LabelName::Dynamic(name) => self.expr(name),
        }
    }

    fn label(&mut self, label: &LabelExpr) {
        self.note(names::label(label));
        match label {
            LabelExpr::Name(name) => self.label_name(name),
            LabelExpr::AnyOf(names) => self.expr(names),
            LabelExpr::Any(_) => {}
            LabelExpr::Not(inner) => self.label(inner),
            LabelExpr::And(labels) | LabelExpr::Or(labels) => {
                labels.iter().for_each(|label| self.label(label));
            }
        }
    }

    fn parts(&mut self, parts: &[PatternPart]) {
        parts.iter().for_each(|part| self.part(part));
    }

    fn part(&mut self, part: &PatternPart) {
        self.note(names::selector(&part.selector));
        self.note_if(part.variable.is_some(), "p = (a)--(b)");
        part.mode.iter().for_each(|mode| self.note(names::mode(mode)));
        match &part.selector {
            PathSelector::Any(count)
            | PathSelector::Shortest(count)
            | PathSelector::ShortestGroups(count)
            | PathSelector::Cheapest(count) => count.iter().for_each(|count| self.expr(count)),
            PathSelector::All
            | PathSelector::ShortestPath
            | PathSelector::AllShortestPaths
            | PathSelector::AllShortest
            | PathSelector::AllCheapest => {}
        }
        self.path(&part.pattern);
        if let Some(during) = &part.during {
            self.note(if during.to.is_some() { "DURING e TO e" } else { "DURING e" });
            self.expr(&during.from);
            during.to.iter().for_each(|to| self.expr(to));
        }
        self.note_if(part.forward, "FORWARD IN TIME");
    }

    fn cost(&mut self, cost: &Option<Box<Cost>>) {
        if let Some(cost) = cost {
            self.note(if cost.default.is_some() { "COST e DEFAULT e" } else { "COST e" });
            self.expr(&cost.value);
            cost.default.iter().for_each(|default| self.expr(default));
        }
    }

    fn hop_search(&mut self, search: &HopSearch) {
        self.note(names::hop_form(&search.form));
        self.note_if(search.total.is_some(), "(r, n | e) total");
        search.count.iter().for_each(|count| self.expr(count));
        for lambda in search.weight.iter().chain(&search.filter) {
            self.note(names::hop_body(&lambda.body));
            self.note_if(lambda.variables.len() == 3, "(r, n, p | e)");
            self.note_if(lambda.variables.len() == 4, "(r, n, p, w | e)");
            match &lambda.body {
                HopBody::Value(value) => self.expr(value),
                HopBody::Filtered { filter, shown } => {
                    filter.iter().for_each(|filter| self.expr(filter));
                    shown.iter().for_each(|(of_hop, of_node)| self.all(of_hop.iter().chain(of_node)));
                }
            }
        }
    }

    fn path(&mut self, path: &PathPattern) {
        for element in &path.elements {
            self.note(names::element(element));
            match element {
                PatternElement::Node(node) => {
                    node.labels.iter().for_each(|label| self.label(label));
                    self.restrictions(&node.properties, &node.filter);
                }
                PatternElement::Relationship(rel) => {
                    rel.types.iter().for_each(|types| self.label(types));
                    self.restrictions(&rel.properties, &rel.filter);
                    self.cost(&rel.cost);
                    let search = rel.length.as_ref().and_then(|length| length.search.as_ref());
                    search.iter().for_each(|search| self.hop_search(search));
                }
                PatternElement::Group { pattern, filter, cost, .. } => {
                    self.cost(cost);
                    self.path(pattern);
                    self.filter(filter.as_deref(), "WHERE of ((a)--(b))");
                }
            }
        }
    }

    fn restrictions(&mut self, properties: &Option<Box<Expr>>, filter: &Option<Box<Expr>>) {
        let parameter =
            properties.as_ref().is_some_and(|properties| matches!(properties.kind, ExprKind::Parameter(_)));
        self.note_if(parameter, "a pattern's properties by parameter");
        properties.iter().chain(filter).for_each(|expr| self.expr(expr));
    }

    fn all<'a>(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        self.note(names::expression(&expr.kind));
        match &expr.kind {
            ExprKind::Literal(value) => self.note(names::literal(value)),
            ExprKind::Parameter(_) | ExprKind::Variable(_) | ExprKind::CountStar | ExprKind::CaseOperand => {}
            ExprKind::Property(of, _) | ExprKind::Not(of) | ExprKind::Negate(of) | ExprKind::Plus(of) => {
                self.expr(of);
            }
            ExprKind::IsNull(of, _) => self.expr(of),
            ExprKind::Index(left, right) | ExprKind::In(left, right) => self.all([&**left, &**right]),
            ExprKind::Slice(of, from, to) => {
                self.expr(of);
                from.iter().chain(to).for_each(|bound| self.expr(bound));
            }
            ExprKind::List(items) => self.all(items),
            ExprKind::Map(entries) => entries.iter().for_each(|(_, value)| self.expr(value)),
            ExprKind::MapProjection(_, items) => items.iter().for_each(|item| self.map_item(item)),
            ExprKind::IsTyped(of, name, _) => {
                self.expr(of);
                self.type_name(name);
            }
            ExprKind::IsNormalized(of, form, _) => {
                self.expr(of);
                self.note_if(form.is_some(), "IS NFD NORMALIZED");
            }
            ExprKind::HasLabels(of, labels) => {
                self.expr(of);
                self.label(labels);
            }
            ExprKind::Call(call) => {
                self.functions.insert(call.name.name.to_lowercase());
                self.all(&call.arguments);
            }
            ExprKind::Logical(..)
            | ExprKind::Arithmetic(..)
            | ExprKind::Comparison(..)
            | ExprKind::StringPredicate(..) => self.operation(&expr.kind),
            ExprKind::Case { subject, branches, otherwise } => {
                subject.iter().chain(otherwise).for_each(|expr| self.expr(expr));
                for (tests, then) in branches {
                    self.all(tests);
                    self.expr(then);
                }
            }
            ExprKind::Pattern(part) => self.part(part),
            ExprKind::Exists(subquery) | ExprKind::Count(subquery) => self.subquery(subquery),
            ExprKind::Collect(query) => self.query(query),
            ExprKind::ListComprehension { .. }
            | ExprKind::PatternComprehension { .. }
            | ExprKind::ListPredicate { .. }
            | ExprKind::Reduce { .. }
            | ExprKind::AllReduce { .. } => self.loop_expr(&expr.kind),
        }
    }

    fn operation(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::Logical(op, terms) => {
                self.note(names::connective(op));
                self.all(terms);
            }
            ExprKind::Arithmetic(first, rest) => {
                self.expr(first);
                for (op, term) in rest {
                    self.note(names::arithmetic(op));
                    self.expr(term);
                }
            }
            ExprKind::Comparison(first, rest) => {
                self.expr(first);
                for (op, term) in rest {
                    self.note(names::comparison(op));
                    self.expr(term);
                }
            }
            ExprKind::StringPredicate(op, left, right) => {
                self.note(names::text_test(op));
                self.all([&**left, &**right]);
            }
            _ => {}
        }
    }

    /// What binds a variable.
    fn loop_expr(&mut self, kind: &ExprKind) {
        match kind {
            ExprKind::ListComprehension { list, filter, map, .. } => {
                self.expr(list);
                filter.iter().chain(map).for_each(|expr| self.expr(expr));
            }
            ExprKind::PatternComprehension { pattern, filter, map, .. } => {
                self.path(pattern);
                filter.iter().for_each(|filter| self.expr(filter));
                self.expr(map);
            }
            ExprKind::ListPredicate { kind, list, filter, .. } => {
                self.note(names::quantifier(kind));
                self.expr(list);
                filter.iter().for_each(|filter| self.expr(filter));
            }
            ExprKind::Reduce { init, list, body, .. } => self.all([&**init, &**list, &**body]),
            ExprKind::AllReduce { init, list, body, predicate, .. } => {
                self.all([&**init, &**list, &**body, &**predicate]);
            }
            _ => {}
        }
    }

    fn map_item(&mut self, item: &MapProjectionItem) {
        self.note(names::map_item(item));
        match item {
            MapProjectionItem::Entry(_, value) => self.expr(value),
            MapProjectionItem::Property(_) | MapProjectionItem::All | MapProjectionItem::Variable(_) => {}
        }
    }

    fn subquery(&mut self, subquery: &Subquery) {
        self.note(names::subquery(subquery));
        match subquery {
            Subquery::Pattern(parts, filter) => {
                self.parts(parts);
                self.filter(filter.as_ref(), "WHERE of EXISTS { }");
            }
            Subquery::Query(query) => self.query(query),
        }
    }

    fn type_name(&mut self, name: &TypeName) {
        self.note_if(name.alternatives.len() > 1, "one of several types");
        for ty in &name.alternatives {
            self.note(ty.kind.name());
            self.note_if(ty.not_null, "a type that is NOT NULL");
            ty.inner.iter().for_each(|inner| self.type_name(inner));
        }
    }

    fn command(&mut self, command: &SchemaCommand) {
        self.note(names::command(command));
        match command {
            SchemaCommand::CreateIndex { name, if_not_exists, kind, entity, properties, .. } => {
                self.note(names::index(kind));
                self.note_if(name.is_none(), "CREATE INDEX without a name");
                self.note_if(*if_not_exists, "IF NOT EXISTS");
                self.note_if(*entity == EntityKind::Relationship, "an index of relationships");
                self.note_if(properties.len() > 1, "an index of several keys");
            }
            SchemaCommand::CreateLookup { .. } => {}
            SchemaCommand::DropIndex { if_exists, .. } | SchemaCommand::DropConstraint { if_exists, .. } => {
                self.note_if(*if_exists, "IF EXISTS");
            }
            SchemaCommand::CreateConstraint { name, entity, kind, .. } => {
                self.note_if(name.is_none(), "CREATE CONSTRAINT without a name");
                self.note(names::constraint(&(kind.clone(), *entity)));
            }
            SchemaCommand::Show(show) => {
                self.note(names::show(&show.what));
                for (name, projection) in [("YIELD of SHOW", &show.yields), ("RETURN of SHOW", &show.returns)]
                {
                    self.note_if(projection.is_some(), name);
                    projection.iter().for_each(|projection| self.projection(projection));
                }
                self.filter(show.filter.as_ref(), "WHERE of SHOW");
            }
        }
    }
}
