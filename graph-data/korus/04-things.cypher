// What they deal with: agreements, clauses, measures, strategies, sectors, products, events, interests, indicators.

// Agreements
CREATE (:Entity:Agreement {key: 'korus', name: 'KORUS', aliases: ['South Korea-US free trade agreement', 'Korea-US Free Trade Agreement', 'United States-Korea Free Trade Agreement', 'KORUS FTA'],
  description: 'Trade pact between the United States and South Korea, in force since March 2012 and now being reopened.',
  valid_from: '2012-03', cites: ['korus:p1', 'korus:p2', 'korus:p12', 'korus:p15']});
CREATE (:Entity:Agreement {key: 'nafta', name: 'NAFTA', aliases: ['North American Free Trade Agreement'],
  description: 'Trade pact of North America that Donald Trump promised to end.',
  cites: ['korus:p16']});
CREATE (:Entity:Agreement {key: 'security-alliance', name: 'US-South Korea security alliance', aliases: ['Military alliance of the United States and South Korea'],
  description: 'The military bond of the two countries, one reason for restraint in the trade dispute.',
  cites: ['korus:p20', 'korus:p22']});

// Clauses: parts of an agreement
CREATE (:Entity:Clause {key: 'isds-clause', name: 'ISDS clause in KORUS', aliases: ['ISDS', 'Investor-state dispute settlement'],
  description: 'Lets investors from abroad take a state to arbitration; unpopular in South Korea.',
  cites: ['korus:p12']});
CREATE (:Entity:Clause {key: 'rules-of-origin', name: 'KORUS rules of origin', aliases: ['Rules of origin'],
  description: 'Say how much of a product has to come from the two countries.',
  cites: ['korus:p10']});
CREATE (:Entity:Clause {key: 'tariff-provisions', name: 'KORUS tariff provisions', aliases: [],
  description: 'What KORUS says about duties on cars and parts.',
  cites: ['korus:p10']});
CREATE (:Entity:Clause {key: 'ntb-provisions', name: 'KORUS provisions on non-tariff barriers', aliases: [],
  description: 'What KORUS says about obstacles to trade other than duties.',
  cites: ['korus:p10']});
CREATE (:Entity:Clause {key: 'pickup-phase-out', name: 'Pickup tariff phase-out', aliases: [],
  description: 'The KORUS schedule under which the duty on pickups starts to fall away in 2019.',
  status: 'plan', according_to: 'KORUS', valid_from: '2019', cites: ['korus:p11']});

// Measures in force, and tariffs
CREATE (:Entity:Measure:Tariff {key: 'washing-machine-tariffs', name: 'Tariffs on imported washing machines', aliases: ['Washing machine tariffs'],
  description: 'High US duties on washing machines, among them South Korean ones.',
  status: 'fact', cites: ['korus:p6']});
CREATE (:Entity:Measure:Tariff {key: 'solar-cell-tariffs', name: 'Tariffs on imported solar cells', aliases: ['Solar cell tariffs'],
  description: 'High US duties on solar cells, among them South Korean ones.',
  status: 'fact', cites: ['korus:p6']});
CREATE (:Entity:Measure:Tariff {key: 'pickup-tariff', name: '25% pickup tariff', aliases: ['Pickup tariff'],
  description: 'US duty on imported pickup trucks.',
  status: 'fact', cites: ['korus:p11']});
CREATE (:Entity:Measure:Tariff {key: 'car-tariff', name: 'US tariff on South Korean cars', aliases: [],
  description: 'Former US duty on cars from South Korea, gone since 2016.',
  status: 'fact', valid_to: '2016', cites: ['korus:p24']});
CREATE (:Entity:Measure:Tariff {key: 'metals-tariffs', name: 'Higher tariffs on South Korean steel and aluminum', aliases: ['Steel and aluminum tariffs'],
  description: 'Duties that the United States could justify with its security, thought unlikely for an ally.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p22']});
CREATE (:Entity:Measure {key: 'non-tariff-barriers', name: 'Non-tariff barriers to American cars', aliases: ['Non-tariff barriers'],
  description: 'Rules in South Korea other than duties that keep American cars out, as the US sees it.',
  status: 'claim', according_to: 'United States', cites: ['korus:p10']});
