// A data centre made by the kind of script that tutorials on networks make theirs with: zones, racks, switches, interfaces, machines of types,
// software with versions and dependencies, and what runs where. Smaller than theirs and with nothing by chance.
CREATE (dc:DataCenter {name: "DC1", location: "Fjord"})-[:CONTAINS]->(re:Router:Egress {name: "DC1-RE"})
CREATE (re)-[:ROUTES]->(:Interface {ip: "10.0.0.254"});

WITH 2 AS zones
MATCH (dc:DataCenter {name: "DC1"})-[:CONTAINS]->(re:Router:Egress)-[:ROUTES]->(rei:Interface)
// for each zone
WITH * UNWIND range(1, zones) AS zid
// the zone's network, and a router connected to it by an interface
CREATE (nr:Network:Zone {ip: "10." + zid, size: 16, zone: zid})<-[:CONNECTS]-(rei)
CREATE (dc)-[:CONTAINS]->(r:Router {name: "DC1-R-" + zid, zone: zid})-[:ROUTES]->(ri:Interface {ip: nr.ip + ".0.254"})-[:CONNECTS]->(nr);

WITH 2 AS racks
MATCH (dc:DataCenter {name: "DC1"})
MATCH (nr:Network:Zone) // one per zone
WITH * UNWIND range(1, racks) AS rackid
CREATE (dc)-[:CONTAINS]->(rack:Rack {name: "DC1-RCK-" + nr.zone + "-" + rackid, rack: rackid, zone: nr.zone})-[:HOLDS]->(s:Switch {ip: nr.ip + "." + rackid, rack: rackid})-[:ROUTES]->(si:Interface {ip: s.ip + ".254"})<-[:ROUTES]-(nr);

WITH ["xs", "s", "m"] AS typeNames
UNWIND range(0, size(typeNames) - 1) AS idx
CREATE (t:Type {id: idx, cpu: toInteger(2^idx), ram: toInteger(4^idx), disk: toInteger(5^idx), type: typeNames[idx]})
   SET t.name = typeNames[idx] + "-" + t.cpu + "/" + t.ram + "/" + t.disk;

MATCH (t:Type)
WITH t ORDER BY t.id
WITH collect(t) AS types, 5 AS machines
MATCH (rack:Rack)-[:HOLDS]->(s:Switch)-[:ROUTES]->(si:Interface)
UNWIND (range(1, machines)) AS machineid
CREATE (rack)-[:HOLDS]->(m:Machine {id: rack.zone * 100 + rack.rack * 10 + machineid, name: rack.name + "-M-" + machineid})-[:ROUTES]->(i:Interface {ip: s.ip + "." + machineid})-[:CONNECTS]->(si)
WITH m, types, size(types) - toInteger(log(machines - machineid + 1)) - 1 AS idx
WITH m, types[idx] AS t
CREATE (m)-[:TYPE]->(t);

WITH
     [{name: "Penguin", versions: ["7.1", "7.2", "7.3"]}, {name: "Toad", versions: ["14", "16"]}] AS osNames,
     [{name: "beans", versions: ["8"]},
      {name: "graphdb", ports: [7474, 7687], versions: ["3.0", "3.1"], dependencies: ["beans/8"]},
      {name: "tables", ports: [5432], versions: ["9.4", "9.5"]}] AS services,
     [{name: "webserver", ports: [80, 443], dependencies: ["tables/9.4"]},
      {name: "crm", ports: [80, 443], dependencies: ["beans/8", "graphdb/3.1"]},
      {name: "cms", ports: [8080], dependencies: ["php", "webserver"]}] AS applications
UNWIND osNames + services + applications AS sw
CREATE (s:Software) SET s = sw {.name, .ports}
FOREACH (sw IN filter(x IN osNames WHERE x.name = sw.name) | SET s:OS)
FOREACH (sw IN [x IN services WHERE x.name = sw.name] | SET s:Service)
FOREACH (sw IN [x IN applications WHERE x.name = sw.name] | SET s:Application)
FOREACH (idx IN range(0, size(coalesce(sw.versions, [])) - 2) |
  MERGE (s)-[:VERSION]->(v0:Version {name: sw.versions[idx]})
  MERGE (s)-[:VERSION]->(v:Version {name: sw.versions[idx + 1]})
  MERGE (v0)<-[:PREVIOUS]-(v)
)
WITH *
UNWIND sw.dependencies AS dep
WITH *, split(dep, "/") AS parts
MERGE (d:Software {name: parts[0]})
FOREACH (v IN CASE size(parts) WHEN 1 THEN [] ELSE [parts[1]] END |
   MERGE (d)-[:VERSION]->(:Version {name: v})
)
WITH *
OPTIONAL MATCH (d)-[:VERSION]->(v:Version {name: parts[1]})
WITH s, coalesce(v, d) AS d
MERGE (s)-[:DEPENDS_ON]->(d);

create index on :Software(name);

MATCH (:Software {name: 'Penguin'})-[:VERSION]->(old:Version {name: '7.1'})
MATCH (app:Application)
WITH old, app ORDER BY app.name
WITH old, collect(app) AS apps
MATCH (m:Machine)-[:ROUTES]->(i:Interface) WHERE m.id % 10 <= 2
WITH m, i, old AS os, apps[m.id % 3] AS app
CREATE (m)-[:RUNS]->(op:OS:Process {name: 'Penguin', startTime: 1700000000000 + m.id * 1000})-[:INSTANCE]->(os)
CREATE (m)-[:RUNS]->(ap:Application:Process {name: app.name, pid: m.id * 10, startTime: 1700000500000 + m.id})-[:INSTANCE]->(app)
FOREACH (portNo IN app.ports |
   MERGE (port:Port {port: portNo})<-[:EXPOSES]-(i)
   CREATE (ap)-[:LISTENS]->(port)
);
