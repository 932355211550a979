// The evidence: one source and its 25 paragraphs. A relation or a node points here with its list `cites`.
// The article shows neither title nor publisher, date or address. The title is ours; the rest is left out, which means unknown.
CREATE (:Source {key: 'korus-article', title: 'Untitled article on the renegotiation of KORUS, early 2018'});

// Each summary is our own short paraphrase. Paragraphs are the non-empty lines, counted from 1.
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p1', locator: 'paragraph 1',
  summary: 'Trump nearly left KORUS in September; after a North Korean missile test officials thought again, and in the following month the US settled for new talks.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p2', locator: 'paragraph 2',
  summary: 'Security has to be weighed in the wish to change the pact, which Trump blames for a loss of jobs.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p3', locator: 'paragraph 3',
  summary: 'Cutler, chief US negotiator of the first talks, does not know the outcome but hopes, with care, for a sober US course.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p4', locator: 'paragraph 4',
  summary: 'Congress has not been asked, as large changes would demand; Cutler says that a narrow agenda makes things easier.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p5', locator: 'paragraph 5',
  summary: 'After a round in the South Korean capital that closed on 1 February, the USTR under Lighthizer reported concrete points on market access and duties, and the open matter of import promises.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p6', locator: 'paragraph 6',
  summary: 'New duties on washing machines and solar cells may help the talks or harm them; South Korea wants to take them to the WTO, and they may please voters.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p7', locator: 'paragraph 7',
  summary: 'The gap in cars and parts is the sorest point, and cars make up most of the surplus of South Korea.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p8', locator: 'paragraph 8',
  summary: 'Factories of Hyundai and Kia in the US create jobs but draw more parts from home, which adds to the deficit; the US wants American parts instead.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p9', locator: 'paragraph 9',
  summary: 'Half of what the two carmakers sell in the US is built there; analysts fear for their expansion if content rules become stricter.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p10', locator: 'paragraph 10',
  summary: 'The US wants easier sales of its cars in South Korea and new terms on duties, other barriers and origin, in order to cut the auto gap.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p11', locator: 'paragraph 11',
  summary: 'South Korea could give way by leaving the duty on pickups in place, although it should begin to go in 2019.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p12', locator: 'paragraph 12',
  summary: 'South Korea brings its own wishes, first of all a look at ISDS, which almost stopped the pact in parliament in 2011 and is felt to weaken its courts.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p13', locator: 'paragraph 13',
  summary: 'South Korea may try to shelter its farmers; American food sells well there thanks to the pact.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p14', locator: 'paragraph 14',
  summary: 'Cutler: Asia follows the talks, and a failure would spoil the chance of further bilateral deals.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p15', locator: 'paragraph 15',
  summary: 'Trump lays the doubled goods deficit to KORUS; goods exports stand still and the gap grew, while the surplus in services grew as well.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p16', locator: 'paragraph 16',
  summary: 'Lighthizer is said to have advised Trump in 2017 to end KORUS in case NAFTA survived, so as to look tough to voters; business stands behind NAFTA.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p17', locator: 'paragraph 17',
  summary: 'The remark by Cutler on Asia, printed a second time as a highlighted quotation.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p18', locator: 'paragraph 18',
  summary: 'New developments let Trump keep KORUS, first among them a smaller goods gap from January to November 2017.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p19', locator: 'paragraph 19',
  summary: 'A cheaper dollar could lift US sales, and more gas for a South Korea without reactors could shrink the gap.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p20', locator: 'paragraph 20',
  summary: 'The crisis over North Korea seems to have made the White House milder, for the sake of the alliance.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p21', locator: 'paragraph 21',
  summary: 'Schott: the new security strategy, with North Korea as a chief danger, also commits Lighthizer.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p22', locator: 'paragraph 22',
  summary: 'As an ally South Korea will probably be spared higher duties on its metals, although the inquiry, aimed above all at China, includes it.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p23', locator: 'paragraph 23',
  summary: 'Experts fault the policy of cutting the deficit through KORUS; Fatheree says that such talks cannot mend it.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p24', locator: 'paragraph 24',
  summary: 'Fatheree sees basic economic causes: recovery sold more South Korean cars even before the duties went in 2016, at an unchanged market share.'})-[:FROM]->(s);
MATCH (s:Source {key: 'korus-article'})
CREATE (:Excerpt {key: 'korus:p25', locator: 'paragraph 25',
  summary: 'South Korea cannot easily buy as much more as it sells, being the smaller market and growing slowly.'})-[:FROM]->(s);
