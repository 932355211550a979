//! A social graph for tests and benches: always the same for the same size, with a few nodes of very many
//! relationships and many of few.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use casegraph::graph::{GraphState, NodeId, Store};
use casegraph::value::Value;

const NAMES: [&str; 8] = ["Ada", "Bruno", "Carmen", "Dana", "Emil", "Fiona", "Grace", "Hugo"];

/// Persons who follow persons. Person `i` has the id `i + 1`.
pub struct Social {
    pub persons: u32,
    /// Places of persons, and the weight in eighths, so that sums of weights are exact.
    pub follows: Vec<(u32, u32, u32)>,
}

pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: u32) -> u32 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u32
    }

    /// Small numbers much more often than large ones; scattered, so that hubs are not neighbours.
    fn skewed(&mut self, bound: u32) -> u32 {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        let rank = (f64::from(bound) * unit * unit * unit.sqrt()) as u64;
        ((rank * 2_654_435_761 + 12_345) % u64::from(bound)) as u32
    }
}

impl Social {
    pub fn new(persons: u32, follows: usize) -> Social {
        let mut random = Random(7);
        let follow = |_| (random.skewed(persons), random.skewed(persons), 1 + random.below(80));
        Social { persons, follows: (0..follows).map(follow).collect() }
    }

    pub fn name(person: u32) -> String {
        format!("{} {person}", NAMES[person as usize % NAMES.len()])
    }

    pub fn age(person: u32) -> i64 {
        18 + i64::from(person.wrapping_mul(2_654_435_761) % 60)
    }

    /// Writes `Person.csv` and `FOLLOWS.csv` and returns their paths.
    pub fn write_csv(&self, folder: &Path) -> std::io::Result<(PathBuf, PathBuf)> {
        let (persons, follows) = (folder.join("Person.csv"), folder.join("FOLLOWS.csv"));
        let mut text = "id:ID(Person),name,age:int,member:boolean\n".to_owned();
        for person in 0..self.persons {
            let (name, age, member) = (Social::name(person), Social::age(person), person % 3 == 0);
            let _ = writeln!(text, "{},{name},{age},{member}", person + 1);
        }
        std::fs::write(&persons, text)?;
        let mut file = std::io::BufWriter::new(std::fs::File::create(&follows)?);
        writeln!(file, ":START_ID(Person),:END_ID(Person),weight:float")?;
        for (start, end, eighths) in &self.follows {
            writeln!(file, "{},{},{}", start + 1, end + 1, f64::from(*eighths) / 8.0)?;
        }
        file.flush()?;
        Ok((persons, follows))
    }

    /// The same graph, made without files.
    pub fn state(&self) -> casegraph::Result<GraphState> {
        let store = Store::default();
        let mut txn = store.begin();
        let mut bulk = txn.bulk();
        let label = bulk.intern_label("Person")?;
        let keys = ["id", "name", "age", "member"].map(|name| bulk.intern_key(name));
        let [id, name, age, member] = keys;
        let (id, name, age, member) = (id?, name?, age?, member?);
        for person in 0..self.persons {
            let node = bulk.create_node(&[label])?;
            bulk.set_node_property(node, id, Value::Integer(i64::from(person) + 1))?;
            bulk.set_node_property(node, name, Value::String(Social::name(person).into()))?;
            bulk.set_node_property(node, age, Value::Integer(Social::age(person)))?;
            bulk.set_node_property(node, member, Value::Boolean(person % 3 == 0))?;
        }
        let (follows, weight) = (bulk.intern_type("FOLLOWS")?, bulk.intern_key("weight")?);
        for (start, end, eighths) in &self.follows {
            let rel = bulk.create_relationship(NodeId(*start), follows, NodeId(*end))?;
            bulk.set_relationship_property(rel, weight, Value::Float(f64::from(*eighths) / 8.0))?;
        }
        bulk.finish()?;
        txn.commit()?;
        Ok(store.snapshot().state().clone())
    }
}
