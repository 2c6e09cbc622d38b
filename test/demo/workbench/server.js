// An agent's workbench, as small as it can be and still be right: the page, a
// few requests in JSON, and a stream of what happens (server-sent events).
//
//   PGHOST=... PGUSER=workbench PGDATABASE=... node server.js
//
//   PORT=8080          where it listens, on this machine only; 0 or none: any free port
//   AGENTS="ann bruno" who is offered at sign-in
//
// It has no passwords: whoever opens the page says who they are.  Yours has a
// sign-in; put what it knows into agentOf().
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { once } = require('node:events');
const { Database, Hints } = require('./database');

const LOOK = 3000;          // ms between looks at the events when no hint comes
const BODY_LIMIT = 16384;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// ---------------------------------------------------------------------------
// Who asks
// ---------------------------------------------------------------------------

function urlOf(request) {
	try {
		return new URL(`http://localhost${request.url}`);
	} catch {
		throw new Refused(400, 'That is no address.');
	}
}

function agentOf(url) {
	const agent = url.searchParams.get('agent');
	if (!agent || agent.length > 512 || agent.includes('\0'))
		throw new Refused(400, 'Who are you? Sign in first.');
	return agent;
}

// A page from elsewhere can make a browser ask us: by a name of its own that
// leads to this machine, or by a form.  Only our own page may.
function checkOrigin(request, port) {
	const ours = [`127.0.0.1:${port}`, `localhost:${port}`];
	if (!ours.includes(request.headers.host))
		throw new Refused(403, 'This server answers to its own address only.');
	const origin = request.headers.origin;
	if (origin !== undefined && origin !== `http://${request.headers.host}`)
		throw new Refused(403, 'This request comes from another page.');
}

// ---------------------------------------------------------------------------
// Answers
// ---------------------------------------------------------------------------

class Refused extends Error {
	constructor(status, message) {
		super(message);
		this.status = status;
	}
}

const HEADERS = {
	'Cache-Control': 'no-store',
	'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
		+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
};

function answer(response, status, content) {
	response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json; charset=utf-8' });
	response.end(JSON.stringify(content));
}

// What an error of the database is to a browser.  Those that the extension
// raises for people to read (no right, no such alert, somebody else has it)
// are passed on; of others only that they were.
const STATUS_OF = { 42501: 403, 42704: 404, 55000: 409, 22023: 400 };

function note(error) {
	console.error(`${new Date().toISOString()} ${error.code ?? ''} ${error.message}`);
}

function answerError(response, error) {
	const status = error.status ?? STATUS_OF[error.code];
	if (status) {
		answer(response, status, { error: error.message, detail: error.detail, hint: error.hint });
		return;
	}
	note(error);
	const away = !/^[0-9A-Z]{5}$/.test(error.code ?? '') || /^(08|53|57)/.test(error.code);
	answer(response, away ? 503 : 500,
		{ error: away ? 'The database does not answer at the moment.' : 'Something went wrong.' });
}

async function bodyOf(request) {
	if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
		throw new Refused(415, 'JSON is wanted.');
	const parts = [];
	let size = 0;
	for await (const part of request) {
		size += part.length;
		if (size > BODY_LIMIT)
			throw new Refused(413, 'That is too long.');
		parts.push(part);
	}
	try {
		return Object(JSON.parse(Buffer.concat(parts).toString('utf8')));
	} catch {
		throw new Refused(400, 'That is no JSON.');
	}
}

function alertOf(text) {
	if (typeof text !== 'string' || !UUID.test(text))
		throw new Refused(400, 'Which alert?');
	return text;
}

function noteOf(text) {
	if (typeof text !== 'string' || text.trim() === '')
		return null;
	if (text.includes('\0'))
		throw new Refused(400, 'The note has a character in it that cannot be stored.');
	return text.trim();
}

// ---------------------------------------------------------------------------
// One browser's stream of events
// ---------------------------------------------------------------------------

// The id of each message is the cursor that follows its event: a browser that
// was away says the last one it has seen (Last-Event-ID), and goes on there.
class Stream {
	constructor(database, agent, cursor, response) {
		this.database = database;
		this.agent = agent;
		this.cursor = cursor;
		this.response = response;
		this.reading = false;
		this.again = false;
		this.closed = false;
		response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream; charset=utf-8' });
		response.write('retry: 1000\n\n');
	}

	async send(event, data, id) {
		const lines = [`event: ${event}`, `data: ${JSON.stringify(data)}`];
		if (id)
			lines.unshift(`id: ${id}`);
		if (!this.closed && !this.response.write(lines.join('\n') + '\n\n'))
			await Promise.race([once(this.response, 'drain'), once(this.response, 'close')]);
	}

