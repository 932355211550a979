//! Statements made of random bytes along the language's grammar: most of them bind and run.

use arbitrary::{Result, Unstructured};
use casegraph::function::functions;

/// How deep expressions and queries nest.
const DEPTH: u32 = 4;

const NAMES: &[&str] = &["a", "b", "c", "n", "r", "x", "y", "xs", "p", "`odd name`"];
const LABELS: &[&str] = &["A", "B", "C", "`D E`"];
const TYPES: &[&str] = &["R", "S", "T"];
const KEYS: &[&str] = &["x", "y", "name", "z"];
const LITERALS: &[&str] = &[
    "1",
    "0",
    "-1",
    "2",
    "null",
    "true",
    "false",
    "'Ada'",
    "''",
    "'x'",
    "1.5",
    "$p",
    "$s",
    "$l",
    "[]",
    "{}",
    "[1, 2, 3]",
    "{x: 1, name: 'Ada'}",
    "9223372036854775807",
    "-9223372036854775808",
    "NaN",
    "1e308",
    "0.1",
    "date('2024-02-29')",
    "datetime('2024-03-31T02:30[Europe/Stockholm]')",
    "localtime('12:00')",
    "duration('P1M2DT3H')",
    "duration({days: 9223372036854775807})",
    "point({x: 1, y: 2})",
    "point({longitude: 180, latitude: -90})",
    "'\\u0000\\''",
    "'2024-02-29T12:00:00Z'",
    "[null, 'a', [1]]",
];
const BINARY: &[&str] = &[
    "+",
    "-",
    "*",
    "/",
    "%",
    "^",
    "=",
    "<>",
    "<",
    "<=",
    ">",
    ">=",
    "AND",
    "OR",
    "XOR",
    "IN",
    "STARTS WITH",
    "ENDS WITH",
    "CONTAINS",
    "=~",
    "||",
];
const VALUE_TYPES: &[&str] = &[
    "INTEGER",
    "STRING NOT NULL",
    "LIST<INTEGER | FLOAT>",
    "ANY",
    "NODE",
    "MAP",
    "ZONED DATETIME",
    "DURATION",
    "NOTHING",
];
const PROCEDURES: &[&str] = &[
    "db.labels() YIELD label",
    "db.relationshipTypes() YIELD relationshipType",
    "db.propertyKeys() YIELD propertyKey",
    "db.schema.nodeTypeProperties() YIELD *",
    "dbms.functions() YIELD name",
];

/// A few statements, to be run one after the other.
pub fn statements(bytes: &[u8]) -> Vec<String> {
    let mut u = Unstructured::new(bytes);
    let mut out = Vec::new();
    while !u.is_empty() && out.len() < 4 {
        let mut writer = Writer {
            u: &mut u,
            text: String::new(),
            scope: Vec::new(),
            functions: functions().map(|f| f.name).collect(),
        };
        if writer.statement().is_err() {
            break;
        }
        out.push(writer.text);
    }
    out
}

struct Writer<'a, 'b> {
    u: &'a mut Unstructured<'b>,
    text: String,
    /// The variables that probably exist here.
    scope: Vec<&'static str>,
    functions: Vec<&'static str>,
}

