// A small social network in the schema of LDBC's Social Network Benchmark: dates are milliseconds since 1970, friendship has no
// direction, a message is a post or a comment and has a text or an image. Person 12 knows nobody, 10 and 11 only each other; 1, 2, 3, then
// 2, 3, 5 and 2, 3, 6 are triangles; from 1 to 8 there are four shortest paths. Some messages and likes have the very same time.

CREATE (:Place:Continent {id: 101, name: 'Europe'}),
  (:Place:Continent {id: 102, name: 'Asia'});

// Countries, their continents.
UNWIND [
  [11, 'Germany', 101],
  [12, 'Hungary', 101],
  [13, 'India', 102],
  [14, 'China', 102]
] AS row
MATCH (whole:Continent {id: row[2]})
CREATE (:Place:Country {id: row[0], name: row[1]})-[:IS_PART_OF]->(whole);

// Cities, their countries.
UNWIND [
  [21, 'Berlin', 11],
  [22, 'Munich', 11],
  [23, 'Budapest', 12],
  [24, 'Pune', 13],
  [25, 'Mumbai', 13],
  [26, 'Wuhan', 14]
] AS row
MATCH (whole:Country {id: row[2]})
CREATE (:Place:City {id: row[0], name: row[1]})-[:IS_PART_OF]->(whole);

// Universities, their cities.
UNWIND [
  [31, 'TU Berlin', 21],
  [32, 'BME', 23],
  [33, 'IIT Bombay', 25]
] AS row
MATCH (place:City {id: row[2]})
CREATE (:Organisation:University {id: row[0], name: row[1]})-[:IS_LOCATED_IN]->(place);

// Companies, their countries.
UNWIND [
  [41, 'Falke', 11],
  [42, 'Duna', 12],
  [43, 'Ganga', 13],
  [44, 'Tisza', 12]
] AS row
MATCH (place:Country {id: row[2]})
CREATE (:Organisation:Company {id: row[0], name: row[1]})-[:IS_LOCATED_IN]->(place);

// Classes of tags, the class each belongs to.
UNWIND [
  [51, 'Thing', null],
  [52, 'Agent', 51],
  [53, 'Artist', 52],
  [54, 'MusicalArtist', 53],
  [55, 'Writer', 53],
  [56, 'River', 51]
] AS row
CREATE (class:TagClass {id: row[0], name: row[1]})
WITH class, row
MATCH (above:TagClass {id: row[2]})
CREATE (class)-[:IS_SUBCLASS_OF]->(above);

// Tags, their classes.
UNWIND [
  [61, 'Bach', 54],
  [62, 'Liszt', 54],
  [63, 'Kafka', 55],
  [64, 'Tagore', 55],
  [65, 'Ganges', 56],
  [66, 'Art', 53],
  [67, 'Silence', 51]
] AS row
MATCH (class:TagClass {id: row[2]})
CREATE (:Tag {id: row[0], name: row[1]})-[:HAS_TYPE]->(class);

