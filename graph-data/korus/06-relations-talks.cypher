// Who leads whom, and the talks about KORUS (paragraphs 1 to 5, 11 to 14 and 17).

// Offices, employers and homes
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:LEADS {status: 'fact', role: 'president', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'trump-administration'}) CREATE (a)-[:LEADS {status: 'fact', role: 'president', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'robert-lighthizer'}), (b:Entity {key: 'ustr'}) CREATE (a)-[:LEADS {status: 'fact', role: 'head', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'ustr'}), (b:Entity {key: 'trump-administration'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'white-house'}), (b:Entity {key: 'trump-administration'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p20']}]->(b);
MATCH (a:Entity {key: 'us-officials'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'us-congress'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'trump-administration'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'national-assembly'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'jeffrey-schott'}), (b:Entity {key: 'peterson-institute'}) CREATE (a)-[:EMPLOYED_BY {status: 'fact', role: 'senior fellow', cites: ['korus:p21']}]->(b);
MATCH (a:Entity {key: 'james-fatheree'}), (b:Entity {key: 'us-chamber-of-commerce'}) CREATE (a)-[:EMPLOYED_BY {status: 'fact', role: 'vice president for Asia', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'james-fatheree'}), (b:Entity {key: 'trade-specialists'}) CREATE (a)-[:MEMBER_OF {status: 'fact', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'korea-economic-institute'}), (b:Entity {key: 'washington-dc'}) CREATE (a)-[:LOCATED_IN {status: 'fact', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'washington-dc'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:LOCATED_IN {status: 'fact', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'city-of-seoul'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:LOCATED_IN {status: 'fact', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'asia'}) CREATE (a)-[:LOCATED_IN {status: 'fact', cites: ['korus:p14']}]->(b);
MATCH (a:Entity {key: 'other-asian-nations'}), (b:Entity {key: 'asia'}) CREATE (a)-[:LOCATED_IN {status: 'fact', cites: ['korus:p14', 'korus:p17']}]->(b);
MATCH (a:Entity {key: 'political-base'}), (b:Entity {key: 'donald-trump'}) CREATE (a)-[:SUPPORTS {status: 'fact', cites: ['korus:p6', 'korus:p16']}]->(b);

// The pact and how it came about
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'korus'}) CREATE (a)-[:PARTY_TO {status: 'fact', valid_from: '2012-03', cites: ['korus:p1', 'korus:p15']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'korus'}) CREATE (a)-[:PARTY_TO {status: 'fact', valid_from: '2012-03', cites: ['korus:p1', 'korus:p15']}]->(b);
MATCH (a:Entity {key: 'wendy-cutler'}), (b:Entity {key: 'korus'}) CREATE (a)-[:NEGOTIATES {status: 'fact', role: 'lead negotiator of the US side', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'wendy-cutler'}), (b:Entity {key: 'original-talks'}) CREATE (a)-[:LEADS {status: 'fact', role: 'head of the US side', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'original-talks'}) CREATE (a)-[:NEGOTIATES {status: 'fact', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'original-talks'}) CREATE (a)-[:NEGOTIATES {status: 'fact', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'original-talks'}), (b:Entity {key: 'korus'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'korus'}), (b:Entity {key: 'national-assembly'}) CREATE (a)-[:REQUIRES_APPROVAL_OF {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'national-assembly'}), (b:Entity {key: 'korus'}) CREATE (a)-[:APPROVED {status: 'fact', valid_from: '2011', valid_to: '2011', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'national-assembly'}), (b:Entity {key: 'assembly-approval'}) CREATE (a)-[:CONDUCTED {status: 'fact', valid_from: '2011', valid_to: '2011', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'assembly-approval'}), (b:Entity {key: 'korus'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p12']}]->(b);

// September 2017: out, or not
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'korus-withdrawal'}) CREATE (a)-[:CONSIDERS {status: 'fact', valid_from: '2017-09', valid_to: '2017-09', note: 'nearly carried out', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'korus'}) CREATE (a)-[:CRITICIZES {status: 'fact', wording: 'disaster', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'korus-withdrawal'}), (b:Entity {key: 'korus'}) CREATE (a)-[:ENDS {status: 'plan', according_to: 'the article', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'north-korea'}), (b:Entity {key: 'icbm-test'}) CREATE (a)-[:CONDUCTED {status: 'fact', valid_from: '2017-09', valid_to: '2017-09', note: 'month implied by the order of the story', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'icbm-test'}), (b:Entity {key: 'us-officials'}) CREATE (a)-[:INFLUENCES {status: 'fact', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'us-officials'}), (b:Entity {key: 'korus-withdrawal'}) CREATE (a)-[:OPPOSES {status: 'fact', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'us-officials'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:RELIES_ON {status: 'fact', topic: 'confronting North Korea', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'north-korea'}) CREATE (a)-[:CONFRONTS {status: 'fact', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'robert-lighthizer'}), (b:Entity {key: 'donald-trump'}) CREATE (a)-[:URGED {status: 'claim', according_to: 'unnamed reports', valid_from: '2017', valid_to: '2017', topic: 'drop KORUS', condition: 'NAFTA is not ended', cites: ['korus:p16']}]->(b);
MATCH (a:Entity {key: 'robert-lighthizer'}), (b:Entity {key: 'korus-withdrawal'}) CREATE (a)-[:SUPPORTS {status: 'claim', according_to: 'unnamed reports', valid_from: '2017', valid_to: '2017', condition: 'NAFTA is not ended', cites: ['korus:p16']}]->(b);
MATCH (a:Entity {key: 'korus-withdrawal'}), (b:Entity {key: 'nafta-end'}) CREATE (a)-[:DEPENDS_ON {status: 'claim', according_to: 'unnamed reports', condition: 'NAFTA is not ended', cites: ['korus:p16']}]->(b);
MATCH (a:Entity {key: 'korus-withdrawal'}), (b:Entity {key: 'political-base'}) CREATE (a)-[:SATISFIES {status: 'claim', according_to: 'unnamed reports', note: 'a show of toughness on trade', cites: ['korus:p16']}]->(b);
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'nafta-end'}) CREATE (a)-[:PLEDGED {status: 'fact', note: 'in the campaign', cites: ['korus:p16']}]->(b);
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'nafta'}) CREATE (a)-[:OPPOSES {status: 'fact', cites: ['korus:p16']}]->(b);
MATCH (a:Entity {key: 'nafta-end'}), (b:Entity {key: 'nafta'}) CREATE (a)-[:ENDS {status: 'plan', according_to: 'Donald Trump', cites: ['korus:p16']}]->(b);
MATCH (a:Entity {key: 'us-business-community'}), (b:Entity {key: 'nafta'}) CREATE (a)-[:SUPPORTS {status: 'fact', note: 'strongly', cites: ['korus:p16']}]->(b);