impl Writer<'_, '_> {
    /// A number from 0 up to `n`; 0 once the bytes are used up, so that whatever 0 means ends.
    fn dice(&mut self, n: usize) -> Result<usize> {
        self.u.int_in_range(0..=n - 1)
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn pick(&mut self, from: &'static [&'static str]) -> Result<&'static str> {
        self.dice(from.len()).map(|i| from[i])
    }

    fn put_one(&mut self, from: &'static [&'static str]) -> Result<()> {
        let one = self.pick(from)?;
        self.put(one);
        Ok(())
    }

    fn maybe(&mut self, text: &str) -> Result<bool> {
        let yes = self.dice(4)? == 3;
        if yes {
            self.put(text);
        }
        Ok(yes)
    }

    /// A list with one to three elements.
    fn list(&mut self, separator: &str, mut one: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        one(self)?;
        for _ in 0..self.dice(3)? {
            self.put(separator);
            one(self)?;
        }
        Ok(())
    }

    fn new_name(&mut self) -> Result<&'static str> {
        let name = self.pick(NAMES)?;
        self.put(name);
        if !self.scope.contains(&name) {
            self.scope.push(name);
        }
        Ok(name)
    }

    fn old_name(&mut self) -> Result<()> {
        if self.scope.is_empty() {
            return self.put_one(LITERALS);
        }
        let i = self.dice(self.scope.len())?;
        self.put(self.scope[i]);
        Ok(())
    }

    fn statement(&mut self) -> Result<()> {
        match self.dice(40)? {
            36 => self.put("PROFILE "),
            37 => self.put("EXPLAIN "),
            38 | 39 => return self.schema(),
            _ => {}
        }
        self.query(DEPTH, true)
    }

    fn schema(&mut self) -> Result<()> {
        const COMMANDS: &[&str] = &[
            "CREATE INDEX i IF NOT EXISTS FOR (n:A) ON (n.x)",
            "CREATE INDEX j FOR ()-[r:R]-() ON (r.x)",
            "CREATE INDEX FOR (n:B) ON (n.x, n.y)",
            "CREATE TEXT INDEX t FOR (n:A) ON (n.name)",
            "CREATE CONSTRAINT k FOR (n:A) REQUIRE n.name IS UNIQUE",
            "CREATE CONSTRAINT FOR (n:C) REQUIRE n.name IS NOT NULL",
            "CREATE CONSTRAINT FOR (n:B) REQUIRE n.x IS :: INTEGER | FLOAT",
            "CREATE CONSTRAINT FOR (n:D) REQUIRE (n.x, n.y) IS NODE KEY",
            "DROP INDEX ax IF EXISTS",
            "DROP CONSTRAINT k IF EXISTS",
            "SHOW INDEXES",
            "SHOW CONSTRAINTS",
            "SHOW PROCEDURES",
        ];
        self.put_one(COMMANDS)
    }

    fn query(&mut self, depth: u32, updates: bool) -> Result<()> {
        let outer = self.scope.clone();
        for _ in 0..self.dice(4)? {
            self.clause(depth, updates)?;
            self.put(" ");
        }
        match self.dice(12)? {
            11 => {
                self.projection("RETURN ", depth)?;
                self.put(" NEXT ");
                self.next(depth)?;
            }
            9 if updates => self.put("FINISH"),
            8 => {
                self.projection("RETURN ", depth)?;
                self.put(" UNION ALL ");
                self.scope.clone_from(&outer);
                self.projection("RETURN ", depth)?;
            }
            _ => self.projection("RETURN ", depth)?,
        }
        self.scope = outer;
        Ok(())
    }

    fn clause(&mut self, depth: u32, updates: bool) -> Result<()> {
        match self.dice(if updates { 20 } else { 9 })? {
            0..=3 => self.match_clause(depth),
            4 | 5 => {
                self.put("UNWIND ");
                self.expression(depth)?;
                self.put(" AS ");
                self.new_name().map(drop)
            }
            6 => self.with(depth),
            7 => {
                self.put("CALL ");
                self.put_one(PROCEDURES)
            }
            8 if depth > 1 => self.subquery_call(depth, updates),
            8 => self.match_clause(depth),
            9 | 10 => {
                self.put("CREATE ");
                self.pattern(depth, true)
            }
            11 | 12 => self.merge(depth),
            13..=15 => {
                self.put("SET ");
                self.list(", ", |w| w.set_item(depth))
            }
            16 => {
                self.put("REMOVE ");
                self.old_name()?;
                let label = self.dice(2)? == 1;
                self.put(if label { ":" } else { "." });
                self.put_one(if label { LABELS } else { KEYS })
            }
            17 | 18 => {
                self.maybe("DETACH ")?;
                self.put("DELETE ");
                self.old_name()
            }
            _ => self.foreach(depth),
        }
    }

    fn match_clause(&mut self, depth: u32) -> Result<()> {
        self.maybe("OPTIONAL ")?;
        self.put("MATCH ");
        self.list(", ", |w| w.pattern(depth, false))?;
        self.where_clause(depth)
    }

    fn where_clause(&mut self, depth: u32) -> Result<()> {
        if self.dice(3)? == 2 {
            self.put(" WHERE ");
            self.expression(depth)?;
        }
        Ok(())
    }

    /// What goes on behind `NEXT`: a projection, a conditional query or a union in braces.
    fn next(&mut self, depth: u32) -> Result<()> {
        let passed_on = self.scope.clone();
        match self.dice(3)? {
            0 => self.projection("RETURN ", depth),
            1 => {
                self.enclosed("WHEN ", depth.min(2), " THEN ")?;
                self.projection("RETURN ", 1)?;
                self.scope.clone_from(&passed_on);
                self.put(" ELSE { ");
                self.projection("RETURN ", 1)?;
                self.put(" }");
                Ok(())
            }
            _ => {
                self.put("{ ");
                self.projection("RETURN ", 1)?;
                self.scope.clone_from(&passed_on);
                self.put(" UNION ");
                self.projection("RETURN ", 1)?;
                self.put(" }");
                Ok(())
            }
        }
    }

    fn with(&mut self, depth: u32) -> Result<()> {
        match self.dice(6)? {
            4 => return self.enclosed("FILTER ", depth, ""),
            5 => {
                self.put("LET ");
                let name = self.pick(NAMES)?;
                self.put(name);
                self.enclosed(" = ", depth, "")?;
                self.scope.push(name);
                return Ok(());
            }
            _ => {}
        }
        self.projection("WITH ", depth)?;
        self.where_clause(depth)
    }

    fn subquery_call(&mut self, depth: u32, updates: bool) -> Result<()> {
        let outer = self.scope.clone();
        self.put_one(&["CALL { ", "CALL (*) { "])?;
        self.query(depth - 1, updates)?;
        self.put(" }");
        if updates && self.dice(8)? == 7 {
            self.put(" IN TRANSACTIONS OF 2 ROWS ON ERROR CONTINUE");
        }
        self.scope = outer;
        Ok(())
    }

    fn merge(&mut self, depth: u32) -> Result<()> {
        self.put("MERGE ");
        self.pattern(depth, true)?;
        for event in [" ON CREATE SET ", " ON MATCH SET "] {
            if self.maybe(event)? {
                self.set_item(depth)?;
            }
        }
        Ok(())
    }

    fn foreach(&mut self, depth: u32) -> Result<()> {
        let outer = self.scope.clone();
        self.put("FOREACH (");
        self.new_name()?;
        self.put(" IN ");
        self.expression(depth.min(2))?;
        self.put(" | ");
        match self.dice(3)? {
            0 => {
                self.put("CREATE ");
                self.pattern(1, true)?;
            }
            1 => self.merge(1)?,
            _ => {
                self.put("SET ");
                self.set_item(1)?;
            }
        }
        self.put(")");
        self.scope = outer;
        Ok(())
    }

    fn set_item(&mut self, depth: u32) -> Result<()> {
        self.old_name()?;
        match self.dice(6)? {
            0..=2 => {
                self.put(".");
                self.put_one(KEYS)?;
                self.put(" = ");
            }
            3 => self.put(" += "),
            4 => self.put(" = "),
            _ => {
                self.put(":");
                return self.put_one(LABELS);
            }
        }
        self.expression(depth)
    }

    fn projection(&mut self, word: &str, depth: u32) -> Result<()> {
        self.put(word);
        self.maybe("DISTINCT ")?;
        if self.dice(5)? == 4 && !self.scope.is_empty() {
            self.put("*");
        } else {
            let mut fresh = Vec::new();
            self.list(", ", |w| {
                if w.dice(4)? == 3 {
                    w.aggregate(depth)?;
                } else {
                    w.expression(depth)?;
                }
                w.put(" AS ");
                let name = w.pick(NAMES)?;
                w.put(name);
                fresh.push(name);
                Ok(())
            })?;
            self.scope = fresh;
        }
        if self.maybe(" ORDER BY ")? {
            self.expression(1)?;
            self.maybe(" DESC")?;
        }
        if self.maybe(" SKIP ")? {
            self.put_one(&["0", "1", "$p", "9223372036854775807", "toInteger(1.5)", "-1"])?;
        }
        if self.maybe(" LIMIT ")? {
            self.put_one(&["3", "0", "1", "$p", "9223372036854775807", "size($l)", "null"])?;
        }
        Ok(())
    }

    fn aggregate(&mut self, depth: u32) -> Result<()> {
        const AGGREGATES: &[&str] = &[
            "count(*)",
            "count(",
            "count(DISTINCT ",
            "sum(",
            "avg(",
            "min(",
            "max(",
            "collect(",
            "collect(DISTINCT ",
            "stDev(",
            "percentileCont(0.5 + 0 * ",
        ];
        let aggregate = self.pick(AGGREGATES)?;
        self.put(aggregate);
        if aggregate != "count(*)" {
            self.expression(depth.min(2))?;
            self.put(if aggregate.starts_with("percentile") { ", 0.5)" } else { ")" });
        }
        Ok(())
    }

    fn pattern(&mut self, depth: u32, creates: bool) -> Result<()> {
        match self.dice(12)? {
            9 if !creates => {
                self.new_name()?;
                self.put(" = ");
            }
            8 if !creates => return self.searched(depth),
            10 | 11 if !creates => {
                self.put_one(&["shortestPath(", "allShortestPaths("])?;
                self.node(1, false)?;
                self.put_one(&["-[*]-", "-[:R*]->", "<-[:R|S*..3]-"])?;
                self.node(1, false)?;
                self.put(")");
                return Ok(());
            }
            _ => {}
        }
        self.node(depth, creates)?;
        for _ in 0..self.dice(3)? {
            self.relationship(depth, creates)?;
            self.node(depth, creates)?;
        }
        Ok(())
    }

    /// A path with a selector, groups, or another system's search.
    fn searched(&mut self, depth: u32) -> Result<()> {
        const SELECTORS: &[&str] = &[
            "",
            "ANY ",
            "ANY 2 ",
            "ANY SHORTEST ",
            "ALL SHORTEST ",
            "SHORTEST 2 ",
            "SHORTEST 2 GROUPS ",
            "ANY SHORTEST TRAIL ",
            "SHORTEST 3 WALK ",
            "ACYCLIC ",
            "SIMPLE ",
            "TRAIL ",
        ];
        const LINKS: &[&str] = &[
            "((x1)-[y1]->(z1)){1,2}",
            "((x1)-[y1]->(z1) WHERE x1.x < z1.x)+",
            "(()--()--()){0,2}",
            "-[:R]->+",
            "-[y1]-{2}",
            "-[*BFS ..2]-",
            "-[y1 *WSHORTEST (r, n | coalesce(r.x, 1))]->",
            "-[*KSHORTEST | 2]->",
            "-[* ALL SHORTEST 1..2]-",
            "-[* TRAIL 1..2]-",
            "-[*1..2 (r, n | WHERE r.x > 0 AND n.x < 3)]->",
            "-[:R]->",
            "((x1)-[y1]->(z1) COST 1)*",
        ];
        self.put_one(SELECTORS)?;
        self.node(depth.min(1), false)?;
        self.put_one(LINKS)?;
        self.node(depth.min(1), false)?;
        self.put_one(&["", "", "", " DURING 2017", " DURING 2016 TO null", " FORWARD IN TIME"])
    }

    fn node(&mut self, depth: u32, creates: bool) -> Result<()> {
        self.put("(");
        if self.dice(3)? > 0 {
            self.new_name()?;
        }
        match self.dice(6)? {
            0 | 1 => {
                self.put(":");
                self.put_one(LABELS)?;
            }
            2 if !creates => self.put_one(&[":A|B", ":!A", ":%", ":A&C", ":(A|B)&!C", " WHERE true"])?,
            3 => {
                self.put(" {");
                self.put_one(KEYS)?;
                self.put(": ");
                self.expression(depth.min(1))?;
                self.put("}");
            }
            _ => {}
        }
        self.put(")");
        Ok(())
    }

    fn relationship(&mut self, depth: u32, creates: bool) -> Result<()> {
        let left = self.dice(4)? == 3;
        self.put(if left { "<-[" } else { "-[" });
        if self.dice(3)? == 2 {
            self.new_name()?;
        }
        if creates || self.dice(2)? == 1 {
            self.put(":");
            self.put_one(TYPES)?;
        }
        let variable_length = !creates && self.dice(5)? == 4;
        if variable_length {
            self.put_one(&["*1..2", "*", "*0..1", "*2", "*..3", "*0"])?;
        }
        if self.dice(6)? == 5 {
            self.put(" {x: ");
            self.expression(depth.min(1))?;
            self.put("}");
        }
        self.put("]");
        let quantified = !creates && !variable_length && self.dice(10)? == 9;
        let headless = self.dice(4)? == 3 && !creates;
        self.put(if left || headless { "-" } else { "->" });
        if quantified {
            self.put_one(&["+", "*", "{1,2}", "{0,1}", "{,2}"])?;
        }
        Ok(())
    }

    fn expression(&mut self, depth: u32) -> Result<()> {
        if depth == 0 {
            return self.leaf();
        }
        let deeper = depth - 1;
        match self.dice(22)? {
            0..=3 => self.leaf(),
            4..=6 => {
                self.put("(");
                self.expression(deeper)?;
                self.put(" ");
                self.put_one(BINARY)?;
                self.put(" ");
                self.expression(deeper)?;
                self.put(")");
                Ok(())
            }
            7..=10 => self.call(deeper),
            11 => self.enclosed("[", deeper, "]"),
            12 => {
                self.put("{");
                self.put_one(KEYS)?;
                self.put(": ");
                self.enclosed("", deeper, "}")
            }
            13 => {
                self.expression(deeper)?;
                self.put(".");
                self.put_one(KEYS)
            }
            14 => {
                self.put("(");
                self.enclosed("", deeper, ")[")?;
                self.expression(deeper)?;
                if self.maybe("..")? {
                    self.expression(deeper)?;
                }
                self.put("]");
                Ok(())
            }
            15 => {
                self.put_one(&["NOT ", "-", "+"])?;
                self.enclosed("(", deeper, ")")
            }
            16 => {
                self.enclosed("(", deeper, ")")?;
                self.put_one(&[
                    " IS NULL",
                    " IS NOT NULL",
                    ":A",
                    ":A&!B",
                    " IS NORMALIZED",
                    " IS NOT NFKD NORMALIZED",
                ])
            }
            17 => {
                self.enclosed("(", deeper, ") IS :: ")?;
                self.put_one(VALUE_TYPES)
            }
            18 => self.case(deeper),
            19 | 20 => self.looping(deeper),
            _ => self.subquery(deeper),
        }
    }

    fn enclosed(&mut self, open: &str, depth: u32, close: &str) -> Result<()> {
        self.put(open);
        self.expression(depth)?;
        self.put(close);
        Ok(())
    }

    fn leaf(&mut self) -> Result<()> {
        match self.dice(3)? {
            0 if !self.scope.is_empty() => self.old_name(),
            1 if !self.scope.is_empty() => {
                self.old_name()?;
                self.put(".");
                self.put_one(KEYS)
            }
            _ => self.put_one(LITERALS),
        }
    }

    /// Any function of the registry, with any arguments.
    fn call(&mut self, depth: u32) -> Result<()> {
        let function = self.dice(self.functions.len())?;
        let name = self.functions[function];
        self.put(name);
        self.put("(");
        let arguments = self.dice(4)?;
        for i in 0..arguments {
            self.put(if i > 0 { ", " } else { "" });
            self.expression(depth)?;
        }
        self.put(")");
        Ok(())
    }

    fn case(&mut self, depth: u32) -> Result<()> {
        self.put("CASE ");
        if self.dice(2)? == 1 {
            self.expression(depth)?;
        }
        self.put(" WHEN ");
        self.put_one(&["", "", "", "< ", "IN ", "STARTS WITH "])?;
        self.enclosed("", depth, " THEN ")?;
        self.expression(depth)?;
        if self.maybe(" ELSE ")? {
            self.expression(depth)?;
        }
        self.put(" END");
        Ok(())
    }

    fn looping(&mut self, depth: u32) -> Result<()> {
        let outer = self.scope.clone();
        let form = self.dice(4)?;
        match form {
            0 => self.put("["),
            1 => self.put_one(&["all(", "any(", "none(", "single("])?,
            2 => self.put("reduce(y = 0, "),
            _ => {
                self.put("[");
                self.pattern_predicate()?;
                self.put(" | ");
                return self.enclosed("", depth, "]");
            }
        }
        let name = self.pick(NAMES)?;
        self.put(name);
        self.put(" IN ");
        self.expression(depth)?;
        self.scope.push(name);
        match form {
            0 => {
                self.where_clause(depth)?;
                self.enclosed(" | ", depth, "]")?;
            }
            1 => self.enclosed(" WHERE ", depth, ")")?,
            _ => {
                self.scope.push("y");
                self.enclosed(" | ", depth, ")")?;
            }
        }
        self.scope = outer;
        Ok(())
    }

    fn pattern_predicate(&mut self) -> Result<()> {
        self.put("(");
        let node = self.scope.iter().find(|name| ["a", "b", "n"].contains(name)).copied().unwrap_or("");
        self.put(node);
        self.put_one(&[")-->()", ")-[:R]->(:B)", ")--()", ")<-[:S*1..2]-()", ")-[{x: 1}]-()"])
    }

    fn subquery(&mut self, depth: u32) -> Result<()> {
        let outer = self.scope.clone();
        match self.dice(4)? {
            0 => self.pattern_predicate()?,
            1 => {
                self.put("EXISTS { MATCH ");
                self.pattern(depth.min(1), false)?;
                self.where_clause(depth.min(2))?;
                self.put(" }");
            }
            2 => {
                self.put("COUNT { ");
                self.query(depth.min(2), false)?;
                self.put(" }");
            }
            _ => {
                self.put("COLLECT { ");
                self.clause(depth.min(2), false)?;
                self.put(" RETURN ");
                self.enclosed("", depth.min(2), " AS x }")?;
            }
        }
        self.scope = outer;
        Ok(())
    }
}