// Persons; their cities, interests, studies and work.
UNWIND [
  {person: {id: 1, firstName: 'Ana', lastName: 'Brandt', gender: 'female', birthday: 446860800000, creationDate: 1262649600000, browserUsed: 'Firefox', locationIP: '10.0.0.1', email: ['ana@brandt.example'], speaks: ['de', 'en']}, city: 21, tags: [61, 63], study: [[31, 2006]], work: [[41, 2007]]},
  {person: {id: 2, firstName: 'Béla', lastName: 'Kovács', gender: 'male', birthday: 373593600000, creationDate: 1262736000000, browserUsed: 'Chrome', locationIP: '10.0.0.2', email: ['bela@kovacs.example', 'bk@duna.example'], speaks: ['hu']}, city: 23, tags: [61], study: [[32, 2004]], work: [[42, 2005], [44, 2009]]},
  {person: {id: 3, firstName: 'Ana', lastName: 'Szabó', gender: 'female', birthday: 426988800000, creationDate: 1262822400000, browserUsed: 'Firefox', locationIP: '10.0.0.3', email: ['ana@szabo.example'], speaks: ['hu', 'en']}, city: 23, tags: [62, 65], study: [[32, 2005], [31, 2008]], work: [[42, 2009]]},
  {person: {id: 4, firstName: 'Chen', lastName: 'Wang', gender: 'male', birthday: 346204800000, creationDate: 1262908800000, browserUsed: 'Opera', locationIP: '10.0.0.4', email: ['chen@wang.example'], speaks: ['zh']}, city: 26, tags: [64], study: [], work: []},
  {person: {id: 5, firstName: 'Ana', lastName: 'Adler', gender: 'female', birthday: 485481600000, creationDate: 1264982400000, browserUsed: 'Safari', locationIP: '10.0.0.5', email: ['ana@adler.example'], speaks: ['de']}, city: 22, tags: [61], study: [[31, 2008]], work: [[44, 2009], [42, 2010]]},
  {person: {id: 6, firstName: 'Ana', lastName: 'Nagy', gender: 'female', birthday: 645926400000, creationDate: 1265068800000, browserUsed: 'Chrome', locationIP: '10.0.0.6', email: ['ana@nagy.example'], speaks: ['hu']}, city: 23, tags: [], study: [], work: [[42, 2011]]},
  {person: {id: 7, firstName: 'Ravi', lastName: 'Patil', gender: 'male', birthday: 380419200000, creationDate: 1265155200000, browserUsed: 'Chrome', locationIP: '10.0.0.7', email: ['ravi@patil.example'], speaks: ['mr', 'hi', 'en']}, city: 24, tags: [65], study: [[33, 2003]], work: [[43, 2004]]},
  {person: {id: 8, firstName: 'Ana', lastName: 'Rao', gender: 'female', birthday: 526608000000, creationDate: 1267401600000, browserUsed: 'Firefox', locationIP: '10.0.0.8', email: ['ana@rao.example'], speaks: ['hi']}, city: 25, tags: [], study: [[33, 2008]], work: [[43, 2009]]},
  {person: {id: 9, firstName: 'Ana', lastName: 'Nagy', gender: 'female', birthday: 472348800000, creationDate: 1267488000000, browserUsed: 'Firefox', locationIP: '10.0.0.9', email: ['ana9@nagy.example'], speaks: ['hu', 'de']}, city: 21, tags: [], study: [], work: []},
  {person: {id: 10, firstName: 'Gita', lastName: 'Joshi', gender: 'female', birthday: 292032000000, creationDate: 1267574400000, browserUsed: 'Opera', locationIP: '10.0.0.10', email: ['gita@joshi.example'], speaks: ['mr']}, city: 24, tags: [65], study: [], work: []},
  {person: {id: 11, firstName: 'Ana', lastName: 'Mehta', gender: 'female', birthday: 662688000000, creationDate: 1267660800000, browserUsed: 'Safari', locationIP: '10.0.0.11', email: ['ana@mehta.example'], speaks: ['hi']}, city: 25, tags: [], study: [], work: []},
  {person: {id: 12, firstName: 'Otto', lastName: 'Stein', gender: 'male', birthday: 182131200000, creationDate: 1277856000000, browserUsed: 'Firefox', locationIP: '10.0.0.12', email: [], speaks: []}, city: 21, tags: [], study: [], work: []},
  {person: {id: 13, firstName: 'Ana', lastName: 'Nagy', gender: 'female', birthday: -18576000000, creationDate: 1270080000000, browserUsed: 'Chrome', locationIP: '10.0.0.13', email: ['ana13@nagy.example'], speaks: ['zh', 'hu']}, city: 26, tags: [61, 62], study: [[32, 1991]], work: [[42, 2009]]},
  {person: {id: 14, firstName: 'Dóra', lastName: 'Hoffmann', gender: 'female', birthday: -58060800000, creationDate: 1270166400000, browserUsed: 'Opera', locationIP: '10.0.0.14', email: ['dora@hoffmann.example'], speaks: ['de']}, city: 22, tags: [63], study: [], work: []}
] AS row
MATCH (home:City {id: row.city})
CREATE (person:Person)-[:IS_LOCATED_IN]->(home)
SET person = row.person
WITH person, row
CALL (person, row) {
  UNWIND row.tags AS id MATCH (tag:Tag {id: id}) CREATE (person)-[:HAS_INTEREST]->(tag)
}
CALL (person, row) {
  UNWIND row.study AS at MATCH (place:University {id: at[0]}) CREATE (person)-[:STUDY_AT {classYear: at[1]}]->(place)
}
CALL (person, row) {
  UNWIND row.work AS at MATCH (place:Company {id: at[0]}) CREATE (person)-[:WORK_AT {workFrom: at[1]}]->(place)
};

