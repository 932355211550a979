//! Forgets where things stood in the text, so that trees of different texts can be compared.

use super::ast::*;
use crate::error::Span;
use crate::stack;

impl Statement {
    /// The same statement with every place zero, without the texts of projection items, and without its nesting, which
    /// parentheses change.
    #[must_use]
    pub fn without_spans(mut self) -> Statement {
        self.span = Span::default();
        let nesting = std::mem::take(&mut self.nesting);
        self.hops_limit.iter_mut().for_each(expr);
        match &mut self.body {
            StatementBody::Dialect(_) => {}
            StatementBody::Query(query) => stack::with_room(nesting, || strip_query(query)),
            StatementBody::Schema(command) => schema(command),
        }
        self
    }
}

impl Expr {
    /// The same expression with every place zero.
    #[must_use]
    pub fn without_spans(mut self) -> Expr {
        expr(&mut self);
        self
    }
}

fn schema(command: &mut SchemaCommand) {
    match command {
        SchemaCommand::CreateIndex { name, label, properties, .. } => {
            name.iter_mut().for_each(schema_name);
            ident(label);
            properties.iter_mut().for_each(ident);
        }
        SchemaCommand::CreateConstraint { name, label, properties, kind, .. } => {
            name.iter_mut().for_each(schema_name);
            ident(label);
            properties.iter_mut().for_each(ident);
            match kind {
                ConstraintKind::Typed(name) => type_name(name),
                ConstraintKind::Unique | ConstraintKind::NotNull | ConstraintKind::Key => {}
            }
        }
        SchemaCommand::DropIndex { name, .. } | SchemaCommand::DropConstraint { name, .. } => {
            schema_name(name);
        }
        SchemaCommand::CreateLookup { name, span, .. } => {
            name.iter_mut().for_each(schema_name);
            *span = Span::default();
        }
        SchemaCommand::Show(show) => {
            show.span = Span::default();
            show.yields.iter_mut().chain(&mut show.returns).for_each(projection);
            show.filter.iter_mut().for_each(expr);
        }
    }
}

fn schema_name(name: &mut SchemaName) {
    match name {
        SchemaName::Written(name) | SchemaName::Parameter(name) => ident(name),
    }
}

fn ident(ident: &mut Ident) {
    ident.span = Span::default();
}

fn strip_query(query: &mut Query) {
    query.span = Span::default();
    for (_, span) in &mut query.unions {
        *span = Span::default();
    }
    for part in &mut query.parts {
        part.span = Span::default();
        part.clauses.iter_mut().for_each(clause);
    }
}

fn clause(clause: &mut Clause) {
    clause.span = Span::default();
    match &mut clause.kind {
        ClauseKind::Match { pattern, hints, filter, .. } => {
            pattern.iter_mut().for_each(part);
            hints.iter_mut().for_each(hint);
            filter.iter_mut().for_each(expr);
        }
        ClauseKind::Unwind { list, variable } => {
            expr(list);
            ident(variable);
        }
        ClauseKind::With { body, filter } => {
            projection(body);
            filter.iter_mut().for_each(expr);
        }
        ClauseKind::Return(body) => projection(body),
        ClauseKind::Finish => {}
        ClauseKind::Create(parts) => parts.iter_mut().for_each(part),
        ClauseKind::Merge { pattern, on_create, on_match } => {
            part(pattern);
            on_create.iter_mut().chain(on_match).for_each(set_item);
        }
        ClauseKind::Set(items) => items.iter_mut().for_each(set_item),
        ClauseKind::Remove(items) => items.iter_mut().for_each(remove_item),
        ClauseKind::Delete { targets, .. } => targets.iter_mut().for_each(expr),
        ClauseKind::Foreach { variable, list, body } => {
            ident(variable);
            expr(list);
            body.iter_mut().for_each(self::clause);
        }
        ClauseKind::CallProcedure(call) => call_procedure(call),
        ClauseKind::CallSubquery { imports, query, transactions, .. } => {
            imports.iter_mut().flatten().for_each(ident);
            strip_query(query);
            if let Some(transactions) = transactions {
                transactions.rows.iter_mut().for_each(expr);
                transactions.report.iter_mut().for_each(ident);
            }
        }
        ClauseKind::LoadCsv { from, variable, .. } => {
            expr(from);
            ident(variable);
        }
        ClauseKind::Let(bindings) => {
            for (variable, value) in bindings {
                ident(variable);
                expr(value);
            }
        }
        ClauseKind::Filter(filter) => expr(filter),
        ClauseKind::Use(name) => ident(name),
        ClauseKind::Page { order_by, skip, limit } => page(order_by, skip, limit),
        ClauseKind::Block(query) => strip_query(query),
        ClauseKind::When { branches, otherwise } => {
            for (condition, query) in branches {
                expr(condition);
                strip_query(query);
            }
            otherwise.iter_mut().for_each(|query| strip_query(query));
        }
        ClauseKind::Next { returned, query } => {
            projection(returned);
            strip_query(query);
        }
    }
}

