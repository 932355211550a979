// The same network with dates as date-times, as the benchmark's Business Intelligence queries want them.
MATCH (element:Person|Forum|Message)
SET element.creationDate = datetime({epochMillis: element.creationDate});

MATCH ()-[element:KNOWS|LIKES]->()
SET element.creationDate = datetime({epochMillis: element.creationDate});