CREATE (:Entity:Measure {key: 'car-safety-standards', name: 'South Korean car safety standards', aliases: [],
  description: 'Local safety rules that an imported car has to meet.',
  status: 'fact', cites: ['korus:p10']});

// Measures wished, proposed or promised
CREATE (:Entity:Measure {key: 'import-access', name: 'Better access for American cars and parts', aliases: [],
  description: 'The US aim of selling more vehicles and parts in South Korea.',
  status: 'proposal', according_to: 'United States', cites: ['korus:p10']});
CREATE (:Entity:Measure {key: 'ntb-removal', name: 'Removal of non-tariff barriers', aliases: [],
  description: 'The US wish to clear away obstacles other than duties.',
  status: 'proposal', according_to: 'United States', cites: ['korus:p10']});
CREATE (:Entity:Measure {key: 'safety-rule-easing', name: 'Easing of car safety standards', aliases: [],
  description: 'The US wish for softer South Korean safety rules.',
  status: 'proposal', according_to: 'United States', cites: ['korus:p10']});
CREATE (:Entity:Measure {key: 'content-requirements', name: 'Tougher auto parts content requirements', aliases: ['Content requirements'],
  description: 'A stricter rule on where the parts of a car come from.',
  status: 'proposal', according_to: 'United States', cites: ['korus:p9', 'korus:p10']});
CREATE (:Entity:Measure {key: 'us-parts-use', name: 'More US-made parts in Hyundai and Kia cars', aliases: [],
  description: 'What the United States wants from the two carmakers.',
  status: 'proposal', according_to: 'United States', cites: ['korus:p8']});
CREATE (:Entity:Measure {key: 'import-promises', name: 'Promised South Korean import measures', aliases: [],
  description: 'Steps South Korea has promised so that more American goods and services come in; carrying them out is still open.',
  status: 'plan', according_to: 'Office of the US Trade Representative', cites: ['korus:p5']});
CREATE (:Entity:Measure {key: 'specific-proposals', name: 'Proposals on market access and tariffs', aliases: [],
  description: 'Concrete points both sides looked at in the second round, cars and parts among them.',
  status: 'proposal', according_to: 'Office of the US Trade Representative', cites: ['korus:p5']});
CREATE (:Entity:Measure {key: 'substantial-changes', name: 'Substantial changes to KORUS', aliases: ['Far-reaching changes to KORUS'],
  description: 'Changes so large that the US legislature would have to agree first.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p4']});
CREATE (:Entity:Measure {key: 'congressional-approval', name: 'Congressional approval of KORUS changes', aliases: [],
  description: 'The consent of the legislature, for which nobody has asked so far.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p4']});
CREATE (:Entity:Measure {key: 'korus-withdrawal', name: 'US withdrawal from KORUS', aliases: ['Scrapping of KORUS'],
  description: 'Leaving the pact; nearly done in September 2017, then dropped.',
  status: 'plan', according_to: 'the article', cites: ['korus:p1', 'korus:p16']});
CREATE (:Entity:Measure {key: 'nafta-end', name: 'End of NAFTA', aliases: ['US exit from NAFTA'],
  description: 'A promise of the Trump campaign.',
  status: 'plan', according_to: 'Donald Trump', cites: ['korus:p16']});
CREATE (:Entity:Measure {key: 'korus-compromises', name: 'KORUS compromises', aliases: [],
  description: 'Concessions in the talks that voters would have to accept.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p6']});
CREATE (:Entity:Measure {key: 'korus-preservation', name: 'Preservation of KORUS', aliases: [],
  description: 'Keeping the pact after all.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p18']});
CREATE (:Entity:Measure {key: 'pickup-compromise', name: 'Pickup tariff compromise', aliases: [],
  description: 'A possible concession by South Korea: the duty on pickups stays.',
  status: 'proposal', according_to: 'the article', cites: ['korus:p11']});
CREATE (:Entity:Measure {key: 'isds-review', name: 'ISDS review', aliases: [],
  description: 'A second look at investor lawsuits, wished by South Korea.',
  status: 'proposal', according_to: 'South Korea', cites: ['korus:p12']});