// Who knows whom, since when.
UNWIND [
  [1, 2, 1265760000000],
  [1, 3, 1265846400000],
  [4, 1, 1265846400000],
  [2, 3, 1265932800000],
  [2, 5, 1267401600000],
  [5, 3, 1267488000000],
  [3, 6, 1267574400000],
  [13, 4, 1272672000000],
  [5, 7, 1267660800000],
  [6, 9, 1270080000000],
  [13, 14, 1272758400000],
  [6, 2, 1267747200000],
  [7, 8, 1270252800000],
  [9, 8, 1270339200000],
  [10, 11, 1270425600000]
] AS row
MATCH (a:Person {id: row[0]}), (b:Person {id: row[1]})
CREATE (a)-[:KNOWS {creationDate: row[2]}]->(b);

// Forums: moderator, members, tags.
UNWIND [
  {forum: {id: 71, title: 'Wall of Ana Brandt', creationDate: 1262649600000}, moderator: 1, members: [[2, 1265760000000], [3, 1265846400000], [4, 1265846400000]], tags: [63]},
  {forum: {id: 72, title: 'Group for Bach', creationDate: 1264982400000}, moderator: 2, members: [[1, 1267401600000], [3, 1267401600000], [5, 1275350400000], [6, 1275436800000], [13, 1275523200000]], tags: [61, 62]},
  {forum: {id: 73, title: 'Album 1 of Béla Kovács', creationDate: 1267401600000}, moderator: 2, members: [[3, 1272672000000], [5, 1277942400000]], tags: []},
  {forum: {id: 74, title: 'Group for Rivers', creationDate: 1267401600000}, moderator: 7, members: [[5, 1280620800000], [6, 1275264000000], [8, 1280707200000], [10, 1280793600000]], tags: [65]},
  {forum: {id: 75, title: 'Group for Silence', creationDate: 1277942400000}, moderator: 12, members: [[13, 1280620800000]], tags: [67]},
  {forum: {id: 76, title: 'Wall of Gita Joshi', creationDate: 1267574400000}, moderator: 10, members: [[11, 1270425600000]], tags: []}
] AS row
MATCH (moderator:Person {id: row.moderator})
CREATE (forum:Forum)-[:HAS_MODERATOR]->(moderator)
SET forum = row.forum
WITH forum, row
CALL (forum, row) {
  UNWIND row.members AS member MATCH (p:Person {id: member[0]}) CREATE (forum)-[:HAS_MEMBER {joinDate: member[1]}]->(p)
}
CALL (forum, row) {
  UNWIND row.tags AS id MATCH (tag:Tag {id: id}) CREATE (forum)-[:HAS_TAG]->(tag)
};

