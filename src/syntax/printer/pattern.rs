//! Patterns: parts, nodes, relationships, groups, labels.

use super::Printer;
use super::expression::Level;
use crate::graph::Direction;
use crate::syntax::ast::*;

fn path_mode(mode: PathMode) -> &'static str {
    match mode {
        PathMode::Walk => "WALK",
        PathMode::Trail => "TRAIL",
        PathMode::Simple => "SIMPLE",
        PathMode::Acyclic => "ACYCLIC",
    }
}

impl Printer {
    /// A part with its name, selector and mode.
    pub(super) fn pattern_part(&mut self, part: &PatternPart) {
        if let Some(variable) = &part.variable {
            self.variable(&variable.name);
            self.put(" = ");
        }
        let function = match part.selector {
            PathSelector::ShortestPath => Some("shortestPath("),
            PathSelector::AllShortestPaths => Some("allShortestPaths("),
            _ => None,
        };
        if let Some(function) = function {
            self.put(function);
            self.path_pattern(&part.pattern);
            self.put(")");
            return self.times(part);
        }
        self.selector(&part.selector);
        if let Some(mode) = part.mode {
            self.put(path_mode(mode));
            self.put(" ");
        }
        if let PathSelector::ShortestGroups(_) = part.selector {
            self.put("GROUPS ");
        }
        self.path_pattern(&part.pattern);
        self.times(part);
    }

    /// When the hops of a path have to be.
    fn times(&mut self, part: &PatternPart) {
        if let Some(during) = &part.during {
            self.put(" DURING ");
            self.expr(&during.from, Level::Or);
            if let Some(to) = &during.to {
                self.put(" TO ");
                self.expr(to, Level::Or);
            }
        }
        if part.forward {
            self.put(" FORWARD IN TIME");
        }
    }

    /// What stands before the path mode.
    fn selector(&mut self, selector: &PathSelector) {
        match selector {
            PathSelector::All | PathSelector::ShortestPath | PathSelector::AllShortestPaths => {}
            PathSelector::Any(count) => self.counted("ANY ", count.as_deref()),
            PathSelector::Shortest(None) => self.put("ANY SHORTEST "),
            PathSelector::Shortest(count) => self.counted("SHORTEST ", count.as_deref()),
            PathSelector::AllShortest => self.put("ALL SHORTEST "),
            PathSelector::ShortestGroups(count) => self.counted("SHORTEST ", count.as_deref()),
            PathSelector::Cheapest(None) => self.put("ANY CHEAPEST "),
            PathSelector::Cheapest(count) => self.counted("CHEAPEST ", count.as_deref()),
            PathSelector::AllCheapest => self.put("ALL CHEAPEST "),
        }
    }

    fn counted(&mut self, word: &str, count: Option<&Expr>) {
        self.put(word);
        if let Some(count) = count {
            self.expr(count, Level::Atom);
            self.put(" ");
        }
    }

    /// The chain of elements.
    pub(super) fn path_pattern(&mut self, pattern: &PathPattern) {
        for element in &pattern.elements {
            match element {
                PatternElement::Node(node) => self.node(node),
                PatternElement::Relationship(relationship) => self.relationship(relationship),
                PatternElement::Group { pattern, filter, cost, quantifier, .. } => {
                    self.put("(");
                    self.path_pattern(pattern);
                    if let Some(filter) = filter {
                        self.filter(filter);
                    }
                    self.cost(cost.as_deref());
                    self.put(")");
                    self.quantifier(quantifier.as_ref());
                }
            }
        }
    }

    fn node(&mut self, node: &NodePattern) {
        self.put("(");
        if let Some(variable) = &node.variable {
            self.variable(&variable.name);
        }
        if let Some(labels) = &node.labels {
            self.put(":");
            self.labels(labels);
        }
        self.properties(node.properties.as_deref());
        if let Some(filter) = &node.filter {
            self.filter(filter);
        }
        self.put(")");
    }

    fn properties(&mut self, properties: Option<&Expr>) {
        if let Some(properties) = properties {
            self.put(" ");
            self.expr(properties, Level::Atom);
        }
    }

    fn relationship(&mut self, relationship: &RelationshipPattern) {
        let RelationshipPattern {
            variable,
            types,
            direction,
            length,
            quantifier,
            properties,
            filter,
            cost,
            ..
        } = relationship;
        self.put(if *direction == Direction::Incoming { "<-" } else { "-" });
        let detailed = variable.is_some()
            || types.is_some()
            || length.is_some()
            || properties.is_some()
            || filter.is_some()
            || cost.is_some();
        if detailed {
            self.put("[");
            if let Some(variable) = variable {
                self.variable(&variable.name);
            }
            if let Some(types) = types {
                self.put(":");
                self.labels(types);
            }
            if let Some(length) = length {
                self.length(length);
            }
            self.properties(properties.as_deref());
            if let Some(filter) = filter {
                self.filter(filter);
            }
            self.cost(cost.as_deref());
            self.put("]");
        }
        self.put(if *direction == Direction::Outgoing { "->" } else { "-" });
        self.quantifier(quantifier.as_ref());
    }

    fn cost(&mut self, cost: Option<&Cost>) {
        let Some(Cost { value, default }) = cost else { return };
        self.put(" COST ");
        self.unbraced(value);
        if let Some(default) = default {
            self.put(" DEFAULT ");
            self.expr(default, Level::Or);
        }
    }

