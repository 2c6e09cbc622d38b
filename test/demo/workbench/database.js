// The database as the workbench sees it: transactions in the name of an agent,
// and hints that something happened.
//
// Only public functions of the extension are called, each in a transaction
// that begins with complaint.act_as(agent).  What the agent may not see, the
// database does not give; this program needs no checks of its own for that.
'use strict';

const { EventEmitter } = require('node:events');
const { Client, Pool } = require('pg');

const STATEMENT_TIMEOUT = '10s';
const PATIENCE = 15000;         // ms for an answer, when not even an error comes
const BEAT = 5000;              // ms between looks at the listening connection
const BACK_OFF = [200, 10000];  // ms: first and longest wait before it is made anew
const EVENTS_AT_ONCE = 100;

const ALERTS = `
SELECT alert, policy, description, scope, source, session_id, key, state, severity, level, harms, type, count,
	customer, raised_at, acknowledged_at, acknowledged_by, claimed_by, claimed_until, escalated
FROM complaint.my_alerts`;

const CONVERSATION = `
SELECT NULL::text AS session_id, message_id, sender, at, body, level, harms, type, starts, lengths
FROM complaint.conversation($1)`;

// An alert that is about more than one session has no conversation: the
// messages that raised it stand in its place.
const EVIDENCE = `
SELECT session_id, message_id, NULL::text AS sender, at, body, level, harms, type, starts, lengths
FROM complaint.evidence($1)`;

class Database {
	constructor(settings) {
		this.pool = new Pool({
			max: 8,
			connectionTimeoutMillis: 5000,
			query_timeout: PATIENCE,
			application_name: 'workbench',
			...settings,
		});
		// a connection that dies is replaced by the next request; without
		// these, it would take the program along
		this.pool.on('error', () => {});
		this.pool.on('connect', (client) => client.on('error', () => {}));
	}

	// Runs work(client) in a transaction of its own, in the name of an agent.
	async as(agent, work) {
		const client = await this.pool.connect();
		let broken;
		try {
			await client.query(`BEGIN; SET LOCAL statement_timeout = '${STATEMENT_TIMEOUT}'`);
			await client.query('SELECT complaint.act_as($1)', [agent]);
			const result = await work(client);
			await client.query('COMMIT');
			return result;
		} catch (error) {
			await client.query('ROLLBACK').catch((gone) => { broken = gone; });
			throw error;
		} finally {
			client.release(broken);
		}
	}

	// The agent's alerts, worst first, and the cursor for what happens to them
	// from now on.  The cursor is taken first: what comes in between is told
	// twice, which does no harm, and not missed.
	alerts(agent) {
		return this.as(agent, async (client) => {
			const now = await client.query('SELECT complaint.events_cursor() AS cursor, clock_timestamp() AS now');
			const alerts = await client.query(ALERTS);
			return { agent, ...now.rows[0], alerts: alerts.rows };
		});
	}

	messages(agent, alert, scope) {
		return this.as(agent, async (client) =>
			(await client.query(scope === 'session' ? CONVERSATION : EVIDENCE, [alert])).rows);
	}

	// The next events after a cursor; each row says the cursor that follows it.
	// When there is none, "next" is a cursor that has less to look through.
	events(agent, cursor) {
		return this.as(agent, async (client) => {
			const next = (await client.query('SELECT complaint.events_cursor() AS cursor')).rows[0].cursor;
			const { rows } = await client.query(
				`SELECT event, kind, at, alert, policy, session_id, key, severity, level, harms, type, state, by, note, cursor
				FROM complaint.events($1, $2, $3)`, [agent, cursor, EVENTS_AT_ONCE]);
			return { rows, next, more: rows.length === EVENTS_AT_ONCE };
		});
	}

	acknowledge(agent, alert) {
		return this.as(agent, (client) => client.query('SELECT complaint.acknowledge($1)', [alert]));
	}

	resolve(agent, alert, note) {
		return this.as(agent, (client) => client.query('SELECT complaint.resolve($1, note => $2)', [alert, note]));
	}

