-- The extension works on UTF8 only, and says so in a database of any other
-- encoding.  (A database that says CREATE EXTENSION itself starts empty.)
\set SHOW_CONTEXT never
SELECT current_database() AS here \gset
CREATE DATABASE regress_complaint_ascii ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
\c regress_complaint_ascii
CREATE EXTENSION complaint;
\c :here
DROP DATABASE regress_complaint_ascii;
CREATE DATABASE regress_complaint_latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0;
\c regress_complaint_latin
CREATE EXTENSION complaint;
\c :here
DROP DATABASE regress_complaint_latin;
CREATE EXTENSION complaint;
SELECT (complaint.classify('hello')).truncated;
