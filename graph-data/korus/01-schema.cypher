// Keys are unique, so that a file can be loaded only once and a wrong key fails early.
CREATE CONSTRAINT entity_key IF NOT EXISTS FOR (n:Entity) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT excerpt_key IF NOT EXISTS FOR (n:Excerpt) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT source_key IF NOT EXISTS FOR (n:Source) REQUIRE n.key IS UNIQUE;

// Questions start from a name.
CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
