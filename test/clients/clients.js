// What the tests that run in Node share: TAP, waiting, and a database each.
//
// PGHOST and PGPORT name a private server; its database clients_template is
// what setup.sql made.
'use strict';

const { Client } = require('pg');

const PATIENCE = 30000;         // ms until a condition that is waited for must hold
const LIMIT = 120000;           // ms until a test that hangs is ended

let count = 0;
let failed = 0;

function show(value) {
	return JSON.stringify(value, null, 1).replaceAll('\n', '\n#   ');
}

function ok(holds, name) {
	console.log(`${holds ? 'ok' : 'not ok'} ${++count} - ${name}`);
	failed += holds ? 0 : 1;
	return holds;
}

function is(got, expected, name) {
	if (!ok(JSON.stringify(got) === JSON.stringify(expected), name))
		console.log(`# got ${show(got)}\n# expected ${show(expected)}`);
}

function pause(ms) {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

// Waits until a function gives something, and gives that.
async function until(what, get) {
	const end = Date.now() + PATIENCE;
	for (;;) {
		const got = await get();
		if (got)
			return got;
		if (Date.now() > end)
			throw new Error(`waited in vain: ${what}`);
		await pause(20);
	}
}

// A connection; what becomes of it is seen by who uses it.
async function connect(settings) {
	const client = new Client(settings);
	client.on('error', () => {});
	await client.connect();
	return client;
}

// A database of its own for a test, with a connection of a superuser to it.
async function makeDatabase(name) {
	const database = `clients_${name}`;
	const server = await connect({ user: 'postgres', database: 'postgres' });
	await server.query(`CREATE DATABASE ${database} TEMPLATE clients_template`);
	await server.end();
	return { database, admin: await connect({ user: 'postgres', database }) };
}

// Runs a test and ends the program; what it left open does not hinder that.
function run(test) {
	const limit = setTimeout(() => {
		ok(false, `ended within ${LIMIT / 1000} seconds`);
		finish();
	}, LIMIT);
	const finish = () => {
		clearTimeout(limit);
		console.log(`1..${count}`);
		process.exit(failed ? 1 : 0);
	};
	test().catch((error) => {
		ok(false, 'no error');
		console.log(`# ${error.stack.replaceAll('\n', '\n# ')}`);
	}).finally(finish);
}

module.exports = { PATIENCE, connect, is, makeDatabase, ok, pause, run, until };
