// Every figure of the article: one value, its unit, its period and what it counts.
// Relations in 09 tie each one to what it measures. A figure without according_to is given by the article itself.

CREATE (:Entity:Statistic {key: 'stat-jobs-lost', name: '200,000 jobs lost to KORUS', aliases: [],
  description: 'The number of jobs that the president says the pact has destroyed.',
  value: 200000.0, unit: 'jobs', period: 'not stated',
  measures: 'American jobs that KORUS is said to have cost',
  status: 'claim', according_to: 'Donald Trump', cites: ['korus:p2']});
CREATE (:Entity:Statistic {key: 'stat-korus-age', name: 'Age of KORUS', aliases: [],
  description: 'The pact is about six years old when the article looks at it.',
  value: 6.0, unit: 'years', period: 'when the article was written', approximate: true,
  measures: 'age of the agreement',
  status: 'fact', cites: ['korus:p2']});
CREATE (:Entity:Statistic {key: 'stat-auto-deficit', name: 'US auto deficit of 18.8 billion dollars', aliases: [],
  description: 'The shortfall in cars and parts, given without a year.',
  value: 18.8, unit: 'billion USD', period: 'not stated',
  measures: 'US trade deficit with South Korea in cars and auto parts',
  status: 'fact', cites: ['korus:p7']});
CREATE (:Entity:Statistic {key: 'stat-auto-share', name: 'Auto share of the South Korean surplus, 2016', aliases: [],
  description: 'Roughly four fifths of the surplus of South Korea came from cars and parts.',
  value: 80.0, unit: 'percent', period: '2016', approximate: true,
  measures: 'part of the South Korean trade surplus with the US that comes from the auto sector',
  status: 'fact', valid_from: '2016', valid_to: '2016', cites: ['korus:p7']});
CREATE (:Entity:Statistic {key: 'stat-us-built-share', name: 'US-built share of Hyundai and Kia sales, about half', aliases: [],
  description: 'About one in two of their cars sold in the United States is built there.',
  value: 50.0, unit: 'percent', period: 'not stated', approximate: true,
  measures: 'part of Hyundai and Kia sales in the United States that comes from local factories',
  status: 'fact', cites: ['korus:p9']});
CREATE (:Entity:Statistic {key: 'stat-pickup-rate', name: 'Rate of the pickup tariff', aliases: [],
  description: 'The height of the duty on pickups.',
  value: 25.0, unit: 'percent', period: 'until the phase-out',
  measures: 'US duty on imported pickup trucks',
  status: 'fact', cites: ['korus:p11']});
CREATE (:Entity:Statistic {key: 'stat-goods-deficit-2011', name: 'US goods deficit, 2011', aliases: [],
  description: 'The goods gap in the year before the pact took effect.',
  value: 15.1, unit: 'billion USD', period: '2011',
  measures: 'US goods trade deficit with South Korea',
  status: 'fact', valid_from: '2011', valid_to: '2011', cites: ['korus:p15']});
CREATE (:Entity:Statistic {key: 'stat-goods-deficit-2016', name: 'US goods deficit, 2016', aliases: [],
  description: 'The goods gap five years later.',
  value: 29.6, unit: 'billion USD', period: '2016',
  measures: 'US goods trade deficit with South Korea',
  status: 'fact', valid_from: '2016', valid_to: '2016', cites: ['korus:p15']});
CREATE (:Entity:Statistic {key: 'stat-goods-deficit-doubling', name: 'Doubling of the US goods deficit', aliases: [],
  description: 'The president says the goods gap is twice what it was, because of the pact.',
  value: 2.0, unit: 'factor', period: 'since 2012-03',
  measures: 'growth of the US goods trade deficit with South Korea that is laid to KORUS',
  status: 'claim', according_to: 'Donald Trump', valid_from: '2012-03', cites: ['korus:p15']});
CREATE (:Entity:Statistic {key: 'stat-services-surplus-2011', name: 'US services surplus, 2011', aliases: [],
  description: 'The surplus in services in the year before the pact took effect.',
  value: 6.3, unit: 'billion USD', period: '2011',
  measures: 'US services trade surplus with South Korea',
  status: 'fact', valid_from: '2011', valid_to: '2011', cites: ['korus:p15']});
CREATE (:Entity:Statistic {key: 'stat-services-surplus-2016', name: 'US services surplus, 2016', aliases: [],
  description: 'The surplus in services five years later.',
  value: 10.7, unit: 'billion USD', period: '2016',
  measures: 'US services trade surplus with South Korea',
  status: 'fact', valid_from: '2016', valid_to: '2016', cites: ['korus:p15']});
CREATE (:Entity:Statistic {key: 'stat-goods-deficit-2017', name: 'US goods deficit, January to November 2017', aliases: [],
  description: 'The goods gap in eleven months.',
  value: 21.6, unit: 'billion USD', period: '2017-01/2017-11',
  measures: 'US goods trade deficit with South Korea',
  status: 'fact', valid_from: '2017-01', valid_to: '2017-11', cites: ['korus:p18']});
CREATE (:Entity:Statistic {key: 'stat-goods-deficit-fall', name: 'Fall of the US goods deficit, January to November 2017', aliases: [],
  description: 'By how much the goods gap shrank within a year.',
  value: 18.0, unit: 'percent', period: '2017-01/2017-11',
  measures: 'decrease of the US goods trade deficit with South Korea against the same months of the year before',
  status: 'fact', valid_from: '2017-01', valid_to: '2017-11', cites: ['korus:p18']});
