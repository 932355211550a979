// What moves the deficit, and what each statistic measures (paragraphs 2, 7 to 9, 11, 15, 18, 19 and 23 to 25).

// What is laid to KORUS
MATCH (a:Entity {key: 'korus'}), (b:Entity {key: 'job-losses'}) CREATE (a)-[:CAUSES {status: 'claim', according_to: 'Donald Trump', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'korus'}), (b:Entity {key: 'us-goods-deficit'}) CREATE (a)-[:CAUSES {status: 'claim', according_to: 'Donald Trump', valid_from: '2012-03', note: 'twice as large as before', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'job-losses'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p2']}]->(b);

// How the balances hang together
MATCH (a:Entity {key: 'us-goods-deficit'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'us-auto-deficit'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'us-auto-deficit'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'us-auto-deficit'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:HINDERS {status: 'claim', according_to: 'the article', note: 'sorest point of all', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'auto-sector'}), (b:Entity {key: 'korean-surplus'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'fact', valid_from: '2016', valid_to: '2016', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'us-trade-deficit'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p8', 'korus:p15']}]->(b);
MATCH (a:Entity {key: 'us-trade-deficit'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p8', 'korus:p15']}]->(b);
MATCH (a:Entity {key: 'korean-surplus'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'us-services-surplus'}), (b:Entity {key: 'services'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'us-services-surplus'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'us-goods-exports'}), (b:Entity {key: 'us-exports'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'us-exports'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p15', 'korus:p19']}]->(b);
MATCH (a:Entity {key: 'korean-exports'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p25']}]->(b);

// Ways out for the president
MATCH (a:Entity {key: 'deficit-narrowing'}), (b:Entity {key: 'us-goods-deficit'}) CREATE (a)-[:REDUCES {status: 'fact', valid_from: '2017-01', valid_to: '2017-11', cites: ['korus:p18']}]->(b);
MATCH (a:Entity {key: 'deficit-narrowing'}), (b:Entity {key: 'korus-preservation'}) CREATE (a)-[:HELPS {status: 'claim', according_to: 'the article', cites: ['korus:p18']}]->(b);
MATCH (a:Entity {key: 'korus-preservation'}), (b:Entity {key: 'korus'}) CREATE (a)-[:KEEPS {status: 'forecast', according_to: 'the article', cites: ['korus:p18']}]->(b);
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'korus-preservation'}) CREATE (a)-[:CONSIDERS {status: 'forecast', according_to: 'the article', cites: ['korus:p18']}]->(b);
MATCH (a:Entity {key: 'trump-administration'}), (b:Entity {key: 'weak-dollar-policy'}) CREATE (a)-[:CONSIDERS {status: 'forecast', according_to: 'the article', cites: ['korus:p19']}]->(b);
MATCH (a:Entity {key: 'weak-dollar-policy'}), (b:Entity {key: 'us-exports'}) CREATE (a)-[:INCREASES {status: 'forecast', according_to: 'the article', cites: ['korus:p19']}]->(b);
MATCH (a:Entity {key: 'lng-purchases'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:REDUCES {status: 'forecast', according_to: 'the article', cites: ['korus:p19']}]->(b);

// The policy and its critics
MATCH (a:Entity {key: 'trump-administration'}), (b:Entity {key: 'deficit-reduction-policy'}) CREATE (a)-[:PURSUES {status: 'fact', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'deficit-reduction-policy'}), (b:Entity {key: 'korus'}) CREATE (a)-[:AMENDS {status: 'plan', according_to: 'Trump administration', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'deficit-reduction-policy'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:REDUCES {status: 'plan', according_to: 'Trump administration', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'trade-specialists'}), (b:Entity {key: 'deficit-reduction-policy'}) CREATE (a)-[:CRITICIZES {status: 'fact', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'james-fatheree'}), (b:Entity {key: 'deficit-reduction-policy'}) CREATE (a)-[:CRITICIZES {status: 'fact', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'james-fatheree'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:COMMENTS_ON {status: 'fact', stance: 'bilateral talks cannot cure the deficit', cites: ['korus:p23']}]->(b);
MATCH (a:Entity {key: 'fundamental-factors'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:CAUSES {status: 'claim', according_to: 'James Fatheree', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'us-recovery'}), (b:Entity {key: 'fundamental-factors'}) CREATE (a)-[:PART_OF {status: 'claim', according_to: 'James Fatheree', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'us-recovery'}), (b:Entity {key: 'korean-car-sales'}) CREATE (a)-[:INCREASES {status: 'claim', according_to: 'James Fatheree', note: 'before the car tariff ended', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'korean-car-sales'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'claim', according_to: 'James Fatheree', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'korean-car-sales'}), (b:Entity {key: 'south-korean-cars'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'korean-car-share'}), (b:Entity {key: 'south-korean-cars'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'korean-market-size'}), (b:Entity {key: 'us-exports'}) CREATE (a)-[:CONSTRAINS {status: 'claim', according_to: 'the article', cites: ['korus:p25']}]->(b);
MATCH (a:Entity {key: 'korean-growth'}), (b:Entity {key: 'us-exports'}) CREATE (a)-[:CONSTRAINS {status: 'claim', according_to: 'the article', cites: ['korus:p25']}]->(b);
MATCH (a:Entity {key: 'korean-market-size'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p25']}]->(b);
MATCH (a:Entity {key: 'korean-growth'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p25']}]->(b);
MATCH (a:Entity {key: 'korean-exports'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'claim', according_to: 'the article', cites: ['korus:p25']}]->(b);

// Statistics and what they measure
MATCH (a:Entity {key: 'stat-jobs-lost'}), (b:Entity {key: 'job-losses'}) CREATE (a)-[:MEASURES {status: 'claim', according_to: 'Donald Trump', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'stat-korus-age'}), (b:Entity {key: 'korus'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p2']}]->(b);
MATCH (a:Entity {key: 'stat-auto-deficit'}), (b:Entity {key: 'us-auto-deficit'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'stat-auto-share'}), (b:Entity {key: 'korean-surplus'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'stat-us-built-share'}), (b:Entity {key: 'us-built-share'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'stat-pickup-rate'}), (b:Entity {key: 'pickup-tariff'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'stat-goods-deficit-2011'}), (b:Entity {key: 'us-goods-deficit'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'stat-goods-deficit-2016'}), (b:Entity {key: 'us-goods-deficit'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'stat-goods-deficit-doubling'}), (b:Entity {key: 'us-goods-deficit'}) CREATE (a)-[:MEASURES {status: 'claim', according_to: 'Donald Trump', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'stat-services-surplus-2011'}), (b:Entity {key: 'us-services-surplus'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'stat-services-surplus-2016'}), (b:Entity {key: 'us-services-surplus'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'stat-goods-deficit-2017'}), (b:Entity {key: 'us-goods-deficit'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p18']}]->(b);
MATCH (a:Entity {key: 'stat-goods-deficit-fall'}), (b:Entity {key: 'us-goods-deficit'}) CREATE (a)-[:MEASURES {status: 'fact', cites: ['korus:p18']}]->(b);
