/*
 * sql/default/en_turns.sql
 *
 * English turns of phrase.  en.sql lists what customers say word by word; here
 * stand the constructions in which they say it: who did what to whom, never
 * ... again, announced to whom, for the how manieth time.  Each joins small
 * classes of ordinary words, so that it holds for sentences nobody has listed.
 */

INSERT INTO complaint.entity (ruleset, entity, kind, description) VALUES
	('default', 'act.custom', 'class', 'What a customer does with a company: buy, book, fly, stay'),
	('default', 'act.announce', 'class', 'Going to, or having gone to, a third party: reported, filed, taking this to'),
	('default', 'act.wrong', 'class', 'What nobody does by accident: stole, lied, trapped, refuses'),
	('default', 'act.blunder', 'class', 'What goes wrong at the company: lost, blocked, closed, messed up'),
	('default', 'act.fail', 'class', 'What things do when they work: load, start, arrive; with a denial they fail'),
	('default', 'who.company', 'class', 'The company addressed or named: you, your staff, they'),
	('default', 'who.thing', 'class', 'Things that a company delivers or runs: the app, my parcel, the line'),
	('default', 'place.public', 'class', 'Places where things are posted for everybody to see'),
	('default', 'place.rival', 'class', 'Competitors that customers leave for'),
	('default', 'act.file', 'class', 'Filing and lodging'),
	('default', 'act.leave', 'class', 'Leaving: switch, move, go over to'),
	('default', 'act.publish', 'class', 'Making a thing public: post, share, expose'),
	('default', 'turn.shall', 'class', 'The customer announces: I will, we are'),
	('default', 'turn.ultimatum', 'class', 'If, unless, or else: the condition of an ultimatum');

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('act.custom', $$fly, flying, flown, book, booking, stay, staying, shop, shopping, order, ordering, buy, buying, use, using, eat, eating,
		dine, dining, bank with, banking with, deal with, dealing with, return, returning, come back, coming back, come here,
		coming here, go back, going back, go there, going there, go here, visit, visiting, travel, travelling, traveling, renew,
		renewing, subscribe, subscribing, purchase, purchasing, rent, renting, hire, hiring, set foot, do business, trust,
		trusting, rely on, spend, spending, sail, ride, touch, insure, give you my, choose you, choosing you, pick you$$),
	('act.announce', $$report, reporting, reported, file, filed, filing, submit, submitted, submitting, lodge, lodged, lodging, raise, raised,
		raising, complain, complaining, complained, inform, informed, informing, notify, notified, notifying, contact, contacted,
		contacting, write to, writing to, written to, wrote to, emailed, emailing, going to, i'm off to, go to, going straight to,
		take this to, taking this to, take it to, taking it to, took it to, taken this to, taken it to, take you to, take them to,
		taking you to, taking them to, drag you to, drag them to, copy in, copied in, copying in, cc'd, cc'ing, involve, involved,
		involving, hear from, hearing from, speak to, speaking to, spoken to, called, calling, call, ringing, phoning, escalate,
		escalated, escalating, approach, approaching, refer, referred, referring, turn to, tagging, tagged, alert, alerted,
		alerting, complaint$$),
	('threat.regulator', $$trai, dgca, fssai, nbfc, nch, accc, afca, asic, comreg, icao, dot gov, ico, asa, 		financial ombuds*, telecoms ombudsman, energy ombudsman, legal ombudsman, health inspector*, health department,
		environmental health, food standards, health and safety executive, public utilities commission, utility commission,
		public service commission, insurance regulator*, telecom regulator*, competition authority, consumer council,
		consumer rights, consumer body, consumer bodies, fair trading, state attorney, my mp, my congressman, my congresswoman,
		my senator, my councillor, my representative in congress, member of parliament, pmo, cpgrams, lokpal,
		consumer complaints court, citizens' advice, resolver, which magazine, moneysavingexpert, money saving expert,
		martin lewis, rip off britain, civil aviation authority, aviation authority, department for transport$$),
	('threat.court_direct', $$i'm suing, i am suing, we're suing, we are suing, im suing, letter before action, letter before claim,
		issue proceedings, issuing proceedings, commence proceedings, commencing proceedings, commencing legal, commence legal,
		start legal proceedings, starting legal proceedings, begin legal proceedings, instruct solicitors, instructed solicitors,
		instructing solicitors, instruct my solicitor, instructed my solicitor, restraining order, drag you to court,
		drag you to, see you in small claims, money claim online, file a case, filing a case, filed a case, court summons,
		moneyclaim, my barrister, my advocate, our advocate, cease and desist, breach of contract claim, pursue this legally,
		pursue this through the courts, through the courts$$),
	('place.public', $$tiktok, tik tok, twitter, facebook, fb, youtube, instagram, insta, reddit, linkedin, trustpilot, tripadvisor, trip advisor,
		google reviews, yelp, glassdoor, app store, play store, social media, every platform, all platforms, every forum, forums,
		the papers, newspaper, newspapers, the press, the news, the media, on the news, national the local paper,
		the bbc, bbc, channel 4, itv, cnn, fox news, ndtv, daily mail, the mail, the sun, the guardian, the times, the mirror,
		watchdog, journalist, journalists, reporter, reporters, blog, my blog, my channel, my followers, influencer$$),
	('place.rival', $$vodafone, o2, ee, three, giffgaff, verizon, t mobile, tmobile, at and t, at&t, sprint, comcast, xfinity, spectrum,
		virgin, virgin media, sky, bt, talktalk, plusnet, jio, airtel, vi, bsnl, telstra, optus, rogers, bell, telus, mtn,
		monzo, starling, revolut, chase, wells fargo, barclays, hsbc, natwest, lloyds, nationwide, santander, halifax, tsb,
		citi, citibank, capital one, amex, icici, hdfc, sbi, axis, kotak, gtbank, credit union, octopus, british gas, edf,
		eon, ovo, aviva, axa, direct line, geico, progressive, state farm, allstate, delta, united, southwest, american, jetblue,
		easyjet, ryanair, british airways, ba, emirates, indigo, lufthansa, klm, amazon, flipkart, ebay, argos, tesco, walmart,
		target, best buy, uber, lyft, ola, doordash, zomato, swiggy, deliveroo, just eat, hilton, marriott, airbnb,
		your competitor*, a competitor, competitors, the competition, another bank, another provider, another supplier,
		another insurer, another network, another carrier, another company, another shop, another store, a different bank,
		a different provider, a different company, a different supplier, other provider, elsewhere, someone else,
		somebody else, anyone else, any other company, a rival, a proper bank, a real bank, a proper company$$),
	('threat.leaving', $$last time i ever, last time we ever, last time i book, last time we book, last time i stay, last time we stay,
		last time i shop, last time we shop, last time i travel, last time we travel, last time we fly, last time we use,
		last time we order, last time we buy, last time i deal, last time i trust, last time i bank, last time you'll see,
		last time you will see, last you'll see of, last you will see of, seen the last of, last penny, last pound,
		last dollar, last rupee, not another penny, not another cent, not a penny more, not getting another penny,
		won't get another penny, won't be getting another, you've lost me, you have lost me, lost my custom, lose my custom,
		losing my custom, lost our custom, lost my loyalty, lost a lifelong customer, lost a long time customer,
		custom elsewhere, money elsewhere, cancelling everything, canceling everything, cancel everything,
		closing everything, close everything, transfer everything out, moving everything, move everything, moving all my,
		moving all our, moving all four, closing all our, close all our, closing both my, closing all of my,
		shove your contract, stick your contract, shove your card, stick your card, stick your job, never want to hear from you,
		never darken, count me out, i'm out of here, that's me done, that's us done, we're i'm done here$$),
	('tone.abuse', $$a moron, moron, morons, imbecile, cretin, cretins, muppets, pillock*, tosser*, numpty, numpties, halfwit*, half wits, dimwit*,
		nitwit*, dumbass*, bellend*, prat, prats, useless idiots, useless fools, you fools, bunch of fools, fools the lot,
		bunch of jokers, bunch of amateurs, bunch of crooks, bunch of criminals, bunch of scammers, bunch of liars,
		bunch of thugs, bunch of monkeys, bunch of muppets, lying scum, thieving scum, scumbags, low lives, lowlifes, bloodsuckers,
		blood suckers, bottom feeders, you thieves, you crooks, you cheats, you liars, you robbers, you pigs,
		you clowns, you muppets, you morons, you jokers, you lying, you thieving, you cowards, you parasites, you frauds,
		thieving gits, thieving bastards, hope you go bust, hope you go bankrupt, hope you go under, hope you go out of business,
		deserve to go bankrupt, deserve to go bust, deserve to go under, deserve to go out of business, deserve to be shut down,
		hope you all lose your, hope you lose your, hope you get sacked, hope you all get sacked, hope you get fired,
		hope you all get fired, hope your company, hope this company goes, hope this company dies, get stuffed, sod off,
		piss off, bugger off, naff off, go screw, chor company, haramkhor$$),
	('reproach.dishonesty', $$are criminals, criminals, bandits, pirates, con merchants, rip off merchants, ripoff merchants, daylight theft, fraudsters you,
		you are frauds, looting customers, looting people, looting public, robbing people, robbing customers, robbing pensioners,
		robbed blind, stealing off, pocketing, pocketed, lining your pockets, lining their pockets, fiddling, swindling,
		these are fakes, they are fakes, is a fake, was a fake, are fakes, fake goods, extortionate$$),
	('reproach.unfair', $$unfairly, wrongfully, without my say so, without so much as, without a word, with no warning, without warning, without any warning,
		no warning and, without explanation, with without an explanation, without any reason given, mis sell,
		false pretences, false pretenses, under duress, strong armed, taking liberties, took liberties, one rule for,
		gave you the right, gives you the right, what right do you, no right to, what gives you$$),
	('demand.redress', $$pay up, cough up, put my money back, give it back, give that back, give me it back, want it back now,
		off the bill, want something off, knocked off the bill, want it corrected, want this corrected, want it put right,
		want this put right, want it removed, want this removed, want it fixed today, want this fixed today, want this sorted today,
		i want an apology, we want an apology, i want a full, we want a full, i want a written, want a written,
		expect a written, expect an apology, expect a full, expect to be reimbursed, expect to be refunded, expect to be paid,
		expect my money, expect this to be, expect to be credited, to be reimbursed for, reimburse me for, revert the charges,
		reverse the charges immediately, reverse this immediately, we're owed, we are owed, owed compensation,
		owe me compensation, entitled to compensation and, claim compensation from you, claiming compensation, hold you liable,
		you are liable, liable for, you need to recall, need to be held, make amends, compensation for the ruined,
		compensation for the distress, compensation for my, compensation for our, compensation for this,
		compensation for all, kindly revert the, money back immediately, money back now, money back today, refund this instant,
		refund today, refund this now$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('who.company', $$you, you've, you have, you are, you're, you guys, you people, you lot, you all, you also, you then, you just, you simply, you now,
		you still, you even, your company, your bank, your airline, your hotel, your staff, your agent, your agents, your rep, your reps,
		your team, your system, your department, your store, your shop, your branch, your driver, your drivers, your courier,
		your couriers, your engineer, your engineers, your technician, your manager, your adviser, your advisor, your salesman,
		your collectors, your people, your colleague, your colleagues, your fraud team, your insurance, they, they've, they have,
		they're, they are, this company, this bank, this airline, this hotel, the company, the bank, the airline, the hotel$$),
	('act.wrong', $$stole, stolen, robbed, rob, robbing, lied, lie, lying, cheated, cheating, conned, conning, scammed, tricked, duped, misled,
		mis sold, missold, trapped, trapping, bullied, bullying, threatened, threatening, blackmailed, extorted, exploited, ripped,
		fleeced, swindled, looted, looting, pocketed, wrecked, destroyed, humiliated, insulted, discriminated, abused, harassed,
		abandoned, dumped, stranded, ditched, ignored, ignoring, ignore, refuse, refused, refusing, refuses, wriggle, wriggled,
		wriggling, fob, fobbed, fobbing, pretend, pretended, pretending, invented, inventing, made up, knew, withheld, withholding,
		hiding, took advantage, taken advantage, helped yourself, helped yourselves, sold my, leaked, shared my, messing me,
		messed me, messing us, messed us, mucked me, mucking me, strung me, stringing me, string me, led me, leading me,
		playing games, taking my money, took my money, taken my money, taken money, took money, taken our money, took our money,
		taken a payment without, emptied, made my life, ruined, ruining, wasted my, wasted our, wasting my, wasting our, wasted$$),
	('act.blunder', $$lost my, lost our, lost it, forgot, forgotten, messed up, mess up, messing up, screwed up, cocked up, botched, bungled, mishandled,
		muddled, broke, broken, damaged, smashed, froze, frozen, blocked, locked, suspended, closed my, closed our, closed the account,
		cancelled my, canceled my, cancelled our, canceled our, gave away, gave our, gave my, given away, given our, given my,
		sent me the wrong, sent us the wrong, sent the wrong, sent it to the wrong, sent my, gave me the wrong, gave me wrong,
		told me the wrong, overcharged, reported me, reported a default, put me down, left me, left us, left my, failed,
		cut me off, cut off my, removed my, took away, taken away, rejected my, denied my, let me down$$),
	('who.thing', $$app, site, website, page, portal, card, parcel, package, order, delivery, item, refund, payment, money, transfer, salary,
		cheque, voucher, code, coupon, otp, email, confirmation, letter, bill, statement, line, phone, sim, signal, network, net, internet,
		broadband, wifi, router, box, heating, boiler, meter, air con, aircon, ac, shower, tap, toilet, lift, light, lights,
		kettle, toaster, washer, machine, screen, battery, charger, button, remote, camera, speaker, zip, lid, door, window, key,
		engineer, technician, driver, courier, driver's, bag, suitcase, luggage, points, miles, discount, balance, account,
		address, name, change, update, booking, ticket, seat, sheets, towels, bins, subscription, policy, claim,
		application, request, link, form, button, upload, recharge, top up, cashback, part, parts, replacement, game, video, sound$$),
	('act.fail', $$load, loading, open, opening, start, starting, switch on, switching on, turn on, turning on, turn off, come on, coming on, come off,
		coming off, come out, come through, coming through, coming up, coming, come, charge, charging, connect, connecting, work, working, worked,
		send, sending, print, printing, scan, scanning, play, playing, sync, syncing, update, updating, install, installing, download,
		downloading, accept, accepting, recognise, recognising, recognize, recognizing, verify, verifying, activate, activating,
		activated, register, registering, respond, responding, refresh, refreshing, close, closing, close properly, lock, locking,
		fit, fitting, flush, drain, heat up, heating up, cool, cooling, cooling down, spin, spinning, ring, ringing,
		show, showing, showing up, display, displaying, appear, appearing, added, credited, changed, updated, delivered,
		collected, emptied, cleaned, made up, paid, processed, posted, applied, fixed, repaired, replaced, removed, arrived,
		turned up, turn up, shown up, show up, gone through, go through, going through, come back, been done, done, save, saving, let me,
		letting me, allow me, allowing me, take my card, taking my card, pair, pairing, stay on, stay charged, hold charge, hold its charge,
		balance, add up, match$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('act.file', $$file, filed, filing, lodge, lodged, lodging$$),
	('act.leave', $$changing, going, leaving, move, moved, moving, off, port, ported, porting, switch, switched, switching$$),
	('act.publish', $$all over, blast, contacted, contacting, emailed, emailing, expose, exposed, exposing, going, plaster, plastering, post, posted, posting, putting, review on, reviews on, share, sharing, speaking to, talking to, telling, tweeting, upload, uploaded, uploading, write to, writing to$$),
	('turn.shall', $$going to, gonna, i am, i have, i shall, i will, i'll, i'm, i've, im, we will, we'll, we're, will$$),
	('turn.ultimatum', $$by friday, by monday, by tomorrow, if, last chance, or else, or i will, or i'll, otherwise, unless, within 14 days, within 24 hours, within 48 hours, within 7 days$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Judgement, by family. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('tone.anger', $$doing my head in, does my head in, do my head in, drives me mad, drives me up the wall, drives me round the bend, up the wall, round the bend,
		put me right off, puts me right off, put us off, gets on my, getting on my, winds me up, winding me up, wound me up,
		testing me, losing my mind, losing the will, lost the will, at wits end, wits end, wit's end, past caring,
		beyond a joke, gone past a joke, past a joke, sick of it, sick of this, sick of your, tired of it, tired of asking,
		tired of chasing, tired of calling, tired of explaining, tired of hearing, exhausted by, drained by,
		stressed, so much stress, unnecessary stress, caused me stress, caused us stress, anguish, aggro, ragequit, vexed,
		seeing red, incensed, hurtful, disheartened, ticks me off, bugs me, 		makes me furious, makes me cry, crying with, at breaking, can't cope with this$$),
	('tone.disappointment', $$expected better, expected more, expected much more, expected a lot more, expected a lot better, expected so much better,
		expected far better, expected far more, expected something better, expect much better, expect a lot better,
		not what you expect, not what you'd expect, not what one expects, not what i'd expect, not what we'd expect, not what we expected,
		wanted to like, wanted to love, really wanted to like, wanted so much to, not a fan, not keen, not my cup, 		not convinced, not just good, just not good, it's not good, not that good, not all that, not worth the hype, overhyped, over hyped,
		not living up to, didn't match the hype, a far cry, letdown, bit of a letdown, damp squib, comedown, sadly not, put off by,
		won't be rushing back, not be rushing back, wouldn't rush back, no rush to return, not rushing back, not in a hurry to return,
		wouldn't bother, would not bother, i'd give it a miss, give it a miss, give this a miss, giving this a miss, would avoid,
		i'd avoid, wouldn't stay, would not stay, wouldn't buy, would not buy, wouldn't use, would not use, wouldn't order,
		would not order, wouldn't go back, would not go back, wouldn't return, would not return, wouldn't eat, would not eat,
		wouldn't fly, would not fly, wouldn't book, would not book, wouldn't trust, would not trust, 		wouldn't touch, would not touch, wouldn't give it to, don't rate, didn't rate, not a patch on, used to be good,
		used to be great, used to be better, not what it was, not what it used to be, isn't what it used to be,
		past its best, seen better days, not good enough, nowhere near good enough, isn't good enough, simply not good enough,
		hardly good enough, not satisfied with, unsatisfied, not content with, not comfortable with how, poor show, poor form,
		poor effort, bad form, bad show, makes no sense, make no sense, beggars belief, defies belief,
		defies logic, who thought, whoever designed, whoever thought, whoever wrote, whoever came up with, clearly never,
		obviously never, what were you thinking, what were they thinking$$),
	('tone.contempt', $$shocking, plastic tatty, naff, dud, total minging, manky, grotty, dodgy, iffy, cruddy, janky,
		shonky, a shower, omnishambles, cock up, balls up, pig's ear, dog's dinner, car crash, trainwreck, 		dog poo, dogshit, bollocks, hogwash, codswallop, a con, what a con, a swizz, daft, bonkers, 		unreal how, useless service, utterly useless, hopeless service, pathetic service, horrid service, worstest,
		very worst, third grade, cheap quality, low grade, ghatiya, bakwas, bekar, bekaar, faltu, wahiyat, 		pain in the neck, pain in the backside, pain in the arse, pain in the ass, pain in the butt, right pain, a real pain, such a pain,
		it's a pain, is a pain, was a pain, royal pain, an ordeal, what an ordeal, is a mess, was a mess, such a mess, torture, torturous, a slog, purgatory,
		daylight robbery, highway robbery, eye watering, eyewatering, extortion, astronomical, sky high, through the roof,
		price hike*, price gouging, money grabbing, taking advantage, getting silly, beyond silly, beyond a joke, needlessly, painfully,
		unnecessarily complicated, overcomplicated, ridiculously complicated, confusing mess,
		zero information, zero communication, 		not even an apology, not so much as, no common courtesy, no manners, no ownership, lip service,
		false economy, avoid like the plague, a sad affair, sorry affair, sorry state, sorry excuse, poor excuse for, excuse for a,
		glorified, so called service, laughingly, joke service, jokers, cowboy outfit, cowboys, amateurs, bunch of amateurs,
		unprofessional, unacceptably, below standard, well below, way below, bottom of the barrel, scraping the barrel$$),
	('tone.regret', $$save your money, keep your money, spend your money, money for old rope, not worth a, not worth your, not worth my, not worth paying, not worth it,
		waste of a day, waste of an evening, ruined our,
		ruined my, ruined the, spoiled our, spoilt our, spoilt the, spoiled the, wish we'd, wish i'd, should have listened,
		should've listened, should have stuck, should have known, lesson learned, lesson learnt,
		biggest regret, bitterly regret, i regret, out of pocket, down the drain, days i won't get back,
		hours i'll never get back, never get back$$),
	('problem.quality', $$fell to bits, fell to pieces, falling to bits, broke after, broke on day, broke on the first, broke straight, broke within, broke in a,
		snapped off, snapped in, snapped within, digs in, rubs, chafes, came unstuck, came unglued, came loose, works loose, wobbles, wobbly,
		rattles, wonky, lopsided, not level, doesn't stay, does not stay, conked out, on the blink,
		on its last legs, kaput, stopped charging, stopped heating, stopped cooling, wears off, wore off, washed off, chipped, chips easily,
		bobbled, bobbling, frayed, fraying, unravelled, unraveling, unravelling, see through, paper thin, wafer thin, like cardboard,
		like paper, like plastic, poor build, badly stitched, crooked stitching, unfinished, rough edges, sharp edges, 		too short, bit tight, bit big, bit small, on the small side, on the large side, comes up small, comes up big$$),
	('problem.food', $$cold when, stone cold, lukewarm, luke warm, tepid, bland, tough as, like rubber, rubbery, chewy, gristle, gristly, greasy, lump of charcoal, charcoal,
		burnt to a, burned to a, burnt, overdone, underdone, raw in the middle, pink in the middle, half cooked, half raw, still frozen,
		frozen in the middle, dried out, bone dry, flavourless, flavorless, tasteless, reheated, microwaved, swimming in, dripping in,
		off milk, sour milk, gone off, smelled off, smelt off, tasted off, tasted funny, portions were tiny, portions are tiny,
		tiny portions, small portions, portion was, hair in my, fly in my, flies in, overcharged for, wrong dish, wrong meal,
		wrong food$$),
	('problem.comfort', $$no batteries, barely slept, hardly slept, couldn't get to sleep, not a wink, hear everything, hear every word, heard every word, heard everything,
		walls like paper, walls were thin, musty, damp smell, smell of damp, smelled damp, drains smelled, smell of drains, tired place,
		dated room, rooms are dated, room was dated, threadbare, stained carpet, sticky carpet, carpet was sticky, dust everywhere, hair in the bath,
		hair in the plughole, hair in the sink, hadn't been cleaned, had not been cleaned, hadn't been changed, hadn't been made,
		not been cleaned, not been changed, not been made up, not coming on, isn't coming on, won't come on, on the small side, a bit noisy,
		quite noisy, street noise, traffic noise, thin mattress, saggy mattress, springs sticking, broken blind, broken lock,
		lock was broken, door wouldn't lock, window wouldn't open, no plug, no fridge, no kettle, no fan$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Praise that has a bad word inside. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.praise', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$won't be disappointed, will not be disappointed, wont be disappointed, never disappoint, never disappoints, didn't disappoint, did not disappoint,
can't fault, cannot fault, couldn't fault, cant fault, faultless, no faults, can't complain, cannot complain, not a single complaint,
not a single problem, not a single issue, never had a problem, never had an issue, never had any trouble, never had any problems,
never any trouble, like clockwork, couldn't be happier, could not be happier, couldn't be better, couldn't have been nicer,
couldn't have been better, couldn't do enough, nothing was too much trouble, no trouble at all, above and beyond, killer deal,
to die for, a doddle, game changer, not bad at all, lifesaver, sorted now, all sorted, problem solved, works again, working again now$$,
'\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/*
 * Levels.  any(...) where the turn itself holds a "never" or an "if" that would
 * deny or suppose what it announces.
 */
INSERT INTO complaint.rule (ruleset, rule, pattern, level, language, description) VALUES
	('default', 'level.en_never_again', $$('never' | 'won''t be' | 'wont be' | 'i won''t' | 'we won''t' | 'i wont' | 'will not be' | 'i will not' | 'we will not' | 'not going to' | 'won''t ever' | 'no way am i' | 'no way i''m') then/4 any({act.custom}) then/6 any('again') & !('what a' then/2 'again')$$, 4, 'en', 'Never flies, books, buys here again'),
	('default', 'level.en_leaves_for', $$('i''m' | 'im' | 'i am' | 'we''re' | 'we are' | 'i''ll' | 'i''ll be' | 'i will be' | 'i will' | 'going to' | 'time to' | 'time for me to' | 'i have' | 'i''ve') then/2 any({act.leave}) then/6 ('to' | 'for' | 'with') then/2 any({place.rival}) & ({tone.*} | {problem.*} | {reproach.*} | {threat.leaving} | {sign.trouble} | 'bye' | 'goodbye' | 'cancel*' | 'enjoy' | 'today' | 'you') & !('move money' | 'moving money' | 'transfer*')$$, 4, 'en', 'Leaves for a competitor'),
	('default', 'level.en_leaves_for_rival', $$any({act.leave}) then/6 ('to' | 'for') then/2 any({place.rival}) & ({tone.anger} | {tone.contempt} | {tone.disappointment} | {reproach.*} | {tone.abuse})$$, 4, 'en', 'Blames, and leaves for a competitor'),
	('default', 'level.en_end_of_years', $$('been with you' | 'customer for' | 'customer since' | 'loyal customer' | 'with you since' | 'with you for') & ('not anymore' | 'not any more' | 'no more' | 'no longer' | 'goodbye' | 'bye' | 'moving' | 'leaving' | 'closing' | 'switching' | 'the end' | 'enough' | 'transfer everything') & !{tone.praise}$$, 4, 'en', 'A long custom ends'),
	('default', 'level.en_loyal_blame', $$('been with you' | 'customer for' | 'customer since' | 'loyal customer' | 'long standing customer') & ('this is how' | 'how you treat' | 'how i am treated' | 'how i''m treated' | 'treat me' | 'treated' | 'this is the thanks' | 'and this is' | 'deserve' | 'loyalty means') & !{tone.praise}$$, 3, 'en', 'A loyal customer, badly treated'),
	('default', 'level.en_told_authority', $$any({act.announce}) near/5 any({threat.regulator}) & !('phone number' | 'project' | 'how do i' | 'where can i' | 'where do i' | 'can i go' | 'should i' | 'do i have to')$$, 4, 'en', 'Goes or has gone to a supervisor'),
	('default', 'level.en_authority_if', $$any({turn.ultimatum}) & any({turn.shall}) then/5 (any({threat.regulator}) | any({threat.police}) | any({threat.court}))$$, 4, 'en', 'An ultimatum: do it, or I go to them'),
	('default', 'level.en_lawyer_told', $$('my' | 'our' | 'the' | 'a') then/0 ('lawyer' | 'lawyers' | 'solicitor' | 'solicitors' | 'attorney' | 'advocate' | 'barrister') near/6 ('informed' | 'in touch' | 'instructed' | 'involved' | 'hearing from' | 'hear from' | 'notified' | 'be contacting' | 'be writing' | 'consulting' | 'consulted' | 'speaking to' | 'spoken to' | 'on to you' | 'after you' | 'case against') & !('letter confirming' | 'probate' | 'completion' | 'conveyanc*' | 'how do i' | 'can my')$$, 4, 'en', 'A lawyer has been told'),
	('default', 'level.en_police_you', $$any({threat.police}) near/8 ('against you' | 'against your' | 'against this' | 'you thieves' | 'report you' | 'reporting you' | 'you people' | 'your office' | 'your branch' | 'fraud company') | any({act.file}) near/2 ('fir' | 'f i r') & ('against' | 'your' | 'company' | {reproach.*})$$, 4, 'en', 'Police against the company'),
	('default', 'level.en_posts_it', $$any({act.publish}) near/8 any({place.public}) & any({turn.shall}) & ('you' | 'your' | 'everyone' | 'everybody' | 'this' | 'people' | {tone.*} | {reproach.*} | {problem.*}) & !{tone.praise} & !('how do i' | 'how can i' | 'can i' | 'do i' | 'where do i' | 'looking for')$$, 4, 'en', 'Makes it public'),
	('default', 'level.en_warns_others', $$('so' then/2 ('nobody' | 'no one' | 'others' | 'everyone' | 'people') then/3 ('else' | 'conned' | 'scammed' | 'fall*' | 'know*' | 'avoid*' | 'warned')) | ('warn' | 'warning' | 'tell' | 'telling' | 'let') then/1 ('everyone' | 'everybody' | 'people' | 'all my friends' | 'all my followers' | 'my friends and' | 'the world') then/4 ('i know' | 'know' | 'about' | 'to avoid' | 'not to' | 'what you' | 'see what' | 'stay away' | 'away') & !{tone.praise}$$, 3, 'en', 'Warns others'),
	('default', 'level.en_shut_down', $$('shut' then/3 'down' | 'closed down' | 'put out of business' | 'out of business') & ('this place' | 'you' | 'your' | 'they' | 'company' | 'them') & ('should be' | 'needs to be' | 'need to be' | 'hope' | 'deserve' | 'must be' | 'get' | 'calling' | 'inspector' | 'health') & !('app' | 'computer' | 'laptop' | 'machine' | 'phone' | 'pc')$$, 4, 'en', 'Wishes its end'),
	('default', 'level.en_masked_swearing', $$('f' | 'fk' | 'f k' | 'f ing' | 'fu' | 'fck' | 'sh') & /\m(f[*#@%]+(c?k)?|f\*+|sh[*#@]+t?)/$$, 2, 'en', 'Swears behind asterisks'),
	('default', 'level.en_masked_abuse', $$('f' | 'fk' | 'f k' | 'f ing' | 'fu' | 'fck') & /\m(f[*#@%]+(c?k)? (you|off|your|this|u)|(you|bunch of|lying|useless|thieving) ([a-z]+ )?f[*#@]+[a-z]*)/$$, 4, 'en', 'Insults behind asterisks'),

	('default', 'level.en_you_wronged', $${who.company} then/2 {act.wrong} & !{tone.praise} & !('if you' then/1 'refuse*' | 'might' | 'warned me' | 'so they' | {harm.stranger})$$, 3, 'en', 'You lied, you took, you refuse'),
	('default', 'level.en_you_blundered', $${who.company} then/1 {act.blunder} & ('no one' | 'nobody' | 'won''t' | 'won''t tell' | 'without' | 'twice' | 'and then' | 'explanation' | 'want' | 'responsib*' | 'compensat*' | {tone.anger} | {tone.contempt} | {tone.disappointment} | {reproach.neglect} | {reproach.no_answer} | {reproach.unfair} | {reproach.attitude} | 'my own' | 'mistake' | 'midnight' | 'paid for') & !{tone.praise} & !{tone.hypothesis} & !any({topic.card}) & !('how do i' | 'how can i' | 'can you' | 'could you' | 'please')$$, 3, 'en', 'Something went wrong through you, and blames'),
	('default', 'level.en_you_blundered_told', $${who.company} then/1 {act.blunder} & !{tone.praise} & !{tone.hypothesis}$$, 1, 'en', 'Something went wrong through you'),
	('default', 'level.en_you_keep', $${who.company} then/2 ('keep' | 'keeps' | 'kept') then/1 ('charging' | 'closing' | 'cancelling' | 'canceling' | 'refusing' | 'ignoring' | 'rejecting' | 'fobbing' | 'finding' | 'making' | 'delaying' | 'changing' | 'passing' | 'taking' | 'losing' | 'sending' | 'billing' | 'messing' | 'blaming' | 'lying' | 'telling' | 'saying' | 'calling' | 'ringing' | 'harassing' | 'promising' | 'postponing' | 'pushing' | 'giving' | 'sold' | 'increasing' | 'raising' | 'moving' | 'transferring') & !{tone.praise}$$, 3, 'en', 'You keep doing it'),
	('default', 'level.en_your_fault', $$(('your' | 'your own' | 'their' | 'bank''s' | 'company''s' | 'airline''s') then/1 ('mistake' | 'mistakes' | 'error' | 'errors' | 'fault' | 'negligence' | 'incompetence' | 'failure' | 'failures' | 'carelessness' | 'cock up' | 'mess' | 'greed' | 'stupidity' | 'screw up' | 'lies' | 'excuses' | 'blunder')) not near/3 ('not' | 'if') & !{tone.praise} & !('no worries' | 'no problem' | 'my fault' | 'thanks')$$, 3, 'en', 'It is your fault'),
	('default', 'level.en_unexplained', $$('won''t tell' | 'wont tell' | 'will not tell' | 'won''t say' | 'won''t explain' | 'no one will tell' | 'nobody will tell' | 'no one can tell' | 'nobody can tell' | 'no one will explain' | 'nobody will explain' | 'no one can explain' | 'nobody can explain' | 'can''t tell me' | 'couldn''t tell me' | 'refuse to explain' | 'refuse to say') & !{tone.praise}$$, 2, 'en', 'Nobody says why'),
	('default', 'level.en_told_each_time', $$('every time' | 'each time' | 'every day' | 'everytime' | 'every person' | 'everyone i' | 'everybody i' | 'each person' | 'each agent' | 'every agent') then/5 ('told' | 'say' | 'says' | 'said' | 'tell' | 'tells' | 'promise' | 'promised' | 'promises' | 'different' | 'i call' | 'i ring' | 'called' | 'rang' | 'ignored' | 'excuse' | 'someone' | 'get told') & !{tone.praise}$$, 3, 'en', 'Told something each time'),
	('default', 'level.en_called_daily', $$('called' | 'rang' | 'phoned' | 'emailed' | 'calling' | 'ringing' | 'chasing' | 'asking' | 'asked' | 'contacted' | 'messaged') near/3 ('every day' | 'everyday' | 'daily' | 'every week' | 'numerous times' | 'countless times' | 'over and over' | 'again and again' | 'for weeks' | 'for months') & !{tone.praise}$$, 3, 'en', 'Has called day after day'),
	('default', 'level.en_nth_failure', $${ordinal >= 3} near/4 ('reminder' | 'attempt' | 'engineer' | 'visit' | 'charger' | 'replacement' | 'one' | 'complaint' | 'email' | 'call' | 'ticket' | 'request' | 'asking' | 'contacting' | 'calling' | 'reporting' | 'chasing' | 'writing' | 'ringing' | 'messaging' | 'delivery' | 'courier' | 'appointment') & (any({sign.denial}) | {sign.trouble} | {problem.*} | {tone.contempt} | {reproach.*} | 'still') & !{tone.praise}$$, 3, 'en', 'The third failure or request'),
	('default', 'level.en_unheard_often', $${count >= 3} near/4 ('called' | 'rang' | 'phoned' | 'emailed' | 'mailed' | 'contacted' | 'written' | 'wrote' | 'asked' | 'complained' | 'messaged' | 'visited' | 'spoken' | 'reported' | 'explained' | 'chased' | 'requested' | 'calls' | 'phone calls' | 'emails' | 'letters' | 'reminders') & (any({sign.denial}) | 'ignored' | 'still' | 'nothing') & !(any({topic.card}) | any({topic.transfer})) & !{tone.praise}$$, 3, 'en', 'Asked three times or more, in vain'),
	('default', 'level.en_overdue_promise', $$('promised' | 'you said' | 'they said' | 'was told' | 'i was told' | 'supposed to take' | 'you told me') & ({duration >= '1 hour'} | 'days' | 'hours' | 'weeks' | 'working days') & ('it''s been' | 'its been' | 'it has been' | 'been over' | 'now been' | 'weeks later' | 'days later' | 'months later' | 'still' | 'nothing' | 'yet') & !{tone.praise} & !('how long' | 'can i' | 'please can')$$, 2, 'en', 'A promised span is over'),
	('default', 'level.en_formal_complaint', $$('formal complaint' | 'official complaint' | 'a complaint against' | 'complaint against' | 'lodge a complaint' | 'register my complaint' | 'lodge my complaint' | 'complain about' | 'complain formally' | 'complaint about the way') & ('i wish' | 'i want' | 'i''d like' | 'i would like' | 'we wish' | 'we would like' | 'i am making' | 'i''m making' | 'want to' | 'would like to' | 'wish to' | 'please register' | 'please log' | 'against your' | 'the way i was' | 'the way we were') & !('how do i' | 'how can i' | 'how to' | 'where do i' | 'where can i' | 'neighbour' | 'neighbor' | 'procedure')$$, 3, 'en', 'Makes a complaint'),
	('default', 'level.en_wants_manager', $$('let me' | 'i want to' | 'i want' | 'get me' | 'put me through' | 'i demand' | 'give me' | 'i need to' | 'connect me' | 'we want' | 'pass me') then/4 ('your manager' | 'your supervisor' | 'your boss' | 'your superior' | 'your senior' | 'a manager' | 'the manager' | 'a supervisor' | 'your ceo' | 'somebody senior' | 'someone senior' | 'someone in charge' | 'someone competent') & !('please' | 'about opening' | 'thank*')$$, 2, 'en', 'Wants the manager'),
	('default', 'level.en_wants_manager_now', $$('your manager' | 'your supervisor' | 'your boss' | 'your superior' | 'a manager' | 'a supervisor' | 'the manager') near/4 ('now' | 'immediately' | 'right now' | 'right away' | 'this instant' | 'straight away' | 'at once') | 'escalate this' & ({tone.*} | {reproach.*} | 'done' | 'now' | 'immediately')$$, 3, 'en', 'Wants the manager now'),
	('default', 'level.en_wants_money', $$('i want my money' | 'we want our money' | 'i want all my money' | 'want every penny back' | 'give me my money' | 'give me back my money' | 'give my money back' | 'return my money' | 'refund me' | 'refund my money' | 'i need my money back now') & !(any({topic.card}) | any({topic.transfer}) | 'purchase' | 'seller' | 'merchant' | 'item' | 'something' | 'how do i' | 'how can i' | 'can you' | 'could you' | 'will you' | 'would you' | 'if i' | 'please' | 'when will' | 'thanks') & (length < 8 | exclaim >= 1 | {reproach.*} | {tone.*} | {problem.*} | {duration} | 'now' | 'immediately')$$, 3, 'en', 'Demands the money'),
	('default', 'level.en_wants_it', $$(('i expect' | 'we expect' | 'i demand' | 'we demand' | 'i insist' | 'i require' | 'demanding') then/6 ('compensation' | 'compensated' | 'reimbursed' | 'reimbursement' | 'refunded' | 'apology' | 'explanation' | 'corrected' | 'put right' | 'rectified' | 'sorted' | 'answers' | 'full refund' | 'delivered' | 'by tomorrow' | 'by the end of' | 'by close of business' | 'immediately' | 'right now') | ('i want' | 'we want') then/5 ('compensation' | 'compensated' | 'apology' | 'an explanation' | 'corrected' | 'put right' | 'rectified' | 'answers' | 'full refund' | 'or a refund')) & !('how do i' | 'how can i' | 'know if' | 'to know' | 'if i')$$, 3, 'en', 'Demands redress'),
	('default', 'level.en_why_suffer', $$('why should i' | 'why should we' | 'why must i' | 'why am i being' | 'why do i have to') then/3 ('suffer' | 'pay for' | 'wait' | 'be punished' | 'punished' | 'penalised' | 'penalized' | 'put up with' | 'lose' | 'chase' | 'jump') & !('fee' | 'fees' | 'top up' | 'transfer')$$, 2, 'en', 'Why should I suffer'),
	('default', 'level.en_why_suffer_yours', $$('why should i' | 'why should we' | 'why must i') & ('your' | 'suffer')$$, 3, 'en', 'Why should I suffer for you'),
	('default', 'level.en_must_stop', $$('it has to stop' | 'this has to stop' | 'this must stop' | 'it must stop' | 'needs to stop' | 'stop it now' | 'make it stop' | 'stop this' | 'leave me alone' | 'enough is enough')$$, 3, 'en', 'Tells them to stop'),

	('default', 'level.en_hello_anyone', $$('hello' | 'helloo' | 'hellooo' | 'anyone' | 'anybody' | 'seriously' | 'any update' | 'any updates' | 'how much longer') & length < 10 & /(hell?o+|any(one|body)( there)?|oi|seriously|updates?|reply|waiting|this|news)[ ]?\?{2,}/ & !{tone.praise}$$, 2, 'en', 'Hello?? Anyone there??'),
	('default', 'level.en_seriously', $$('seriously' | 'come on') & /\m(seriously|really|come on) ?[?]|[.!?] come on[.!]/ & !{tone.praise}$$, 2, 'en', 'Seriously?'),
	('default', 'level.en_anyone_actually', $$('is anyone' | 'is anybody' | 'does anyone' | 'does anybody' | 'is there anyone' | 'is there anybody' | 'is someone' | 'do you people' | 'do you guys' | 'do any of you' | 'are you' | 'do you') then/1 ('actually' | 'even' | 'ever' | 'really' | 'at all' | 'going to reply' | 'going to answer' | 'there at all' | 'alive' | 'home' | 'out there') & !('have you' | 'offer' | 'do you even sell' | 'ever sell' | 'ever offer' | 'a real person')$$, 2, 'en', 'Is anyone actually reading this'),
	('default', 'level.en_bitter_thanks', $$('thanks for' | 'thank you for' | 'cheers for' | 'thanks to your' | 'congratulations on' | 'well done for' | 'great job on' | 'nice one') then/4 ({problem.*} | 'delay' | 'delays' | 'cancelling' | 'canceling' | 'cancelled' | 'losing' | 'breaking' | 'ruining' | 'wasting' | 'ignoring' | 'hanging up' | 'overcharging' | 'hour wait' | 'hour delay') & !('fix*' | 'sort*' | 'help*' | 'quick*' | 'resolv*' | 'replac*' | 'letting' | 'dealing' | 'understanding' | 'informing' | 'telling' | 'reporting')$$, 2, 'en', 'Thanks for the delay'),
	('default', 'level.en_bitter_praise', $$('brilliant' | 'great' | 'wonderful' | 'fantastic' | 'lovely' | 'bravo' | 'nice one' | 'well done' | 'genius' | 'cheers' | 'awesome' | 'superb' | 'classy') then/0 ('it' | 'my' | 'your' | 'another' | 'now' | 'so now' | 'still' | 'yet another' | 'delayed' | 'cancelled' | 'canceled' | 'another delay') & ({problem.*} | {sign.denial} | {sign.trouble}) & count({tone.praise}) < 2$$, 2, 'en', 'Great, it broke'),
	('default', 'level.en_price_up', $$('another' | 'yet another' | 'doubled' | 'tripled' | 'hiked' | 'hike' | 'hikes') near/2 ('price' | 'prices' | 'premium' | 'premiums' | 'bill' | 'bills' | 'rent' | 'fee' | 'fees' | 'fare' | 'fares' | 'tariff')$$, 1, 'en', 'Dearer'),
	('default', 'level.en_looked_like', $$('looked like it had been' | 'looks like it has been' | 'looks like it''s been' | 'looks like it was' | 'looked as if it' | 'looked like someone' | 'looks like someone' | 'as if it had been' | 'like it had been') & !{tone.praise}$$, 1, 'en', 'Looks as if it had been kicked'),
	('default', 'level.en_cant_live', $$('can''t feed' | 'cannot feed' | 'can''t pay my rent' | 'can''t pay rent' | 'need to pay rent' | 'my own money' | 'haven''t got the energy' | 'end it all' | 'to the brink' | 'tried to take his own' | 'tried to take her own') & !{tone.praise}$$, 2, 'en', 'What it does to the customer'),
	('default', 'level.harm_safety', $${harm.injury} | {harm.hazard} | {harm.privacy}$$, 1, NULL, 'Hurt, endangered or exposed: a problem, however calmly told'),

	('default', 'level.en_thing_fails', $$any({who.thing}) then/3 ('isn''t' | 'isnt' | 'is not' | 'not' | 'won''t' | 'wont' | 'will not' | 'doesn''t' | 'doesnt' | 'does not' | 'didn''t' | 'didnt' | 'did not' | 'hasn''t' | 'hasnt' | 'has not' | 'haven''t' | 'havent' | 'have not' | 'hadn''t' | 'wasn''t' | 'wasnt' | 'weren''t' | 'aren''t' | 'arent' | 'wouldn''t' | 'wouldnt' | 'never' | 'stopped' | 'refuses to' | 'refused to' | 'fails to' | 'failed to') then/2 any({act.fail}) & !{tone.praise} & !('i don''t' | 'i didn''t' | 'what if' | 'in case' | 'if the' | 'if my' | 'if it' | 'doesn''t matter' | 'don''t mind' | 'do i' | 'does the' | 'does it' | 'does your')$$, 1, 'en', 'A thing does not do what it should'),
	('default', 'level.en_keeps_failing', $$(any({who.thing}) | 'calls' | 'everything' | 'nothing') then/2 ('keeps' | 'keep' | 'kept') then/1 ('dropping' | 'crashing' | 'freezing' | 'saying' | 'going' | 'logging' | 'asking' | 'failing' | 'cutting' | 'disconnecting' | 'rejecting' | 'restarting' | 'turning' | 'stopping' | 'buffering' | 'loading' | 'telling' | 'beeping' | 'falling' | 'coming' | 'getting' | 'giving' | 'showing' | 'timing' | 'spinning' | 'flashing' | 'sending' | 'changing' | 'disappearing' | 'closing' | 'throwing' | 'glitching' | 'tripping' | 'leaking' | 'declining') & !{tone.praise}$$, 1, 'en', 'It keeps failing'),
	('default', 'level.en_not_as_ordered', $$('ordered' | 'paid for' | 'bought' | 'asked for' | 'booked') then/10 ('sent me' | 'you''ve sent' | 'you sent' | 'got a' | 'got the' | 'but got' | 'and got' | 'but received' | 'but you' | 'received a' | 'gave us' | 'gave me' | 'ended up with' | 'instead' | 'came with' | 'was given' | 'were given') & !{tone.praise}$$, 1, 'en', 'Ordered this, got that'),
	('default', 'level.en_instead_of', $$('sent' | 'received' | 'got' | 'came' | 'delivered' | 'only' | 'put' | 'charged' | 'given') then/10 ('instead of' | 'rather than the' | 'not the one') & !{tone.praise} & !('can i' | 'could i' | 'can you' | 'could you' | 'i''d like' | 'how do i' | 'how can i' | 'want to')$$, 1, 'en', 'This instead of that'),
	('default', 'level.en_was_due', $$('was meant to' | 'were meant to' | 'was supposed to' | 'were supposed to' | 'should have been' | 'should''ve been' | 'should have arrived' | 'should have come' | 'was due' | 'were due' | 'as promised' | 'was expecting') & ('but' | 'now' | 'still' | 'yet' | any({sign.denial}) | 'instead') & !{tone.praise}$$, 1, 'en', 'It was due, and is not there'),
	('default', 'level.en_already_paid', $$('already paid' | 'i''d paid' | 'had paid' | 'been paying' | 'paid in full' | 'paid it off' | 'already returned' | 'already cancelled' | 'already canceled' | 'i cancelled' | 'had cancelled' | 'already sent') & ('charged' | 'charge' | 'billed' | 'again' | 'still' | 'letter' | 'lapsed' | 'saying' | 'says' | 'another bill' | 'bill') & !{tone.praise}$$, 1, 'en', 'Paid or cancelled already, and charged'),
	('default', 'level.en_wrong_on_it', $$('isn''t mine' | 'is not mine' | 'aren''t mine' | 'wasn''t me' | 'that''s not me' | 'not my name' | 'not my address' | 'my name is spelt' | 'spelt wrong' | 'spelled wrong' | 'misspelt' | 'misspelled' | 'instead of john' | 'meant for somebody else' | 'meant for someone else' | 'addressed to someone else' | 'old address' | 'still shows' | 'still showing' | 'still says' | 'still on the' | 'wrong name' | 'wrong date' | 'wrong email') & !{tone.praise} & !('how do i' | 'do i' | 'what should')$$, 1, 'en', 'Wrong entries'),
	('default', 'level.en_something_wrong', $$('something went wrong' | 'something''s wrong' | 'something is wrong' | 'error message' | 'error code' | 'says invalid' | 'saying invalid' | 'says error' | 'says expired' | 'says it''s expired' | 'getting error' | 'getting an error' | 'get an error' | 'gives an error' | 'comes up with' | 'comes message' | 'error when' | 'locked out' | 'cut out' | 'cuts out' | 'dropping out' | 'drops out' | 'cutting out' | 'swallowed my' | 'pending since' | 'since morning' | 'since yesterday' | 'since last night' | 'not credited' | 'recharge not' | 'not done' | 'not coming' | 'not come' | 'is not come' | 'no signal' | 'getting declined' | 'was declined' | 'been declined') & !{tone.praise} & !{tone.hypothesis}$$, 1, 'en', 'Something went wrong');

/* As in en.sql: every term with an apostrophe is also known without it. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT DISTINCT t.ruleset, t.entity, pg_catalog.replace(t.term, '''', ''), t.language
FROM complaint.term t
WHERE t.ruleset = 'default' AND t.language = 'en'
	AND pg_catalog.strpos(t.term, '''') > 0
	AND t.term NOT IN ($$we'll$$, $$i'll$$)
ON CONFLICT DO NOTHING;
