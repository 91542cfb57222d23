"""A Salesforce org: OAuth JWT bearer, SOQL for the queries in use, records with external ids, Collections,
Composite."""
