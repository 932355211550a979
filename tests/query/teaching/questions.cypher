// Questions, answers and comments, in the schema of the tutorials on Stack Overflow: made from a document of the kind that its service gives,
// with the seconds since 1970 of each question. The user of the second answer is deleted. Nobody's data but these.
CREATE CONSTRAINT question_uuid IF NOT EXISTS FOR (q:Question) REQUIRE q.uuid IS UNIQUE;

WITH {items: [
  {question_id: 101, title: 'How to merge?', creation_date: 1609502400, view_count: 50, owner: {user_id: 1, display_name: 'Ann'}, tags: ['graphs', 'cypher', 'merge'],
   answers: [{answer_id: 201, is_accepted: true, score: 5, owner: {user_id: 2, display_name: 'Bo'}}, {answer_id: 202, is_accepted: false, score: -1, owner: {}}],
   comments: [{comment_id: 301, score: 1, owner: {user_id: 3, display_name: 'Cy'}}, {comment_id: 302, score: 0, owner: {user_id: 2, display_name: 'Bo'}}]},
  {question_id: 102, title: 'Why null?', creation_date: 1609588800, view_count: 10, owner: {user_id: 3, display_name: 'Cy'}, tags: ['graphs', 'cypher'],
   answers: [{answer_id: 203, is_accepted: false, score: 2, owner: {user_id: 2, display_name: 'Bo'}}],
   comments: [{comment_id: 303, score: 4, owner: {user_id: 2, display_name: 'Bo'}}]},
  {question_id: 103, title: 'Which index?', creation_date: 1612137600, view_count: 99, owner: {user_id: 1, display_name: 'Ann'}, tags: ['graphs', 'indexes'],
   answers: [], comments: [{comment_id: 304, score: 0, owner: {user_id: 3, display_name: 'Cy'}}, {comment_id: 305, score: 0, owner: {user_id: 2, display_name: 'Bo'}}]},
  {question_id: 104, title: 'Paths of dates', creation_date: 1614556800, view_count: 5, owner: {user_id: 4, display_name: 'Di'}, tags: ['cypher', 'dates'],
   answers: [{answer_id: 204, is_accepted: true, score: 7, owner: {user_id: 1, display_name: 'Ann'}}]},
  {question_id: 105, title: 'Old?', creation_date: 1577836800, view_count: 0, owner: {user_id: 4, display_name: 'Di'}, tags: ['graphs', 'indexes', 'dates']}
]} AS value
UNWIND value.items AS q
// create the questions
MERGE (question:Question {uuid: q.question_id})
  ON CREATE SET question.title = q.title, question.creation_date = q.creation_date, question.view_count = q.view_count,
    question.answer_count = size(coalesce(q.answers, []))
// who asked the question
MERGE (owner:User {uuid: coalesce(q.owner.user_id, 'deleted')})
  ON CREATE SET owner.display_name = q.owner.display_name
MERGE (owner)-[:ASKED]->(question)
// what tags do the questions have
FOREACH (tagName IN q.tags |
  MERGE (tag:Tag {name: tagName})
    ON CREATE SET tag.link = "/tagged/" + tag.name
  MERGE (question)-[:TAGGED]->(tag))
// who answered the questions?
FOREACH (a IN q.answers |
   MERGE (question)<-[:ANSWERED]-(answer:Answer {uuid: a.answer_id})
    ON CREATE SET answer.is_accepted = a.is_accepted, answer.score = a.score
   MERGE (answerer:User {uuid: coalesce(a.owner.user_id, 'deleted')})
    ON CREATE SET answerer.display_name = a.owner.display_name
   MERGE (answer)<-[:PROVIDED]-(answerer)
)
// who commented on the question
FOREACH (c IN q.comments |
  MERGE (question)<-[:COMMENTED_ON]-(comment:Comment {uuid: c.comment_id})
    ON CREATE SET comment.score = c.score
  MERGE (commenter:User {uuid: coalesce(c.owner.user_id, 'deleted')})
    ON CREATE SET commenter.display_name = c.owner.display_name
  MERGE (comment)<-[:COMMENTED]-(commenter)
);
