// Who acts: people, countries, public bodies, organizations, companies, groups; and the places they are in.

// People
CREATE (:Entity:Actor:Person {key: 'donald-trump', name: 'Donald Trump', aliases: ['Trump', 'President Trump', 'US President'],
  description: 'President of the United States. He condemns KORUS, has put duties on goods from South Korea, and wants to show his voters that he is firm on trade.',
  cites: ['korus:p1', 'korus:p2', 'korus:p6', 'korus:p8', 'korus:p15', 'korus:p16', 'korus:p18']});
CREATE (:Entity:Actor:Person {key: 'robert-lighthizer', name: 'Robert Lighthizer', aliases: ['Lighthizer', 'US Trade Representative'],
  description: 'Head of the US trade office and known for a hard line on trade.',
  stance: 'hard line on trade', cites: ['korus:p5', 'korus:p16', 'korus:p21']});
CREATE (:Entity:Actor:Person {key: 'wendy-cutler', name: 'Wendy Cutler', aliases: ['Cutler'],
  description: 'Chief negotiator of the US side when KORUS was first made; now comments on the new talks from outside.',
  cites: ['korus:p3', 'korus:p4', 'korus:p14', 'korus:p17']});
CREATE (:Entity:Actor:Person {key: 'jeffrey-schott', name: 'Jeffrey Schott', aliases: ['Schott'],
  description: 'Senior fellow of an economics institute; reads trade and security policy as one.',
  cites: ['korus:p21']});
CREATE (:Entity:Actor:Person {key: 'james-fatheree', name: 'James Fatheree', aliases: ['Fatheree'],
  description: 'Vice president for Asia of a US business federation; doubts that bilateral talks can cure the deficit.',
  cites: ['korus:p23', 'korus:p24']});

// Countries. A capital that acts is its country: Seoul, Washington, Pyongyang
CREATE (:Entity:Actor:Country {key: 'united-states', name: 'United States', aliases: ['US', 'U.S.', 'USA', 'America', 'United States of America', 'Washington'],
  description: 'One of the two KORUS countries; imports more goods from South Korea than it sells there.',
  cites: ['korus:p1', 'korus:p5', 'korus:p7', 'korus:p8', 'korus:p10', 'korus:p13', 'korus:p15', 'korus:p19', 'korus:p22']});
CREATE (:Entity:Actor:Country {key: 'south-korea', name: 'South Korea', aliases: ['Seoul', 'Republic of Korea', 'ROK'],
  description: 'The other KORUS country, a military ally of the United States and home of Hyundai and Kia.',
  cites: ['korus:p1', 'korus:p5', 'korus:p6', 'korus:p10', 'korus:p11', 'korus:p12', 'korus:p13', 'korus:p19', 'korus:p22', 'korus:p25']});
CREATE (:Entity:Actor:Country {key: 'north-korea', name: 'North Korea', aliases: ['Pyongyang', 'DPRK'],
  description: 'State whose missile test and nuclear crisis changed the mood about KORUS.',
  cites: ['korus:p1', 'korus:p20', 'korus:p21']});
CREATE (:Entity:Actor:Country {key: 'china', name: 'China', aliases: ["People's Republic of China", 'PRC'],
  description: 'Main target of the US inquiry into steel and aluminum imports.',
  cites: ['korus:p22']});

// Public bodies: the president, his administration, the White House and the country are four different nodes
CREATE (:Entity:Actor:Institution {key: 'trump-administration', name: 'Trump administration', aliases: ['Administration of Donald Trump', 'US administration'],
  description: 'The executive branch under Donald Trump; it runs the renegotiation and wants a smaller trade deficit.',
  cites: ['korus:p2', 'korus:p3', 'korus:p4', 'korus:p6', 'korus:p19', 'korus:p23']});
CREATE (:Entity:Actor:Institution {key: 'white-house', name: 'White House', aliases: [],
  description: 'The staff and office of the president; it has become milder about KORUS.',
  cites: ['korus:p20']});
CREATE (:Entity:Actor:Institution {key: 'ustr', name: 'Office of the US Trade Representative', aliases: ['USTR', 'Office of the United States Trade Representative'],
  description: 'The US agency that conducts the trade talks, under Robert Lighthizer.',
  cites: ['korus:p5']});
CREATE (:Entity:Actor:Institution {key: 'us-congress', name: 'US Congress', aliases: ['Congress', 'United States Congress'],
  description: 'The US legislature, which has to approve far-reaching changes of KORUS.',
  cites: ['korus:p4']});
