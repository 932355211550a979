use casegraph::Database;
use std::time::Instant;
fn main() -> casegraph::Result<()> {
    let db = Database::in_memory();
    let t = Instant::now();
    {
        let mut w = db.write()?;
        let g = w.graph();
        let person = g.intern_label("Person")?;
        let city = g.intern_label("City")?;
        let state = g.intern_label("State")?;
        let country = g.intern_label("Country")?;
        let interest = g.intern_label("Interest")?;
        let (follows, lives, city_in, state_in, has) = (
            g.intern_type("FOLLOWS")?,
            g.intern_type("LIVES_IN")?,
            g.intern_type("CITY_IN")?,
            g.intern_type("STATE_IN")?,
            g.intern_type("HAS_INTEREST")?,
        );
        let (id, name, age, gender, kcity, kcountry, kint) = (
            g.intern_key("id")?,
            g.intern_key("name")?,
            g.intern_key("age")?,
            g.intern_key("gender")?,
            g.intern_key("city")?,
            g.intern_key("country")?,
            g.intern_key("interest")?,
        );
        let kstate = g.intern_key("state")?;
        let mut rng: u64 = 42;
        let mut next = |n: u64| {
            rng ^= rng << 13;
            rng ^= rng >> 7;
            rng ^= rng << 17;
            rng % n
        };
        let countries: Vec<_> = (0..3)
            .map(|i| {
                let n = g.create_node(&[country]).unwrap();
                g.set_node_property(n, kcountry, ["United States", "United Kingdom", "Canada"][i].into())
                    .unwrap();
                n
            })
            .collect();
        let states: Vec<_> = (0..50)
            .map(|i| {
                let n = g.create_node(&[state]).unwrap();
                g.set_node_property(n, kstate, format!("State{i}").as_str().into()).unwrap();
                g.set_node_property(n, kcountry, ["United States", "United Kingdom", "Canada"][i % 3].into())
                    .unwrap();
                g.create_relationship(n, state_in, countries[i % 3]).unwrap();
                n
            })
            .collect();
        let cities: Vec<_> = (0..7000)
            .map(|i| {
                let n = g.create_node(&[city]).unwrap();
                g.set_node_property(
                    n,
                    kcity,
                    if i == 1 { "London".to_string() } else { format!("City{i}") }.as_str().into(),
                )
                .unwrap();
                g.set_node_property(
                    n,
                    kcountry,
                    ["United States", "United Kingdom", "Canada"][(i % 50) % 3].into(),
                )
                .unwrap();
                g.create_relationship(n, city_in, states[i % 50]).unwrap();
                n
            })
            .collect();
        let ints: Vec<_> = ["Tennis", "Fine Dining", "Photography"]
            .iter()
            .map(|s| s.to_string())
            .chain((0..38).map(|i| format!("Interest{i}")))
            .map(|s| {
                let n = g.create_node(&[interest]).unwrap();
                g.set_node_property(n, kint, s.as_str().into()).unwrap();
                n
            })
            .collect();
        let n = 100_000;
        let persons: Vec<_> = (0..n)
            .map(|i| {
                let p = g.create_node(&[person]).unwrap();
                g.set_node_property(p, id, (i as i64).into()).unwrap();
                g.set_node_property(p, name, format!("Person {i}").as_str().into()).unwrap();
                g.set_node_property(p, age, ((18 + next(60)) as i64).into()).unwrap();
                g.set_node_property(p, gender, if next(2) == 0 { "male" } else { "female" }.into()).unwrap();
                g.create_relationship(p, lives, cities[next(60) as usize]).unwrap();
                for _ in 0..2 {
                    g.create_relationship(p, has, ints[next(41) as usize]).unwrap();
                }
                p
            })
            .collect();
        for i in 0..n {
            for _ in 0..24 {
                let j = (next(n as u64).min(next(n as u64))) as usize;
                if i != j {
                    g.create_relationship(persons[i], follows, persons[j])?;
                }
            }
        }
        w.commit()?;
    }
    println!("load {:?}", t.elapsed());
    let queries = [
        (
            "Q1",
            "MATCH (follower:Person)-[:FOLLOWS]->(person:Person) RETURN person.id AS personID, person.name AS name, count(follower) AS numFollowers ORDER BY numFollowers DESC LIMIT 3",
        ),
        (
            "Q2",
            "MATCH (follower:Person)-[:FOLLOWS]->(person:Person) WITH person, count(follower) AS followers ORDER BY followers DESC LIMIT 1 MATCH (person)-[:LIVES_IN]->(city:City) RETURN person.name AS name, followers AS numFollowers, city.city AS city, city.state AS state, city.country AS country",
        ),
        (
            "Q3",
            "MATCH (p:Person)-[:LIVES_IN]->(c:City)-[*1..2]->(co:Country) WHERE co.country = 'United States' RETURN c.city AS city, avg(p.age) AS averageAge ORDER BY averageAge LIMIT 5",
        ),
        (
            "Q4",
            "MATCH (p:Person)-[:LIVES_IN]->(ci:City)-[*1..2]->(country:Country) WHERE p.age >= 30 AND p.age <= 40 RETURN country.country AS countries, count(country) AS personCounts ORDER BY personCounts DESC LIMIT 3",
        ),
        (
            "Q5",
            "MATCH (p:Person)-[:HAS_INTEREST]->(i:Interest) WHERE toLower(i.interest) = toLower('fine dining') AND toLower(p.gender) = toLower('male') WITH p, i MATCH (p)-[:LIVES_IN]->(c:City) WHERE c.city = 'London' AND c.country = 'United Kingdom' RETURN count(p) AS numPersons",
        ),
        (
            "Q6",
            "MATCH (p:Person)-[:HAS_INTEREST]->(i:Interest) WHERE toLower(i.interest) = toLower('tennis') AND toLower(p.gender) = toLower('female') WITH p, i MATCH (p)-[:LIVES_IN]->(c:City) RETURN count(p) AS numPersons, c.city AS city, c.country AS country ORDER BY numPersons DESC LIMIT 5",
        ),
        (
            "Q7",
            "MATCH (p:Person)-[:LIVES_IN]->(:City)-[:CITY_IN]->(s:State) WHERE p.age >= 23 AND p.age <= 30 AND s.country = 'United States' WITH p, s MATCH (p)-[:HAS_INTEREST]->(i:Interest) WHERE toLower(i.interest) = toLower('photography') RETURN count(p) AS numPersons, s.state AS state, s.country AS country ORDER BY numPersons DESC LIMIT 1",
        ),
        (
            "Q8",
            "MATCH (a:Person)-[r1:FOLLOWS]->(b:Person)-[r2:FOLLOWS]->(c:Person) RETURN count(*) AS numPaths",
        ),
        (
            "Q9",
            "MATCH (a:Person)-[r1:FOLLOWS]->(b:Person)-[r2:FOLLOWS]->(c:Person) WHERE b.age < 50 AND c.age > 25 RETURN count(*) AS numPaths",
        ),
        (
            "SP",
            "MATCH (a:Person {id: 17}), (b:Person {id: 99001}) MATCH p = shortestPath((a)-[:FOLLOWS*]->(b)) RETURN length(p)",
        ),
        (
            "ASP",
            "MATCH (a:Person {id: 17}), (b:Person {id: 99001}) MATCH p = allShortestPaths((a)-[:FOLLOWS*]->(b)) RETURN count(p)",
        ),
        ("EX", "MATCH (a:Person) WHERE EXISTS { (a)-[:FOLLOWS]->(b) WHERE b.age > 70 } RETURN count(*)"),
        ("OPT", "MATCH (a:Person) OPTIONAL MATCH (a)-[:FOLLOWS]->(b {age: 30}) RETURN count(b), count(*)"),
        ("VL", "MATCH (a:Person {id: 17})-[:FOLLOWS*1..3]->(b) RETURN count(b), count(DISTINCT b)"),
    ];
    let only: Vec<String> = std::env::args().skip(1).collect();
    for (name, q) in queries {
        if !only.is_empty() && !only.iter().any(|o| o == name) {
            continue;
        }
        if std::env::var_os("PROFILE").is_some() {
            let text = format!("PROFILE {q}");
            for row in db.query(&text).run()?.rows()? {
                println!("{}", row.get::<String>(0)?);
            }
            continue;
        }
        let mut best = f64::MAX;
        let mut out = String::new();
        for _ in 0..3 {
            let t = Instant::now();
            let rows = db.query(q).run()?.rows()?;
            best = best.min(t.elapsed().as_secs_f64() * 1e3);
            out = format!("{:?}", rows.first().map(|r| r.values().to_vec()));
        }
        println!("{name:4} {best:9.2} ms  {}", &out[..out.len().min(120)]);
    }
    Ok(())
}
