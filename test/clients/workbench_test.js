// The workbench example in a browser: what an agent sees and does, and what the
// database says of it.
//
// WORKBENCH is the folder of the example.
'use strict';

const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { chromium } = require('playwright-core');
const { PATIENCE, connect, is, makeDatabase, ok, run, until } = require('./clients');

const BROWSER = {
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
};

// The example as a process of its own, since it is to be killed.
class Server {
	constructor(database) {
		this.database = database;
		this.port = 0;
	}

	async start() {
		this.process = spawn(process.execPath, [path.join(process.env.WORKBENCH, 'server.js')], {
			env: { ...process.env, PGUSER: 'workbench', PGDATABASE: this.database, PORT: String(this.port), AGENTS: 'ann bruno' },
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		// or it would live on when the test does not
		process.once('exit', () => this.process.kill('SIGKILL'));
		let said = '';
		this.process.stdout.on('data', (data) => { said += data; });
		const url = await until('the workbench serves', () => /^(http:.*)\n/.exec(said)?.[1]);
		this.port = Number(new URL(url).port);
		this.url = url;
	}

	async end(signal) {
		const ended = new Promise((resolve) => this.process.once('exit', (code) => resolve(code)));
		this.process.kill(signal);
		return ended;
	}
}

// A request as no page of ours makes it: [status, body].
function ask(port, method, target, headers, body, host = '127.0.0.1') {
	return new Promise((resolve, reject) => {
		const request = http.request({ host, port, method, path: target, headers, timeout: 10000 }, (response) => {
			let text = '';
			response.on('data', (data) => { text += data; });
			response.on('end', () => resolve([response.statusCode, text, response.headers]));
		});
		request.on('error', reject);
		request.on('timeout', () => request.destroy(new Error('no answer')));
		request.end(body);
	});
}

const THREAT = 'I will report you to the ombudsman.';
const HOSTILE = '😀😀 <img src=x onerror="window.hacked=1"><script>window.hacked=2</script> I am very annoyed. '
	+ 'I will report you to the ombudsman & the press!';
const CHINESE = '骗子！再不退款我就打12315投诉你们！';

run(async () => {
	const { admin, database } = await makeDatabase('workbench');
	const chat = await connect({ user: 'chat_app', database });
	const say = (session, message, body, agent = 'ann', sender = 'customer') => chat.query(
		'INSERT INTO chat (session_id, message_id, agent_id, sender, customer_id, body) VALUES ($1, $2, $3, $4, $5, $6)',
		[session, message, agent, sender, `<b>${session}</b>`, body]);
	const alertOf = async (session, policy = 'threat') => (await admin.query(
		'SELECT * FROM complaint.alert WHERE session_id = $1 AND policy = $2', [session, policy])).rows[0];
	const eventsOf = async (agent) => (await admin.query(
		'SELECT e.event FROM complaint.event AS e JOIN complaint.alert AS a USING (alert) WHERE $1 = ANY (e.recipients)', [agent]))
		.rows.map((row) => row.event).sort();

	await admin.query(`
		INSERT INTO complaint.alert_policy (policy, description, scope, min_level, types, threshold, time_window)
		VALUES ('twice', 'a customer asks again', 'customer', 1, '{card}', 2, '1 hour')`);

	const server = new Server(database);
	const [browser] = await Promise.all([chromium.launch(BROWSER), server.start()]);
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
	page.setDefaultTimeout(PATIENCE);
	const complaints = [];
	page.on('console', (message) => {
		if (message.type() === 'error' && !/ERR_|Failed to load resource/.test(message.text()))
			complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(error.message));
	page.on('dialog', (dialog) => {
		complaints.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	const item = (alert) => page.locator(`#list li[data-alert="${alert}"] button`);
	const live = () => page.locator('.connection.live').waitFor();
	const shownEvents = async () => page.locator('#activity li').evaluateAll(
		(entries) => entries.map((entry) => entry.dataset.event));
	const texts = (selector) => page.locator(selector).evaluateAll((found) => found.map((one) => one.textContent));

	// sign in
	await page.goto(server.url);
	await page.getByRole('link', { name: 'bruno' }).waitFor();
	is(await texts('.agent'), ['ann', 'bruno'], 'agents are offered');
	await page.getByLabel('Your agent id').fill('eve');
	await page.keyboard.press('Enter');
	await page.getByRole('alert').getByText(/eve/).waitFor();
	ok(true, 'an agent whom the database does not allow is refused');
	await page.getByLabel('Your agent id').fill('ann');
	await page.keyboard.press('Enter');
	await page.getByText('No alert needs you').waitFor();
	await live();
	ok(true, 'signed in, nothing to do, live');

	// an INSERT makes the alert appear
	await say('s1', 1, 'Hello, 你好', 'ann', 'customer');
	await say('s1', 2, 'How can I help?', 'ann', 'agent');
	await say('s1', 3, HOSTILE);
	const s1 = await alertOf('s1');
	await item(s1.alert).waitFor();
	ok(true, 'an INSERT makes the alert appear');
	await page.locator('#announcer').getByText('New alert: Urgent').waitFor();
	ok(true, 'and a screen reader is told');
	await say('s2', 1, 'I am very annoyed.');
	await say('s2', 2, 'This is ridiculous, I am so angry.');
	const s2 = await alertOf('s2', 'trouble');
	await item(s2.alert).waitFor();
	await say('s3', 1, CHINESE);
	const s3 = await alertOf('s3');
	await item(s3.alert).waitFor();
	is((await page.locator('#list li').evaluateAll((found) => found.map((one) => one.dataset.alert))).pop(), s2.alert,
		'the worst come first');
	await say('b1', 1, THREAT, 'bruno');

	// its conversation, with the words that mattered
	await item(s1.alert).click();
	await page.locator('.message').nth(2).waitFor();
	is(await texts('.message .body'), ['Hello, 你好', 'How can I help?', HOSTILE], 'the conversation, as text');
	is(await texts('.message.customer .body'), ['Hello, 你好', HOSTILE], 'it shows who said what');
	const marked = async (session) => (await admin.query(`
		SELECT substr(m.body, u.start, u.length) AS words
		FROM complaint.classification AS c JOIN chat AS m ON m.session_id = c.session_id AND m.message_id::text = c.message_id,
			unnest(c.starts, c.lengths) AS u(start, length)
		WHERE c.session_id = $1`, [session])).rows.map((row) => row.words);
	const words = await marked('s1');
	const marks = await texts('#messages mark');
	ok(words.length > 0 && words.every((word) => marks.some((mark) => mark.includes(word)))
		&& marks.every((mark) => HOSTILE.includes(mark) && !mark.includes('😀')), 'the words that mattered are marked');
	is(await page.locator('#messages img, #messages script, #facts b').count(), 0, 'a customer\'s text is no markup');
	is(await page.evaluate(() => window.hacked), undefined, 'and no program');
	is(await page.locator('#facts').getByText('<b>s1</b>').count(), 1, 'nor is the customer\'s id');
	await item(s3.alert).click();
	await page.locator('.message[data-message="1"] .body[lang="zh"]').waitFor();
	is(await texts('.message .body'), [CHINESE], 'a Chinese conversation');
	const chineseMarks = (await texts('#messages mark')).join(' ');
	ok((await marked('s3')).every((word) => chineseMarks.includes(word)), 'with its marks');
	await say('s3', 2, '请稍等。', 'ann', 'agent');
	await page.locator('.message[data-message="2"]').getByText('请稍等。').waitFor();
	ok(true, 'what is said next appears');

	// an alert about more than a session shows the messages that raised it
	const asks = (session, customer) => chat.query(
		'INSERT INTO chat (session_id, message_id, agent_id, customer_id, body) VALUES ($1, 1, $2, $3, $4)',
		[session, 'ann', customer, `My card was declined. ${session}`]);
	await asks('w1', 'will');
	await asks('w2', 'will');
	const { alert: wide } = (await admin.query("SELECT alert FROM complaint.alert WHERE policy = 'twice'")).rows[0];
	await item(wide).click();
	await page.locator('.message').nth(1).waitFor();
	is(await texts('.message .body'), ['My card was declined. w1', 'My card was declined. w2'],
		'an alert about a customer shows the messages that raised it');
	is((await texts('.message .said')).map((said) => said.split(' ').slice(0, 2).join(' ')), ['Session w1', 'Session w2'],
		'and which sessions they are of');

	// by the keyboard
	await item(s3.alert).focus();
	await page.keyboard.press('Home');
	for (let i = 0; i < 5 && await page.evaluate(() => document.activeElement.parentElement.dataset.alert) !== s1.alert; i++)
		await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	is(await page.evaluate(() => document.activeElement.id), 'detail', 'Enter opens an alert and goes there');
	await page.keyboard.press('Escape');
	is(await page.evaluate(() => document.activeElement.parentElement.dataset.alert), s1.alert, 'Escape goes back');

	// a click acknowledges it in SQL
	await page.getByRole('button', { name: 'Acknowledge' }).click();
	await page.locator('#state').getByText('You have it since').waitFor();
	let row = await alertOf('s1');
	is([row.state, row.acknowledged_by], ['acknowledged', 'ann'], 'a click acknowledges it in SQL');
	await page.locator('#note:focus').waitFor();
	ok(true, 'and the keyboard is at the note');

	// one who is too late is told who has it
	await item(s3.alert).click();
	await page.route('**/api/acknowledge*', async (route) => {
		await admin.query("SELECT complaint.acknowledge($1, by => 'bruno')", [s3.alert]);
		await route.continue();
	}, { times: 1 });
	await page.getByRole('button', { name: 'Acknowledge' }).click();
	await page.locator('#notice').getByText('Too late: bruno has it').waitFor();
	ok(true, 'who is too late is told who has it');
	await item(s3.alert).getByText('bruno has it since').waitFor();

	// resolve with a note; a note that is being written survives a look elsewhere
	const note = 'called back, <i>已退款</i>';
	await item(s1.alert).click();
	await page.getByLabel('Note').fill(note);
	await item(s2.alert).click();
	is(await page.getByLabel('Note').inputValue(), '', 'each alert has a note of its own');
	await item(s1.alert).click();
	await page.getByRole('button', { name: 'Resolve' }).click();
	await item(s1.alert).waitFor({ state: 'detached' });
	row = await alertOf('s1');
	is([row.state, row.resolved_by, row.note], ['resolved', 'ann', note], 'a click resolves it in SQL, with the note');
	await page.locator('#state').getByText('Resolved by ann').waitFor();
	await page.getByText('What happened').click();
	await page.locator('#activity q').getByText(note).waitFor();
	ok(true, 'the steps are told, with the note as text');
	is(await page.locator('#actions button:visible').count(), 0, 'a resolved alert can be read, and nothing done to it');

	// connections of the database are lost while alerts are raised
	await live();
	for (let i = 0; i < 3; i++) {
		const { rowCount } = await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'workbench'");
		ok(rowCount > 0, `${rowCount} connections terminated`);
		await say(`lost${i}`, 1, THREAT);
		await item((await alertOf(`lost${i}`)).alert).waitFor();
	}
	await live();
	is((await shownEvents()).sort(), await eventsOf('ann'), 'each event is shown once, after the database was away');

	// the workbench's server is killed, alerts are raised, it comes again
	for (let i = 0; i < 2; i++) {
		await server.end('SIGKILL');
		await page.locator('.connection:not(.live)').waitFor();
		await say(`away${i}`, 1, THREAT);
		await say(`away${i}`, 2, 'I am very annoyed. This is ridiculous.');
		await server.start();
		await item((await alertOf(`away${i}`)).alert).waitFor();
		await live();
	}
	await until('all events are shown', async () => (await shownEvents()).length >= (await eventsOf('ann')).length);
	is((await shownEvents()).sort(), await eventsOf('ann'), 'each event is shown once, after the server was away');
	is((await page.locator('#list li').evaluateAll((found) => found.map((one) => one.dataset.alert))).sort(),
		(await admin.query("SELECT alert FROM complaint.alert WHERE agent = 'ann' AND state IN ('open', 'acknowledged')"))
			.rows.map((one) => one.alert).sort(), 'the list is right');
	is(await page.locator('#list').getByText('b1').count(), 0, 'another agent\'s alert is not in it');

	// another agent takes one away
	const lost = await alertOf('lost0');
	await item(lost.alert).click();
	await admin.query("SELECT complaint.resolve($1, by => 'bruno', note => 'done')", [lost.alert]);
	await page.locator('#state').getByText('Resolved by bruno').waitFor();
	ok(true, 'an open alert that another resolves says so');

	// hints are no more than that: the server looks by itself, before the page
	// takes the silence for a dead connection
	await admin.query(`ALTER DATABASE ${database} SET complaint.notify_rate = 0`);
	const quiet = await connect({ user: 'chat_app', database });
	await quiet.query("INSERT INTO chat (session_id, message_id, agent_id, body) VALUES ('quiet', 1, 'ann', $1)", [THREAT]);
	await item((await alertOf('quiet')).alert).waitFor({ timeout: 9000 });
	ok(true, 'an alert without a notification comes too');
	await admin.query(`ALTER DATABASE ${database} RESET complaint.notify_rate`);

	// signed in anew: what is over is not told again, what comes is
	await page.reload();
	await live();
	await say('anew', 1, THREAT);
	const anew = (await alertOf('anew')).alert;
	await item(anew).waitFor();
	await page.locator('#activity li').first().waitFor({ state: 'attached' });
	is(await page.locator('#activity li').evaluateAll((entries) => entries.map((entry) => entry.dataset.about)), [anew],
		'signed in anew: what happens from then on, and that only');
	is(complaints, [], 'nothing in the browser\'s console');

	// what no page of ours asks
	const { port } = server;
	const json = { 'Content-Type': 'application/json' };
	const other = (await alertOf('b1')).alert;
	const own = (await alertOf('away0')).alert;
	const post = (headers, alert) => ask(port, 'POST', '/api/acknowledge?agent=ann', headers, JSON.stringify({ alert }));
	const statuses = await Promise.all([
		ask(port, 'GET', '/api/alerts?agent=ann', { Host: 'evil.example' }),
		post({ ...json, Host: `evil.example:${port}` }, own),
		post({ ...json, Origin: 'http://evil.example' }, own),
		post({ 'Content-Type': 'text/plain' }, own),
		post(json, "'; DROP TABLE chat; --"),
		post(json, other),
		ask(port, 'GET', `/api/messages?agent=ann&scope=session&alert=${other}`),
		ask(port, 'GET', '/api/alerts'),
		ask(port, 'GET', '/api/alerts?agent=eve'),
		ask(port, 'GET', '/../database.js'),
		ask(port, 'POST', '/api/resolve?agent=ann', json, 'x'.repeat(100000)),
		ask(port, 'GET', '/api/alerts?agent=ann'),
	]);
	is(statuses.map(([status]) => (status === 404 ? 403 : status)), [403, 403, 403, 415, 400, 403, 403, 400, 403, 403, 413, 200],
		'requests from elsewhere and for others are refused');
	is([(await alertOf('b1')).state, (await alertOf('away0')).state], ['open', 'open'], 'and change nothing');
	ok(/default-src 'none'/.test(statuses.at(-1)[2]['content-security-policy']), 'a policy keeps foreign programs out');
	const addresses = ['::1', ...Object.values(os.networkInterfaces()).flat().filter((one) => !one.internal).map((one) => one.address)];
	is(await Promise.all(addresses.map((address) => ask(port, 'GET', '/', {}, undefined, address).then(() => address, () => null))),
		addresses.map(() => null), 'other addresses of this machine do not answer');
	is(await server.end('SIGTERM'), 0, 'the server ends when it is told to');

	await browser.close();
	is((await admin.query('SELECT * FROM complaint.verify()')).rows, [], 'verify()');
});