    /// An expression where a brace would begin something else.
    fn unbraced(&mut self, value: &Expr) {
        let start = self.out.len();
        self.expr(value, Level::Or);
        if self.out[start..].starts_with('{') {
            self.out.insert(start, '(');
            self.put(")");
        }
    }

    fn length(&mut self, length: &VariableLength) {
        self.put("*");
        if let Some(search) = &length.search {
            self.hop_form(&search.form);
        }
        let text = match (length.min, length.max) {
            (None, None) => String::new(),
            (Some(min), Some(max)) if min == max => format!("{min}"),
            (Some(min), Some(max)) => format!("{min}..{max}"),
            (Some(min), None) => format!("{min}.."),
            (None, Some(max)) => format!("..{max}"),
        };
        self.put(&text);
        if let Some(search) = &length.search {
            self.hop_search(search);
        }
    }

    /// What stands between the star and the bounds.
    fn hop_form(&mut self, form: &HopForm) {
        match form {
            HopForm::Every => {}
            HopForm::Mode(mode) => {
                self.put(" ");
                self.put(path_mode(*mode));
                self.put(" ");
            }
            HopForm::Bfs => self.put("BFS "),
            HopForm::WShortest => self.put("WSHORTEST "),
            HopForm::AllShortest => self.put("ALLSHORTEST "),
            HopForm::KShortest => self.put("KSHORTEST "),
            HopForm::Shortest => self.put(" SHORTEST "),
            HopForm::EveryShortest => self.put(" ALL SHORTEST "),
            HopForm::WShortestBy(key) => {
                self.put(" WSHORTEST(");
                self.name(&key.name);
                self.put(") ");
            }
            HopForm::EveryWShortestBy(key) => {
                self.put(" ALL WSHORTEST(");
                self.name(&key.name);
                self.put(") ");
            }
        }
    }

    /// What stands behind the bounds.
    fn hop_search(&mut self, search: &HopSearch) {
        if let Some(count) = &search.count {
            self.put(" | ");
            self.expr(count, Level::Atom);
        }
        if let Some(weight) = &search.weight {
            self.hop_lambda(weight);
        }
        if let Some(total) = &search.total {
            self.put(" ");
            self.variable(&total.name);
        }
        if let Some(filter) = &search.filter {
            self.hop_lambda(filter);
        }
    }

    fn hop_lambda(&mut self, lambda: &HopLambda) {
        self.put(" (");
        self.list(&lambda.variables, |printer, variable| printer.variable(&variable.name));
        self.put(" | ");
        match &lambda.body {
            HopBody::Value(value) => self.unbraced(value),
            HopBody::Filtered { filter, shown } => {
                if let Some(filter) = filter {
                    self.put("WHERE ");
                    self.expr(filter, Level::Or);
                }
                if let Some((of_hop, of_node)) = shown {
                    self.put(if filter.is_some() { " | {" } else { "{" });
                    self.list(of_hop, |printer, shown| printer.expr(shown, Level::Or));
                    self.put("}, {");
                    self.list(of_node, |printer, shown| printer.expr(shown, Level::Or));
                    self.put("}");
                }
            }
        }
        self.put(")");
    }

    fn quantifier(&mut self, quantifier: Option<&Quantifier>) {
        let Some(Quantifier { min, max, .. }) = quantifier else {
            return;
        };
        let text = match (min, max) {
            (1, None) => "+".to_owned(),
            (0, None) => "*".to_owned(),
            (min, None) => format!("{{{min},}}"),
            (min, Some(max)) if min == max => format!("{{{min}}}"),
            (min, Some(max)) => format!("{{{min},{max}}}"),
        };
        self.put(&text);
    }

    /// The labels of a predicate: alternatives in parentheses, so that no `|` can be taken for a comprehension's.
    pub(super) fn label_predicate(&mut self, labels: &LabelExpr) {
        self.label_operand(labels, matches!(labels, LabelExpr::Or(_)));
    }

    fn label_operand(&mut self, labels: &LabelExpr, parenthesised: bool) {
        if parenthesised {
            self.put("(");
        }
        self.labels(labels);
        if parenthesised {
            self.put(")");
        }
    }

    fn labels(&mut self, labels: &LabelExpr) {
        match labels {
            LabelExpr::Name(name) => self.label_name(name),
            LabelExpr::Any(_) => self.put("%"),
            LabelExpr::AnyOf(names) => {
                self.put("$any(");
                self.expr(names, Level::Or);
                self.put(")");
            }
            LabelExpr::Not(operand) => {
                self.put("!");
                self.label_operand(operand, matches!(**operand, LabelExpr::And(_) | LabelExpr::Or(_)));
            }
            LabelExpr::And(operands) => {
                for (i, operand) in operands.iter().enumerate() {
                    if i > 0 {
                        self.put("&");
                    }
                    self.label_operand(operand, matches!(operand, LabelExpr::And(_) | LabelExpr::Or(_)));
                }
            }
            LabelExpr::Or(operands) => {
                for (i, operand) in operands.iter().enumerate() {
                    if i > 0 {
                        self.put("|");
                    }
                    self.label_operand(operand, matches!(operand, LabelExpr::Or(_)));
                }
            }
        }
    }

    /// A name, or `$(e)`.
    pub(super) fn label_name(&mut self, name: &LabelName) {
        match name {
            LabelName::Name(name) => self.name(&name.name),
            LabelName::Dynamic(name) => {
                self.put("$(");
                self.expr(name, Level::Or);
                self.put(")");
            }
        }
    }
}
