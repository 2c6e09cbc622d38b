-- Effects: what raises, lowers or suppresses the levels of other rules, and how
-- much of a message it covers.
\set VERBOSITY default
\set SHOW_CONTEXT never

CREATE FUNCTION level(body text) RETURNS text LANGUAGE sql AS $$
	SELECT concat_ws(' ', level, array_to_string(rules, ',')) FROM complaint.classify(body, 'e') $$;

INSERT INTO complaint.ruleset (ruleset) VALUES ('e');
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES ('e', 'but', 'terminator');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('e', 'but', 'but'), ('e', 'but', '但是');
INSERT INTO complaint.rule (ruleset, rule, pattern, level) VALUES
	('e', 'mild', '''slow'' | ''慢''', 1), ('e', 'bad', '''terrible'' | ''太差''', 2), ('e', 'accuse', '''cheated''', 3), ('e', 'threat', '''lawyer''', 4);
INSERT INTO complaint.rule (ruleset, rule, pattern, effect, raise_to) VALUES
	('e', 'booster', '''very'' | ''太''', 'raise', NULL),
	('e', 'emoji', '''😡'' | ''😠''', 'raise', NULL),
	('e', 'faintly', '''faintly''', 'raise', 2),
	('e', 'abuse', '''idiots''', 'raise', 4),
	('e', 'dampener', '''a bit'' | ''有点''', 'lower', NULL),
	('e', 'solved', '''solved'' | ''解决了''', 'suppress', NULL);

-- raise and lower go by one; a raise goes up to 3 and no further, because tone
-- makes no threat, unless the rule says how far
SELECT level('slow'), level('very slow'), level('very terrible'), level('cheated'), level('very cheated'), level('very lawyer');
SELECT level('faintly slow'), level('faintly terrible'), level('cheated, idiots'), level('very cheated, idiots'), level('faintly terrible, very');
SELECT level('a bit slow'), level('a bit terrible'), level('lawyer, a bit'), level('very cheated, a bit'), level('terrible, solved');

-- an effect covers its sentence
SELECT level('Terrible. Thanks, it is solved now.'), level('Terrible, but solved.'), level('Solved! Terrible.');
SELECT level('太差。谢谢，解决了'), level('之前太差，现在解决了');
-- and not what a word of kind contrast turns from
INSERT INTO complaint.entity (ruleset, entity, kind) VALUES ('e', 'turn', 'contrast');
INSERT INTO complaint.term (ruleset, entity, term) VALUES ('e', 'turn', 'however'), ('e', 'turn', '不过');
SELECT level('solved but terrible'), level('solved however terrible'), level('terrible however solved'), level('谢谢解决了不过太差'), level('a bit slow however very terrible');
-- emoji that stand alone belong to what they comment on
SELECT level('It is slow. 😡😡'), level('It is slow. 😡 Bye'), level('😡 It is slow.');
-- in a chat line white space is a full stop
SELECT level('谢谢 已经解决了 你们太差'), level('慢 太'), level('有点慢　太差');
-- a sentence of more than 40 tokens is taken clause by clause: a friendly word
-- in speech without punctuation does not silence all of it
SELECT level('thanks the first thing is solved ' || repeat('and so on ', n) || 'your service is terrible') AS short_and_long
	FROM unnest(ARRAY[8, 12]) AS n;
SELECT level('thanks the first thing is solved ' || repeat('and so on ', 12) || 'but your service is terrible'),
	level('thanks the first thing is solved, ' || repeat('and so on ', 12) || 'your service is terrible'),
	level(repeat('and so on ', 12) || 'your service was terrible but it is solved'),
	level('your service was terrible, solved, ' || repeat('and so on ', 12));
-- intensity is data: capitals, runs of exclamation marks, emoji and emoticons
-- raise what stands with them, up to 3
INSERT INTO complaint.rule (ruleset, rule, pattern, effect) VALUES
	('e', 'capitals', 'caps & (''slow'' | ''terrible'' | ''cheated'')', 'raise'),
	('e', 'exclaims', 'exclaim >= 3 & (''slow'' | ''terrible'' | ''cheated'')', 'raise'),
	('e', 'smile', '''🙂''', 'lower');
SELECT level('YOUR APP IS SLOW'), level('slow!!!'), level('SO SO TERRIBLE!!!'), level('I WAS CHEATED!!! 😡'), level('slow!!');
SELECT level('terrible :)'), level('terrible >:('), level('terrible! :)'), level('Terrible. Bye :)');

-- as many effects and hits as there can be
SELECT level FROM complaint.classify(repeat('very slow a bit solved but 😡 ', 1500), 'e');