// The renegotiation
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:AGREED_TO {status: 'fact', valid_from: '2017-10', cites: ['korus:p1']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:NEGOTIATES {status: 'fact', valid_from: '2017-10', cites: ['korus:p1', 'korus:p5']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:NEGOTIATES {status: 'fact', valid_from: '2017-10', cites: ['korus:p1', 'korus:p5']}]->(b);
MATCH (a:Entity {key: 'trump-administration'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:NEGOTIATES {status: 'fact', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'ustr'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:NEGOTIATES {status: 'fact', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'korus-renegotiation'}), (b:Entity {key: 'korus'}) CREATE (a)-[:AMENDS {status: 'plan', according_to: 'the article', cites: ['korus:p1', 'korus:p2']}]->(b);
MATCH (a:Entity {key: 'second-round'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'second-round'}), (b:Entity {key: 'city-of-seoul'}) CREATE (a)-[:TOOK_PLACE_IN {status: 'fact', valid_to: '2018-02-01', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'ustr'}), (b:Entity {key: 'ustr-statement'}) CREATE (a)-[:ISSUED {status: 'fact', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'ustr-statement'}), (b:Entity {key: 'second-round'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'specific-proposals'}) CREATE (a)-[:CONSIDERS {status: 'claim', according_to: 'Office of the US Trade Representative', valid_to: '2018-02-01', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'specific-proposals'}) CREATE (a)-[:CONSIDERS {status: 'claim', according_to: 'Office of the US Trade Representative', valid_to: '2018-02-01', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'second-round'}), (b:Entity {key: 'specific-proposals'}) CREATE (a)-[:CONCERNS {status: 'claim', according_to: 'Office of the US Trade Representative', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'specific-proposals'}), (b:Entity {key: 'cars'}) CREATE (a)-[:CONCERNS {status: 'claim', according_to: 'Office of the US Trade Representative', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'specific-proposals'}), (b:Entity {key: 'auto-parts'}) CREATE (a)-[:CONCERNS {status: 'claim', according_to: 'Office of the US Trade Representative', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'import-promises'}) CREATE (a)-[:PLEDGED {status: 'fact', note: 'to the United States', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'ustr'}), (b:Entity {key: 'import-promises'}) CREATE (a)-[:SEEKS {status: 'fact', topic: 'carrying them out', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'import-promises'}), (b:Entity {key: 'us-exports'}) CREATE (a)-[:INCREASES {status: 'plan', according_to: 'the article', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'import-promises'}), (b:Entity {key: 'services'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p5']}]->(b);

// How large the changes may be
MATCH (a:Entity {key: 'trump-administration'}), (b:Entity {key: 'congressional-approval'}) CREATE (a)-[:FORGOES {status: 'fact', note: 'not asked for so far', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'substantial-changes'}), (b:Entity {key: 'us-congress'}) CREATE (a)-[:REQUIRES_APPROVAL_OF {status: 'fact', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'substantial-changes'}), (b:Entity {key: 'korus'}) CREATE (a)-[:AMENDS {status: 'forecast', according_to: 'the article', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'congressional-approval'}), (b:Entity {key: 'substantial-changes'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'targeted-negotiations'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:HELPS {status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'ustr'}), (b:Entity {key: 'targeted-negotiations'}) CREATE (a)-[:PURSUES {status: 'claim', according_to: 'Office of the US Trade Representative', note: 'suggested, not stated outright', cites: ['korus:p5']}]->(b);
MATCH (a:Entity {key: 'quick-deal'}), (b:Entity {key: 'talks-scope'}) CREATE (a)-[:DEPENDS_ON {status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'quick-deal'}), (b:Entity {key: 'korus'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p4']}]->(b);
MATCH (a:Entity {key: 'talks-scope'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p4']}]->(b);

// What Wendy Cutler says of the new talks
MATCH (a:Entity {key: 'wendy-cutler'}), (b:Entity {key: 'korea-economic-institute'}) CREATE (a)-[:SPOKE_AT {status: 'fact', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'wendy-cutler'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:COMMENTS_ON {status: 'fact', stance: 'unsure of the outcome', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'wendy-cutler'}), (b:Entity {key: 'pragmatic-approach'}) CREATE (a)-[:EXPECTS {status: 'fact', stance: 'cautiously optimistic', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'trump-administration'}), (b:Entity {key: 'pragmatic-approach'}) CREATE (a)-[:PURSUES {status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p3']}]->(b);
MATCH (a:Entity {key: 'other-asian-nations'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:WATCHES {status: 'claim', according_to: 'Wendy Cutler', note: 'very closely', cites: ['korus:p14', 'korus:p17']}]->(b);
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'asian-bilateral-talks'}) CREATE (a)-[:SEEKS {status: 'claim', according_to: 'Wendy Cutler', cites: ['korus:p14', 'korus:p17']}]->(b);
MATCH (a:Entity {key: 'asian-bilateral-talks'}), (b:Entity {key: 'other-asian-nations'}) CREATE (a)-[:CONCERNS {status: 'claim', according_to: 'Wendy Cutler', cites: ['korus:p14', 'korus:p17']}]->(b);
MATCH (a:Entity {key: 'asian-bilateral-talks'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:DEPENDS_ON {status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p14', 'korus:p17']}]->(b);
MATCH (a:Entity {key: 'talks-collapse'}), (b:Entity {key: 'asian-bilateral-talks'}) CREATE (a)-[:HINDERS {status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p14', 'korus:p17']}]->(b);
MATCH (a:Entity {key: 'talks-collapse'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:ENDS {status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p14', 'korus:p17']}]->(b);

// What South Korea may give and what it wants
MATCH (a:Entity {key: 'pickup-phase-out'}), (b:Entity {key: 'korus'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'pickup-phase-out'}), (b:Entity {key: 'pickup-tariff'}) CREATE (a)-[:PHASES_OUT {status: 'plan', according_to: 'KORUS', valid_from: '2019', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'pickup-compromise'}), (b:Entity {key: 'pickup-tariff'}) CREATE (a)-[:KEEPS {status: 'proposal', according_to: 'the article', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'pickup-compromise'}), (b:Entity {key: 'pickup-phase-out'}) CREATE (a)-[:ENDS {status: 'proposal', according_to: 'the article', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'pickup-compromise'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:PART_OF {status: 'proposal', according_to: 'the article', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'pickup-compromise'}) CREATE (a)-[:CONSIDERS {status: 'forecast', according_to: 'the article', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'counter-demands'}) CREATE (a)-[:PURSUES {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'counter-demands'}), (b:Entity {key: 'bargaining-position'}) CREATE (a)-[:HELPS {status: 'forecast', according_to: 'South Korea', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'bargaining-position'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'isds-review'}) CREATE (a)-[:SEEKS {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'isds-review'}), (b:Entity {key: 'counter-demands'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'isds-review'}), (b:Entity {key: 'isds-clause'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'isds-clause'}) CREATE (a)-[:CRITICIZES {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'isds-clause'}), (b:Entity {key: 'korus'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'isds-clause'}), (b:Entity {key: 'assembly-approval'}) CREATE (a)-[:HINDERS {status: 'fact', valid_from: '2011', valid_to: '2011', note: 'almost prevented it', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'isds-clause'}), (b:Entity {key: 'foreign-investors'}) CREATE (a)-[:GRANTS_RIGHTS_TO {status: 'fact', topic: 'suing a state', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'isds-clause'}), (b:Entity {key: 'arbitration-bodies'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'foreign-investors'}), (b:Entity {key: 'arbitration-bodies'}) CREATE (a)-[:APPEALS_TO {status: 'fact', note: 'may do so under ISDS', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'isds-clause'}), (b:Entity {key: 'judicial-sovereignty'}) CREATE (a)-[:INFRINGES {status: 'claim', according_to: 'South Korea', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'judicial-sovereignty'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p12']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'farm-protection'}) CREATE (a)-[:CONSIDERS {status: 'forecast', according_to: 'the article', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'farm-protection'}), (b:Entity {key: 'korean-agriculture'}) CREATE (a)-[:PROTECTS {status: 'forecast', according_to: 'the article', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'farm-protection'}), (b:Entity {key: 'counter-demands'}) CREATE (a)-[:PART_OF {status: 'forecast', according_to: 'the article', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'korean-agriculture'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:LOCATED_IN {status: 'fact', cites: ['korus:p13']}]->(b);