CREATE (:Entity:Actor:Institution {key: 'national-assembly', name: 'South Korean National Assembly', aliases: ['National Assembly', 'National Assembly of South Korea'],
  description: 'The legislature of South Korea, which had to approve KORUS.',
  cites: ['korus:p12']});

// Organizations
CREATE (:Entity:Actor:Organization {key: 'korea-economic-institute', name: 'Korea Economic Institute', aliases: ['KEI'],
  description: 'Institute in Washington, D.C. that heard Wendy Cutler on the talks.',
  cites: ['korus:p3']});
CREATE (:Entity:Actor:Organization {key: 'peterson-institute', name: 'Peterson Institute for International Economics', aliases: ['Peterson Institute', 'PIIE'],
  description: 'Economics institute where Jeffrey Schott works.',
  cites: ['korus:p21']});
CREATE (:Entity:Actor:Organization {key: 'us-chamber-of-commerce', name: 'US Chamber of Commerce', aliases: ['United States Chamber of Commerce'],
  description: 'US business federation where James Fatheree is responsible for Asia.',
  cites: ['korus:p23']});
CREATE (:Entity:Actor:Organization {key: 'wto', name: 'World Trade Organization', aliases: ['WTO'],
  description: 'The world trade body to which South Korea means to take its complaint.',
  cites: ['korus:p6']});

// Companies
CREATE (:Entity:Actor:Company {key: 'hyundai', name: 'Hyundai', aliases: ['Hyundai Motor'],
  description: 'South Korean carmaker with factories in the United States that it feeds with parts from home.',
  cites: ['korus:p8', 'korus:p9']});
CREATE (:Entity:Actor:Company {key: 'kia', name: 'Kia', aliases: ['Kia Motors'],
  description: 'South Korean carmaker that builds in the United States too and, like Hyundai, brings parts from home.',
  cites: ['korus:p8', 'korus:p9']});

// Groups without a name of their own
CREATE (:Entity:Actor:Group {key: 'us-officials', name: 'US officials', aliases: [],
  description: 'Unnamed people in the US government who thought better of leaving KORUS.',
  cites: ['korus:p1']});
CREATE (:Entity:Actor:Group {key: 'political-base', name: 'Trump political base', aliases: ['Political base of Donald Trump'],
  description: 'The voters whom the president wants to please by being firm on trade.',
  cites: ['korus:p6', 'korus:p16']});
CREATE (:Entity:Actor:Group {key: 'us-business-community', name: 'US business community', aliases: ['American business'],
  description: 'US companies taken together; they stand behind NAFTA.',
  cites: ['korus:p16']});
CREATE (:Entity:Actor:Group {key: 'other-asian-nations', name: 'Other Asian nations', aliases: ['Rest of Asia'],
  description: 'The countries of Asia apart from South Korea with which separate trade deals are wished.',
  cites: ['korus:p14', 'korus:p17']});
CREATE (:Entity:Actor:Group {key: 'foreign-investors', name: 'Foreign investors', aliases: [],
  description: 'Investors from abroad, who may sue a state under ISDS.',
  cites: ['korus:p12']});
CREATE (:Entity:Actor:Group {key: 'arbitration-bodies', name: 'International arbitration bodies', aliases: ['Arbitration tribunals'],
  description: 'The forums outside the national courts that hear ISDS cases.',
  cites: ['korus:p12']});
CREATE (:Entity:Actor:Group {key: 'trade-specialists', name: 'Trade specialists', aliases: ['Trade experts'],
  description: 'Experts who find fault with cutting the deficit by way of KORUS.',
  cites: ['korus:p23']});
CREATE (:Entity:Actor:Group {key: 'analysts', name: 'Industry analysts', aliases: ['Analysts'],
  description: 'Unnamed observers of the car industry who warn about content rules.',
  cites: ['korus:p9']});

// Places. The cities are nodes of their own, so that a capital as an actor and as a location stay apart
CREATE (:Entity:Place {key: 'city-of-seoul', name: 'City of Seoul', aliases: [],
  description: 'Capital of South Korea, where the second round of the new talks closed.',
  cites: ['korus:p5']});
CREATE (:Entity:Place {key: 'washington-dc', name: 'Washington, D.C.', aliases: ['District of Columbia'],
  description: 'Capital of the United States, where Wendy Cutler spoke.',
  cites: ['korus:p3']});
CREATE (:Entity:Place {key: 'asia', name: 'Asia', aliases: [],
  description: 'The continent whose governments follow the KORUS talks.',
  cites: ['korus:p14', 'korus:p17', 'korus:p23']});
