//! What statements cost, as the nodes, relationships and rows they touch: bounds that follow from the graph's own lists,
//! on the same kind of graph in three sizes. No clock is looked at.

use std::collections::HashSet;

use casegraph::database::Parallelism;
use casegraph::graph::NodeId;
use casegraph::{Database, Result};

use crate::support::generate::{Random, Social};

/// Ten relationships for each person.
const SIZES: [u32; 3] = [200, 2_000, 20_000];

struct Case {
    database: Database,
    persons: u32,
    outgoing: Vec<Vec<u32>>,
    incoming: Vec<Vec<u32>>,
}

impl Case {
    fn new(persons: u32) -> Result<Case> {
        let social = Social::new(persons, persons as usize * 10);
        let database = Database::in_memory();
        let mut transaction = database.write()?;
        let graph = transaction.graph();
        let mut bulk = graph.bulk();
        let (label, follows) = (bulk.intern_label("Person")?, bulk.intern_type("FOLLOWS")?);
        let (id, age) = (bulk.intern_key("id")?, bulk.intern_key("age")?);
        for person in 0..persons {
            let node = bulk.create_node(&[label])?;
            bulk.set_node_property(node, id, i64::from(person).into())?;
            bulk.set_node_property(node, age, Social::age(person).into())?;
        }
        for (start, end, _) in &social.follows {
            bulk.create_relationship(NodeId(*start), follows, NodeId(*end))?;
        }
        bulk.finish()?;
        transaction.commit()?;
        database.query("CREATE CONSTRAINT FOR (p:Person) REQUIRE p.id IS UNIQUE").run()?;
        database.query("CREATE INDEX FOR (p:Person) ON (p.age)").run()?;
        let mut outgoing = vec![Vec::new(); persons as usize];
        let mut incoming = outgoing.clone();
        for (start, end, _) in social.follows {
            outgoing[start as usize].push(end);
            incoming[end as usize].push(start);
        }
        Ok(Case { database, persons, outgoing, incoming })
    }

    fn relationships(&self) -> u64 {
        u64::from(self.persons) * 10
    }

    /// What a query touches, and its first value if that is an integer.
    fn work(&self, query: &str) -> Result<(u64, i64)> {
        let mut result = self.database.query(query).parallelism(Parallelism::threads(1)).run()?;
        let rows = result.rows()?;
        let first = rows.first().and_then(|row| row.get::<i64>(0).ok()).unwrap_or_default();
        Ok((result.summary().work, first))
    }

    /// Asserts that a query touches no more than so much, and not nothing.
    fn at_most(&self, bound: u64, query: &str) -> Result<i64> {
        let (work, first) = self.work(query)?;
        assert!(
            (1..=bound).contains(&work),
            "{query} touched {work} of {bound} among {} persons",
            self.persons
        );
        Ok(first)
    }

    /// The persons within so many hops, the one itself apart, and the relationships that are looked at to find them.
    fn within(&self, from: u32, hops: usize) -> (HashSet<u32>, u64) {
        let (mut seen, mut front, mut looked_at) = (HashSet::new(), vec![from], 0);
        for _ in 0..hops {
            let mut next = Vec::new();
            for person in front {
                looked_at += self.outgoing[person as usize].len() as u64 + 1;
                next.extend(self.outgoing[person as usize].iter().copied().filter(|end| seen.insert(*end)));
            }
            front = next;
        }
        seen.remove(&from);
        (seen, looked_at)
    }
}

fn cases() -> Result<Vec<Case>> {
    SIZES.iter().map(|persons| Case::new(*persons)).collect()
}