	// Sends what has happened after the cursor.  Called again while at it, it
	// looks once more when it is through: one reader, so nothing is sent twice.
	async read(listening) {
		this.again = true;
		if (this.reading)
			return;
		this.reading = true;
		try {
			while (this.again && !this.closed) {
				this.again = false;
				const { rows, next, more } = await this.database.events(this.agent, this.cursor);
				for (const row of rows) {
					await this.send('alert', row, row.cursor);
					this.cursor = row.cursor;
				}
				if (rows.length === 0)
					this.cursor = next;
				this.again ||= more;
			}
			await this.send('state', { live: listening() }, this.cursor);
		} catch (error) {
			if (STATUS_OF[error.code]) {
				// such a cursor, or this agent, is not known any more: begin anew
				await this.send('reset', {});
				this.response.end();
			} else {
				note(error);
				await this.send('state', { live: false });
			}
		} finally {
			this.reading = false;
		}
	}
}

// ---------------------------------------------------------------------------
// The server
// ---------------------------------------------------------------------------

function start(settings, port, agents) {
	const database = new Database(settings);
	const hints = new Hints(settings);
	const streams = new Set();
	const read = (stream) => stream.read(() => hints.connected);

	hints.on('hint', (agent) => {
		for (const stream of streams)
			if (stream.agent === agent)
				read(stream);
	});
	hints.on('state', () => streams.forEach(read));
	const look = setInterval(() => streams.forEach(read), LOOK);

	const files = new Map([
		['/', ['index.html', 'text/html']],
		['/workbench.js', ['workbench.js', 'text/javascript']],
		['/workbench.css', ['workbench.css', 'text/css']],
	]);
	for (const file of files.values())
		file.push(fs.readFileSync(path.join(__dirname, 'page', file[0])));

	const routes = {
		'GET /api/agents': async () => ({ agents }),
		'GET /api/alerts': async (url) => database.alerts(agentOf(url)),
		'GET /api/messages': async (url) => ({
			messages: await database.messages(agentOf(url), alertOf(url.searchParams.get('alert')), url.searchParams.get('scope')),
		}),
		'POST /api/acknowledge': async (url, body) => {
			await database.acknowledge(agentOf(url), alertOf(body.alert));
			return {};
		},
		'POST /api/resolve': async (url, body) => {
			await database.resolve(agentOf(url), alertOf(body.alert), noteOf(body.note));
			return {};
		},
	};

	function stream(url, request, response) {
		const agent = agentOf(url);
		const one = new Stream(database, agent, request.headers['last-event-id'] ?? url.searchParams.get('cursor'), response);
		streams.add(one);
		hints.watch(agent);
		response.on('close', () => {
			one.closed = true;
			streams.delete(one);
			hints.unwatch(agent);
		});
		read(one);
	}

	const server = http.createServer(async (request, response) => {
		try {
			checkOrigin(request, server.address().port);
			const url = urlOf(request);
			const file = request.method === 'GET' && files.get(url.pathname);
			const route = routes[`${request.method} ${url.pathname}`];
			if (file) {
				response.writeHead(200, { ...HEADERS, 'Content-Type': `${file[1]}; charset=utf-8` });
				response.end(file[2]);
			} else if (request.method === 'GET' && url.pathname === '/api/events') {
				stream(url, request, response);
			} else if (route) {
				answer(response, 200, await route(url, request.method === 'POST' ? await bodyOf(request) : null));
			} else {
				throw new Refused(404, 'There is nothing here.');
			}
		} catch (error) {
			answerError(response, error);
		}
	});

	async function stop() {
		clearInterval(look);
		for (const one of streams)
			one.response.end();
		server.close();
		server.closeAllConnections();
		await Promise.all([hints.end(), database.end()]);
	}

	// an address of this machine, which no other can reach
	server.listen(port, '127.0.0.1');
	return { server, stop };
}

if (require.main === module) {
	const { server, stop } = start({}, Number(process.env.PORT ?? 0), (process.env.AGENTS ?? '').split(' ').filter(Boolean));
	server.on('listening', () => console.log(`http://127.0.0.1:${server.address().port}/`));
	server.on('error', (error) => {
		console.error(`cannot listen: ${error.message}`);
		process.exit(1);
	});
	for (const signal of ['SIGINT', 'SIGTERM'])
		process.once(signal, () => stop().then(() => process.exit(0)));
}

module.exports = { start };
