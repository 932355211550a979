// Security and trade (paragraphs 2 and 20 to 22).

// The alliance and the crisis
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:ALLIED_WITH {status: 'fact', cites: ['korus:p20', 'korus:p22']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'security-alliance'}) CREATE (a)-[:MEMBER_OF {status: 'fact', cites: ['korus:p20', 'korus:p22']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'security-alliance'}) CREATE (a)-[:MEMBER_OF {status: 'fact', cites: ['korus:p20', 'korus:p22']}]->(b);
MATCH (a:Entity {key: 'us-national-security'}), (b:Entity {key: 'trump-administration'}) CREATE (a)-[:CONSTRAINS {status: 'claim', according_to: 'the article', topic: 'changing KORUS', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'us-national-security'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'nuclear-crisis'}), (b:Entity {key: 'north-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'nuclear-crisis'}), (b:Entity {key: 'white-house'}) CREATE (a)-[:INFLUENCES {status: 'claim', according_to: 'the article', note: 'apparently', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'nuclear-crisis'}), (b:Entity {key: 'korus-preservation'}) CREATE (a)-[:HELPS {status: 'claim', according_to: 'the article', cites: ['korus:p18', 'korus:p20']}]->(b);
MATCH (a:Entity {key: 'white-house'}), (b:Entity {key: 'softer-tone'}) CREATE (a)-[:PURSUES {status: 'claim', according_to: 'the article', note: 'apparently', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'white-house'}), (b:Entity {key: 'tough-stance'}) CREATE (a)-[:OPPOSES {status: 'claim', according_to: 'the article', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'softer-tone'}), (b:Entity {key: 'korus'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'tough-stance'}), (b:Entity {key: 'korus'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'softer-tone'}), (b:Entity {key: 'security-alliance'}) CREATE (a)-[:PROTECTS {status: 'claim', according_to: 'the article', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'tough-stance'}), (b:Entity {key: 'security-alliance'}) CREATE (a)-[:HINDERS {status: 'forecast', according_to: 'White House', cites: ['korus:p20']}]->(b);

// The National Security Strategy
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'national-security-strategy'}) CREATE (a)-[:ISSUED {status: 'fact', cites: ['korus:p21']}]->(b);
MATCH (a:Entity {key: 'national-security-strategy'}), (b:Entity {key: 'us-national-security'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p21']}]->(b);
MATCH (a:Entity {key: 'national-security-strategy'}), (b:Entity {key: 'north-korea'}) CREATE (a)-[:IDENTIFIES_AS_THREAT {status: 'fact', note: 'one of the main dangers', cites: ['korus:p21']}]->(b);
MATCH (a:Entity {key: 'national-security-strategy'}), (b:Entity {key: 'robert-lighthizer'}) CREATE (a)-[:BINDS {status: 'claim', according_to: 'Jeffrey Schott', cites: ['korus:p21']}]->(b);
MATCH (a:Entity {key: 'jeffrey-schott'}), (b:Entity {key: 'national-security-strategy'}) CREATE (a)-[:COMMENTS_ON {status: 'fact', stance: 'trade and security form one strategy', cites: ['korus:p21']}]->(b);
MATCH (a:Entity {key: 'national-security-strategy'}), (b:Entity {key: 'korus-preservation'}) CREATE (a)-[:HELPS {status: 'claim', according_to: 'the article', cites: ['korus:p18', 'korus:p21']}]->(b);

// Steel and aluminum
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'metals-investigation'}) CREATE (a)-[:CONDUCTED {status: 'fact', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-investigation'}), (b:Entity {key: 'china'}) CREATE (a)-[:TARGETS {status: 'fact', note: 'main target', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-investigation'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:TARGETS {status: 'fact', note: 'included', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-investigation'}), (b:Entity {key: 'steel'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-investigation'}), (b:Entity {key: 'aluminum'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-tariffs'}), (b:Entity {key: 'steel'}) CREATE (a)-[:TARGETS {status: 'forecast', according_to: 'the article', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-tariffs'}), (b:Entity {key: 'aluminum'}) CREATE (a)-[:TARGETS {status: 'forecast', according_to: 'the article', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-tariffs'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:TARGETS {status: 'forecast', according_to: 'the article', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'metals-tariffs'}), (b:Entity {key: 'us-national-security'}) CREATE (a)-[:PROTECTS {status: 'forecast', according_to: 'the article', note: 'the ground they would rest on', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'metals-tariffs'}) CREATE (a)-[:FORGOES {status: 'forecast', according_to: 'the article', note: 'unlikely to be imposed', cites: ['korus:p22']}]->(b);
MATCH (a:Entity {key: 'security-alliance'}), (b:Entity {key: 'metals-tariffs'}) CREATE (a)-[:CONSTRAINS {status: 'claim', according_to: 'the article', note: 'one reason', cites: ['korus:p22']}]->(b);
