// The page: a list of alerts that is kept right by the stream of events, and
// the conversation of the chosen one.
//
// Whatever a customer wrote reaches the page as text (textContent), never as
// markup.  The list is read anew when an event comes, so that it always says
// what the database says; the events themselves are shown once each.
'use strict';

const SEVERITIES = [null, 'Low', 'Medium', 'High', 'Urgent'];
const LEVELS = ['no complaint', 'problem', 'dissatisfied', 'accusing', 'critical'];
const KINDS = {
	raised: 'New', acknowledged: 'Acknowledged', assigned: 'Assigned', transferred: 'Transferred',
	escalated: 'Escalated', claimed: 'Claimed', given_back: 'Given back', released: 'Released',
	resolved: 'Resolved', withdrawn: 'Withdrawn', reopened: 'Reopened',
};
const REFRESH = 4000;       // ms between looks at an open conversation
const LOOK = 15000;         // ms between looks at the list when no event comes
const SILENCE = 12000;      // ms without a word of the stream, after which it is taken for dead
const RETRY = 1000;
const ACTIVITY_LIMIT = 200;

const $ = (id) => document.getElementById(id);
const agent = new URLSearchParams(location.search).get('agent');

// ---------------------------------------------------------------------------
// Small helpers
// ---------------------------------------------------------------------------

// An element with a class and content: texts (as text) and elements.
function make(tag, className, ...content) {
	const element = document.createElement(tag);
	if (className)
		element.className = className;
	element.append(...content.filter((one) => one !== null && one !== undefined));
	return element;
}

