// Persons who visit places, in the schema of the tutorials on the tracing of contacts: a visit is a node and, to be simpler, a relationship
// with the same times. Three are sick; Udo is in the cafe with Sia and with Tim, Val only after she has left. Nobody's data but these.
CREATE
  (sia:Person {id: 1, name: 'Sia', healthstatus: 'Sick', confirmedtime: datetime('2020-04-03T12:00Z')}),
  (tim:Person {id: 2, name: 'Tim', healthstatus: 'Sick', confirmedtime: datetime('2020-04-01T00:00Z')}),
  (udo:Person {id: 3, name: 'Udo', healthstatus: 'Healthy'}), (val:Person {id: 4, name: 'Val', healthstatus: 'Healthy'}),
  (wen:Person {id: 5, name: 'Wen', healthstatus: 'Healthy'}), (xia:Person {id: 6, name: 'Xia', healthstatus: 'Sick', confirmedtime: datetime('2020-04-09T00:00Z')}),
  (cafe:Place {id: 1, name: 'Cafe', type: 'Restaurant'}), (gym:Place {id: 2, name: 'Gym', type: 'Sport'}), (lab:Place {id: 3, name: 'Lab', type: 'Work'});
UNWIND [
  [1, 1, '2020-04-02T10:00Z', '2020-04-02T11:00Z'],
  [1, 2, '2020-04-04T08:00Z', '2020-04-04T10:30Z'],
  [2, 1, '2020-04-02T10:30Z', '2020-04-02T12:00Z'],
  [3, 1, '2020-04-02T10:45Z', '2020-04-02T11:15Z'],
  [3, 2, '2020-04-04T12:00Z', '2020-04-04T13:00Z'],
  [4, 1, '2020-04-02T11:00Z', '2020-04-02T12:30Z'],
  [4, 2, '2020-04-04T10:00Z', '2020-04-04T10:15Z'],
  [5, 3, '2020-04-02T10:00Z', '2020-04-02T18:00Z'],
  [6, 3, '2020-04-02T17:30Z', '2020-04-02T20:00Z']
] AS row
MATCH (p:Person {id: row[0]}), (pl:Place {id: row[1]})
WITH p, pl, datetime(row[2]) AS from, datetime(row[3]) AS to
CREATE (p)-[:PERFORMS_VISIT]->(v:Visit {starttime: from, endtime: to, duration: duration.inSeconds(from, to)})-[:LOCATED_AT]->(pl)
CREATE (p)-[:VISITS {starttime: from, endtime: to, duration: duration.inSeconds(from, to)}]->(pl);
