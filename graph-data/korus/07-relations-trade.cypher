// Tariffs, cars and other trade (paragraphs 6 to 11, 13, 19, 22 and 24).

// Washing machines and solar cells
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'washing-machine-tariffs'}) CREATE (a)-[:IMPOSED {status: 'fact', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'donald-trump'}), (b:Entity {key: 'solar-cell-tariffs'}) CREATE (a)-[:IMPOSED {status: 'fact', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'washing-machine-tariffs'}), (b:Entity {key: 'washing-machines'}) CREATE (a)-[:TARGETS {status: 'fact', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'washing-machine-tariffs'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:TARGETS {status: 'fact', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'solar-cell-tariffs'}), (b:Entity {key: 'solar-cells'}) CREATE (a)-[:TARGETS {status: 'fact', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'solar-cell-tariffs'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:TARGETS {status: 'fact', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'washing-machine-tariffs'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:HELPS {status: 'forecast', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'washing-machine-tariffs'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:HINDERS {status: 'forecast', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'solar-cell-tariffs'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:HELPS {status: 'forecast', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'solar-cell-tariffs'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:HINDERS {status: 'forecast', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'washing-machine-tariffs'}) CREATE (a)-[:CHALLENGES {status: 'plan', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'solar-cell-tariffs'}) CREATE (a)-[:CHALLENGES {status: 'plan', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'wto'}) CREATE (a)-[:APPEALS_TO {status: 'plan', according_to: 'the article', topic: 'tariffs on washing machines and solar cells', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'washing-machine-tariffs'}), (b:Entity {key: 'political-base'}) CREATE (a)-[:SATISFIES {status: 'forecast', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'solar-cell-tariffs'}), (b:Entity {key: 'political-base'}) CREATE (a)-[:SATISFIES {status: 'forecast', according_to: 'the article', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'washing-machine-tariffs'}), (b:Entity {key: 'korus-compromises'}) CREATE (a)-[:HELPS {status: 'forecast', according_to: 'the article', note: 'easier to accept for voters', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'solar-cell-tariffs'}), (b:Entity {key: 'korus-compromises'}) CREATE (a)-[:HELPS {status: 'forecast', according_to: 'the article', note: 'easier to accept for voters', cites: ['korus:p6']}]->(b);
MATCH (a:Entity {key: 'korus-compromises'}), (b:Entity {key: 'korus-renegotiation'}) CREATE (a)-[:PART_OF {status: 'forecast', according_to: 'the article', cites: ['korus:p6']}]->(b);

// Cars and parts: the products
MATCH (a:Entity {key: 'cars'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:IN_SECTOR {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'auto-parts'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:IN_SECTOR {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'american-cars'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:IN_SECTOR {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'south-korean-cars'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:IN_SECTOR {status: 'fact', cites: ['korus:p7']}]->(b);
MATCH (a:Entity {key: 'pickup-trucks'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:IN_SECTOR {status: 'fact', cites: ['korus:p11']}]->(b);

// Hyundai and Kia
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:LOCATED_IN {status: 'fact', note: 'home country', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:LOCATED_IN {status: 'fact', note: 'home country', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'south-korean-cars'}) CREATE (a)-[:PRODUCES {status: 'fact', cites: ['korus:p8', 'korus:p9']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'south-korean-cars'}) CREATE (a)-[:PRODUCES {status: 'fact', cites: ['korus:p8', 'korus:p9']}]->(b);
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:PRODUCES_IN {status: 'fact', product: 'cars', cites: ['korus:p8', 'korus:p9']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:PRODUCES_IN {status: 'fact', product: 'cars', cites: ['korus:p8', 'korus:p9']}]->(b);
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:IMPORTS_FROM {status: 'fact', product: 'auto parts', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:IMPORTS_FROM {status: 'fact', product: 'auto parts', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'korean-car-production'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'korean-car-production'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'korean-parts-imports'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'korean-parts-imports'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'korean-car-production'}), (b:Entity {key: 'us-car-jobs'}) CREATE (a)-[:INCREASES {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'korean-car-production'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'korean-parts-imports'}), (b:Entity {key: 'us-trade-deficit'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'korean-parts-imports'}), (b:Entity {key: 'auto-parts'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'korean-car-production'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'us-car-jobs'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'us-built-share'}), (b:Entity {key: 'south-korean-cars'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'us-parts-use'}) CREATE (a)-[:SEEKS {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'us-parts-use'}), (b:Entity {key: 'hyundai'}) CREATE (a)-[:TARGETS {status: 'proposal', according_to: 'United States', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'us-parts-use'}), (b:Entity {key: 'kia'}) CREATE (a)-[:TARGETS {status: 'proposal', according_to: 'United States', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'us-parts-use'}), (b:Entity {key: 'auto-parts'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p8']}]->(b);
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:INVESTS_IN {status: 'plan', according_to: 'the article', topic: 'factories', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:INVESTS_IN {status: 'plan', according_to: 'the article', topic: 'factories', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'hyundai'}), (b:Entity {key: 'factory-expansion'}) CREATE (a)-[:PURSUES {status: 'plan', according_to: 'the article', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'kia'}), (b:Entity {key: 'factory-expansion'}) CREATE (a)-[:PURSUES {status: 'plan', according_to: 'the article', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'analysts'}), (b:Entity {key: 'content-requirements'}) CREATE (a)-[:COMMENTS_ON {status: 'fact', stance: 'warning', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'content-requirements'}), (b:Entity {key: 'factory-expansion'}) CREATE (a)-[:HINDERS {status: 'forecast', according_to: 'Industry analysts', cites: ['korus:p9']}]->(b);
MATCH (a:Entity {key: 'content-requirements'}), (b:Entity {key: 'auto-parts'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p9', 'korus:p10']}]->(b);

// What the United States wants for cars
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'import-access'}) CREATE (a)-[:SEEKS {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'ntb-removal'}) CREATE (a)-[:SEEKS {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'safety-rule-easing'}) CREATE (a)-[:SEEKS {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'import-access'}), (b:Entity {key: 'american-cars'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'import-access'}), (b:Entity {key: 'auto-parts'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'ntb-removal'}), (b:Entity {key: 'import-access'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'proposal', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'ntb-removal'}), (b:Entity {key: 'non-tariff-barriers'}) CREATE (a)-[:ENDS {status: 'proposal', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'safety-rule-easing'}), (b:Entity {key: 'ntb-removal'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'safety-rule-easing'}), (b:Entity {key: 'car-safety-standards'}) CREATE (a)-[:AMENDS {status: 'proposal', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'car-safety-standards'}) CREATE (a)-[:IMPOSED {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'car-safety-standards'}), (b:Entity {key: 'non-tariff-barriers'}) CREATE (a)-[:PART_OF {status: 'claim', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'non-tariff-barriers'}), (b:Entity {key: 'import-access'}) CREATE (a)-[:HINDERS {status: 'claim', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'non-tariff-barriers'}), (b:Entity {key: 'american-cars'}) CREATE (a)-[:TARGETS {status: 'claim', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'auto-provisions-plan'}) CREATE (a)-[:PURSUES {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'import-access'}), (b:Entity {key: 'auto-provisions-plan'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'auto-provisions-plan'}), (b:Entity {key: 'tariff-provisions'}) CREATE (a)-[:AMENDS {status: 'plan', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'auto-provisions-plan'}), (b:Entity {key: 'ntb-provisions'}) CREATE (a)-[:AMENDS {status: 'plan', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'auto-provisions-plan'}), (b:Entity {key: 'rules-of-origin'}) CREATE (a)-[:AMENDS {status: 'plan', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'auto-provisions-plan'}), (b:Entity {key: 'us-auto-deficit'}) CREATE (a)-[:REDUCES {status: 'plan', according_to: 'United States', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'tariff-provisions'}), (b:Entity {key: 'korus'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'ntb-provisions'}), (b:Entity {key: 'korus'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'rules-of-origin'}), (b:Entity {key: 'korus'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'rules-of-origin'}), (b:Entity {key: 'auto-sector'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p10']}]->(b);
MATCH (a:Entity {key: 'content-requirements'}), (b:Entity {key: 'rules-of-origin'}) CREATE (a)-[:AMENDS {status: 'proposal', according_to: 'United States', cites: ['korus:p9', 'korus:p10']}]->(b);

// Pickups and the old car tariff
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'pickup-tariff'}) CREATE (a)-[:IMPOSED {status: 'fact', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'pickup-tariff'}), (b:Entity {key: 'pickup-trucks'}) CREATE (a)-[:TARGETS {status: 'fact', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'pickup-tariff'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:TARGETS {status: 'fact', cites: ['korus:p11']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'car-tariff'}) CREATE (a)-[:IMPOSED {status: 'fact', valid_to: '2016', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'car-tariff'}) CREATE (a)-[:PHASES_OUT {status: 'fact', valid_from: '2016', valid_to: '2016', cites: ['korus:p24']}]->(b);
MATCH (a:Entity {key: 'car-tariff'}), (b:Entity {key: 'south-korean-cars'}) CREATE (a)-[:TARGETS {status: 'fact', valid_to: '2016', cites: ['korus:p24']}]->(b);

// Farm goods, services and gas
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:EXPORTS_TO {status: 'fact', product: 'beef, pork and grains', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'us-farm-exports'}), (b:Entity {key: 'us-exports'}) CREATE (a)-[:PART_OF {status: 'fact', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'us-farm-exports'}), (b:Entity {key: 'beef'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'us-farm-exports'}), (b:Entity {key: 'pork'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'us-farm-exports'}), (b:Entity {key: 'grains'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'korus'}), (b:Entity {key: 'us-farm-exports'}) CREATE (a)-[:INCREASES {status: 'claim', according_to: 'the article', note: 'regarded as a success for the United States', cites: ['korus:p13']}]->(b);
MATCH (a:Entity {key: 'united-states'}), (b:Entity {key: 'south-korea'}) CREATE (a)-[:EXPORTS_TO {status: 'fact', product: 'services', cites: ['korus:p15']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:EXPORTS_TO {status: 'fact', note: 'growing', cites: ['korus:p25']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'united-states'}) CREATE (a)-[:IMPORTS_FROM {status: 'forecast', according_to: 'the article', product: 'LNG', cites: ['korus:p19']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'nuclear-phase-out'}) CREATE (a)-[:PURSUES {status: 'fact', cites: ['korus:p19']}]->(b);
MATCH (a:Entity {key: 'south-korea'}), (b:Entity {key: 'korean-nuclear-power'}) CREATE (a)-[:RELIES_ON {status: 'fact', note: 'less and less', cites: ['korus:p19']}]->(b);
MATCH (a:Entity {key: 'nuclear-phase-out'}), (b:Entity {key: 'korean-nuclear-power'}) CREATE (a)-[:PHASES_OUT {status: 'fact', cites: ['korus:p19']}]->(b);
MATCH (a:Entity {key: 'nuclear-phase-out'}), (b:Entity {key: 'lng-purchases'}) CREATE (a)-[:CONTRIBUTES_TO {status: 'forecast', according_to: 'the article', cites: ['korus:p19']}]->(b);
MATCH (a:Entity {key: 'lng-purchases'}), (b:Entity {key: 'lng'}) CREATE (a)-[:CONCERNS {status: 'fact', cites: ['korus:p19']}]->(b);
