// A client of node-postgres listens, loses its connection again and again,
// comes back and catches up: it has each event exactly once, while two writers
// raise alerts all the time, one of them committing late.
'use strict';

const { connect, is, makeDatabase, ok, pause, run, until } = require('./clients');

const AGENT = 'ann';
const LOSSES = 6;
const LOOK = 300;               // ms between looks when no hint comes

// What a client has to do, in one place.
class Listener {
	constructor(settings) {
		this.settings = settings;
		this.events = [];       // what it has; kept together with the cursor,
		this.cursor = null;     // as a program would keep both in one file
		this.connections = 0;
		this.hints = 0;
		this.looks = true;      // or by hints alone
		this.stopped = false;
		this.said = null;       // the last error
	}

	async go() {
		while (!this.stopped) {
			try {
				await this.session();
			} catch (error) {
				// lost: again, from the cursor
				if (error.message !== this.said)
					console.log(`# ${this.said = error.message}`);
			}
		}
	}

	async session() {
		const client = await connect(this.settings);
		const lost = new Promise((resolve) => client.once('end', resolve));
		let wake;
		let woken;
		const sleep = () => { woken = new Promise((resolve) => { wake = resolve; }); };
		sleep();
		client.on('notification', (message) => {
			if (JSON.parse(message.payload).kind !== 'ping') {
				this.hints++;
				wake();
			}
		});
		try {
			await client.query('SELECT complaint.act_as($1, local => false)', [AGENT]);
			const { rows } = await client.query('SELECT complaint.channel($1) AS channel', [AGENT]);
			await client.query(`LISTEN ${client.escapeIdentifier(rows[0].channel)}`);
			this.connections++;
			while (!this.stopped) {
				sleep();
				await this.read(client);
				if (await Promise.race([woken, lost.then(() => 'lost'), this.looks ? pause(LOOK) : new Promise(() => {})]) === 'lost')
					return;
			}
		} finally {
			client.end().catch(() => {});
		}
	}

	async read(client) {
		for (;;) {
			const { rows } = await client.query('SELECT event, kind, alert, cursor FROM complaint.events($1, $2, 7)',
				[AGENT, this.cursor]);
			if (rows.length === 0)
				return;
			for (const row of rows) {
				this.events.push(row);
				this.cursor = row.cursor;
			}
		}
	}
}

const THREAT = 'I will report you to the ombudsman.';
const INSERT = 'INSERT INTO chat (session_id, message_id, agent_id, body) VALUES ($1, 1, $2, $3)';

// The writers go on until there is enough, and say how many alerts they raised.
async function writeSingly(settings, name, enough) {
	const client = await connect(settings);
	let raised = 0;
	while (!enough())
		await client.query(INSERT, [`${name}-${raised++}`, AGENT, THREAT]);
	await client.end();
	return raised;
}

// Begins before others and commits after them; some of it is rolled back.
async function writeLate(settings, name, enough) {
	const client = await connect(settings);
	let raised = 0;
	while (!enough()) {
		await client.query('BEGIN');
		await client.query(INSERT, [`${name}-${raised++}`, AGENT, THREAT]);
		await client.query('SAVEPOINT a');
		await client.query(INSERT, [`${name}-rolled-back-${raised}`, AGENT, THREAT]);
		await client.query('ROLLBACK TO a');
		await client.query(INSERT, [`${name}-${raised++}`, AGENT, THREAT]);
		await pause(15);
		await client.query('COMMIT');
	}
	await client.end();
	return raised;
}

run(async () => {
	const { admin, database } = await makeDatabase('node_postgres');
	const writer = { user: 'chat_app', database };
	const listener = new Listener({ user: 'workbench', database, application_name: 'listener' });
	const listening = listener.go();
	await until('the listener listens', () => listener.connections === 1);

	let losses = 0;
	const enough = () => losses >= LOSSES;
	const written = Promise.all([writeSingly(writer, 'single', enough), writeLate(writer, 'late', enough)]);
	while (!enough()) {
		const heard = listener.events.length;
		await Promise.race([written, until('the listener goes on', () => listener.events.length > heard)]);
		const before = listener.connections;
		const { rowCount } = await admin.query(
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener'");
		await until('the listener is back', () => listener.connections > before);
		losses += rowCount;
	}
	const raised = await written;
	ok(true, `lost its connection ${losses} times while alerts were raised`);

	const expected = (await admin.query(
		'SELECT e.event FROM complaint.event AS e JOIN complaint.alert AS a USING (alert) WHERE $1 = ANY (e.recipients)', [AGENT]))
		.rows.map((row) => row.event).sort();
	is(expected.length, raised[0] + raised[1], 'every message raised an alert');
	await until('the listener has caught up', () => listener.events.length >= expected.length);
	is(listener.events.map((row) => row.event).sort(), expected, 'each event exactly once');

	// steps of an alert come after it was raised
	const client = await connect({ user: 'workbench', database });
	await client.query('SELECT complaint.act_as($1, local => false)', [AGENT]);
	const { alert } = listener.events[0];
	await client.query('SELECT complaint.acknowledge($1)', [alert]);
	await client.query('SELECT complaint.resolve($1, note => $2)', [alert, 'called back']);
	await until('the steps are heard', () => listener.events.length >= expected.length + 2);
	is(listener.events.filter((row) => row.alert === alert).map((row) => row.kind),
		['raised', 'acknowledged', 'resolved'], 'what was done to an alert, in its order');

	// by hints alone; one may be held back after so many, so try until one comes
	listener.looks = false;
	await pause(2 * LOOK);
	const { hints } = listener;
	const chat = await connect(writer);
	let extra = 0;
	await until('a hint comes on the new connection', async () => {
		await chat.query(INSERT, [`hint-${extra++}`, AGENT, THREAT]);
		await pause(50);
		return listener.hints > hints;
	});
	await until('what it hints at is read', () => listener.events.some((row) => row.kind === 'raised'
		&& !expected.includes(row.event)));
	ok(true, 'a hint is heard on the last connection, and what it hints at is read');

	listener.stopped = true;
	await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'listener'");
	await listening;
	is((await admin.query('SELECT * FROM complaint.verify()')).rows, [], 'verify()');
});