CREATE (:Entity:Measure {key: 'farm-protection', name: 'Protection of South Korean farming', aliases: [],
  description: 'Shelter for farmers at home, which South Korea may yet raise.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p13']});
CREATE (:Entity:Measure {key: 'lng-purchases', name: 'South Korean purchases of US LNG', aliases: [],
  description: 'More gas from the United States, which would narrow the deficit.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p19']});

// Strategies and policies
CREATE (:Entity:Strategy {key: 'national-security-strategy', name: 'National Security Strategy', aliases: ['NSS', 'US National Security Strategy'],
  description: 'Recently published US document that names the main dangers to the country.',
  status: 'fact', cites: ['korus:p21']});
CREATE (:Entity:Strategy {key: 'targeted-negotiations', name: 'Targeted negotiations', aliases: ['Narrow KORUS talks'],
  description: 'Talks about a few points only, which can do without a vote of the legislature.',
  status: 'plan', according_to: 'Office of the US Trade Representative', cites: ['korus:p4', 'korus:p5']});
CREATE (:Entity:Strategy {key: 'pragmatic-approach', name: 'Pragmatic approach to KORUS', aliases: [],
  description: 'A sober course that Wendy Cutler thinks the US side will choose in the end.',
  status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p3']});
CREATE (:Entity:Strategy {key: 'auto-provisions-plan', name: 'US plan for the auto provisions', aliases: [],
  description: 'The wider US plan to change several chapters of KORUS for cars.',
  status: 'plan', according_to: 'United States', cites: ['korus:p10']});
CREATE (:Entity:Strategy {key: 'counter-demands', name: 'South Korean counter-demands', aliases: [],
  description: 'Issues of its own that South Korea brings to the table.',
  status: 'plan', according_to: 'South Korea', cites: ['korus:p12', 'korus:p13']});
CREATE (:Entity:Strategy {key: 'weak-dollar-policy', name: 'Weak dollar policy', aliases: [],
  description: 'A lower dollar as a policy of the US government, so far only a possibility.',
  status: 'forecast', according_to: 'the article', cites: ['korus:p19']});
CREATE (:Entity:Strategy {key: 'nuclear-phase-out', name: 'South Korean nuclear phase-out', aliases: [],
  description: 'Turning away from nuclear power in South Korea.',
  status: 'fact', cites: ['korus:p19']});
CREATE (:Entity:Strategy {key: 'softer-tone', name: 'Softer tone on KORUS', aliases: [],
  description: 'Milder language about the pact.',
  status: 'claim', according_to: 'the article', cites: ['korus:p20']});
CREATE (:Entity:Strategy {key: 'tough-stance', name: 'Tough stance on KORUS', aliases: [],
  description: 'Hard bargaining over the pact, feared to cost the alliance dear.',
  status: 'forecast', according_to: 'White House', cites: ['korus:p20']});
CREATE (:Entity:Strategy {key: 'deficit-reduction-policy', name: 'Deficit reduction through KORUS revision', aliases: [],
  description: 'The policy of the Trump administration to shrink the deficit by changing the pact.',
  status: 'plan', according_to: 'Trump administration', cites: ['korus:p23']});

// Sectors
CREATE (:Entity:Sector {key: 'auto-sector', name: 'Automotive sector', aliases: ['Auto sector', 'Car industry'],
  description: 'Makers of cars and parts, the heart of the dispute.',
  cites: ['korus:p7', 'korus:p10']});
CREATE (:Entity:Sector {key: 'korean-agriculture', name: 'South Korean agriculture', aliases: ['South Korean farming sector'],
  description: 'Farming in South Korea, open to more American food since KORUS.',
  cites: ['korus:p13']});
CREATE (:Entity:Sector {key: 'services', name: 'Services', aliases: ['Services trade'],
  description: 'Trade other than goods, in which the United States earns a surplus.',
  cites: ['korus:p5', 'korus:p15']});
CREATE (:Entity:Sector {key: 'korean-nuclear-power', name: 'South Korean nuclear power', aliases: ['Nuclear power plants in South Korea'],
  description: 'Reactors that South Korea means to do without.',
  cites: ['korus:p19']});

// Products
CREATE (:Entity:Product {key: 'cars', name: 'Cars', aliases: ['Automobiles'],
  description: 'Passenger vehicles in general.',
  cites: ['korus:p5', 'korus:p7']});
CREATE (:Entity:Product {key: 'american-cars', name: 'American cars', aliases: ['US cars'],
  description: 'Cars from the United States that are to sell better in South Korea.',
  cites: ['korus:p10']});
CREATE (:Entity:Product {key: 'south-korean-cars', name: 'South Korean cars', aliases: ['Korean cars'],
  description: 'Cars of South Korean brands, imported into the United States or built there.',
  cites: ['korus:p8', 'korus:p9', 'korus:p24']});
CREATE (:Entity:Product {key: 'auto-parts', name: 'Auto parts', aliases: ['Car parts'],
  description: 'Parts for building cars.',
  cites: ['korus:p5', 'korus:p7', 'korus:p8', 'korus:p9', 'korus:p10']});
CREATE (:Entity:Product {key: 'pickup-trucks', name: 'Pickup trucks', aliases: ['Pickups'],
  description: 'Light trucks under a special US duty.',
  cites: ['korus:p11']});
CREATE (:Entity:Product {key: 'washing-machines', name: 'Washing machines', aliases: [],
  description: 'Household appliances hit by new US duties.',
  cites: ['korus:p6']});
CREATE (:Entity:Product {key: 'solar-cells', name: 'Solar cells', aliases: [],
  description: 'Parts of solar panels hit by new US duties.',
  cites: ['korus:p6']});
CREATE (:Entity:Product {key: 'beef', name: 'Beef', aliases: [],
  description: 'US farm product sold to South Korea.',
  cites: ['korus:p13']});
CREATE (:Entity:Product {key: 'pork', name: 'Pork', aliases: [],
  description: 'US farm product sold to South Korea.',
  cites: ['korus:p13']});
CREATE (:Entity:Product {key: 'grains', name: 'Grains', aliases: ['Cereals'],
  description: 'US farm products sold to South Korea.',
  cites: ['korus:p13']});
CREATE (:Entity:Product {key: 'lng', name: 'LNG', aliases: ['Liquefied natural gas'],
  description: 'Gas shipped in liquid form.',
  cites: ['korus:p19']});
CREATE (:Entity:Product {key: 'steel', name: 'Steel', aliases: [],
  description: 'Metal whose imports the United States is looking into.',
  cites: ['korus:p22']});
CREATE (:Entity:Product {key: 'aluminum', name: 'Aluminum', aliases: ['Aluminium'],
  description: 'Metal whose imports the United States is looking into.',
  cites: ['korus:p22']});

// Events
CREATE (:Entity:Event {key: 'original-talks', name: 'Original KORUS talks', aliases: ['First KORUS negotiations'],
  description: 'The negotiations that led to the pact.',
  status: 'fact', cites: ['korus:p3']});
CREATE (:Entity:Event {key: 'korus-renegotiation', name: 'KORUS renegotiation', aliases: ['KORUS amendment talks', 'Renegotiation of KORUS'],
  description: 'The new talks about the pact, agreed on in October 2017.',
  status: 'fact', valid_from: '2017-10', cites: ['korus:p1', 'korus:p2', 'korus:p3', 'korus:p4', 'korus:p6']});
CREATE (:Entity:Event {key: 'second-round', name: 'Second round of the KORUS renegotiation', aliases: [],
  description: 'Closed in the South Korean capital on the first day of February 2018.',
  status: 'fact', valid_to: '2018-02-01', cites: ['korus:p5']});
CREATE (:Entity:Event {key: 'ustr-statement', name: 'USTR statement on the second round', aliases: [],
  description: 'What the trade office made public after the round.',
  status: 'fact', cites: ['korus:p5']});
CREATE (:Entity:Event {key: 'icbm-test', name: 'North Korean ICBM test', aliases: ['ICBM test'],
  description: 'Test of a missile of intercontinental range.',
  status: 'fact', valid_from: '2017-09', valid_to: '2017-09', cites: ['korus:p1']});
CREATE (:Entity:Event {key: 'nuclear-crisis', name: 'North Korean nuclear crisis', aliases: [],
  description: 'The conflict over the nuclear arms of North Korea.',
  status: 'fact', cites: ['korus:p20']});
CREATE (:Entity:Event {key: 'assembly-approval', name: 'Parliamentary approval of KORUS in South Korea', aliases: [],
  description: 'The vote of 2011, which ISDS came close to preventing.',
  status: 'fact', valid_from: '2011', valid_to: '2011', cites: ['korus:p12']});
CREATE (:Entity:Event {key: 'quick-deal', name: 'Quick deal on KORUS', aliases: [],
  description: 'An early end of the talks with a result.',
  status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p4']});
CREATE (:Entity:Event {key: 'talks-collapse', name: 'Collapse of the KORUS renegotiation', aliases: [],
  description: 'The talks end without a result.',
  status: 'forecast', according_to: 'Wendy Cutler', cites: ['korus:p14', 'korus:p17']});
CREATE (:Entity:Event {key: 'asian-bilateral-talks', name: 'Bilateral trade talks in Asia', aliases: [],
  description: 'Separate trade deals with more Asian countries, as the president wishes.',
  status: 'plan', according_to: 'Wendy Cutler', cites: ['korus:p14', 'korus:p17']});
CREATE (:Entity:Event {key: 'factory-expansion', name: 'Hyundai and Kia factory expansion in the US', aliases: [],
  description: 'More money of the two carmakers for plants in the United States.',
  status: 'plan', according_to: 'the article', cites: ['korus:p9']});
CREATE (:Entity:Event {key: 'deficit-narrowing', name: 'Narrowing of the US goods deficit in 2017', aliases: [],
  description: 'The goods gap was smaller from January to November 2017 than a year before.',
  status: 'fact', valid_from: '2017-01', valid_to: '2017-11', cites: ['korus:p18']});
CREATE (:Entity:Event {key: 'us-recovery', name: 'US economic recovery', aliases: [],
  description: 'The upswing that sold more South Korean cars.',
  status: 'claim', according_to: 'James Fatheree', cites: ['korus:p24']});
CREATE (:Entity:Event {key: 'metals-investigation', name: 'US steel and aluminum investigation', aliases: [],
  description: 'A wide inquiry into metal imports, with South Korea as one of the countries.',
  status: 'fact', cites: ['korus:p22']});

// Interests: goods an actor wants to guard
CREATE (:Entity:Interest {key: 'us-national-security', name: 'US national security', aliases: ['National security'],
  description: 'What the United States has to weigh against its trade aims.',
  cites: ['korus:p2', 'korus:p21', 'korus:p22']});
CREATE (:Entity:Interest {key: 'judicial-sovereignty', name: 'South Korean judicial sovereignty', aliases: [],
  description: 'The right of South Korean courts to have the last word.',
  cites: ['korus:p12']});
CREATE (:Entity:Interest {key: 'bargaining-position', name: 'South Korean bargaining position', aliases: [],
  description: 'The strength of South Korea at the table.',
  cites: ['korus:p12']});

// Indicators: what a statistic measures, or what grows and shrinks
CREATE (:Entity:Indicator {key: 'us-trade-deficit', name: 'US trade deficit with South Korea', aliases: [],
  description: 'What the United States buys from South Korea beyond what it sells there.',
  cites: ['korus:p8', 'korus:p19', 'korus:p23', 'korus:p24']});
CREATE (:Entity:Indicator {key: 'us-goods-deficit', name: 'US goods trade deficit with South Korea', aliases: ['Goods deficit'],
  description: 'The same gap counted for goods only.',
  cites: ['korus:p15', 'korus:p18']});
CREATE (:Entity:Indicator {key: 'us-auto-deficit', name: 'US auto trade deficit with South Korea', aliases: ['Auto deficit'],
  description: 'The gap in cars and auto parts.',
  cites: ['korus:p7', 'korus:p10']});
CREATE (:Entity:Indicator {key: 'us-services-surplus', name: 'US services trade surplus with South Korea', aliases: ['Services surplus'],
  description: 'What the United States earns more than it pays in services.',
  cites: ['korus:p15']});
CREATE (:Entity:Indicator {key: 'korean-surplus', name: 'South Korean trade surplus with the US', aliases: [],
  description: 'The gap as South Korea sees it.',
  cites: ['korus:p7']});
CREATE (:Entity:Indicator {key: 'us-exports', name: 'US exports to South Korea', aliases: ['US sales to South Korea'],
  description: 'All that the United States sells to South Korea.',
  cites: ['korus:p5', 'korus:p19', 'korus:p25']});
CREATE (:Entity:Indicator {key: 'us-goods-exports', name: 'US goods exports to South Korea', aliases: [],
  description: 'Goods that the United States sells to South Korea.',
  trend: 'flat', status: 'fact', valid_from: '2012-03', cites: ['korus:p15']});
CREATE (:Entity:Indicator {key: 'us-farm-exports', name: 'US farm exports to South Korea', aliases: ['US agricultural exports to South Korea'],
  description: 'Food and feed sold to South Korea.',
  trend: 'rising', status: 'fact', cites: ['korus:p13']});
CREATE (:Entity:Indicator {key: 'korean-exports', name: 'South Korean exports to the US', aliases: [],
  description: 'All that South Korea sells to the United States.',
  trend: 'rising', status: 'fact', cites: ['korus:p25']});
CREATE (:Entity:Indicator {key: 'job-losses', name: 'American jobs lost to KORUS', aliases: [],
  description: 'Work said to have gone because of the pact.',
  cites: ['korus:p2']});
CREATE (:Entity:Indicator {key: 'korean-car-production', name: 'South Korean car production in the US', aliases: [],
  description: 'Cars of South Korean brands built in the United States; the jobs it brings ought to please the president.',
  trend: 'rising', status: 'fact', cites: ['korus:p8']});
CREATE (:Entity:Indicator {key: 'us-car-jobs', name: 'Local car jobs in the US', aliases: [],
  description: 'Work in and around the factories.',
  trend: 'rising', status: 'fact', cites: ['korus:p8']});
CREATE (:Entity:Indicator {key: 'korean-parts-imports', name: 'Imports of South Korean parts by Hyundai and Kia', aliases: [],
  description: 'Parts that the US factories fetch from South Korea.',
  trend: 'rising', status: 'fact', cites: ['korus:p8']});
CREATE (:Entity:Indicator {key: 'us-built-share', name: 'US-built share of Hyundai and Kia sales', aliases: [],
  description: 'How many of the cars they sell in the United States are built there.',
  cites: ['korus:p9']});
CREATE (:Entity:Indicator {key: 'korean-car-sales', name: 'Sales of South Korean cars in the US', aliases: [],
  description: 'Cars of South Korean brands sold in the United States.',
  trend: 'rising', status: 'claim', according_to: 'James Fatheree', cites: ['korus:p24']});
CREATE (:Entity:Indicator {key: 'korean-car-share', name: 'US market share of South Korean cars', aliases: [],
  description: 'Their part of all cars sold in the United States.',
  trend: 'flat', status: 'claim', according_to: 'James Fatheree', cites: ['korus:p24']});
CREATE (:Entity:Indicator {key: 'korean-market-size', name: 'Size of the South Korean market', aliases: [],
  description: 'How much South Korea can buy.',
  trend: 'much smaller than the US market', status: 'claim', according_to: 'the article', cites: ['korus:p25']});
CREATE (:Entity:Indicator {key: 'korean-growth', name: 'South Korean economic growth', aliases: [],
  description: 'The pace of the economy of South Korea.',
  trend: 'slow', status: 'claim', according_to: 'the article', cites: ['korus:p25']});
CREATE (:Entity:Indicator {key: 'fundamental-factors', name: 'Fundamental economic factors', aliases: [],
  description: 'Growth, demand and market size, as against the terms of a treaty.',
  cites: ['korus:p24']});
CREATE (:Entity:Indicator {key: 'talks-scope', name: 'Scope of the renegotiation', aliases: [],
  description: 'How many topics the talks take on.',
  cites: ['korus:p4']});