	end() {
		return this.pool.end();
	}
}

// One connection that listens for all agents who are signed in.  Emits 'hint'
// with an agent when something may have happened to an alert of that agent, and
// 'state' with true or false when the connection is there or lost.
//
// A hint is never more than a hint: whoever hears it, or hears nothing for some
// seconds, or has been connected again, reads the events after its cursor.
class Hints extends EventEmitter {
	constructor(settings) {
		super();
		this.settings = settings;
		this.watched = new Map();	// agent -> how many watch, and the channel once it is listened to
		this.client = null;			// the connection, also while it is being made
		this.connected = false;
		this.wait = BACK_OFF[0];
		this.ended = false;
		this.beat = setInterval(() => this.look(), BEAT);
		this.connect();
	}

	async connect() {
		const client = new Client({ connectionTimeoutMillis: 5000, query_timeout: PATIENCE, keepAlive: true,
			application_name: 'workbench hints', ...this.settings });
		this.client = client;
		client.on('error', () => this.lost(client));
		client.on('end', () => this.lost(client));
		client.on('notification', (message) => this.hear(message));
		try {
			await client.connect();
		} catch {
			this.lost(client);
			return;
		}
		if (this.client !== client)
			return;
		this.connected = true;
		this.heard = true;
		this.wait = BACK_OFF[0];
		this.emit('state', true);
		for (const agent of this.watched.keys())
			this.listen(agent);
	}

	// Listens for an agent; then hints, since something may have happened before.
	async listen(agent) {
		const client = this.client;
		try {
			const { rows } = await client.query('SELECT complaint.channel($1) AS channel', [agent]);
			await client.query(`LISTEN ${client.escapeIdentifier(rows[0].channel)}`);
			const entry = this.watched.get(agent);
			if (this.client === client && entry) {
				entry.channel = rows[0].channel;
				this.emit('hint', agent);
			}
		} catch {
			this.lost(client);
		}
	}

	lost(client) {
		if (this.ended || this.client !== client)
			return;
		this.client = null;
		this.connected = false;
		client.end().catch(() => {});
		for (const entry of this.watched.values())
			entry.channel = null;
		this.emit('state', false);
		// not all programs at the same moment, when a server comes up again
		this.retry = setTimeout(() => this.connect(), this.wait * (0.5 + Math.random()));
		this.wait = Math.min(this.wait * 2, BACK_OFF[1]);
	}

	hear(message) {
		this.heard = true;
		let said;
		try {
			said = JSON.parse(message.payload);
		} catch {
			return;
		}
		if (said.kind === 'ping')
			return;
		for (const [agent, entry] of this.watched)
			if (entry.channel === message.channel)
				this.emit('hint', agent);
	}

	// Is the connection alive, and does it hear?  Behind a pooler, or a
	// firewall that forgot it, it can seem so and be deaf.
	look() {
		const client = this.client;
		const entry = [...this.watched.values()].find((one) => one.channel);
		if (!entry)
			return;
		if (!this.heard) {
			this.lost(client);
			return;
		}
		this.heard = false;
		client.query('SELECT complaint.ping($1)', [entry.channel]).catch(() => this.lost(client));
	}

	watch(agent) {
		const entry = this.watched.get(agent);
		if (entry) {
			entry.count++;
			return;
		}
		this.watched.set(agent, { count: 1, channel: null });
		if (this.connected)
			this.listen(agent);
	}

	unwatch(agent) {
		const entry = this.watched.get(agent);
		if (--entry.count > 0)
			return;
		this.watched.delete(agent);
		const client = this.client;
		if (entry.channel)
			client.query(`UNLISTEN ${client.escapeIdentifier(entry.channel)}`).catch(() => this.lost(client));
	}

	async end() {
		this.ended = true;
		clearInterval(this.beat);
		clearTimeout(this.retry);
		if (this.client)
			await this.client.end().catch(() => {});
	}
}

module.exports = { Database, Hints };