fn hint(hint: &mut Hint) {
    match hint {
        Hint::Index { variable, label, properties } => {
            ident(variable);
            ident(label);
            properties.iter_mut().for_each(ident);
        }
        Hint::Scan { variable, label } => {
            ident(variable);
            ident(label);
        }
        Hint::Join(variables) => variables.iter_mut().for_each(ident),
    }
}

fn page(order_by: &mut [SortItem], skip: &mut Option<Expr>, limit: &mut Option<Expr>) {
    order_by.iter_mut().for_each(|item| expr(&mut item.expr));
    skip.iter_mut().chain(limit).for_each(expr);
}

fn call_procedure(call: &mut CallProcedure) {
    ident(&mut call.name);
    call.arguments.iter_mut().flatten().for_each(expr);
    if let Yield::Items(items) = &mut call.yields {
        for (column, alias) in items {
            ident(column);
            alias.iter_mut().for_each(ident);
        }
    }
    call.filter.iter_mut().for_each(expr);
    call.write.iter_mut().for_each(ident);
}

fn projection(body: &mut Projection) {
    body.span = Span::default();
    for item in &mut body.items {
        expr(&mut item.expr);
        item.alias.iter_mut().for_each(ident);
        item.text.clear();
    }
    match &mut body.group_by {
        Some(GroupBy::Keys(keys)) => keys.iter_mut().for_each(expr),
        Some(GroupBy::All) | None => {}
    }
    page(&mut body.order_by, &mut body.skip, &mut body.limit);
}

fn set_item(item: &mut SetItem) {
    match item {
        SetItem::Property { target, key, value } => {
            expr(target);
            ident(key);
            expr(value);
        }
        SetItem::DynamicProperty { target, key, value } => {
            expr(target);
            expr(key);
            expr(value);
        }
        SetItem::Replace { variable, value } | SetItem::Merge { variable, value } => {
            ident(variable);
            expr(value);
        }
        SetItem::Labels { variable, labels } => {
            ident(variable);
            labels.iter_mut().for_each(label_name);
        }
    }
}

fn remove_item(item: &mut RemoveItem) {
    match item {
        RemoveItem::Property { target, key } => {
            expr(target);
            ident(key);
        }
        RemoveItem::DynamicProperty { target, key } => {
            expr(target);
            expr(key);
        }
        RemoveItem::Labels { variable, labels } => {
            ident(variable);
            labels.iter_mut().for_each(label_name);
        }
    }
}

fn label_name(name: &mut LabelName) {
    match name {
        LabelName::Name(name) => ident(name),
        LabelName::Dynamic(name) => expr(name),
    }
}

fn label(labels: &mut LabelExpr) {
    match labels {
        LabelExpr::Name(name) => label_name(name),
        LabelExpr::Any(span) => *span = Span::default(),
        LabelExpr::AnyOf(names) => expr(names),
        LabelExpr::Not(operand) => label(operand),
        LabelExpr::And(operands) | LabelExpr::Or(operands) => operands.iter_mut().for_each(label),
    }
}

