//! The bound form of representative queries, against `bound_form.txt`. With `UPDATE_EXPECT=1` the file is
//! written anew.

use std::fmt::Write;
use std::path::Path;

use casegraph::function::ProcedureRegistry;
use casegraph::plan::print_expr::Printer;
use casegraph::semantic::bound::*;

use super::{bind, procedures};

#[test]
fn queries_bind_as_recorded() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/semantic/bound_form.txt");
    let recorded = std::fs::read_to_string(&path).expect("the recording is there");
    let mut registry = ProcedureRegistry::default();
    procedures::register(
        &mut registry,
        "test.add(a :: INTEGER?, b :: FLOAT?) :: (sum :: FLOAT?, n :: INTEGER?)",
    );
    let mut printed = String::new();
    for query in recorded.lines().filter_map(|line| line.strip_prefix("> ")) {
        let bound = bind(query, &registry).unwrap_or_else(|error| panic!("{query}: {error:?}"));
        let StatementBody::Query(body) = &bound.body else { panic!("{query} is no query") };
        let mut form = Form { bound: body, out: String::new() };
        form.query(&body.query, 1);
        form.subqueries();
        let updates = if bound.updates { " (updates)" } else { "" };
        writeln!(printed, "> {query}\n{}{updates}\n", form.out.trim_end()).expect("strings take all");
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, printed).expect("the recording can be written");
    } else {
        assert_eq!(recorded, printed, "run with UPDATE_EXPECT=1 to record the new form");
    }
}

struct Form<'b> {
    bound: &'b BoundQuery,
    out: String,
}

