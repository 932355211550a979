// A shop's tables made a graph, as tutorials import the Northwind data: records from CSV files, indexes, foreign keys made
// relationships, a join table made relationships with properties. Nobody's data but these.
LOAD CSV WITH HEADERS FROM 'file:///northwind/products.csv' AS row
CREATE (n:Product)
SET n = row,
  n.unitPrice = toFloat(row.unitPrice),
  n.unitsInStock = toInteger(row.unitsInStock), n.unitsOnOrder = toInteger(row.unitsOnOrder),
  n.reorderLevel = toInteger(row.reorderLevel), n.discontinued = (row.discontinued <> "0");

LOAD CSV WITH HEADERS FROM "file:///northwind/categories.csv" AS row
CREATE (n:Category)
SET n = row;

LOAD CSV WITH HEADERS FROM 'file:///northwind/suppliers.csv' AS row
CREATE (n:Supplier)
SET n = row;

CREATE INDEX ON :Product(productID);
CREATE INDEX FOR (c:Category) ON (c.categoryID);
CREATE INDEX supplier_id IF NOT EXISTS FOR (s:Supplier) ON (s.supplierID);

MATCH (p:Product),(c:Category)
WHERE p.categoryID = c.categoryID
CREATE (p)-[:PART_OF]->(c);

MATCH (p:Product),(s:Supplier)
WHERE p.supplierID = s.supplierID
CREATE (s)-[:SUPPLIES]->(p);

LOAD CSV WITH HEADERS FROM 'file:///northwind/customers.csv' AS row
MERGE (c:Customer {customerID: row.customerID})
  ON CREATE SET c += row;

LOAD CSV WITH HEADERS FROM 'file:///northwind/orders.csv' AS row
MERGE (o:Order {orderID: row.orderID})
  ON CREATE SET o.shipCity = row.shipCity, o.customerID = row.customerID, o.freight = toFloat(row.freight),
    o.orderDate = date(row.orderDate), o.shippedDate = date(row.shippedDate);

CREATE CONSTRAINT ON (c:Customer) ASSERT c.customerID IS UNIQUE;
CREATE CONSTRAINT order_id IF NOT EXISTS FOR (o:Order) REQUIRE o.orderID IS UNIQUE;

MATCH (c:Customer),(o:Order)
WHERE c.customerID = o.customerID
CREATE (c)-[:PURCHASED]->(o);

LOAD CSV WITH HEADERS FROM 'file:///northwind/order-details.csv' AS row
MATCH (p:Product), (o:Order)
WHERE p.productID = row.productID AND o.orderID = row.orderID
CREATE (o)-[details:ORDERS]->(p)
SET details = row,
  details.quantity = toInteger(row.quantity), details.unitPrice = toFloat(row.unitPrice), details.discount = toFloat(row.discount);

LOAD CSV WITH HEADERS FROM 'file:///northwind/employees.csv' AS row
MERGE (e:Employee {employeeID: row.employeeID})
  ON CREATE SET e.firstName = row.firstName, e.lastName = row.lastName, e.title = row.title;

LOAD CSV WITH HEADERS FROM 'file:///northwind/orders.csv' AS row
MATCH (o:Order {orderID: row.orderID})
MATCH (e:Employee {employeeID: row.employeeID})
MERGE (e)-[:SOLD]->(o);

LOAD CSV WITH HEADERS FROM 'file:///northwind/employees.csv' AS row
MATCH (employee:Employee {employeeID: row.employeeID})
MATCH (manager:Employee {employeeID: row.reportsTo})
MERGE (employee)-[:REPORTS_TO]->(manager);
