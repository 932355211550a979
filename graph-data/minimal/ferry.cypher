// The smallest case that shows every habit: four actors, two things, one source, two excerpts, five relations.
// Everything in it is invented. Copy it, change the words, and you have the start of a case of your own.
// Statements end with a semicolon; comments start with two slashes.

// 1. Rules of the store: a key names one node. "If not exists" lets several cases share a store.
CREATE CONSTRAINT entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT excerpt_key IF NOT EXISTS FOR (n:Excerpt) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT source_key IF NOT EXISTS FOR (n:Source) REQUIRE n.key IS UNIQUE;

// 2. Evidence first: the source, and each passage you will lean on, summed up in your own words.
//    What you do not know about a source, leave out.
CREATE (:Source {key: 'herald-ferry', title: 'Night ferry divides Lindhaven', publisher: 'Lindhaven Herald', published: '2024-05-03'});
MATCH (s:Source {key: 'herald-ferry'})
CREATE (:Excerpt {key: 'ferry:p1', locator: 'paragraph 1', summary: 'The ferry company wants to sail at night from July; the council under Mara Lind says no.'})-[:FROM]->(s);
MATCH (s:Source {key: 'herald-ferry'})
CREATE (:Excerpt {key: 'ferry:p2', locator: 'paragraph 2', summary: 'Tom Arne of the company promises more visitors.'})-[:FROM]->(s);

// 3. Nodes: the label Entity, then what it is. Whoever acts or speaks is an Actor as well.
//    The name is what people type; every other name goes into aliases. No two entities share a name or an alias.
CREATE (:Entity:Actor:Person {key: 'mara-lind', name: 'Mara Lind', aliases: ['Lind'],
  description: 'Chair of the town council.', cites: ['ferry:p1']});
CREATE (:Entity:Actor:Person {key: 'tom-arne', name: 'Tom Arne', aliases: ['Arne'],
  description: 'Speaks for the ferry company.', cites: ['ferry:p2']});
CREATE (:Entity:Actor:Institution {key: 'lindhaven-council', name: 'Lindhaven Town Council', aliases: ['Lindhaven'],
  description: 'The body that decides for the town; the bare name of the town means this actor.', cites: ['ferry:p1']});
CREATE (:Entity:Actor:Company {key: 'blue-ferry', name: 'Blue Ferry', aliases: [],
  description: 'Runs the boats to the islands.', cites: ['ferry:p1', 'ferry:p2']});
CREATE (:Entity:Strategy {key: 'night-ferry', name: 'Night ferry', aliases: ['Night sailing'],
  description: 'Boats after dark, from July 2024.', status: 'plan', according_to: 'Blue Ferry', valid_from: '2024-07', cites: ['ferry:p1']});
CREATE (:Entity:Interest {key: 'lindhaven-tourism', name: 'Tourism in Lindhaven', aliases: [],
  description: 'Visitors and what they spend.', cites: ['ferry:p2']});

// 4. Relations: one statement each, read from left to right. The status says how sure it is, cites says where it stands.
//    A fact: the source reports it in its own voice.
MATCH (a:Entity {key: 'mara-lind'}), (b:Entity {key: 'lindhaven-council'}) CREATE (a)-[:LEADS {status: 'fact', role: 'chair', cites: ['ferry:p1']}]->(b);
MATCH (a:Entity {key: 'tom-arne'}), (b:Entity {key: 'blue-ferry'}) CREATE (a)-[:EMPLOYED_BY {status: 'fact', cites: ['ferry:p2']}]->(b);
MATCH (a:Entity {key: 'blue-ferry'}), (b:Entity {key: 'night-ferry'}) CREATE (a)-[:PURSUES {status: 'fact', cites: ['ferry:p1']}]->(b);
MATCH (a:Entity {key: 'lindhaven-council'}), (b:Entity {key: 'night-ferry'}) CREATE (a)-[:OPPOSES {status: 'fact', cites: ['ferry:p1']}]->(b);
//    A claim: somebody says so, and according_to names him.
MATCH (a:Entity {key: 'night-ferry'}), (b:Entity {key: 'lindhaven-tourism'}) CREATE (a)-[:HELPS {status: 'claim', according_to: 'Tom Arne', cites: ['ferry:p2']}]->(b);

// 5. Ask. Who is for the night ferry, who against, and on whose word is it good for anything?
//    MATCH (a:Actor)-[r:PURSUES|OPPOSES]->(:Entity {name: 'Night ferry'}) RETURN a.name, type(r);
//    MATCH (:Entity {name: 'Night ferry'})-[r:HELPS]->(x) RETURN x.name, r.status, r.according_to;