impl Form<'_> {
    fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        let _ = writeln!(self.out, "{}{}", "  ".repeat(depth), text.as_ref().trim_end());
    }

    /// `name#3`, for places that bind a slot.
    fn slot(&self, slot: Slot) -> String {
        format!("{}#{slot}", self.bound.slots[slot as usize].name.trim())
    }

    fn slots(&self, slots: &[Slot]) -> String {
        slots.iter().map(|slot| self.slot(*slot)).collect::<Vec<_>>().join(" ")
    }

    fn expr(&self, expr: &Expr) -> String {
        Printer { slots: &self.bound.slots }.expr(expr)
    }

    fn exprs(&self, exprs: &[Expr]) -> String {
        exprs.iter().map(|expr| self.expr(expr)).collect::<Vec<_>>().join(", ")
    }

    fn items(&self, items: &[(Slot, Expr)]) -> String {
        let item = |(slot, expr): &(Slot, Expr)| format!("{} = {}", self.slot(*slot), self.expr(expr));
        items.iter().map(item).collect::<Vec<_>>().join(", ")
    }

    fn subqueries(&mut self) {
        for (id, subquery) in self.bound.subqueries.iter().enumerate() {
            let imports = self.slots(&subquery.imports);
            self.line(1, format!("subquery {id} {:?} imports [{imports}]", subquery.kind));
            self.query(&subquery.query, 2);
        }
    }

    fn query(&mut self, query: &Query, depth: usize) {
        for (index, branch) in query.branches.iter().enumerate() {
            if index > 0 {
                self.line(depth, if query.all { "UNION ALL" } else { "UNION" });
            }
            branch.clauses.iter().for_each(|clause| self.clause(clause, depth));
            if query.branches.len() > 1 {
                self.line(depth, format!("outputs {}", self.slots(&branch.outputs)));
            }
        }
        let columns =
            query.columns.iter().map(|column| format!("{}: {}", column.name, self.slot(column.slot)));
        let columns = columns.collect::<Vec<_>>().join(", ");
        self.line(depth, format!("columns {columns}"));
    }

    fn clause(&mut self, clause: &Clause, depth: usize) {
        match clause {
            Clause::Match { optional, pattern } => {
                self.line(depth, if *optional { "optional match" } else { "match" });
                self.pattern(pattern, depth + 1);
            }
            Clause::Unwind { list, slot } => {
                self.line(depth, format!("unwind {} = {}", self.slot(*slot), self.expr(list)));
            }
            Clause::Project(projection) => self.projection(projection, depth),
            Clause::Filter(filter) => self.line(depth, format!("filter {}", self.expr(filter))),
            Clause::Create(create) => self.create(create, depth),
            Clause::Merge(merge) => {
                self.line(depth, "merge");
                self.pattern(&merge.pattern, depth + 1);
                self.create(&merge.create, depth + 1);
                self.line(
                    depth + 1,
                    format!("updates {} and {}", merge.on_create.len(), merge.on_match.len()),
                );
            }
            Clause::Update(updates) => updates.iter().for_each(|update| self.update(update, depth)),
            Clause::Delete { detach, targets } => {
                let word = if *detach { "detach delete" } else { "delete" };
                self.line(depth, format!("{word} {}", self.exprs(targets)));
            }
            Clause::Foreach { list, slot, body } => {
                self.line(depth, format!("foreach {} = {}", self.slot(*slot), self.expr(list)));
                body.iter().for_each(|clause| self.clause(clause, depth + 1));
            }
            Clause::CallProcedure(call) => {
                let yields =
                    call.yields.iter().map(|(index, slot)| format!("{index} -> {}", self.slot(*slot)));
                let yields = yields.collect::<Vec<_>>().join(", ");
                self.line(
                    depth,
                    format!("call {}({}) yields {yields}", call.name, self.exprs(&call.arguments)),
                );
            }
            Clause::CallSubquery { optional, query, imports, transactions } => {
                let word = if *optional { "optional call" } else { "call" };
                self.line(depth, format!("{word} imports [{}]", self.slots(imports)));
                if let Some(transactions) = transactions {
                    let report = transactions.report.map(|slot| self.slot(slot)).unwrap_or_default();
                    self.line(depth, format!("in transactions, {:?}, {report}", transactions.on_error));
                }
                self.query(query, depth + 1);
            }
            Clause::LoadCsv(load) => {
                self.line(depth, format!("load csv {} = {}", self.slot(load.slot), self.expr(&load.from)));
            }
        }
    }

    fn projection(&mut self, projection: &Projection, depth: usize) {
        self.line(depth, if projection.distinct { "project distinct" } else { "project" });
        if let Some(aggregation) = &projection.aggregation {
            self.line(depth + 1, format!("keys {}", self.items(&aggregation.keys)));
            for aggregate in &aggregation.aggregates {
                let distinct = if aggregate.distinct { "distinct " } else { "" };
                let (slot, function) = (self.slot(aggregate.slot), aggregate.function.name);
                let arguments = self.exprs(&aggregate.arguments);
                self.line(depth + 1, format!("aggregate {slot} = {function}({distinct}{arguments})"));
            }
        }
        self.line(depth + 1, format!("items {}", self.items(&projection.items)));
        for key in &projection.order_by {
            let direction = if key.descending { " descending" } else { "" };
            self.line(depth + 1, format!("order by {}{direction}", self.expr(&key.expr)));
        }
        let rest = [("skip", &projection.skip), ("limit", &projection.limit), ("where", &projection.filter)];
        for (word, expr) in rest {
            if let Some(expr) = expr {
                self.line(depth + 1, format!("{word} {}", self.expr(expr)));
            }
        }
    }

    fn pattern(&mut self, pattern: &GraphPattern, depth: usize) {
        for node in &pattern.nodes {
            let bound = if node.bound { " bound" } else { "" };
            self.line(depth, format!("node {}{bound}", self.slot(node.slot)));
        }
        for relationship in &pattern.relationships {
            self.relationship("relationship", relationship, depth);
        }
        for shortest in &pattern.shortest {
            let word = if shortest.all { "all shortest" } else { "shortest" };
            self.relationship(
                &format!("{word} {} over", self.slot(shortest.path)),
                &shortest.relationship,
                depth,
            );
        }
        for (path, members) in &pattern.paths {
            self.line(depth, format!("path {} = {}", self.slot(*path), self.slots(members)));
        }
        for predicate in &pattern.predicates {
            self.line(depth, format!("where {}", self.expr(predicate)));
        }
        pattern.searches.iter().for_each(|search| self.search(search, depth));
        for predicate in &pattern.after {
            self.line(depth, format!("after that {}", self.expr(predicate)));
        }
    }

    fn search(&mut self, search: &PathSearch, depth: usize) {
        let (path, left, right) = (self.slot(search.path), self.slot(search.left), self.slot(search.right));
        self.line(depth, format!("search {path} {left} to {right} {:?}", search.mode));
        for element in &search.elements {
            match element {
                PathElement::Node(slot) => self.line(depth + 1, format!("node {}", self.slot(*slot))),
                PathElement::Hop(hop) => self.hop(hop, depth + 1),
                PathElement::Group(group) => {
                    let max = group.max.map(|max| max.to_string()).unwrap_or_default();
                    let nodes = self.slots(&group.nodes);
                    self.line(depth + 1, format!("group {}..{max} over {nodes}", group.min));
                    group.hops.iter().for_each(|hop| self.hop(hop, depth + 2));
                    for predicate in &group.predicates {
                        self.line(depth + 2, format!("where {}", self.expr(predicate)));
                    }
                    for (slot, list) in &group.lists {
                        self.line(depth + 2, format!("list {} of {}", self.slot(*list), self.slot(*slot)));
                    }
                }
            }
        }
        for predicate in &search.predicates {
            self.line(depth + 1, format!("where {}", self.expr(predicate)));
        }
    }

    fn hop(&mut self, hop: &PathHop, depth: usize) {
        self.line(depth, format!("hop {} :{} {:?}", self.slot(hop.slot), hop.types.join("|"), hop.direction));
    }

    fn relationship(&mut self, word: &str, relationship: &PatternRelationship, depth: usize) {
        let bound = if relationship.bound { " bound" } else { "" };
        let (slot, left, right) =
            (self.slot(relationship.slot), self.slot(relationship.left), self.slot(relationship.right));
        let (direction, types) = (relationship.direction, relationship.types.join("|"));
        self.line(depth, format!("{word} {slot}{bound} :{types} {left} {direction:?} {right}"));
        if let Some(length) = &relationship.length {
            let max = length.max.map(|max| max.to_string()).unwrap_or_default();
            self.line(depth + 1, format!("{}..{max} {:?}", length.min, length.mode));
            if let Some(hop) = &length.hop {
                let own = self.slots(&[hop.relationship, hop.from, hop.to]);
                self.line(depth + 1, format!("hop {own} where {}", self.expr(&hop.predicate)));
            }
        }
    }

    fn create(&mut self, create: &CreatePattern, depth: usize) {
        for node in &create.nodes {
            let labels = node.labels.iter().map(|label| self.label(label)).collect::<String>();
            let properties = node.properties.as_ref().map(|map| self.expr(map)).unwrap_or_default();
            self.line(
                depth,
                format!("create node {} {labels} {properties}", self.slot(node.slot)).trim_end(),
            );
        }
        for new in &create.relationships {
            let properties = new.properties.as_ref().map(|map| self.expr(map)).unwrap_or_default();
            let (slot, start, end) = (self.slot(new.slot), self.slot(new.start), self.slot(new.end));
            let rel_type = self.label(&new.rel_type);
            let text = format!("create relationship {slot} {rel_type} {start} to {end} {properties}");
            self.line(depth, text.trim_end());
        }
        for (path, members) in &create.paths {
            self.line(depth, format!("path {} = {}", self.slot(*path), self.slots(members)));
        }
    }

    fn label(&self, label: &LabelName) -> String {
        match label {
            LabelName::Name(name) => format!(":{name}"),
            LabelName::Dynamic(expr) => format!(":$({})", self.expr(expr)),
        }
    }

    fn update(&mut self, update: &Update, depth: usize) {
        let text = match update {
            Update::Property { target, key: PropertyName::Name(key), value } => {
                format!("set {}.{key} = {}", self.expr(target), self.expr(value))
            }
            Update::Property { target, key: PropertyName::Dynamic(key), value } => {
                format!("set {}[{}] = {}", self.expr(target), self.expr(key), self.expr(value))
            }
            Update::ReplaceProperties { target, value } => {
                format!("set {} = {}", self.slot(*target), self.expr(value))
            }
            Update::MergeProperties { target, value } => {
                format!("set {} += {}", self.slot(*target), self.expr(value))
            }
            Update::AddLabels { target, labels } => {
                let labels = labels.iter().map(|label| self.label(label)).collect::<String>();
                format!("set {} {labels}", self.slot(*target))
            }
            Update::RemoveLabels { target, labels } => {
                let labels = labels.iter().map(|label| self.label(label)).collect::<String>();
                format!("remove {} {labels}", self.slot(*target))
            }
        };
        self.line(depth, text);
    }
}