// Posts: author, forum, country, tags.
UNWIND [
  {post: {id: 201, creationDate: 1298973600000, content: 'Hello wall', language: 'de', length: 10, browserUsed: 'Firefox', locationIP: '10.0.0.1'}, author: 1, forum: 71, country: 11, tags: [63]},
  {post: {id: 202, creationDate: 1299312000000, content: 'Bach in Budapest', language: 'hu', length: 16, browserUsed: 'Chrome', locationIP: '10.0.0.2'}, author: 2, forum: 72, country: 12, tags: [61, 62]},
  {post: {id: 203, creationDate: 1299312000000, content: 'The second partita, played slowly', language: 'hu', length: 33, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, forum: 72, country: 12, tags: [61]},
  {post: {id: 204, creationDate: 1302436800000, content: 'A cantata before the castle, and what the castle answered to it', language: 'de', length: 63, browserUsed: 'Safari', locationIP: '10.0.0.5'}, author: 5, forum: 72, country: 11, tags: [61, 63]},
  {post: {id: 205, creationDate: 1304294400000, imageFile: 'photo205.jpg', length: 0, browserUsed: 'Safari', locationIP: '10.0.0.5'}, author: 5, forum: 73, country: 13, tags: [65]},
  {post: {id: 206, creationDate: 1305883800000, content: 'The Danube too', language: 'hu', length: 14, browserUsed: 'Chrome', locationIP: '10.0.0.6'}, author: 6, forum: 74, country: 12, tags: []},
  {post: {id: 207, creationDate: 1306908000000, content: 'Monsoon', language: 'mr', length: 7, browserUsed: 'Chrome', locationIP: '10.0.0.7'}, author: 7, forum: 74, country: 13, tags: [65]},
  {post: {id: 208, creationDate: 1307689200000, content: 'A fugue and a poem', language: 'hu', length: 18, browserUsed: 'Chrome', locationIP: '10.0.0.13'}, author: 13, forum: 72, country: 13, tags: [61, 62, 64]},
  {post: {id: 209, creationDate: 1308150000000, imageFile: 'photo209.jpg', length: 0, browserUsed: 'Opera', locationIP: '10.0.0.4'}, author: 4, forum: 71, country: 14, tags: [64]},
  {post: {id: 210, creationDate: 1308585600000, content: 'On the Ganges', language: 'en', length: 13, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, forum: 73, country: 13, tags: [65, 61]},
  {post: {id: 211, creationDate: 1308996000000, content: 'My wall', language: 'mr', length: 7, browserUsed: 'Opera', locationIP: '10.0.0.10'}, author: 10, forum: 76, country: 13, tags: [65]},
  {post: {id: 212, creationDate: 1296554400000, imageFile: 'photo212.jpg', length: 0, browserUsed: 'Chrome', locationIP: '10.0.0.2'}, author: 2, forum: 73, country: 11, tags: []},
  {post: {id: 213, creationDate: 1309478400000, content: 'Metamorphosis', language: 'de', length: 13, browserUsed: 'Chrome', locationIP: '10.0.0.13'}, author: 13, forum: 72, country: 11, tags: [63]},
  {post: {id: 214, creationDate: 1309842000000, content: 'Bridges', language: 'hi', length: 7, browserUsed: 'Firefox', locationIP: '10.0.0.8'}, author: 8, forum: 74, country: 13, tags: [65, 67]},
  {post: {id: 215, creationDate: 1328212800000, content: 'A new year and the same old fugue, which I have now tried to play in every key there is and in two there are not; my neighbours say that they know it by heart and never asked for it', language: 'hu', length: 181, browserUsed: 'Chrome', locationIP: '10.0.0.2'}, author: 2, forum: 72, country: 12, tags: [61]},
  {post: {id: 216, creationDate: 1309492800000, content: 'Still reading', language: 'en', length: 13, browserUsed: 'Firefox', locationIP: '10.0.0.1'}, author: 1, forum: 71, country: 11, tags: [63]}
] AS row
MATCH (author:Person {id: row.author}), (forum:Forum {id: row.forum}), (country:Country {id: row.country})
CREATE (author)<-[:HAS_CREATOR]-(post:Message:Post)<-[:CONTAINER_OF]-(forum), (post)-[:IS_LOCATED_IN]->(country)
SET post = row.post
WITH post, row
UNWIND row.tags AS id
MATCH (tag:Tag {id: id})
CREATE (post)-[:HAS_TAG]->(tag);

// Comments, all of them before the replies are joined to what they answer: author, that message, country, tags.
UNWIND [
  {comment: {id: 301, creationDate: 1299056400000, content: 'Welcome', length: 7, browserUsed: 'Chrome', locationIP: '10.0.0.2'}, author: 2, to: 201, country: 12, tags: []},
  {comment: {id: 314, creationDate: 1299056400000, content: 'Who reads walls?', length: 16, browserUsed: 'Opera', locationIP: '10.0.0.4'}, author: 4, to: 201, country: 14, tags: [63]},
  {comment: {id: 315, creationDate: 1299142800000, content: 'You do', length: 6, browserUsed: 'Opera', locationIP: '10.0.0.4'}, author: 4, to: 301, country: 14, tags: []},
  {comment: {id: 302, creationDate: 1299405600000, content: 'Which hall?', length: 11, browserUsed: 'Firefox', locationIP: '10.0.0.1'}, author: 1, to: 202, country: 11, tags: [61]},
  {comment: {id: 303, creationDate: 1299492000000, content: 'The old one', length: 11, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, to: 302, country: 12, tags: []},
  {comment: {id: 304, creationDate: 1299578400000, content: 'Thanks', length: 6, browserUsed: 'Firefox', locationIP: '10.0.0.1'}, author: 1, to: 303, country: 11, tags: []},
  {comment: {id: 305, creationDate: 1301652000000, content: 'Liszt played there as well, they say', length: 36, browserUsed: 'Safari', locationIP: '10.0.0.5'}, author: 5, to: 202, country: 11, tags: [62]},
  {comment: {id: 306, creationDate: 1302516000000, content: 'He never got in', length: 15, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, to: 204, country: 13, tags: [63]},
  {comment: {id: 307, creationDate: 1302602400000, content: 'Nobody does', length: 11, browserUsed: 'Safari', locationIP: '10.0.0.5'}, author: 5, to: 306, country: 13, tags: []},
  {comment: {id: 308, creationDate: 1307008800000, content: 'Ours has a river', length: 16, browserUsed: 'Chrome', locationIP: '10.0.0.7'}, author: 7, to: 204, country: 13, tags: [65]},
  {comment: {id: 309, creationDate: 1307095200000, content: 'So has ours', length: 11, browserUsed: 'Safari', locationIP: '10.0.0.5'}, author: 5, to: 308, country: 12, tags: []},
  {comment: {id: 310, creationDate: 1307181600000, content: 'Not this one', length: 12, browserUsed: 'Chrome', locationIP: '10.0.0.7'}, author: 7, to: 309, country: 13, tags: []},
  {comment: {id: 311, creationDate: 1307268000000, content: 'Late this year', length: 14, browserUsed: 'Firefox', locationIP: '10.0.0.8'}, author: 8, to: 207, country: 13, tags: []},
  {comment: {id: 312, creationDate: 1307354400000, content: 'As ever', length: 7, browserUsed: 'Chrome', locationIP: '10.0.0.7'}, author: 7, to: 311, country: 13, tags: [65]},
  {comment: {id: 317, creationDate: 1307786400000, content: 'In which key?', length: 13, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, to: 208, country: 11, tags: [61]},
  {comment: {id: 318, creationDate: 1307872800000, content: 'Again, please', length: 13, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, to: 202, country: 12, tags: []},
  {comment: {id: 319, creationDate: 1307959200000, content: 'Blue', length: 4, browserUsed: 'Chrome', locationIP: '10.0.0.6'}, author: 6, to: 205, country: 12, tags: []},
  {comment: {id: 320, creationDate: 1308045600000, content: 'Is it still open?', length: 17, browserUsed: 'Chrome', locationIP: '10.0.0.6'}, author: 6, to: 303, country: 13, tags: []},
  {comment: {id: 321, creationDate: 1308045600000, content: 'Always', length: 6, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, to: 206, country: 12, tags: []},
  {comment: {id: 316, creationDate: 1308218400000, content: 'Where is this?', length: 14, browserUsed: 'Chrome', locationIP: '10.0.0.13'}, author: 13, to: 209, country: 13, tags: [64]},
  {comment: {id: 322, creationDate: 1309082400000, content: 'Mine too', length: 8, browserUsed: 'Safari', locationIP: '10.0.0.11'}, author: 11, to: 211, country: 13, tags: []},
  {comment: {id: 324, creationDate: 1309600800000, content: 'So am I', length: 7, browserUsed: 'Firefox', locationIP: '10.0.0.3'}, author: 3, to: 216, country: 12, tags: [63]},
  {comment: {id: 313, creationDate: 1309946400000, content: 'Which ones?', length: 11, browserUsed: 'Firefox', locationIP: '10.0.0.9'}, author: 9, to: 214, country: 11, tags: []},
  {comment: {id: 323, creationDate: 1310032800000, content: 'All of them', length: 11, browserUsed: 'Firefox', locationIP: '10.0.0.8'}, author: 8, to: 313, country: 13, tags: []}
] AS row
MATCH (author:Person {id: row.author}), (country:Country {id: row.country})
CREATE (author)<-[:HAS_CREATOR]-(comment:Message:Comment)-[:IS_LOCATED_IN]->(country)
SET comment = row.comment
WITH comment, row
MATCH (message:Message {id: row.to})
CREATE (comment)-[:REPLY_OF]->(message)
WITH comment, row
UNWIND row.tags AS id
MATCH (tag:Tag {id: id})
CREATE (comment)-[:HAS_TAG]->(tag);

// Who likes what, since when.
UNWIND [
  [2, 201, 1298973659600],
  [2, 304, 1299664800000],
  [3, 201, 1299758400000],
  [3, 302, 1299758400000],
  [4, 201, 1298979030000],
  [12, 201, 1299060000000],
  [10, 304, 1299664800000],
  [1, 202, 1299315600000],
  [1, 205, 1304380800000],
  [13, 202, 1299369600000],
  [6, 203, 1299369600000],
  [7, 204, 1302480000000],
  [8, 207, 1306972800000],
  [11, 211, 1309046400000],
  [10, 207, 1307059200000],
  [5, 208, 1307750400000],
  [14, 213, 1309564800000],
  [2, 305, 1301702400000],
  [4, 316, 1308268800000]
] AS row
MATCH (person:Person {id: row[0]}), (message:Message {id: row[1]})
CREATE (person)-[:LIKES {creationDate: row[2]}]->(message);