fn part(part: &mut PatternPart) {
    part.span = Span::default();
    part.variable.iter_mut().for_each(ident);
    match &mut part.selector {
        PathSelector::All
        | PathSelector::ShortestPath
        | PathSelector::AllShortestPaths
        | PathSelector::AllShortest
        | PathSelector::AllCheapest => {}
        PathSelector::Any(count)
        | PathSelector::Shortest(count)
        | PathSelector::ShortestGroups(count)
        | PathSelector::Cheapest(count) => boxed(count),
    }
    path(&mut part.pattern);
    if let Some(during) = &mut part.during {
        expr(&mut during.from);
        during.to.iter_mut().for_each(expr);
    }
}

fn cost(cost: &mut Option<Box<Cost>>) {
    if let Some(cost) = cost {
        expr(&mut cost.value);
        cost.default.iter_mut().for_each(expr);
    }
}

fn hop_search(search: &mut HopSearch) {
    match &mut search.form {
        HopForm::WShortestBy(key) | HopForm::EveryWShortestBy(key) => ident(key),
        HopForm::Every | HopForm::Mode(_) | HopForm::Bfs | HopForm::WShortest => {}
        HopForm::AllShortest | HopForm::KShortest | HopForm::Shortest | HopForm::EveryShortest => {}
    }
    boxed(&mut search.count);
    search.total.iter_mut().for_each(ident);
    for lambda in search.weight.iter_mut().chain(&mut search.filter) {
        lambda.span = Span::default();
        lambda.variables.iter_mut().for_each(ident);
        match &mut lambda.body {
            HopBody::Value(value) => expr(value),
            HopBody::Filtered { filter, shown } => {
                boxed(filter);
                shown.iter_mut().for_each(|(of_hop, of_node)| {
                    of_hop.iter_mut().chain(of_node).for_each(expr);
                });
            }
        }
    }
}

fn path(pattern: &mut PathPattern) {
    pattern.span = Span::default();
    for element in &mut pattern.elements {
        match element {
            PatternElement::Node(node) => {
                node.span = Span::default();
                node.variable.iter_mut().for_each(ident);
                node.labels.iter_mut().for_each(label);
                boxed(&mut node.properties);
                boxed(&mut node.filter);
            }
            PatternElement::Relationship(relationship) => strip_relationship(relationship),
            PatternElement::Group { pattern, filter, cost: added, quantifier, span } => {
                *span = Span::default();
                path(pattern);
                boxed(filter);
                cost(added);
                quantifier.iter_mut().for_each(|quantifier| quantifier.span = Span::default());
            }
        }
    }
}

fn strip_relationship(relationship: &mut RelationshipPattern) {
    relationship.span = Span::default();
    relationship.variable.iter_mut().for_each(ident);
    relationship.types.iter_mut().for_each(label);
    if let Some(length) = &mut relationship.length {
        length.span = Span::default();
        length.search.iter_mut().for_each(|search| hop_search(search));
    }
    cost(&mut relationship.cost);
    relationship.quantifier.iter_mut().for_each(|quantifier| quantifier.span = Span::default());
    boxed(&mut relationship.properties);
    boxed(&mut relationship.filter);
}

fn type_name(name: &mut TypeName) {
    name.span = Span::default();
    for alternative in &mut name.alternatives {
        if let Some(inner) = &mut alternative.inner {
            type_name(inner);
        }
    }
}

fn boxed(expr: &mut Option<Box<Expr>>) {
    if let Some(expr) = expr {
        self::expr(expr);
    }
}

fn subquery(subquery: &mut Subquery) {
    match subquery {
        Subquery::Pattern(parts, filter) => {
            parts.iter_mut().for_each(part);
            filter.iter_mut().for_each(expr);
        }
        Subquery::Query(query) => strip_query(query),
    }
}

