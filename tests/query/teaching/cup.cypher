// Tournaments, teams, squads, matches and goals, in the schema of the tutorials on a world cup. Scores are text where the service that gives
// them writes text, penalties only where there were any. Nobody's data but these.
CREATE
  (c15:Tournament {id: 't15', name: 'Cup 2015', shortName: 'C15', year: 2015}), (c19:Tournament {id: 't19', name: 'Cup 2019', shortName: 'C19', year: 2019}),
  (c11:Tournament {id: 't11', name: 'Cup 2011', shortName: 'C11', year: 2011}),
  (nor:Team {id: 1, name: 'Nordia'}), (sur:Team {id: 2, name: 'Suria'}), (est:Team {id: 3, name: 'Estia'}), (wes:Team {id: 4, name: 'Westland'}),
  (nor)-[:PARTICIPATED_IN]->(c11), (sur)-[:PARTICIPATED_IN]->(c11), (nor)-[:PARTICIPATED_IN]->(c15), (sur)-[:PARTICIPATED_IN]->(c15),
  (est)-[:PARTICIPATED_IN]->(c15), (nor)-[:PARTICIPATED_IN]->(c19), (est)-[:PARTICIPATED_IN]->(c19), (wes)-[:PARTICIPATED_IN]->(c19),
  (m1:Match {id: 'm1', stage: 'Final', date: date('2011-07-17')}), (m2:Match {id: 'm2', stage: 'Final', date: date('2015-07-05')}),
  (m3:Match {id: 'm3', stage: 'First stage', date: date('2015-06-10')}), (m4:Match {id: 'm4', stage: 'First stage', date: date('2019-06-08')}),
  (m5:Match {id: 'm5', stage: 'First stage', date: date('2019-06-12')}),
  (m1)-[:IN_TOURNAMENT]->(c11), (m2)-[:IN_TOURNAMENT]->(c15), (m3)-[:IN_TOURNAMENT]->(c15), (m4)-[:IN_TOURNAMENT]->(c19), (m5)-[:IN_TOURNAMENT]->(c19),
  (nor)-[:PLAYED_IN {score: 2, penaltyScore: 1}]->(m1), (sur)-[:PLAYED_IN {score: 2, penaltyScore: 3}]->(m1),
  (nor)-[:PLAYED_IN {score: 5}]->(m2), (sur)-[:PLAYED_IN {score: 2}]->(m2), (est)-[:PLAYED_IN {score: 0}]->(m3), (nor)-[:PLAYED_IN {score: 1}]->(m3),
  (wes)-[:PLAYED_IN {score: 1}]->(m4), (nor)-[:PLAYED_IN {score: 1}]->(m4), (est)-[:PLAYED_IN {score: 3}]->(m5), (wes)-[:PLAYED_IN {score: 0}]->(m5),
  (s11:Squad {id: 'Nordia in 2011'}), (s15:Squad {id: 'Nordia in 2015'}), (s19:Squad {id: 'Nordia in 2019'}), (e19:Squad {id: 'Estia in 2019'}),
  (nor)-[:NAMED]->(s11), (nor)-[:NAMED]->(s15), (nor)-[:NAMED]->(s19), (est)-[:NAMED]->(e19),
  (s11)-[:FOR]->(c11), (s15)-[:FOR]->(c15), (s19)-[:FOR]->(c19), (e19)-[:FOR]->(c19),
  (ida:Person {id: 11, name: 'Ida', dob: date('1985-02-19')}), (liv:Person {id: 12, name: 'Liv', dob: date('1994-11-01')}),
  (ewa:Person {id: 13, name: 'Ewa'}), (kai:Person {id: 14, name: 'Kai', dob: date('1970-01-01')}),
  (ida)-[:IN_SQUAD]->(s11), (ida)-[:IN_SQUAD]->(s15), (ida)-[:IN_SQUAD]->(s19), (liv)-[:IN_SQUAD]->(s15), (liv)-[:IN_SQUAD]->(s19), (ewa)-[:IN_SQUAD]->(e19),
  (kai)-[:COACH_FOR]->(s19),
  (ida)-[:PLAYED_IN {type: 'Started'}]->(m1), (ida)-[:PLAYED_IN {type: 'Started'}]->(m2), (liv)-[:PLAYED_IN {type: 'Subbed On', minuteOn: 60}]->(m2),
  (liv)-[:PLAYED_IN {type: 'Subbed On', minuteOn: 80}]->(m3), (ida)-[:PLAYED_IN {type: 'Started'}]->(m4), (ewa)-[:PLAYED_IN {type: 'Started'}]->(m5),
  (ida)-[:SCORED_GOAL {minute: 3}]->(m1), (ida)-[:SCORED_GOAL {minute: 70}]->(m1), (ida)-[:SCORED_GOAL {minute: 12}]->(m2),
  (liv)-[:SCORED_GOAL {minute: 61}]->(m2), (liv)-[:SCORED_GOAL {minute: 88}]->(m2), (liv)-[:SCORED_GOAL {minute: 90}]->(m3),
  (ida)-[:SCORED_GOAL {minute: 45}]->(m4), (ewa)-[:SCORED_GOAL {minute: 5}]->(m5), (ewa)-[:SCORED_GOAL {minute: 50}]->(m5);
MATCH (p:Person)-[:IN_SQUAD]-()<-[:NAMED]-(team:Team)
MERGE (p)-[:REPRESENTS]->(team);
