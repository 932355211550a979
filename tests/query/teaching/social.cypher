// Friends, what they like and where they eat and work, in the schemas of first tutorials: friendship is one relationship without a sense of
// direction. Kit has no friends, Rae and Sol only each other.
CREATE
  (pia:Person {name: 'Pia', age: 34, city: 'Gent'}), (emil:Person {name: 'Emil', age: 41, city: 'Malmö'}),
  (mick:Person {name: 'Mick', age: 29, city: 'Gent'}), (andy:Person {name: 'Andy', age: 37}),
  (zoe:Person {name: 'Zoë', age: 22, city: 'Oslo'}), (kit:Person {name: 'Kit', age: 50, city: 'Oslo'}),
  (rae:Person {name: 'Rae', age: 19}), (sol:Person {name: 'Sol', age: 20}), (ben:Person {name: 'Ben', age: 34, city: 'Malmö'}),
  (pia)-[:IS_FRIEND_OF {since: 2010}]->(emil), (pia)-[:IS_FRIEND_OF {since: 2012}]->(mick), (pia)-[:IS_FRIEND_OF {since: 2019}]->(andy),
  (emil)-[:IS_FRIEND_OF {since: 2001}]->(mick), (zoe)-[:IS_FRIEND_OF {since: 2020}]->(mick), (andy)-[:IS_FRIEND_OF {since: 2015}]->(ben),
  (ben)-[:IS_FRIEND_OF {since: 2016}]->(zoe), (rae)-[:IS_FRIEND_OF {since: 2021}]->(sol), (sol)-[:IS_FRIEND_OF {since: 2022}]->(rae),
  (sushi:Cuisine {name: 'Sushi'}), (pie:Cuisine {name: 'Pie'}), (gent:City {name: 'Gent'}), (oslo:City {name: 'Oslo'}),
  (isu:Restaurant {name: 'i-Fish'})-[:SERVES]->(sushi), (isu)-[:LOCATED_IN]->(gent),
  (zam:Restaurant {name: 'Zam'})-[:SERVES]->(sushi), (zam)-[:LOCATED_IN]->(gent),
  (pub:Restaurant {name: 'The Pie'})-[:SERVES]->(pie), (pub)-[:LOCATED_IN]->(gent),
  (mick)-[:LIKES]->(isu), (andy)-[:LIKES]->(isu), (andy)-[:LIKES]->(zam), (emil)-[:LIKES]->(pub), (zoe)-[:LIKES]->(zam),
  (graphs:Topic {name: 'Graphs'}), (rust:Topic {name: 'Rust'}), (jazz:Topic {name: 'Jazz'}),
  (pia)-[:INTERESTED_IN]->(graphs), (pia)-[:INTERESTED_IN]->(jazz), (zoe)-[:INTERESTED_IN]->(graphs), (zoe)-[:INTERESTED_IN]->(jazz),
  (ben)-[:INTERESTED_IN]->(graphs), (kit)-[:INTERESTED_IN]->(rust), (emil)-[:INTERESTED_IN]->(rust),
  (pia)-[:WORKED_ON {hours: 10}]->(p1:Project {name: 'Atlas'}), (emil)-[:WORKED_ON {hours: 5}]->(p1), (zoe)-[:WORKED_ON {hours: 30}]->(p1),
  (ben)-[:WORKED_ON {hours: 12}]->(p2:Project {name: 'Beacon'}), (pia)-[:WORKED_ON]->(p2);