function languageOf(text) {
	return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

function fill(element, text) {
	if (element.textContent !== text)
		element.textContent = text;
}

class Trouble extends Error {
	constructor(status, said) {
		super(said.error);
		Object.assign(this, { status, detail: said.detail });
	}
}

async function ask(path, body) {
	const [name, query] = path.split('?');
	const parameters = new URLSearchParams(query);
	parameters.set('agent', agent);
	const options = body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
	let response;
	try {
		response = await fetch(`api/${name}?${parameters}`, options);
	} catch {
		throw new Trouble(0, { error: 'The workbench server does not answer.' });
	}
	const said = await response.json().catch(() => ({ error: 'The answer could not be read.' }));
	if (!response.ok)
		throw new Trouble(response.status, said);
	return said;
}

// ---------------------------------------------------------------------------
// Time: ages by the server's clock, times of day by the reader's
// ---------------------------------------------------------------------------

let clockOffset = 0;

function age(text) {
	const seconds = Math.max(0, (Date.now() + clockOffset - Date.parse(text)) / 1000);
	if (seconds < 60)
		return 'now';
	if (seconds < 3600)
		return `${Math.floor(seconds / 60)} min`;
	if (seconds < 86400)
		return `${Math.floor(seconds / 3600)} h`;
	return `${Math.floor(seconds / 86400)} d`;
}

function timeOfDay(text) {
	const at = new Date(text);
	const today = new Date(Date.now() + clockOffset).toDateString() === at.toDateString();
	return at.toLocaleString(undefined, today ? { timeStyle: 'short' } : { dateStyle: 'short', timeStyle: 'short' });
}

function timeElement(text, shown) {
	const element = make('time', null, shown);
	element.dateTime = text;
	element.title = new Date(text).toLocaleString();
	return element;
}

// ---------------------------------------------------------------------------
// What an alert is called
// ---------------------------------------------------------------------------

function titleOf(alert) {
	return alert.description ?? alert.policy;
}

function aboutOf(alert) {
	if (alert.scope === 'session')
		return `Session ${alert.session_id}`;
	if (alert.scope === 'all' || alert.scope === 'source')
		return 'All sessions';
	return `${alert.scope[0].toUpperCase()}${alert.scope.slice(1)} ${alert.key}`;
}

function stateOf(alert) {
	if (alert.gone)
		return alert.gone;
	if (alert.state === 'acknowledged') {
		const who = alert.acknowledged_by === agent ? 'You have' : `${alert.acknowledged_by} has`;
		return `${who} it since ${timeOfDay(alert.acknowledged_at)}`;
	}
	if (alert.claimed_by && Date.parse(alert.claimed_until) > Date.now() + clockOffset) {
		const who = alert.claimed_by === agent ? 'You have' : `${alert.claimed_by} has`;
		return `${who} claimed it until ${timeOfDay(alert.claimed_until)}`;
	}
	return alert.escalated > 0 ? 'Open, escalated' : 'Open';
}

function messagesOf(alert) {
	return `${alert.count} ${alert.count === 1 ? 'message' : 'messages'}`;
}

function severityOf(alert) {
	return SEVERITIES[alert.severity] ?? `Severity ${alert.severity}`;
}

function badgesOf(alert) {
	return [
		make('span', `badge severity-${alert.severity}`, severityOf(alert)),
		make('span', 'badge', `Level ${alert.level}, ${LEVELS[alert.level] ?? ''}`),
		...(alert.harms ?? []).map((harm) => make('span', 'badge harm', harm.replaceAll('_', ' '))),
	];
}

// ---------------------------------------------------------------------------
// The list
// ---------------------------------------------------------------------------

const alerts = new Map();       // alert -> its row
const items = new Map();        // alert -> its element
let chosen = null;              // the row that is open on the right
let known = null;               // ids at the last look: what else is there is new

function itemOf(alert) {
	let item = items.get(alert.alert);
	if (!item) {
		const button = make('button', 'item');
		button.type = 'button';
		button.addEventListener('click', () => choose(alert.alert, true));
		item = make('li', null, button);
		item.dataset.alert = alert.alert;
		items.set(alert.alert, item);
	}
	const button = item.firstChild;
	const text = JSON.stringify(alert);
	if (item.dataset.shown !== text) {
		item.dataset.shown = text;
		button.className = `item severity-${alert.severity} ${alert.state}`;
		const when = make('span', 'age');
		when.dataset.since = alert.raised_at;
		button.replaceChildren(
			make('span', 'item-top', ...badgesOf(alert), when),
			make('span', 'item-title', titleOf(alert)),
			make('span', 'item-about', [aboutOf(alert), alert.type, messagesOf(alert)].filter(Boolean).join(' · ')));
		if (stateOf(alert) !== 'Open')
			button.append(make('span', 'item-state', stateOf(alert)));
	}
	if (alert.alert === chosen?.alert)
		button.setAttribute('aria-current', 'true');
	else
		button.removeAttribute('aria-current');
	return item;
}

function showAges() {
	for (const element of document.querySelectorAll('.age'))
		fill(element, age(element.dataset.since));
}

function showList() {
	const list = $('list');
	const focused = document.activeElement?.closest?.('#list li');
	for (const [id, item] of items)
		if (!alerts.has(id)) {
			// the keyboard goes on at the neighbour
			if (item === focused)
				(item.nextElementSibling ?? item.previousElementSibling)?.firstChild.focus();
			item.remove();
			items.delete(id);
		}
	let place = null;
	for (const alert of alerts.values()) {
		const item = itemOf(alert);
		const next = place ? place.nextElementSibling : list.firstElementChild;
		// a move in the page takes the focus away: give it back
		if (item !== next) {
			const hadFocus = item.contains(document.activeElement);
			list.insertBefore(item, next);
			if (hadFocus)
				item.firstChild.focus();
		}
		place = item;
	}
	fill($('count'), String(alerts.size));
	$('quiet').hidden = alerts.size > 0;
	const open = [...alerts.values()].filter((alert) => alert.state === 'open').length;
	document.title = `${open ? `(${open}) ` : ''}Workbench · ${agent}`;
	showAges();
}

function announceNew(rows) {
	const fresh = known && rows.filter((alert) => !known.has(alert.alert));
	known = new Set(rows.map((alert) => alert.alert));
	if (fresh?.length)
		fill($('announcer'), fresh.length === 1
			? `New alert: ${severityOf(fresh[0])}, ${titleOf(fresh[0])}, ${aboutOf(fresh[0])}`
			: `${fresh.length} new alerts`);
	for (const alert of fresh ?? [])
		items.get(alert.alert)?.firstChild.classList.add('fresh');
}

// Reads the list.  While that is under way a further call waits for one more
// reading after it, so what is shown is never older than the call.
let reading = null;
let readAgain = false;

function refresh() {
	if (reading) {
		readAgain = true;
		return reading;
	}
	reading = (async () => {
		let said;
		try {
			do {
				readAgain = false;
				said = await ask('alerts');
				clockOffset = Date.parse(said.now) - Date.now();
				alerts.clear();
				for (const alert of said.alerts)
					alerts.set(alert.alert, alert);
				showList();
				announceNew(said.alerts);
				followChosen();
			} while (readAgain);
		} finally {
			reading = null;
		}
		return said;
	})();
	return reading;
}

$('detail').addEventListener('keydown', (event) => {
	if (event.key === 'Escape' && chosen)
		(items.get(chosen.alert) ?? $('list').firstElementChild)?.firstChild.focus();
});

$('list').addEventListener('keydown', (event) => {
	const item = event.target.closest('li');
	const to = {
		ArrowDown: item?.nextElementSibling, ArrowUp: item?.previousElementSibling,
		Home: $('list').firstElementChild, End: $('list').lastElementChild,
	}[event.key];
	if (to) {
		event.preventDefault();
		to.firstChild.focus();
	}
});

// ---------------------------------------------------------------------------
// The chosen alert
// ---------------------------------------------------------------------------

const notes = new Map();        // alert -> the note that is being written

function choose(id, moveFocus) {
	if (chosen)
		notes.set(chosen.alert, $('note').value);
	chosen = alerts.get(id) ?? null;
	$('note').value = notes.get(id) ?? '';
	$('messages').replaceChildren();
	delete $('messages').dataset.shown;
	say(null);
	showList();
	showChosen();
	if (chosen) {
		showMessages(true);
		if (moveFocus)
			$('detail').focus();
	}
}

// After the list was read: the chosen alert as it is now; or, when it is no
// longer with this agent, as it was last, with the reason.
function followChosen() {
	if (!chosen)
		return;
	const now = alerts.get(chosen.alert);
	if (now)
		chosen = now;
	else
		chosen = { ...chosen, gone: goneBecause(chosen.alert) };
	showChosen();
}

// The list may be read before the event comes that says why; then it is read
// again.
function goneBecause(id) {
	const last = $('activity').querySelector(`[data-about="${CSS.escape(id)}"]`);
	return ['resolved', 'withdrawn', 'assigned', 'transferred'].includes(last?.dataset.kind)
		? last.dataset.summary : 'No longer with you';
}

function fact(name, value) {
	return value ? [make('div', null, make('dt', null, name), make('dd', null, value))] : [];
}

function showChosen() {
	$('nothing').hidden = chosen !== null;
	$('alert').hidden = chosen === null;
	if (!chosen)
		return;
	const text = JSON.stringify(chosen);
	if ($('alert').dataset.shown !== text) {
		$('alert').dataset.shown = text;
		$('badges').replaceChildren(...badgesOf(chosen));
		fill($('detail-title'), titleOf(chosen));
		$('facts').replaceChildren(
			...fact('About', aboutOf(chosen)),
			...fact('Customer', chosen.customer),
			...fact('Type', chosen.type),
			...fact('Policy', `${chosen.policy}, ${messagesOf(chosen)}`),
			...fact('Raised', timeElement(chosen.raised_at, timeOfDay(chosen.raised_at))));
	}
	fill($('state'), stateOf(chosen));
	const over = chosen.gone !== undefined;
	$('acknowledge').hidden = over || chosen.state !== 'open';
	$('resolve').hidden = $('note-line').hidden = over;
	$('acknowledge').disabled = $('resolve').disabled = acting;
	$('resolve').classList.toggle('primary', chosen.state !== 'open');
}

function say(text, warning) {
	fill($('notice'), text ?? '');
	$('notice').hidden = !text;
	$('notice').classList.toggle('warning', Boolean(warning));
}

// The body with the words that mattered marked.  Their places count characters,
// as SQL does, where a string of this language counts halves of some of them.
function bodyOf(message) {
	const characters = Array.from(message.body ?? '');
	const marked = new Array(characters.length).fill(false);
	(message.starts ?? []).forEach((start, i) => marked.fill(true, start - 1, start - 1 + message.lengths[i]));
	const body = make('p', 'body');
	body.dir = 'auto';
	body.lang = languageOf(message.body ?? '');
	for (let from = 0, to; from < characters.length; from = to) {
		for (to = from + 1; to < characters.length && marked[to] === marked[from];)
			to++;
		const words = characters.slice(from, to).join('');
		body.append(marked[from] ? make('mark', null, words) : words);
	}
	return body;
}

function messageElement(message, customers) {
	const judged = message.level !== null && (message.level > 0 || message.harms?.length > 0);
	const said = make('span', 'said',
		message.sender ?? (message.session_id ? `Session ${message.session_id}` : null), ' ',
		message.at ? timeElement(message.at, timeOfDay(message.at)) : null);
	const verdict = judged ? make('p', 'verdict',
		[`Level ${message.level}, ${LEVELS[message.level] ?? ''}`, message.type, ...(message.harms ?? [])].filter(Boolean).join(' · ')) : null;
	const element = make('li', null, said, bodyOf(message), verdict);
	element.className = `message ${customers.has(message.sender) ? 'customer' : 'other'} ${judged ? `judged level-${message.level}` : ''}`;
	element.dataset.message = message.message_id;
	return element;
}

async function showMessages(first) {
	const { alert, scope } = chosen;
	let messages;
	try {
		({ messages } = await ask(`messages?${new URLSearchParams({ alert, scope })}`));
	} catch (trouble) {
		if (first && chosen?.alert === alert)
			say(trouble.message, true);
		return;
	}
	// another may have been chosen meanwhile
	if (chosen?.alert !== alert)
		return;
	const text = JSON.stringify(messages);
	if ($('messages').dataset.shown === text)
		return;
	$('messages').dataset.shown = text;
	const scroller = $('scroller');
	const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
	// only customers are judged: so whose words ever were is one
	const customers = new Set(messages.filter((one) => one.level !== null).map((one) => one.sender));
	$('messages').replaceChildren(...messages.map((one) => messageElement(one, customers)));
	if (first)
		[...document.querySelectorAll('.judged')].pop()?.scrollIntoView({ block: 'center' });
	else if (atEnd)
		scroller.scrollTop = scroller.scrollHeight;
}

// ---------------------------------------------------------------------------
// What the agent does
// ---------------------------------------------------------------------------

// Somebody may have been quicker: then the list is read anew, and says who.
function explain(trouble, id) {
	if (trouble.status !== 409)
		return [trouble.message, trouble.detail].filter(Boolean).join('. ');
	const now = alerts.get(id);
	if (now?.state === 'acknowledged')
		return `Too late: ${now.acknowledged_by} has it since ${timeOfDay(now.acknowledged_at)}.`;
	return `Too late. ${trouble.detail ?? trouble.message}`;
}

let acting = false;             // until the answer is there, no second click

async function act(name, id, note) {
	acting = true;
	showChosen();
	let trouble = null;
	try {
		await ask(name, { alert: id, note });
	} catch (error) {
		trouble = error;
	}
	await refresh().catch(() => {});
	acting = false;
	if (chosen?.alert === id)
		say(trouble && explain(trouble, id), true);
	showChosen();
	return trouble === null;
}

$('acknowledge').addEventListener('click', async () => {
	if (await act('acknowledge', chosen.alert))
		$('note').focus();
});

$('actions').addEventListener('submit', async (event) => {
	event.preventDefault();
	const id = chosen.alert;
	if (await act('resolve', id, $('note').value)) {
		notes.delete(id);
		$('note').value = '';
		fill($('announcer'), 'Resolved');
		const next = $('list').querySelector('button');
		(next ?? $('detail')).focus();
	}
});

// ---------------------------------------------------------------------------
// The stream of events
// ---------------------------------------------------------------------------

let source = null;
let cursor = null;              // after what was shown
let lastWord = 0;

function showConnection(live, text) {
	$('connection').classList.toggle('live', live);
	fill($('connection-text'), text);
}

function addActivity(event) {
	const kind = KINDS[event.kind] ?? event.kind;
	const summary = event.by ? `${kind} by ${event.by}` : kind;
	const entry = make('li', null,
		timeElement(event.at, timeOfDay(event.at)), ' ',
		make('strong', null, summary), ' ',
		make('span', null, event.session_id ? `session ${event.session_id}` : event.key, ' · ', event.policy),
		event.note ? make('q', null, event.note) : null);
	entry.dataset.event = event.event;
	entry.dataset.about = event.alert;
	entry.dataset.kind = event.kind;
	entry.dataset.summary = summary;
	$('activity').prepend(entry);
	while ($('activity').childElementCount > ACTIVITY_LIMIT)
		$('activity').lastChild.remove();
}

function hear(message) {
	lastWord = Date.now();
	if (message.lastEventId)
		cursor = message.lastEventId;
}

function listen() {
	source?.close();
	lastWord = Date.now();
	source = new EventSource(`api/events?${new URLSearchParams({ agent, cursor })}`);
	source.addEventListener('alert', (message) => {
		hear(message);
		addActivity(JSON.parse(message.data));
		refresh().catch(lose);
	});
	source.addEventListener('state', (message) => {
		hear(message);
		if (JSON.parse(message.data).live)
			showConnection(true, 'Live');
		else
			showConnection(false, 'Reconnecting to the database');
	});
	source.addEventListener('reset', begin);
	source.addEventListener('error', () => {
		showConnection(false, 'Reconnecting');
		// the browser itself tries again, but gives up after some kinds of answer
		if (source.readyState === EventSource.CLOSED)
			setTimeout(listen, RETRY);
	});
}

function lose(trouble) {
	showConnection(false, trouble.message);
}

// From the start: the list as it is, then what happens from there on.
async function begin() {
	source?.close();
	try {
		const said = await refresh();
		cursor = said.cursor;
		listen();
	} catch (trouble) {
		if (trouble.status === 403) {
			askWho(trouble.message);
			return;
		}
		lose(trouble);
		setTimeout(begin, RETRY);
	}
}

async function askWho(error) {
	$('desk').hidden = true;
	$('sign-in').hidden = false;
	$('sign-in-error').hidden = !error;
	fill($('sign-in-error'), error ?? '');
	$('agent').value = agent ?? '';
	$('agent').focus();
	const { agents } = await ask('agents');
	$('agents').replaceChildren(...agents.map((name) => {
		const link = make('a', 'agent', name);
		link.href = `?${new URLSearchParams({ agent: name })}`;
		return link;
	}));
}

$('sign-in-form').addEventListener('submit', (event) => {
	event.preventDefault();
	location.search = new URLSearchParams({ agent: $('agent').value.trim() });
});

if (agent) {
	$('desk').hidden = false;
	fill($('who'), agent);
	fill($('avatar'), Array.from(agent.replace(/^@/, ''))[0]?.toUpperCase() ?? '');
	showConnection(false, 'Connecting');
	begin();
	setInterval(() => {
		if (source)
			refresh().catch(lose);
	}, LOOK);
	setInterval(() => {
		if (chosen && !chosen.gone && !document.hidden)
			showMessages(false);
	}, REFRESH);
	setInterval(() => {
		// a stream that is dead says nothing, not even that
		if (source && Date.now() - lastWord > SILENCE && source.readyState !== EventSource.CLOSED)
			listen();
	}, 1000);
} else {
	askWho();
}