#[test]
fn what_an_index_finds_costs_the_same_in_any_graph() -> Result<()> {
    for case in cases()? {
        let middle = case.persons / 2;
        case.at_most(4, &format!("MATCH (p:Person {{id: {middle}}}) RETURN p.id"))?;
        case.at_most(4, &format!("MATCH (p:Person) WHERE p.id = {middle} RETURN p.id"))?;
        case.at_most(80, "MATCH (p:Person) RETURN p.id ORDER BY p.id DESC LIMIT 10")?;
        case.at_most(
            80,
            &format!("MATCH (p:Person) WHERE p.id > {middle} RETURN p.id ORDER BY p.id LIMIT 10"),
        )?;
        case.at_most(8, "MATCH (p:Person) RETURN max(p.id)")?;
        case.at_most(8, "MATCH (p:Person) RETURN count(*)")?;
        case.at_most(8, "MATCH ()-[r:FOLLOWS]->() RETURN count(*)")?;
    }
    Ok(())
}

#[test]
fn neighbourhoods_cost_what_their_lists_hold() -> Result<()> {
    for case in cases()? {
        let mut random = Random(3);
        for _ in 0..20 {
            let from = random.below(case.persons);
            let degree = case.outgoing[from as usize].len() as u64;
            let start = format!("MATCH (p:Person {{id: {from}}})");
            case.at_most(8 + 4 * degree, &format!("{start}-[:FOLLOWS]->(q) RETURN q.id"))?;
            case.at_most(8 + degree, &format!("{start}-[:FOLLOWS]->(q) RETURN count(*)"))?;
            for hops in 1..=3 {
                let (reached, looked_at) = case.within(from, hops);
                let query = format!(
                    "{start}-[:FOLLOWS*1..{hops}]->(q) WHERE q.id <> {from} RETURN count(DISTINCT q)"
                );
                // Each relationship once from each end, and each person found a few times.
                let bound = 16 + 3 * looked_at + 8 * reached.len() as u64;
                assert_eq!(case.at_most(bound, &query)?, reached.len() as i64);
            }
        }
    }
    Ok(())
}

#[test]
fn aggregations_cost_rows_and_not_their_squares() -> Result<()> {
    for case in cases()? {
        let persons = u64::from(case.persons);
        case.at_most(4 * persons + 50, "MATCH (p:Person) RETURN avg(p.age)")?;
        case.at_most(4 * persons + 50, "MATCH (p:Person) RETURN p.age % 7 AS k, count(*)")?;
        // Degrees are not relationships.
        let most =
            "MATCH (p:Person)<-[:FOLLOWS]-(q:Person) RETURN p.id, count(q) AS n ORDER BY n DESC LIMIT 3";
        case.at_most(8 * persons + 50, most)?;
        // Paths of two hops that use no relationship twice: sums of products of degrees.
        let paths = case.at_most(
            8 * persons + 50,
            "MATCH (a:Person)-[:FOLLOWS]->(b:Person)-[:FOLLOWS]->(c:Person) RETURN count(*)",
        )?;
        let products = case.outgoing.iter().zip(&case.incoming).map(|(out, back)| out.len() * back.len());
        let loops = case
            .outgoing
            .iter()
            .enumerate()
            .map(|(person, ends)| ends.iter().filter(|end| **end as usize == person).count());
        assert_eq!(paths, (products.sum::<usize>() - loops.sum::<usize>()) as i64);
        // Whether there is any: the first is enough.
        case.at_most(
            10 * persons + 50,
            "MATCH (p:Person) WHERE EXISTS { (p)-[:FOLLOWS]->() } RETURN count(*)",
        )?;
    }
    Ok(())
}

#[test]
fn triangles_cost_no_more_than_the_intersections_of_lists() -> Result<()> {
    for case in cases()? {
        let shorter = |start: usize, end: u32| {
            case.outgoing[end as usize].len().min(case.incoming[start].len()) as u64 + 1
        };
        let bound: u64 = case
            .outgoing
            .iter()
            .enumerate()
            .flat_map(|(start, ends)| ends.iter().map(move |end| shorter(start, *end)))
            .sum();
        let query = "MATCH (a)-[:FOLLOWS]->(b)-[:FOLLOWS]->(c)-[:FOLLOWS]->(a) RETURN count(*)";
        case.at_most(3 * bound + 4 * case.relationships() + 100, query)?;
    }
    Ok(())
}