fn expr(expr: &mut Expr) {
    use self::expr as strip;
    expr.span = Span::default();
    match &mut expr.kind {
        ExprKind::Literal(_)
        | ExprKind::Parameter(_)
        | ExprKind::Variable(_)
        | ExprKind::CountStar
        | ExprKind::CaseOperand => {}
        ExprKind::Property(owner, key) => {
            strip(owner);
            ident(key);
        }
        ExprKind::Index(left, right)
        | ExprKind::In(left, right)
        | ExprKind::StringPredicate(_, left, right) => {
            strip(left);
            strip(right);
        }
        ExprKind::Slice(list, from, to) => {
            strip(list);
            boxed(from);
            boxed(to);
        }
        ExprKind::List(elements) | ExprKind::Logical(_, elements) => elements.iter_mut().for_each(strip),
        ExprKind::Map(entries) => {
            for (key, value) in entries {
                ident(key);
                strip(value);
            }
        }
        ExprKind::MapProjection(variable, items) => {
            ident(variable);
            items.iter_mut().for_each(projection_item);
        }
        ExprKind::Not(operand)
        | ExprKind::Negate(operand)
        | ExprKind::Plus(operand)
        | ExprKind::IsNull(operand, _)
        | ExprKind::IsNormalized(operand, _, _) => strip(operand),
        ExprKind::Arithmetic(first, rest) => {
            strip(first);
            rest.iter_mut().for_each(|(_, operand)| strip(operand));
        }
        ExprKind::Comparison(first, rest) => {
            strip(first);
            rest.iter_mut().for_each(|(_, operand)| strip(operand));
        }
        ExprKind::IsTyped(operand, name, _) => {
            strip(operand);
            type_name(name);
        }
        ExprKind::HasLabels(operand, labels) => {
            strip(operand);
            label(labels);
        }
        ExprKind::Call(call) => {
            ident(&mut call.name);
            call.arguments.iter_mut().for_each(strip);
        }
        ExprKind::Pattern(pattern) => part(pattern),
        ExprKind::Exists(inner) | ExprKind::Count(inner) => subquery(inner),
        ExprKind::Collect(query) => strip_query(query),
        ExprKind::Case { .. }
        | ExprKind::ListComprehension { .. }
        | ExprKind::PatternComprehension { .. }
        | ExprKind::ListPredicate { .. }
        | ExprKind::Reduce { .. }
        | ExprKind::AllReduce { .. } => form(&mut expr.kind),
    }
}

/// The special forms with named parts.
fn form(kind: &mut ExprKind) {
    match kind {
        ExprKind::Case { subject, branches, otherwise } => {
            boxed(subject);
            for (conditions, value) in branches {
                conditions.iter_mut().for_each(expr);
                expr(value);
            }
            boxed(otherwise);
        }
        ExprKind::ListComprehension { variable, list, filter, map } => {
            ident(variable);
            expr(list);
            boxed(filter);
            boxed(map);
        }
        ExprKind::PatternComprehension { variable, pattern, filter, map } => {
            variable.iter_mut().for_each(ident);
            path(pattern);
            boxed(filter);
            expr(map);
        }
        ExprKind::ListPredicate { variable, list, filter, .. } => {
            ident(variable);
            expr(list);
            boxed(filter);
        }
        ExprKind::Reduce { accumulator, init, variable, list, body } => {
            reduction(accumulator, init, variable, list);
            expr(body);
        }
        ExprKind::AllReduce { accumulator, init, variable, list, body, predicate } => {
            reduction(accumulator, init, variable, list);
            expr(body);
            expr(predicate);
        }
        _ => {}
    }
}

fn reduction(accumulator: &mut Ident, init: &mut Expr, variable: &mut Ident, list: &mut Expr) {
    ident(accumulator);
    expr(init);
    ident(variable);
    expr(list);
}

fn projection_item(item: &mut MapProjectionItem) {
    match item {
        MapProjectionItem::Property(name) | MapProjectionItem::Variable(name) => ident(name),
        MapProjectionItem::Entry(key, value) => {
            ident(key);
            expr(value);
        }
        MapProjectionItem::All => {}
    }
}
