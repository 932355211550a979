CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE;
CREATE INDEX city FOR (p:Person) ON (p.city);
CREATE (:Person:Pilot {id: 1, name: 'Ada', city: 'Seoul', born: date('1980-02-29'), height: 1.75, active: true, tags: ['a', 'b']});
CREATE (:Person {id: 2, name: 'Béla', city: 'Busan', at: datetime('2024-05-06T07:08:09.123Z'), lasts: duration('P1M2DT3S'), where: point({x: 1.5, y: -2.5})});
UNWIND range(3, 300) AS id CREATE (:Person {id: id, name: 'Person ' + toString(id), city: 'City ' + toString(id % 7)});
MATCH (a:Person), (b:Person) WHERE b.id = a.id + 1 CREATE (a)-[:KNOWS {since: 2000 + a.id % 20}]->(b);
MATCH (a:Person {id: 1}), (b:Person {id: 300}) CREATE (b)-[:LIKES {weight: 0.5}]->(a), (a)-[:LIKES]->(a);
MATCH (p:Person) WHERE p.id % 50 = 0 DETACH DELETE p;
