/*
 * sql/default/en.sql
 *
 * The English words of the shipped rule set, the rules that stand on classes
 * of words alone (they hold for every language that fills the classes), and
 * the rules that need English words.  Everything here is written for this
 * extension.  A term is matched word by word after folding; a trailing * makes
 * its last word a prefix.
 */

/* Denials.  Turns like "not only" are in tone.idiom and win over these. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'negation', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$not, no, never, without, isn't, wasn't, aren't, weren't, nothing, hardly, nor, neither, none, free of, free from,
don't have any, doesn't have any, didn't have any, do not have any, haven't had any, don't think, do not think,
didn't think, wouldn't say, would not say, not a single, zero, no such, don't feel, rather than, instead of,
don't see any, didn't see any, don't find any, didn't find any, haven't been, hasn't been, don't get, doesn't get,
didn't get, didn't feel, doesn't feel, doesn't look, didn't look, don't look$$,
'\s*,\s*') AS t;

/* A new clause: the denial does not reach over these. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'terminator', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$but, however, although, though, because, since, and, yet, still, then, so, just, while, which, what, why, this is,
that is, it's, it is, you are, you're, they are, they're, i am, i'm, absolutely, totally, completely, really, very,
due to, when, after, until, except, unless$$,
'\s*,\s*') AS t;

/* "never been so angry" is no denial of anger; "can't believe" denies nothing. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.idiom', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$not only, not just, not merely, never been so, never been this, never been more, never had such, never had a worse,
never had worse, never seen such, never seen a more, never seen so, never experienced such, never encountered such,
never felt so, never met such, never dealt with such, never in my life, not to mention, no matter, no wonder,
no doubt, not sure why, not sure how, why not, never mind, no one, not once, can't believe, cannot believe,
could not believe, couldn't believe, no idea, no longer, not even, nothing but, nothing short of, not the first,
not acceptable, not any less, no less than, no more, not again, no way, nothing else but$$,
'\s*,\s*') AS t;

/*
 * Scopes.  Only turns that leave no doubt: much that sounds like a question or
 * a supposition is a reproach ("are you kidding", "if you cared"), and what the
 * company is quoted with is mostly the problem itself ("they told me it was lost").
 */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('scope.if', $$if, if i, if my, if the, if it, if there, if someone, if somebody, in case, in case of, in the event,
		in the event of, what if, what happens if, suppose, supposing, assuming, provided, hypothetically, should i ever,
		even if, whether, when and if, unless$$),
	('scope.feared', $$to avoid, avoid, avoiding, to prevent, prevent, preventing, prevents, to protect against, protect against,
		protection against, protected against, insure against, insured against, guard against, would be, i'd be,
		would have been, might be, may be, could be, might have been, i hope, hope, hopefully, i hope not, hoping,
		afraid of, scared of, worried that, worried about, fear of, risk of, chance of, danger of, possibility of,
		likelihood of, want to avoid, wouldn't want, would not want, don't want, do not want, before it, report any,
		in order not to, so as not to, rather not, instead of getting$$),
	('scope.question', $$is there a, is there any, are there any, are there, is there, is it, is the, is my, are my, are the, are flights,
		is flight, is your flight, will there be, will my, will the, will it, will i, has flight, has the flight,
		do you have, do you offer, do you charge, do you cover, does it, does the, does this, does my, does anyone know,
		do i, can i, can you, could i, may i, should i, should we, would i, would it, would there, have you, has anyone,
		any chance, any idea, any news, how do i, how can i, what do i do, what should i do, what can i do, what to do,
		when is, when are, when will, which is, who do i, wondering if, wonder if, do you know if, do you know whether,
		can you confirm, could you confirm, can you check if, could you check if, let me know if, just checking if,
		want to know if, asking if$$),
	('scope.past', $$last year, a year ago, years ago, ages ago, a few years ago, many years ago, in the past, used to be,
		back in the day, long ago, when i was a student, as a child, at my old bank, my old bank, my previous bank,
		my former bank, my old provider, my previous provider, my old insurer, my previous insurer, previous owner,
		my last job, at my old job, my ex, in history, historically, once upon a time$$),
	('scope.dismissed', $$is not a problem, isn't a problem, was not a problem, is no problem, was no problem, not an issue, is not an issue,
		is no issue, does not matter, doesn't matter, don't mind, do not mind, doesn't bother me, does not bother me,
		is fine with me, is fine by me, is okay with me, no big deal$$),
	('scope.quote', $$is called, book called, film called, song called, movie called, game called, show called, reviews say,
		reviews said, other reviews, the reviews, some reviews, people say, some say, some people say, others say,
		i read that, i have read that, i heard that, my friend says, my friend said, a friend said, the song, the novel,
		the article says, an article, a novel about, a story about, according to the news, the headline$$),
	('scope.pseudo', $$why is my, why is the, why is it, why are my, why are the, why does it, why does the, why does my, why do i,
		why can i, never have i, never been treated, never been so, never been more, how come my, how is the, how is my,
		where is my, where is the, where are my, where are the, not only, not just, not merely, no wonder, no doubt,
		not to mention, as if, if only, what if any, if anything, even if you, if you don't, if you do not, if you won't,
		if you can't, if i don't, if i do not, if not, if nothing, if no one, if nobody, if this is how, if this is not,
		if this isn't, if that is not, if it's not, if it is not, if it isn't, if they don't, if i have to,
		if i could give, if i could, if there was a, if there were, if it wasn't for, see if, as if you, can you explain,
		can you believe, can you imagine, can you tell me why, could you explain, could you tell me why, is it too much,
		is it so hard, is it normal, is it true that, is it acceptable, is it fair, is it legal, is it ok, is it okay,
		is this, do i have to, how do i get, how do i complain, how do i report, what is wrong, what is going on,
		what is the point, what is the problem, what is taking, what are you, what do i have to do, what do i do,
		when will you, when will my, when are you, is there a reason, is there anyone, is there anybody, is there someone,
		are there any humans, since last year, can i get, can i speak, can i please, can i have, can you help,
		could you help, can you please, could you please, will you, will it ever, will i ever, will this, i hope you,
		hope you, hope your, hope this, hope someone, hoping you, hoping for, i don't want$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t;

/* Feelings of the customer. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.anger', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$angry, angrily, anger*, furious, livid, fuming, seething, enraged, outrage*, infuriat*, irate, mad at, so mad,
very mad, really mad, annoyed, annoying, annoyance, irritat*, frustrat*, aggravat*, exasperat*, fed up, sick of,
sick and tired, tired of this, tired of your, tired of waiting, tired of being, upset, upsetting, pissed,
pissed off, ticked off, had it with, enough is enough, at my wits end, at my wit's end, at the end of my rope,
losing my patience, lost my patience, out of patience, running out of patience, patience is wearing thin,
losing patience, last straw, i despise, loathe, disgust*, appalled, shocked by, unhappy, not happy, not very happy,
not at all happy, never happy, stressed out, stressful, headache, nightmare, driving me crazy, driving me mad,
driving me insane, drives me crazy, drives me nuts, pulling my hair out, my blood boil, makes me sick, ruined,
ruining, ruin my, spoiled my, spoilt my, in tears, distress*, not amused, not impressed, unimpressed,
very concerned, so done, i'm done, i'm so done with, done with you, done with this, over it, hellish, insult*,
offended, humiliat*, embarrassed by, embarrassment, i hate, hate this, hate your, hate how, hate when, hate it,
hate flying, hate dealing, hating this, hate that, we hate, i've had enough, have had enough, had enough of,
nothappy, notimpressed, unhappycustomer, frustrating, getting on my nerves, on my last nerve, out of your mind,
makes me so$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.disappointment', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$disappoint*, dissappoint*, dissapoint*, disapoint*, dissatisf*, disatisf*, unsatisf*, not satisfied,
		not at all satisfied, not fully satisfied, never satisfied, let down, lets down, letdown, letting down,
		letting me down, let me down, let us down, discontent*, displeased, disillusion*, disheartening, disheartened,
		expected better, expected much more, expect better, expect more, deserve better, hoped for better,
		below expectation*, below my expectation*, below par, subpar, sub par, sub standard, substandard, under par,
		not up to the mark, not upto the mark, not up to mark, not upto mark, not up to expectation*,
		not upto expectation*, not up to standard*, not up to scratch, not as expected, not as good as,
		not what i expected, not what we expected, not as per expectation*, not meet expectation*,
		not meet my expectation*, did not live up, didn't live up, does not live up, doesn't live up, fell short,
		falls short, fall short, leaves a lot to be desired, leaves much to be desired, left a lot to be desired,
		lost faith, losing faith, lost all faith, lost trust, lost my trust, lost confidence, losing confidence,
		no longer trust, don't trust, do not trust, can't trust, cannot trust, what a shame, such a shame, it's a shame,
		a real shame, regrettabl*, sad to see, sad to say, saddened, feeling cheated, feel cheated, felt cheated,
		not liked, didn't like, don't like your, don't like this company, don't like how, don't like the way,
		don't like being, don't like the service, do not like your, do not like how, do not like the way, do not like this,
		don't like it at all, did not like, didnt like, disliked, not good, not very good, not so good, not too good,
		isn't good, wasn't good, isn't great, wasn't great, not nice, not ok, not okay, not helpful, not very helpful,
		not useful, not usable, not worthy, not reliable, not professional, not impressive, this is not right,
		that is not right, not right at all, simply not right, not fair at all, this is not fair, that is not fair,
		not pleased, is no good, are no good, was no good, were no good$$,
'\s*,\s*') AS t;

/* Strong words of contempt for what was delivered. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.contempt', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$terrible, awful, awfully, horrible, horribly, horrid, horrendous*, horrific, worst, worst ever, worse and worse,
		getting worse, gets worse, even worse, pathetic, pathetically, useless, worthless, rubbish, garbage, trash, trashy,
		crappy, junk, ridiculous, ridiculously, rediculous, absurd, ludicrous, laughable, joke of a, what a joke,
		is a joke, are a joke, a complete joke, total joke, absolute joke, big joke, such a joke, farce, fiasco, circus,
		shambles, mess of, absolute mess, complete mess, total mess, such a mess, what a mess, debacle, disaster,
		disastrous, catastrophe, unacceptable, not acceptable, inexcusable, unforgivable, no excuse, intolerable,
		outrageous, disgrace, disgraceful, shame, shameful, shame on, shameless, ashamed, embarrassingly, despicable,
		deplorable, abysmal, appalling*, atrocious, dreadful*, dismal, dire, lousy, shoddy, sloppy, mediocre at best,
		pitiful, laughing stock, insulting, mind boggling, beyond belief, incredibly bad, absolutely ridiculous,
		incompetent, incompetence, inept, ineptitude, clueless, hopeless, utter failure, complete failure, total failure,
		epic fail, big fail, huge fail, major fail, service fail, train wreck, sucks, suck, sux, stinks, blows, bogus,
		nonsense, bull crap, stupidity, idiotic, moronic, lame, pointless, good for nothing, third class, third rate,
		cheapest quality, ffs, ugh, argh, 1 star, one star, zero star*, zero stars, 0 star, 0 stars, half a star,
		negative stars, thumbs down, unprofessional*, negligent, negligence, poorest, poorly, worse than, worse service,
		worse experience, bad business, bad experience, bad service, bad customer service, bad quality, very bad, so bad,
		too bad, really bad, extremely bad, super bad, pretty bad, quite bad, bad product, bad packing, bad packaging,
		bad taste, bad smell, bad condition, poor service, poor customer service, poor quality, very poor, so poor,
		too poor, extremely poor, really poor, poor experience, poor performance, poor management, poor communication,
		poor support, poor packaging, poor packing, poor product, poor condition, poor design, poor build, poor finish*,
		poor material, poor response, poor delivery, nasty, vile, gross, repulsive, sickening, yuck*, inhumane, inhuman,
		barbaric, heartless, cruel, careless*, reckless, irresponsible, irresponsib*, unreliable, untrustworthy,
		unbearable, unsafe, unusable, unhelpful, unfriendly, unethical, uncalled for, unworthy, badservice, poorservice,
		customerservicefail, epicfail, worstairline, worstbank, worstservice, notcool, badcustomerservice,
		poorcustomerservice, horribleservice, terribleservice, nocustomerservice, customerservice fail, unsat, it sucked,
		this sucked, that sucked, service sucked, really sucked, has sucked, have sucked, flight sucked, trip sucked,
		experience sucked, so embarrassing for you, embarrassing service, an embarrassment, embarrassing airline,
		embarrassing company, how embarrassing$$,
'\s*,\s*') AS t;

/* Milder judgement. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.poor', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$bad, poor, worse, mediocre, inferior, lacking, lacks, inadequate, insufficient, inefficient, inconvenien*,
		overpriced, over priced, too expensive, too costly, very expensive, too pricey, so expensive, pricey for,
		expensive for, too high price, price is too high, too slow, very slow, so slow, really slow, extremely slow,
		slow service, painfully slow, super slow, painful, takes forever, took forever, taking forever, take forever,
		takes ages, took ages, taking ages, so long to, forever to, for ages, too much time, time consuming, confusing,
		complicated process, inconsistent, unorganized, disorganized, disorganised, unorganised, chaotic, chaos,
		understaffed, short staffed, unprepared, uninformed, inaccurate, unclear, unnecessary, unpleasant, unresponsive,
		unable to help, unwilling, sketchy, shady, dodgy, weird smell, average product, very average, below average,
		average quality, just average, nothing special, not special, boring, bland, dull, ugly, weak, uneasy, so difficult,
		very difficult, too difficult, hard to believe, impossible to, struggling, struggle to, issue with, issues with,
		problem with, problems with, trouble with, having issues, having problems, having trouble, many issues,
		many problems, lots of issues, lots of problems, serious issue, serious problem, big issue, big problem,
		huge problem, major issue, major problem, main problem, only problem, concerned about, flaw, flaws, flawed, joke,
		their fault, faults, at fault, messed up, mess up, messing up, screwed up, screw up, screwing, botched, bungled,
		dropped the ball, error after error, lack of, no help, no support, no communication, no information, no info,
		no explanation, no apology, no update, no updates, no solution, no resolution, no follow up, not resolved,
		not solved, unresolved, not fixed, not informed, not notified, wasn't told, weren't told, never told, no warning,
		no notice, sorry excuse, do better, get it together, get your act together, get your shit together, sort it out,
		sort this out, wake up, figure it out, step it up, needs improvement, need improvement, need to improve,
		needs to improve, must improve, needs to be better, need to do better, can do better, fail, fails, failing,
		wrong again, all wrong, so wrong, very wrong, gone wrong, what went wrong, your mistake, your mistakes, your error,
		your errors, too many mistakes, so many mistakes, not my fault, fix your app, fix your website, fix your system*,
		tough luck, tough break, main drawback, biggest drawback, only drawback, major drawback, biggest downside,
		only downside, big hassle, such a hassle, huge hassle, what a hassle, can't even, cannot even, won't even,
		don't even, doesn't even, didn't even, couldn't even, wouldn't even, isn't even, wasn't even, haven't even,
		not even a, not even an, loyal customer*, paying customer*, valued customer*, long time customer, been a customer,
		been a loyal, supposed to be, was supposed to, were supposed to, heck of a way, and nothing, tried calling,
		tried to call, trying to call, trying to reach, trying to get through, trying to get a hold, tried everything,
		fix your site, out of control, no excuse, lose my, ripped me, screwed me, inconvenience, forgot about us,
		forgot about me, wasn't notified, without notice, without warning, without explanation, no clue why,
		should know better, empty promises, a better job, better than this, needs work, need work, line is too long,
		lines are too long, wait is too long, waited too long, waiting too long$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.regret', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$waste of money, waste of time, waste of my time, waste of space, total waste, complete waste, wasted my money,
		wasted my time, wasted money, waste your money, waste your time, wasting my time, wasting our time, wasted hours,
		wasted my day, waste money, money wasted, money waste, waste product, wastage, waste of, wasted, regretting,
		big mistake, biggest mistake, huge mistake, wish i had not, wish i hadn't, wish i never, wish i had never,
		should have never, not worth, not worth it, isn't worth, wasn't worth, not worth the money, not worth the price,
		not worthy, worth less, not value for money, no value for money, value for money is poor, poor value, lost money,
		loss of money, money down the drain, throwing money, thrown away, threw it away, threw away, went to the bin,
		into the bin, in the bin, straight to trash, robbed of, never should, costing me, cost us, made me miss,
		making me miss, caused me to miss, made us miss, making us miss, lost my day, lost a day, lost a whole day,
		lost time, i regret, really regret, regret buying, regret purchasing, regret choosing, regret ordering,
		regret flying, regret booking, regret my, regret this, regret it, cost me a lot, cost me hundreds,
		cost me thousands, cost me my, cost me an extra, has cost me, costing me money$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.warning', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$don't buy, do not buy, dont buy, never buy, don't purchase, do not purchase, never purchase, don't waste,
		do not waste, never waste, don't order, do not order, never order, don't go for, do not go for, don't fall for,
		do not fall for, do not use this, don't fly, do not fly, don't ever fly, don't book, do not book, don't bother,
		do not bother, not recommend*, don't recommend, do not recommend, wouldn't recommend, would not recommend,
		can't recommend, cannot recommend, not recommended, never recommend, won't recommend, will not recommend,
		not going to recommend, please avoid, avoid this, avoid them, avoid at all, avoid like, avoid buying, avoid flying,
		stay away, stay far away, keep away, steer clear, beware, be warned, buyer beware, warning to, warn others,
		warn everyone, go elsewhere, look elsewhere, better go with other, better buy from, better to buy,
		buy something else, spend your money elsewhere, save your money, run away, not advisable, not suggest*,
		don't suggest, wouldn't suggest, would not suggest, never trust, don't trust, do not trust, think twice before,
		think twice about, don't use them, don't use this, don't expect any, don't expect much, don't expect good,
		do not expect any$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.sarcasm', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$thanks for nothing, thanks for ruining, thanks for wasting, thanks for losing, thanks for making me miss,
		thank you for nothing, thanks for the delay, thanks a lot for nothing, thanks for leaving, great job losing,
		nice job losing, good job losing, gee thanks, what is wrong with you, what's wrong with you, how hard is it,
		how hard can it, is it too much to ask, do you even care, do you care, don't you care, does anyone care,
		does anyone work, does anybody work, is anyone there, is anybody there, anybody there, are you kidding,
		are you serious, you kidding me, kidding me, you must be joking, you can't be serious, how is this possible,
		how is this acceptable, how is that acceptable, how could you, how dare you, you expect me to, are you trying to,
		is this how you, is this the way you, is this what you, you call this, you call that, call yourself,
		why is it so hard, why is it so difficult, why haven't you, why have you not, why isn't anyone, when will you fix,
		care to explain, good luck getting, good luck with that, not holding my breath, big surprise, what a surprise,
		no surprise, surprise surprise, shocker, par for the course, sure you do, sure you are, lol at, facepalm,
		slow clap, bravo for, congratulations on, well done for ruining, so much for customer, so much for being,
		so much for on time, how can you justify, how can you charge, how can you treat, how can you call, how can you not,
		why does it take you, care to tell me why, as usual no, why would you even, why should i pay, why should i be,
		why do i have to pay for your, why bother, typical of, so typical, typical service, keep it up losing,
		what a way to, is there a reason you, i guess you don't, nice way to go, how difficult is it for you,
		what the fuck, what the f, thanks for your so called$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.swearing', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$fuck, fucked, fucking, fuckin, fking, effing, freaking, freakin, friggin, frigging, damn, damned, goddamn, dammit,
		damnit, shit, living hell, is hell, was hell, from hell, to hell and back, where the hell, why the hell,
		who the hell, how the hell, the hell is, the hell are, as hell, shitty, bullshit, shitshow, shit show, bs, crap,
		pissing, bloody hell, screw you, screw this, hell of a mess, wtf, unbelievable, unbelievably, unreal, insanity,
		bloody, wth, stupid, dumb, what the hell, what the heck, sheesh$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.abuse', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$fuck you, fuck off, fuck u, f you, f u, go fuck, fuck your, fuck this company, fuck this airline, fuck this bank,
screw you, go to hell, rot in hell, burn in hell, drop dead, idiots, you idiot, bunch of idiots, morons, you moron,
bunch of morons, imbeciles, retards, retarded, assholes, asshole, arsehole*, bastards, bastard, bitches, bitch,
son of a bitch, sons of bitches, scumbag*, scum, scum of the earth, douche, douchebag*, dickhead*, dicks, pricks,
wankers, wanker, twats, cunts, motherfucker*, pieces of shit, piece of shit, piece of crap company, parasites,
leeches, vultures, clowns, bunch of clowns, jackass*, dumb asses, eat shit, shove it, shove your, up your ass,
kiss my ass, suck my, bloody fools, bloody cheats, bloody thieves, pigs, lowlife, lowlifes, brainless,
filthy people, evil company, evil people$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.praise', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$great, excellent, awesome, amazing, perfect, wonderful, fantastic, love, loved, loving, thank you, thanks, thank u,
thx, good, very good, best, nice, superb, brilliant, happy with, satisfied with, recommended, highly recommend*,
impressed, pleased, beautiful, outstanding, kudos, shout out, shoutout, appreciate, appreciated, grateful,
well done, good job, great job, value for money, worth it, worth buying, worth the price, worth every,
no complaints, no complaint, no issues, no issue, no problem, no problems, works well, works fine, works great,
working fine, working well, works perfectly, go for it, must buy, must have, comfortable, helpful, friendly,
polite, five stars, 5 stars, thumbs up, stellar, exceptional, top notch, phenomenal, pleasant, smooth, easy to use$$,
'\s*,\s*') AS t;

/* Words that take the edge off. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.mild', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$a bit, a little, slightly, minor, little bit, small issue, otherwise good, otherwise great, otherwise fine,
other than that, apart from that, overall good, overall great, overall nice, overall a good, overall satisfied,
still good, still great, but overall, not a big deal, no big deal, nothing major, nitpick*, small complaint,
only complaint$$,
'\s*,\s*') AS t;

/* Dishonesty. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.dishonesty', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$scam company, scam bank, scam artist*, scammers, scammer, is a scam, a total scam, complete scam, total scam,
		such a scam, what a scam, scamming, scamming people, scamming customers, scammed by you, thieves, thieving,
		stealing from, steal from, steals, you stole, they stole, stolen by you, robbery, robbing, robbers, rob me, rob us,
		rob people, rob customers, daylight robbery, highway robbery, legalized theft, loot, looting, looted, looters,
		crooks, crooked, con artist*, con men, conmen, conning, conned, swindl*, fraudster company, fraud company,
		fraud bank, fraud app, fraud seller, fraud people, frauds, fraudulent company, fraudulent practice*, big fraud,
		total fraud, doing fraud, are fraud, is fraud, fraud by, fraud product, fraud service, cheat, cheats, cheater,
		cheaters, cheating, cheated, cheated me, cheating customers, cheating people, cheating with, lies, lied, lied to,
		liar, liars, lying, lying to, dishonest*, deceitful, deceit, deception, deceptive, deceiving, deceive*, rip off,
		ripoff, rip offs, ripped off, ripping off, ripping people off, rips off, extort*, blackmail*, racket, ponzi,
		predatory, predators, greedy company, greedy bank, greedy airline, greedy people, you greedy, so greedy,
		just greedy, too greedy, how greedy, pure greed, sheer greed, a crook, a sham, is sham, total sham, complete sham,
		money grab*, cash grab, money hungry, gouging, price gouging, fleec*, screwing people, screwing customers,
		screwed me over, screw me over, screwed over, screw us over, ransom, held hostage, hold hostage, holding hostage,
		hostage, exploit*, shady company, shady business, shady practice*, bogus charge*, bogus fee*, fake promise*,
		false promise*, empty promise*, broken promise*, fake company, fake review*, fake reviews, fake offer*,
		fake customer*, taking advantage of, took advantage of, take advantage of, money minting, making fool, make fool,
		making a fool, fooled, fooling, fool customers, fooling people, betray*, backstab*, shenanigan*, you stole my,
		you stole our, they stole my, you are stealing, company stole, bank stole, airline stole, scam of, your scam,
		scammy, biggest scam, it's a scam, looks like a scam, this scam, theft by, you robbed, they robbed, feel robbed,
		got robbed by, this is theft, this is a crime, is criminal, should be a crime, corrupt company, corrupt bank,
		corrupt people, a lie, that's a lie, is a lie, corporate greed, your greed, you are a thief, bunch of thieves,
		stealing my money, stealing our money, stealing money$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.unfair', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$illegal, illegally, unlawful*, against the law, breach of contract, in violation, violated, violating,
violations of, unethical, immoral, unconscionable, unjust, unjustified, unjustly, discriminat*, racist, racism,
racial profil*, sexist, profiled, abuse of power, bullying, bullied, bully, harass*, intimidat*, coerced, coercion,
forced to pay, forced me to pay, forced us to pay, forcing me to, forcing us to, forced to buy, forced to accept,
against my will, without asking me, without telling me, without informing me, without notifying me,
unauthorised fee*, one sided, malpractice, mis selling, misselling, mis sold, missold, refuse to honor,
refused to honor, refuses to honor, refuse to honour, refused to honour, won't honor, not honor, not honoring,
not honoured, didn't honor, penaliz*, penalis*, denied my right*, consumer rights, refuse to refund,
refused to refund, refuses to refund, refusing to refund, denying refund, denied refund, denied my refund,
refuse to help, refused to help, refuses to help, refusing to help, refuse to accept, refused to accept,
refused service, refused to let, refused to pay, refuses to pay, refusing to pay, refused me, refusing to,
refuses to, my rights as, violating my rights, violation of my, in breach, they refuse to pay, you refuse to pay,
company refuse to pay$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.deceived', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$misled, mislead, misleading, misleads, misrepresent*, false advertis*, false information, false info, false claim*,
false statement*, incorrect information, misinformation, misinformed, conflicting information, bait and switch,
bait n switch, tricked, trick customers, tricking, tricks, duped, hoodwink*, lured, hidden condition*,
not disclosed, undisclosed, never disclosed, failed to disclose, failed to inform, failed to notify,
never informed, never mentioned, didn't mention, did not mention, wasn't mentioned, not mentioned, never told me,
nobody told me, no one told me, was promised, were promised, promised me, promised us, you promised, they promised,
promise not kept, broke your promise, broke their promise, was assured, were assured, assured me, assured us,
guaranteed me, was guaranteed, told me it would, not what i was told, told otherwise, different story, contradict*,
gave me wrong, given wrong, not as promised, not as advertised, false hope, fake discount, fake sale,
not delivered as promised, never as promised, told me that i would, told me that it would, was told that it,
was told that i would, were told that, gave me wrong information, gave us wrong information,
given wrong information, giving wrong information, wrong information given$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.neglect', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$passing the buck, passed the buck, pass the buck, passed around, passed from, passing me from, pass me around,
		passing me around, transferred me to, transferred me around, transferred multiple times, transferred several times,
		bounced around, bounced from, given the run around, given the runaround, the run around, runaround,
		going in circles, going around in circles, runs around, finger pointing, blaming each other, blame each other,
		blame game, wash their hands, washing your hands, don't care, do not care, doesn't care, does not care,
		didn't care, did not care, could care less, couldn't care less, dont care, no one cares, nobody cares, not care,
		never cared, not bothered, don't give a, doesn't give a, don't give two, do nothing, doing nothing, does nothing,
		did nothing, done nothing, nothing is done, nothing was done, nothing done, nothing has been done,
		nothing being done, not doing your job, no action, no action taken, took no action, taken no action,
		without any action, not taking action, not taking any, no accountability, not accountable, no responsibility,
		take no responsibility, takes no responsibility, not take responsibility, not taking responsibility, ignored,
		ignoring, ignore me, ignore my calls, ignore my emails, ignore my mails, ignore my messages, ignore my complaint*,
		ignore my request*, you ignore my, they ignore my, ignores, ignore us, being ignored, neglected, neglecting,
		brushed off, brushed aside, brush off, fobbed off, fob me off, shrug*, treated like, treat customers like,
		treat your customers, treat people like, treated badly, treated poorly, treated so badly, mistreat*, ill treat*,
		poorly treated, left stranded, left to fend, copy paste, copy pasted, canned response*, canned answer*,
		canned reply, scripted, template reply, template response, robotic, automated response*, automated reply,
		automated message*, generic response*, generic reply, generic answer*, standard response, standard reply,
		standard answer*, same answer, same response, same reply, same excuse*, excuses, excuse after, lame excuse*,
		false assurance*, empty apolog*, empty words, lip service, couldn't help, could not help, can't help me,
		cannot help me, not help me, not helping, won't help, wouldn't help, unable to assist, unwilling to help,
		no assistance, nobody helped, no one helped, nobody could help, no one could help, nobody knows, no one knows,
		nobody seems to know, no one seems to know, clueless, lack of communication, lack of information,
		lack of customer service, lack of service, lack of support, lack of response, lack of care, lack of concern,
		no customer service, zero customer service, no service, no respect, no empathy, no compassion, no concern,
		no sympathy, no remorse, no regard, no consideration, inconsiderate, insensitive, take no interest,
		not interested in helping, delaying tactic*, stalling, stall tactic*, dragging your feet, dragging their feet,
		keep delaying, keeps delaying, keep postponing, closed my ticket, closed my complaint, closing my complaint,
		closed the ticket, closed the complaint, closing the ticket, closed without, resolved without, left me stranded,
		left us stranded, left me with no, left us with no, left me without, left us without, left me sitting,
		left us sitting, left me on, left me hanging, left us hanging, left me waiting, left us waiting,
		transferred from one, no clue what they, no clue what you, they have no clue, staff have no clue,
		agents have no clue, nothing ever happened, nothing ever happens, you have no idea what, they have no idea what,
		staff have no idea what, agents have no idea what, not doing anything about, are not doing anything,
		aren't doing anything, you're not doing anything, they're not doing anything$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.attitude', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$rude, rudely, rudeness, ruder, rudest, impolite, disrespect*, discourteous, arrogant, arrogance, condescending,
		patronizing, patronising, belittl*, snarky, snotty, snippy, snobby, sarcastic, nasty, bad attitude, poor attitude,
		terrible attitude, horrible attitude, attitude problem, with an attitude, with attitude, an attitude, had attitude,
		gave attitude, unprofessional, unfriendly, unhelpful, unkind, uncaring, uncooperative, unsympathetic, unempathetic,
		unpleasant, ill mannered, bad mannered, no manners, bad manners, lack of manners, lacks manners, no etiquette,
		misbehav*, misbehaving, bad behavior, bad behaviour, worst behavior, worst behaviour, rolled her eyes,
		rolled his eyes, rolling her eyes, rolling his eyes, eye roll, yelled at, yelling at, yelled, screamed at,
		screaming at, shouted at, shouting at, snapped at, laughed at me, laughed at us, laughing at me, mocked,
		talked down, talks down, talking down, spoke down, walked away from, turned their back, careless staff, grumpy,
		surly, cranky, indifferent, apathetic, apathy, dismissive, argumentative, combative, bossy, power trip, untrained,
		poorly trained, not trained, inexperienced staff, incompetent staff, so mean to, very mean to, was mean to,
		were mean to, lazy staff, lazy agent*, lazy employees, so lazy, too lazy$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.no_answer', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$no answer, no reply, no replies, no response, no responses, zero response, no revert, not responding,
		not responded, not replied, not replying, not answering, not reply, not respond, never responded, never replied,
		never answered, never got a response, never got a reply, never received a response, never received a reply,
		never heard back, never hear back, haven't heard back, have not heard back, haven't heard from,
		have not heard from, not heard back, not heard anything, haven't heard anything, heard nothing, no word from,
		not a word, yet to hear, yet to receive a response, yet to receive any response, didn't respond, did not respond,
		doesn't respond, don't respond, didn't reply, did not reply, doesn't reply, don't reply, didn't answer,
		did not answer, doesn't answer, don't answer, won't answer, won't respond, won't reply, won't call back,
		nobody answers, nobody answered, no one answers, no one answered, no one is answering, nobody is answering,
		no one picks up, nobody picks up, no one picked up, nobody picked up, no one responds, nobody responds,
		no one responded, nobody responded, no one replies, nobody replies, no one replied, no one is responding,
		nobody is responding, no one is replying, no one called, nobody called, no one has called, nobody has called,
		no one contacted, nobody contacted, no one has contacted, nobody has contacted, no one is available,
		no one available, nobody available, no one to talk, no one to speak, no one there, nobody there, no one at the,
		nobody at the, no one in sight, no one around, no one can help, nobody can help, no one will help,
		no one is helping, nobody is helping, no one from your, nobody from your, no call back, no callback, no phone call,
		never called back, never called me back, never called, didn't call back, did not call back, never call back,
		not called back, not picking up, not picking my, not picking the, don't pick up, doesn't pick up, not pick up,
		not attending calls, not receiving calls, not taking my call*, can't get through, cannot get through,
		could not get through, couldn't get through, can't get hold of, can't get a hold of, cannot get hold of,
		can't get ahold, impossible to reach, impossible to contact, unable to reach, unable to contact,
		unable to get through, can't reach, cannot reach, couldn't reach, can't contact, cannot contact, can't speak to,
		can't talk to, can't get anyone, cannot get anyone, can't get an answer, can't get a hold, can't get someone,
		can't get a human, unanswered, unreachable, unresponsive, been on hold, on the phone for, waiting on the phone,
		wait on the phone, hold time*, phone wait, in a queue for, queuing for, holding for, ghosted, ghosting me,
		radio silence, left on read, deaf ears, reached out multiple times, voicemail full, mailbox is full, line is busy,
		lines are busy, always busy, busy signal, busy tone, on hold for, on hold over, on hold almost, on hold with,
		on hold now, on hold an, on hold since, on hold all, on hold waiting, still on hold, was on hold, sitting on hold,
		left on hold, keep me on hold, on perpetual hold, on eternal hold, hours on hold, minutes on hold, mins on hold,
		min on hold, hold for over, hold for an hour, hold for 2, hold for 3, hold for 30, hold for 40, hold for 45,
		hold for 50, hold for more, hold for hours, no one has responded, no one has replied, no one has answered,
		no one has helped, no one has gotten back, no call backs, call back yet, never calls back, wait to talk to,
		waiting to talk to, waiting to speak, waited to speak, phone rings, rings and rings, just rings, keeps ringing,
		goes to voicemail, straight to voicemail, number is busy, tweet back, respond to my dm, answer my dm,
		answer your phone*, pick up the phone, pick up your phone, hung up on, hung up, hangs up, hang up on, hanging up,
		cut me off, cut the call, disconnected the call, disconnecting the call, disconnected me, disconnects,
		keeps disconnecting, keeps hanging up, hang up on me, hang up on us, put me on hold, put us on hold$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.harassment', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$harassing me, harassing calls, harassment calls, harassed by, keep harassing, keeps harassing, threatening calls,
threatening me, threatening messages, threatened me, threatened my, threatened to arrest, threaten me,
threats from, calling my family, calling my relatives, calling my friends, calling my parents, calling my employer,
calling my workplace, called my employer, called my family, called my boss, call my contacts, calling my contacts,
calling my references, calls my family, calls all day, calling all day, calling every hour, calling non stop,
calls day and night, abusive language, abusive calls, abusive agent*, foul language, recovery agents,
collection agents threaten*, goons, bombard*, relentless calls, spam calls, spamming me, stop calling me,
stop calling, stop harassing, stop contacting me$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.repeated', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$again and again, over and over, time and again, time after time, time and time again, once again, yet again,
not again, again?, and again, every single time, every time, everytime, each time, each and every time,
every single day, every week, every month, all the time, always the same, constantly, consistently, continuous*,
continually, keep happening, keeps happening, kept happening, keeps on, keep getting, keeps getting, kept getting,
keep telling, keeps telling, keep saying, keeps saying, kept saying, keep changing, keeps changing, keep asking,
keeps asking, keep sending, keeps sending, keep cancelling, keep canceling, keep failing, keeps failing,
keep giving, keep making, second time, 2nd time, third time, 3rd time, fourth time, 4th time, fifth time, 5th time,
sixth time, tenth time, nth time, umpteenth time, hundredth time, twice now, two times, three times, four times,
five times, six times, ten times, 3 times, 4 times, 5 times, 6 times, 10 times, 100 times, 3x, 4x, 5x,
several times, multiple times, many times, numerous times, countless times, so many times, number of times,
a dozen times, dozens of times, several calls, multiple calls, many calls, numerous calls, several emails,
multiple emails, many emails, numerous emails, countless emails, countless calls, several attempts,
multiple attempts, repeated attempts, repeated calls, repeated emails, repeated requests, repeated reminders,
repeatedly, repeated complaints, several complaints, multiple complaints, many complaints, various complaints,
several reminders, many reminders, two different, three different, four different, 3 different, 4 different,
5 different, different people, another delay, another one, one after another, back to back, back and forth,
follow ups, following up, constant follow up, several follow ups, chasing, chased, still no, still not,
still haven't, still hasn't, still don't, still doesn't, still waiting, still have not, still has not,
still nothing, still can't, still cannot, still on hold, still sitting, still stuck, still missing, still pending$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'reproach.unresolved', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$still not resolved, still unresolved, not yet resolved, not been resolved, hasn't been resolved,
		has not been resolved, yet to be resolved, never resolved, remains unresolved, still not fixed, not been fixed,
		never fixed, still no solution, still no resolution, still no reply, still no response, still no answer,
		still no update, still no updates, waiting for a reply, waiting for a response, waiting for an answer,
		waiting for your reply, waiting for your response, awaiting a response, awaiting a reply, awaiting your response,
		awaiting response, awaiting reply, still no refund, still no bag*, still no luggage, still no sign of,
		still no word, still no news, still no help, still no call, still no flight, still waiting for my,
		still waiting on my, still waiting for a, still waiting to hear, still haven't received, still have not received,
		still not received, still haven't heard, still have not heard, still hasn't arrived, still has not arrived,
		still hasn't been, still not arrived, still not credited, still not refunded, still not processed, still not done,
		still pending since, pending for weeks, pending for months, been waiting for weeks, been waiting for months,
		been waiting for days, been waiting for hours, been waiting over, been waiting more than, been waiting since,
		waiting for weeks, waiting for months, waiting for hours, waiting for over, waiting for more than, waiting since,
		waiting for ages, waited for hours, waited for weeks, waited over, waited more than, for weeks now, for months now,
		for days now, for hours now, over a week now, over a month now, no resolution yet, no solution yet, no update yet,
		no response yet, no reply yet, no response till, no reply till, not resolved yet, not received yet, how many more,
		how many hours, how long must, when are you going to, ongoing issue, ongoing problem, dragging on, drags on,
		never ending, neverending, endless, waiting forever, wait forever, how many times do i, how many times do we,
		how many times must, how many more times, how many days more, how much more time, when will this be resolved,
		when will this end, nothing till now, nothing till date, not till date, weeks and still, months and still,
		hours and still, days and still$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'demand.redress', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$demand a refund, demand my money, demand a full refund, demand refund, demand compensation, demand an apology,
demand an explanation, demand answers, we demand, demanding a refund, demanding compensation, i want compensation,
want compensation, want to be compensated, expect compensation, expect to be compensated, expecting compensation,
deserve compensation, deserve an apology, deserve an explanation, compensate me, compensate us, should compensate,
must compensate, need to compensate, no compensation, request compensation, seek compensation, reimburse me,
reimburse us, should reimburse, must reimburse, expect reimbursement, expect you to pay, give us our money,
refund me now, refund immediately, owes me, you owe, owe us, make this right, make it right, make things right,
made right, put this right, take responsibility, be held accountable, hold you accountable, held responsible,
hold you responsible, hold them accountable, who will pay, who is going to pay, who pays for, someone needs to,
somebody needs to, someone should be fired, should be fired, needs to be fired, get fired, fire her, fire him,
i insist, needs to be resolved immediately, resolve immediately, immediate action, immediate resolution,
resolve this immediately, fix this immediately, fix this now, resolve this now, resolve it asap, strict action,
take strict action, take necessary action, expect an explanation, want answers, i want answers, explain yourself,
what are you going to do about, what will you do about, what are you doing about, do something about,
who is accountable, who will be responsible, i demand a, i demand that, i demand my, i demand an,
give me my money back now, want my money back now, you owe me, owe me a, owe me an, owe me money,
deserve a full refund, please take action, take action against, take action on, need to be compensated,
not compensat*, justify this, justify your, justify charging, how do you justify, need answers now,
who is responsible for this, want an explanation, i need an explanation, should pay for my, must pay for my,
who pays for my$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'demand.complain', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$complaint, complaints, complain, complained, complaining, formal complaint, file a complaint, filed a complaint,
filing a complaint, lodge a complaint, lodged a complaint, raise a complaint, raised a complaint, make a complaint,
made a complaint, make a formal, grievance, grievances, escalate, escalated, escalating, escalation,
express my dissatisfaction, express my frustration, express my disappointment, bad review, negative review,
leaving a review, write a review$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'demand.supervisor', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$supervisor, your supervisor, your manager, speak to a manager, speak with a manager, talk to a manager,
speak to the manager, your boss, your superior, your ceo, higher authority, higher authorities, higher up,
higher ups, upper management, senior management, head office, somebody in charge, someone in charge,
someone competent, somebody competent, someone who can help, a real human, actual person, actual human, not a bot,
not a robot, speak to a human, talk to a human, human being, speak to a real person, talk to a real person,
get a real person$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.regulator', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$ombudsman, ombudsmen, banking ombudsman, financial ombudsman, cfpb, consumer financial protection bureau, bbb,
better business bureau, fca, financial conduct authority, fdic, occ, ftc, federal trade commission,
federal reserve, rbi, reserve bank, sebi, irdai, attorney general, consumer protection, consumer affairs,
consumer forum, consumer commission, trading standards, watchdog, the regulator, the regulators, regulator,
regulators, regulatory authority, dot complaint, department of transportation, dept of transportation, us dot, faa,
fcc, ofcom, ofgem, caa, citizens advice, finra, sec complaint, state banking commission*, banking commission*,
insurance commissioner, department of insurance, national consumer helpline, consumer helpline,
data protection authority, information commissioner, ico complaint$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.court', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$sue you, suing you, sue the, sue them, sue your, sued, to sue, will sue, i'll sue, gonna sue, lawsuit, law suit,
class action, take you to court, see you in court, meet in court, go to court, going to court, taking you to court,
small claims, consumer court, civil court, legal action, legal actions, legal notice, legal proceedings,
legal steps, legal recourse, legal route, legal means, take this legally, go legally, legally, my lawyer,
my attorney, my solicitor, a lawyer, an attorney, a solicitor, our lawyer, our attorney, lawyer up, lawyers,
attorneys, arbitration, litigation, chargeback, charge back, court of law, in court$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.court_direct', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$sue you, suing you, i'll sue, i will sue, will sue, gonna sue, going to sue, see you in court, meet in court,
meet you in court, take you to court, taking you to court, small claims court, class action lawsuit,
file a lawsuit, legal action against, take legal action, taking legal action, pursue legal action, legal notice,
consumer court, my lawyer will, my attorney will, my solicitor will, hear from my lawyer, hear from my attorney,
hear from my solicitor, hearing from my lawyer, hearing from my attorney, contacting my lawyer,
contacting my attorney, talk to my lawyer, calling my lawyer, lawyering up$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.hypothesis', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$what if, what happens if, what would happen if, what should i do if, what do i do if, what can i do if, in case,
in the event, suppose, hypothetically, if i ever, if my card gets, if my card is, if my phone gets, if my phone is,
if someone, if somebody, in order to avoid, to prevent, to avoid, to protect$$,
'\s*,\s*') AS t;

/*
 * Public addresses.  A name after @ is one word, so that the letters inside it
 * are not taken for more; whoever writes to a supervisor in public calls it in.
 */
INSERT INTO complaint.term (ruleset, entity, term)
SELECT 'default', 'threat.handle', t FROM pg_catalog.regexp_split_to_table(
$$@cfpb, @ftc, @fcc, @usdot, @faanews, @secgov, @sec_enforcement, @fdicgov, @usocc, @federalreserve, @bbb_us, @bbb,
		@consumerreports, @consumeraffairs, @nhtsagov, @uscpsc, @finra, @naagorg, @ofcom, @ofgem, @thefca,
		@financialombuds, @ukcaa, @uk_caa, @citizensadvice, @whichuk, @moneysavingexp, @martinslewis, @asa_uk, @iconews,
		@bbcwatchdog, @tradingstandards, @actionfrauduk, @resolvercouk, @acccgovau, @asic_media, @afca_org_au,
		@teleombudsman, @comcomnz, @fcacan, @crtceng, @ccts_cprst, @cta_gc, @rbi, @rbisays, @sebi_india, @irdaindia, @trai,
		@dot_india, @dgcaindia, @jagograhakjago, @consaff, @nch14404, @nch, @cimgoi, @fssaiindia, @cyberdost,
		@consumerforum_, @ncdrc, @consumercourtin, @bandbajaateraho, @cenbank, @fccpcnigeria, @ngcomcommission,
		@nconsumercomm, @fsca_sa, @nationalconsumer, @statebank_pak, @ptaofficialpk, @cpd_ireland, @centralbank_ie,
		@comreg, @eu_consumer, @eba_news$$,
'\s*,\s*') AS t;

/* Emoji; emoticons such as >:( are folded to them. */
INSERT INTO complaint.term (ruleset, entity, term)
SELECT 'default', v.entity, t
FROM (VALUES
	('tone.emoji_angry', $$😡, 😠, 🤬, 😤, 👎, 🖕, 💩, 🤮, 👿$$),
	('tone.emoji_sad', $$🙁, ☹, 😞, 😔, 😕, 😟, 😒, 🙄, 😢, 😩, 😫, 😖, 😣, 💔, 🤦, 😑, 😓, 🥺, 😭, ❌$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'tone.booster', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$very, extremely, absolutely, totally, completely, utterly, incredibly, unbelievably, beyond, deeply, seriously, thoroughly, insanely,
outright, downright, truly, so so, really really, ever, in my entire life, in my life, in the world, in history, possible, imaginable$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.media', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$the press, the media, social media, the news, news channel*, news media, newspaper*, journalist*, reporter,
reporters, local news, national news, go public, going public, go viral, goes viral, gone viral, make this viral,
trustpilot, post this everywhere, post everywhere, share this everywhere, tell everyone, tell everybody,
telling everyone, let everyone know, let the world know, everyone will know, whole world know, expose you,
expose your, expose them, name and shame, bad press, bad publicity, bad pr$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.police', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$the police, police, police complaint, police report, police case, the cops, cyber cell, cyber crime, cybercrime,
the fbi, file an fir, an fir, lodge fir, criminal complaint, criminal charges, press charges, pressing charges,
law enforcement, authorities$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.verb', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$i will, i'll, i am going to, i'm going to, im going to, i'm gonna, gonna, we will, we'll, we are going to,
i intend to, i plan to, i have no choice but, no choice but, forced to go, forced to take, forced to file,
forced to approach, or else, otherwise i, or i will, or i'll, i shall, we shall, i am about to, i'm about to,
about to, time to, report you, reporting you, report this to, reported you, reported to, complain to, complaint to,
complaint with, complaint against, complained to, complaining to, file with, filed with, filing with,
filed against, file against, contact the, contacting the, contacted the, contacting my, go to the, going to the,
take this to, taking this to, take it to, took it to, approach, approaching, escalate to, escalated to,
hear from my, hearing from my, expect a letter, notify the, consider*, considering, initiate, prepare, preparing,
proceed with, next step, want to file, want to take, let the, calling the, call the, will be calling$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.leaving', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$never fly with you again, never fly with them again, never fly you again, never flying with you again,
never flying you again, never flying again with, never fly again with, never be flying, won't be flying,
will not be flying, will never fly, i'll never fly, never ever fly, not fly with you again,
not flying with you again, never flying, never again flying, will never again fly, last time i fly,
last time flying, last time i'm flying, last time i ever fly, last flight with you, never use you again,
never use your, never use them again, never use this, will never use, i'll never use, never using,
never using you again, will never buy, i'll never buy, never buying, never buy again, never buy from,
never ever buy, never shop, never shopping, never order again, never order from, never ordering, will never order,
will never shop, will never book, never book with, never booking, never stay, never staying, will never stay,
never go back, never going back, never come back, never coming back, won't be back, will not be back,
won't be coming back, won't be returning, will not return, won't return, never return to, never deal with you,
never do business, no longer do business, no longer be a customer, no longer a customer, no longer your customer,
no longer fly, no longer be flying, no longer use, no longer be using, lost a customer, lost a loyal customer,
lost me as a customer, losing a customer, losing customers, just lost a, you lost a, you've lost a,
you have lost a, lost my business, losing my business, lose my business, lost our business, lost me forever,
lose a customer, lose customers, lost another customer, taking my business elsewhere, take my business elsewhere,
took my business, taking our business, take our business, moving my business, my business elsewhere,
going elsewhere, i'll go elsewhere, shop elsewhere, shopping elsewhere, bank elsewhere, moving all my money,
moving my money, move my money, withdraw all my money, pulling my money, taking my money elsewhere,
closing all my accounts, close all my accounts, switching to another, switching banks, switch to another,
switch banks, switching airlines, switch airlines, switching providers, moving to another, changing banks,
cancel my membership, cancelling my membership, canceling my membership, cutting up my, cut up my, done with you,
done with this airline, done with this bank, done with this company, so done with, done flying, finished with you,
through with you, fly another airline, flying another airline, choose another airline, choosing another airline,
another airline next time, find another airline, find another bank, find a new bank, find a new airline,
other airlines from now, last time i use, last time i'll, last time i will, last time i buy, last time i order,
last time using, boycott, boycotting, uninstalled, uninstalling, deleting the app, delete the app, deleted the app,
goodbye forever, good riddance, never again, neveragain, never flying again, i am closing my account,
i'm closing my account because, this is my last order, this was my last order, my very last order, last order ever,
last order from you, last order with you, this is my last purchase, this was my last purchase,
last purchase from you, last purchase ever, i'm done with your, i'm done with them, i'm done with this airline,
i'm done with this bank, i'm done with this company, i'm done with this app, i'm done with this store,
i'm done with this shop, i'm done with this brand, i'm done with these people, i am done with your,
i am done with them, i am done with this airline, i am done with this bank, i am done with this company,
i am done with this app, i am done with this store, i am done with this shop, i am done with this brand,
i am done with these people, im done with your, im done with them, im done with this airline,
im done with this bank, im done with this company, im done with this app, im done with this store,
im done with this shop, im done with this brand, im done with these people$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'threat.public', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$boycott, boycotting, warn everyone, warn everybody, tell all my friends, tell all my, telling all my,
tell everyone i know, spread the word, tell my followers, one star review, bad reviews everywhere$$,
'\s*,\s*') AS t;

/* What went wrong. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.defect', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$broken, broke, breaking down, broke down, breaks down, damaged, damages, damaging, defect, defects, defective,
defected, faulty, malfunction*, not working, not work, stopped working, stops working, quit working, stop working,
doesn't work, does not work, didn't work, did not work, won't work, dont work, doesnt work, no longer works,
no longer working, not functioning, not function, not charging, doesn't charge, not turning on, won't turn on,
doesn't turn on, won't start, doesn't start, not starting, not switching on, turns off by itself, switches off,
shuts down, shut down by itself, overheat*, heating issue, heating problem, heats up, hanging problem, hangs,
lagging, lags, laggy, freezes, freezing up, dead on arrival, dead pixel*, dead within, died after, died within,
gone dead, cracked, cracks, scratches, scratched, dented, dents, torn, tears easily, tore, ripped, hole, holes,
wobbly, leaks, leaked, leaking, leakage, rust, rusted, rusting, rusty, burnt out, burned out, burn out, fell apart,
falls apart, falling apart, came apart, came off, comes off, coming off, peeled off, peeling, worn out, fell off,
snapped, shattered, jammed, unusable, missing part*, missing piece*, missing screw*, missing accessor*,
missing pages, pages missing, missing cable, misprint*, printing mistake*, drains, drain fast, drains fast,
drains quickly, battery drain*, no sound, sound is low, low sound, low volume, sound problem, connectivity issue*,
connection issue*, disconnect, not connecting, not pairing, won't connect, fails to connect, quality issue*,
issue with product, technical issue*, technical difficult*, technical problem*, technical glitch*, a dent,
with dents, was bent, is bent, has a crack, got a crack, has a scratch, scratches on, scratch on$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.quality', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$flimsy, low quality, lowest quality, cheap quality, poor quality, bad quality, inferior quality,
substandard quality, worst quality, third class quality, quality is poor, quality is bad, quality is very bad,
quality is very poor, quality is not good, quality not good, quality is not up, quality isn't, quality is pathetic,
quality is cheap, quality is low, quality is worst, quality could be better, quality is average, quality degraded,
not good quality, not a good quality, no quality, quality has gone down, quality down, cheap material,
cheap plastic, cheap looking, looks cheap, feels cheap, cheaply made, poorly made, badly made, poorly built,
poorly designed, badly designed, poorly packed, poor stitching, stitching came, stitches came, stitching is,
loose thread*, loose stitching, thread coming out, threads coming out, colour faded, color faded, color fade*,
colour fade*, fading, faded, fades, bleeds color, bleeding colour, color bleeding, color bleed*, colour bleed*,
leaves color, loses color, lost color, lost its colour, shrink*, shrunk, shrank, pilling, lint, thin material,
thin cloth, thin fabric, too thin, see through, transparent cloth, rough material, rough fabric, itchy, scratchy,
coarse, not durable, no durability, not long lasting, not last long, doesn't last, does not last, didn't last,
did not last, lasted only, not sturdy, not strong, wears out, wore out, tears apart, after one wash,
after first wash, after a wash, after 1 wash, after few washes, after one month, after a month, after a week,
after one week, after few days, within a week, within a month, within days, in just 2, breaks easily, break easily,
blurry, blurred, grainy, dull color, dull colour, dim, unclear print, print quality, paper quality, page quality,
pages are thin, thin pages, thin paper, yellow pages, noisy, too noisy, rattling, squeak*, squeaky, makes noise,
making noise, noise is, loud noise, too loud, hurts my, hurts the, painful to wear, uncomfortable, not comfortable,
inconvenient, ineffective, no effect, no result, no results, does not help, doesn't help, didn't help,
not suitable, unsuitable, smells bad, smells awful, bad smell, foul smell, weird smell, strange smell,
chemical smell, strong smell, smelly, stink*, stinky$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.counterfeit', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$fake product, fake item, fake one, counterfeit*, duplicate product, duplicate item, duplicate copy, duplicate one,
replica, knock off, knockoff, imitation, pirated, pirated copy, piracy, not original, not an original,
isn't original, not genuine, not a genuine, isn't genuine, not authentic, isn't authentic, first copy, looks fake,
seems fake, used product, used item, already used, second hand, secondhand, refurbished, repackaged, re packed,
repacked, already opened, seal broken, seal was broken, seal is broken, broken seal, seal opened, seal was open,
past expiry, past its expiry, near expiry, out of date, old stock, adulterat*, diluted, previously used,
previously opened, is duplicate, are duplicate, totally duplicate, expired product, expired item*, product expired,
expired food, already expired, was expired, is fake, are fake, totally fake, was tampered, tampered with,
looks used, looked used, clearly used$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.mismatch', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$not as described, not as advertised, not as shown, not as per description, not as pictured, not as per picture,
not as in the picture, not like the picture, not like in the picture, not same as, not the same as,
different from the picture, different from picture, different from what, different than what, differs from,
does not match, doesn't match, did not match, didn't match, mismatch*, different color, different colour,
wrong color, wrong colour, color is different, colour is different, different product, different item,
completely different, totally different, not what i ordered, not what i wanted, not what was shown,
nothing like the, false description, wrong description, misleading description, misleading picture*,
misleading photo*, misleading image*, misleading title, description is wrong, description says, picture shows,
contrary to, smaller than shown, smaller than expected, smaller than i, smaller than described, not provided,
not given, didn't come with, did not come with, doesn't come with$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.size', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$doesn't fit, does not fit, didn't fit, did not fit, won't fit, not fit, not fitting, poor fit, bad fit,
bad fitting, fitting is bad, fitting is not, fitting issue, size issue, size problem, wrong size, size is wrong,
incorrect size, size mismatch, size is small, size is too, too small, too large, too big, too tight, too loose,
too short, too long for, very small, very tight, very loose, runs small, runs large, smaller size, so small,
undersized, oversized for$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.food', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$tasteless, no taste, taste is bad, taste bad, tastes bad, taste awful, tastes awful, tastes terrible, tastes like,
bad taste, weird taste, bitter taste, after taste, aftertaste, taste not good, not tasty, taste is not good,
not good taste, not good in taste, doesn't taste, does not taste, stale, rotten, rotting, spoiled, spoilt, mold*,
mould*, moldy, mouldy, rancid, soggy, undercooked, under cooked, overcooked, over cooked, raw inside, burnt food,
cold food, food was cold, was cold, inedible, not edible, uneatable, not fresh, isn't fresh, wasn't fresh,
not eatable, too salty, too sweet, too spicy, too oily, too dry, watery, crushed, in crumbs, broken pieces,
small portion*, tiny portion*, no food, ran out of food, out of food$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.hygiene', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$dirty, filthy, unclean, not clean, wasn't clean, not cleaned, unhygienic, unsanitary, cockroach*, roach, roaches,
insect, insects, bugs in, bed bugs, bedbugs, worm, worms, maggot*, rat, rats, mice, mouse droppings, ants, fungus,
hair in, stain, stains, stained, dusty, sticky seat, smelled like, smells like, stench, vomit, toilet was,
toilets were, overflowing, contaminated$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.packing', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$bad packaging, bad packing, poor packaging, poor packing, packing is bad, packing is poor, packing was poor,
packing was bad, packing not good, packaging not good, packaging is poor, packaging was poor, packaging is bad,
packaging was bad, packaging was not, packing was not, improper packing, improper packaging, not packed properly,
not properly packed, badly packed, poorly packed, no packing, no bubble wrap, without box, no box, box was damaged,
box was torn, box damaged, damaged box, crushed box, torn box, torn packet, packet was torn, packet was open,
spilled, spilt, spillage, spilling, leaked out, arrived damaged, arrived broken, came broken, came damaged,
received damaged, received broken, received a damaged, received a broken, received a defective, received defective,
delivered damaged, damaged product, damaged item, damaged condition, damaged in transit, damaged package,
damaged parcel, punctured$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.late', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$late delivery, delivered late, delivery delayed, delayed delivery, delivery is late, delivery was late,
delivery delay, order is late, order is delayed, order delayed, package is late, parcel is late, arrived late,
came late, came very late, hours late, days late, weeks late, too late, so late, very late, late again,
past the delivery date, past due date, not on time, never on time, not in time, overdue, running late, delayed by,
slow delivery, slow shipping, shipping took, delivery took, took so long, took too long, takes too long,
takes so long, taking so long, taking too long, waited hours, waited over, waited an hour, waiting over,
waiting more than, waiting an hour, waiting hours, waiting for hours, wait for hours, hours of waiting, hour wait,
hr wait, hour line, long wait, long waits, long queue*, long line, long lines, wait times, waiting time,
hours waiting, sitting on the, sat on the, sitting at the, hours and counting, and counting, been waiting for over,
been waiting for hours, been waiting hours, been waiting all, been waiting an hour, been waiting almost,
been waiting nearly, been waiting in line, been sitting here, been sitting on, waited for hours,
waited for an hour, waited for over, sitting here for, sitting here waiting, 2 hrs late, 3 hrs late, 2 hrs and,
3 hrs and, 4 hrs and, parcel was late, package was late, order was late, parcel came late, package came late,
meal was late, food was late, courier was late, driver was late, taking far too long, took far too long$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.missing', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$not received my, never received, did not receive my, didn't receive my, haven't received my order,
have not received my order, not yet received my, never arrived, never delivered, not delivered, not been delivered,
never showed up, never came, did not arrive, didn't arrive, never got my, still hasn't arrived, order not received,
product not received, package not received, marked as delivered, shows delivered, says delivered, fake delivery,
lost package, lost parcel, lost my package, lost my parcel, lost my order, package is lost, parcel is lost,
missing item*, missing product*, item missing, items missing, item is missing, items were missing, was missing,
were missing, is missing, are missing, missing from, missing in the box, incomplete order, half of my order,
wrong item, wrong product, wrong order, wrong address, wrong package, wrong book, wrong model, sent the wrong,
sent wrong, sent me the wrong, received wrong, received a wrong, received a different, delivered wrong,
delivered the wrong, delivered to the wrong, empty box, empty package, empty parcel, got only, received only one,
short quantity, less quantity, quantity is less, quantity less, less in quantity, received the wrong item,
received the wrong product, received the wrong order, only received half, only received part, got only half$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.overcharge', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$charged twice, charged me twice, charged us twice, double charged, double charge, double charges, charged double,
		charged me double, charged two times, charged 2 times, charged three times, charged multiple times, billed twice,
		billed me twice, double billed, double billing, debited twice, deducted twice, deducted two times,
		debited two times, duplicate charge*, duplicate payment, duplicate transaction*, payment taken twice, taken twice,
		withdrawn twice, same charge twice, charging me twice, went through twice, overcharg*, over charged, over charging,
		over charge, charged too much, excess amount, excess charge*, wrong amount, incorrect amount, wrong bill,
		wrong charge*, incorrect charge*, incorrect bill*, billing error*, billing mistake*, wrongly charged,
		wrongly debited, wrongly billed, mistakenly charged, incorrectly charged, erroneous charge*, charged for nothing,
		still charged, still charging, keep charging, keeps charging, continue to charge, continues to charge,
		still billing, keeps billing, charged us double, charged me two times, charged me 2 times, charged me three times,
		charged it twice, been charged twice, taken the money twice, took the money twice, took my money twice,
		took the payment twice, taken the payment twice, billed two times, debited me twice, debited my account twice,
		debited from my account twice, deducted money twice, deducted the amount twice, payment twice, paid for it twice,
		billing me twice, charged my card twice, charged my account twice, charged my credit card twice,
		charged our card twice, twice for the same, charged again for, second charge for the same,
		two charges for the same, two charges for one, same amount twice, same amount was taken twice$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.extra_charge', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$extra charge*, extra money, extra amount, charged extra, charged me extra, charged me more, charged more than,
		charged after, charging me for, charged me for, charged anyway$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.secret_fee', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$hidden fee*, hidden charge*, hidden cost*, unexplained fee*, unknown deduction, unwanted charge*,
unnecessary charge*, unjustified fee*, unjustified charge*, unfair charge*, unfair fee*, bogus charge*, bogus fee*,
ridiculous fee*, ridiculous charge*, outrageous fee*, excessive fee*, excessive charge*, exorbitant*, junk fee*,
surprise fee*, surprise charge*, random charge*, random fee*, mysterious charge*, mystery charge*, charges without,
deducted without, debited without, charge i never, charge i did not, fee i never, fee i was not,
never agreed to pay, never signed up for, did not sign up for, didn't sign up for, never subscribed, not agreed,
didn't agree to, did not agree to, deducting money, money deducted for, money is deducted, auto deducted,
automatically deducted, automatically renewed, auto renewed, renewed without, annual fee charged, penalty fee*$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.interest', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$high interest, interest too high, interest is too high, interest rate is too high, huge interest,
exorbitant interest, excessive interest, outrageous interest, charged interest, charging interest,
compound interest, usury, usurious, loan shark*, extra interest, high rate of interest, rate increased,
increased my rate, raised my rate, raised my interest, increased the interest, terrible exchange rate$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.payment', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$transaction failed, transaction fail, transactions failed, transactions fail, failed transaction*,
transaction failure, transaction got failed, transaction has failed, transaction was declined,
transaction declined, transaction error, payment failed, payment fails, failed payment*, payment failure,
payment got failed, payment declined, payment was declined, payment not going through, payment didn't go through,
payment did not go through, payment won't go through, payment rejected, payment not received, payment not credited,
payment not posted, transfer failed, failed transfer, transfer not received, transfer declined,
transfer not credited, transfer has not arrived, money not credited, amount not credited, not credited to,
not yet credited, hasn't been credited, has not been credited, not reflected, amount deducted but,
amount debited but, money deducted but, money debited but, got debited but, got deducted but,
deducted from my account but, debited from my account but, money has been deducted, money got deducted,
amount got deducted, amount was debited, money was debited, deposit not, deposit missing, deposit has not,
deposit hasn't, deposit never, cash not dispensed, did not dispense, didn't dispense, not dispensed, atm ate,
atm swallowed, swallowed my card, ate my card, stuck in pending, stuck pending, pending forever,
direct deposit late, payment bounced, bounced payment, returned payment, cheque bounced, check bounced,
check was held, holding my check, holding my deposit$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.refund', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$no refund, no refunds, not refund, not refunded, not been refunded, hasn't been refunded, never refunded,
haven't refunded, have not refunded, didn't refund, did not refund, won't refund, will not refund, wouldn't refund,
can't refund, not refunding, not giving refund, not giving me a refund, refused refund, refuse refund,
refund refused, refund denied, deny refund, denied a refund, denied me a refund, refund not received,
not received refund, not received my refund, not received any refund, haven't received my refund,
have not received my refund, never received my refund, never got my refund, never got a refund,
haven't gotten my refund, still no refund, still waiting for refund, still waiting for my refund,
waiting for refund, waiting for my refund, waiting for a refund, pending refund, refund is pending, refund delayed,
refund not processed, refund has not been, refund hasn't, partial refund, wrong refund, neither refund, refund nor,
without refund, no return policy, cannot return, not returnable, can not return, couldn't return, could not return,
unable to return, return rejected, return request rejected, return refused, return denied, not accepting return,
not accept return, won't accept return, no replacement, replacement denied, refused replacement, not replacing,
not replaced, no option to return, no option of return, non refundable, nonrefundable, where is my money,
where's my money, nobody has refunded, no one has refunded, nobody refunded, no one refunded, noone has refunded,
nobody will refund, no one will refund, not refunded me, not refunded yet, yet to refund, yet to be refunded,
never refunded me, without a refund, not gotten my money back, not got my money back, not given my money back,
money has not been returned, not returned my money, not been given back$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.access', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$locked out, locked me out, locked out of my account, account locked, account is locked, account was locked,
locked my account, account blocked, account is blocked, account was blocked, blocked my account, blocked my card,
account suspended, suspended my account, account is suspended, account was suspended, account restricted,
restricted my account, account frozen, froze my account, frozen my account, freeze my account, account is frozen,
account was frozen, account on hold, account closed without, closed my account, account was closed,
account deactivated, account disabled, disabled my account, deactivated my account, account terminated,
access denied, denied access, no access to my, cannot access, can't access, unable to access, could not access,
couldn't access, lost access, cannot log in, can't log in, can't login, cannot login, unable to log in,
unable to login, not able to login, not able to log in, couldn't log in, won't let me log, won't let me login,
won't let me in, won't let me, not letting me, not able to, unable to, keeps logging me out, password reset not,
otp not received, not receiving otp, not getting otp, no otp, verification failed, verification code not,
never got the code, code never$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.system', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$app crash*, app keeps, app is down, app down, app not working, app isn't working, app is not working,
app doesn't work, app does not work, app won't, app freezes, app sucks, app is terrible, app is useless,
app is slow, app is not, app fails, keeps crashing, crashes, crashing, crashed, website is down, website down,
website not working, website isn't working, website is not working, website won't, website doesn't work,
website keeps, website sucks, website error, website crash*, site is down, site down, site not working,
site isn't working, site won't, site keeps, site crash*, site sucks, server down, servers down, server is down,
servers are down, server error*, server issue*, server problem, system down, system is down, systems are down,
system issue*, system error*, system failure, system glitch*, computer issue*, computer problem*, computer glitch*,
glitches, glitchy, glitching, buggy, error message*, getting error, getting an error, get an error, shows error,
showing error, keeps showing error, error code, error page, error when, error while, page not loading, not loading,
won't load, doesn't load, does not load, not opening, won't open, times out, timed out, timing out, network issue*,
under maintenance, netbanking not, net banking not, net banking is, netbanking is, online banking is down,
atm not working, atm is not working, atm out of, out of service, out of order, offline again, no internet,
wifi not working, wifi doesn't, wifi didn't, wifi is not, no wifi, wi fi not, update broke, since the update,
after the update, after update, your system is, your systems are, many bugs, full of bugs, so many bugs,
your outage, latest update broke, new update broke, a glitch, glitch in your, system glitch$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.network', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$no signal, no network, no coverage, no service in, poor signal, weak signal, poor network, poor coverage,
		bad network, bad signal, network issue*, network problem*, network down, network is down, dropped calls,
		calls drop*, call drops, drops calls, slow internet, internet is down, internet down, internet is slow,
		internet not working, no broadband, broadband down, broadband is down, slow broadband, slow speed, internet keeps,
		keeps dropping, connection keeps, connection drops, buffering, line is dead, dead line, phone line is down,
		no dial tone, data not working$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.flight_delay', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$delayed, delay, delays, delaying, flight is delayed, flight was delayed, flight got delayed, flight delayed,
delayed flight*, delayed again, delayed for, delayed over, delayed by, delayed due, delayed 2, delayed 3,
late flight, flight is late, flight was late, late flights, late departure, late arrival, left late, departed late,
departing late, landed late, arrived late, late again, late plane, late aircraft, always late, hours late,
hrs late, hour late, min late, mins late, minutes late, hour delay, hr delay, hours delay, minute delay, min delay,
hours delayed, missed connection*, missed my connection, missed our connection, missed my connecting,
missed my flight, missed our flight, missed the flight, missed flight*, miss my connection, miss our connection,
miss my flight, miss our flight, miss my connecting, missing my connection, missing my flight,
missed the connection, miss the connection, miss connection, going to miss, gonna miss, will miss my,
stuck on the plane, stuck on plane, stuck on a plane, stuck on the tarmac, stuck on tarmac, stuck on runway,
stuck on the runway, stuck at, stuck here, on the tarmac, on tarmac, on the runway, stranded, strand us, stranding,
sitting on the plane, sitting on plane, sitting on the tarmac, sitting on a plane, sat on the tarmac,
sat on the plane, sitting at the gate, waiting for a gate, waiting for gate, waiting on a gate, no gate,
wait for a gate, waiting for the plane, waiting for our plane, waiting for a pilot, waiting for pilots,
waiting for crew, waiting for a crew, no crew, no pilot, no pilots, no flight crew, without a pilot, late crew,
crew is late, maintenance issue*, maintenance delay*, mechanical delay, deplane*, deplaned, de planed,
gate change*, changed gates, overnight in the airport, sleep in the airport, sleeping in the airport,
slept in the airport, sleep at the airport, slept at the airport, night in the airport, night at the airport,
mechanical issue*, mechanical problem*, mechanical failure, mechanical difficult*, stuck in the airport,
stuck in an airport, stuck in terminal, stuck in chicago, stuck in dallas, stuck in denver, stuck in atlanta,
stuck in new york, stuck in london, still stuck in, been stuck in, now stuck in, got stuck in, me stuck in,
us stuck in, no plane here, leaving late again$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.flight_cancelled', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$cancelled flight*, canceled flight*, cancelled flightled, cancelled flighted, cancelled flights,
		cancelled my flight, canceled my flight, cancelled our flight, canceled our flight, flight cancelled,
		flight canceled, flight was cancelled, flight was canceled, flight is cancelled, flight is canceled,
		flight got cancelled, flight got canceled, flight has been cancelled, flight has been canceled, flights cancelled,
		flights canceled, cancelled on me, canceled on me, cancelled the flight, canceled the flight, you cancelled,
		you canceled, they cancelled, they canceled, cancelled last minute, canceled last minute, last minute cancellation,
		cancelled again, canceled again, cancelled without, canceled without, order cancelled, order was cancelled,
		cancelled my order, canceled my order, order got cancelled, cancelled my booking, cancelled my reservation,
		canceled my reservation, overbooked, over booked, oversold, over sold, overbooking, overselling, bumped,
		bumped from, bumped off, denied boarding, gave away my seat, gave my seat, gave away our seats, gave our seats,
		given away my seat, kicked off, kicked me off$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.baggage', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$lost my bag, lost my bags, lost my luggage, lost my baggage, lost my suitcase, lost our bags, lost our luggage,
		lost our baggage, lost bag, lost bags, lost luggage, lost baggage, lost suitcase, lose my bag, lose my luggage,
		losing my bag, losing my luggage, losing my bags, losing luggage, losing bags, lost his bag, lost her bag,
		lost his luggage, lost her luggage, missing bag, missing bags, missing luggage, missing baggage, bag is missing,
		bag missing, luggage is missing, luggage missing, bag is lost, luggage is lost, bag was lost, luggage was lost,
		bags were lost, delayed bag*, delayed baggage, delayed luggage, baggage delayed, luggage delayed, bag delayed,
		bag didn't make, bags didn't make, luggage didn't make, bag did not make, bag didn't arrive, bags didn't arrive,
		luggage didn't arrive, bag never arrived, bag hasn't arrived, bag not arrived, no bag, no bags, no luggage,
		no baggage, without my bag, without my bags, without my luggage, without our luggage, without our bags,
		without luggage, without bags, where is my bag, where's my bag, where are my bags, where is my luggage,
		where's my luggage, where is our luggage, where are our bags, find my bag, find my bags, find my luggage,
		find my suitcase, locate my bag, locate my luggage, left my bag, left my bags, left my luggage, left our bags,
		left our luggage, wrong bag, bag on another, bags on another, waiting for my bag, waiting for my bags,
		waiting for bags, waiting for luggage, waiting for my luggage, waiting for our bags, waiting for our luggage,
		waiting on bags, waiting on my bag, waiting for baggage, waiting at baggage, still no bag, still no bags,
		still no luggage, damaged bag, damaged luggage, damaged baggage, damaged suitcase, damaged my bag,
		damaged my luggage, damaged my suitcase, bag was damaged, luggage was damaged, suitcase was damaged, bag damaged,
		luggage damaged, suitcase damaged, broken suitcase, broken luggage, broke my bag, broke my suitcase,
		broke my luggage, broken wheel, broken handle, ruined my luggage, ruined my bag, ripped my bag, destroyed my bag,
		destroyed my luggage, stolen from my bag, stolen from my luggage, stole from my bag, lost golf clubs,
		lost stroller, damaged stroller, broke my stroller$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.booking', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$booking error, booking failed, booking issue*, problem booking, problems booking, trouble booking, can't book,
cannot book, unable to book, couldn't book, won't let me book, can't check in, cannot check in, unable to check in,
couldn't check in, won't let me check, can't change my flight, unable to change my, can't change my,
cannot change my, reservation lost, lost my reservation, lost our reservation, no reservation,
reservation not found, booking not found, can't find my reservation, can't find my booking, no record of,
double booked, separated from, not seated together, not sitting together, seat changed, changed my seat,
changed our seats, moved my seat, moved my flight, changed my flight, changed our flight, changed my reservation,
lost my seat, seats were taken, seat was taken, downgraded, wrong flight, wrong name, wrong date, name misspelled,
can't redeem, cannot redeem, unable to redeem, miles missing, missing miles, missing points, not credited my miles,
miles expired, points expired, can't use my miles, flight credit expired, voucher expired, not accept my voucher,
boarding pass issue*, stuck in a middle seat, stuck in the middle seat, got a middle seat, put me in a middle seat,
put in a middle seat, problems with my booking, problem with my booking, issue with my booking,
issue with my reservation$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.comfort', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$no legroom, no leg room, uncomfortable seat*, seats are uncomfortable, seat is uncomfortable, broken seat*,
seat is broken, seat was broken, seat broken, seats are broken, seat doesn't recline, seat won't recline,
seat didn't recline, cramped, packed like, like sardines, too hot, so hot, hot plane, freezing cold,
freezing plane, too cold, no ac, no a c, no air conditioning, no air, ac not working, no heat, no hot water,
no water, no entertainment, entertainment not working, entertainment is not working, no tv, tv not working,
tv doesn't work, tv not, screens not working, screen not working, no power, no outlet*, no wifi, wifi not working,
no snacks, no drinks, no meal, no meals, no blanket*, no pillow*, dirty plane, dirty seat*, dirty room,
filthy plane, old plane, old planes, old aircraft, dirty cabin, noisy room, thin walls, room was dirty,
room not clean, room smells, room smelled, overhead bin*, no overhead, no heat on, bathroom was, bathrooms were,
lavatory was, bathroom out of, no bathroom, no bathrooms, no room for my bag, no room for my carry$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.credit_report', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$wrong information on my credit, incorrect information on my credit, inaccurate information on my credit,
ruined my credit, ruining my credit, hurt my credit, hurting my credit, damaged my credit, damaging my credit,
destroyed my credit, affecting my credit, affected my credit, dropped my credit score, credit score dropped,
credit score went down, remove from my credit, removed from my credit, reported to the credit bureau*,
reporting to the credit bureau*, inaccurate reporting, inaccurately report*, incorrectly report*, wrongly report*,
charged off, charge off, derogatory, reported late, reported as late, negative mark*, negatively affect*,
hard inquiry, hard inquiries, hard pull, hard credit$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'problem.hardship', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$can't afford to pay, cannot afford to pay, unable to pay, can't pay, cannot pay, lost my job, laid off, unemployed,
out of work, financial hardship, financial difficult*, hardship program, hardship plan, payment plan,
payment arrangement, repayment plan, moratorium, deferment, forbearance, behind on my payment*, behind on payment*,
fell behind, make ends meet, live on benefits, fixed income$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'time.still', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$still, till now, till date, till today, to this day, as of today$$,
'\s*,\s*') AS t;

/* Harms. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'harm.unauthorized', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$sim was swapped, sim swapped, sim has been swapped, sim got swapped, number was hijacked, phone number was stolen,
		unauthorized transaction*, unauthorised transaction*, unauthorized charge*, unauthorised charge*,
		unauthorized purchase*, unauthorised purchase*, unauthorized withdrawal*, unauthorized payment*,
		unauthorised payment*, unauthorized transfer*, unauthorized debit*, unauthorized use, unauthorized access,
		fraudulent transaction*, fraudulent charge*, fraudulent purchase*, fraudulent activity, fraudulent account*,
		fraudulent withdrawal*, fraudulent payment*, fraudulent transfer*, fraud transaction*, fraud charge*, fraud on my,
		fraud alert on my, suspicious transaction*, suspicious charge*, suspicious activity, someone used my card,
		somebody used my card, someone is using my card, somebody is using my card, someone else is using my,
		someone else used my, someone has used my, someone has been using my, someone using my card,
		someone using my account, used my card without, used my account without, someone withdrew, someone stole my money,
		someone has my card, someone got my card, someone took money, someone made a purchase, someone is making,
		someone opened an account, opened in my name, account in my name, accounts in my name, loan in my name,
		card in my name, identity theft, identity stolen, stole my identity, stolen identity, my identity was, hacked,
		been hacked, got hacked, was hacked, hacker, hackers, hijacked, account takeover, account was compromised,
		card was compromised, been compromised, is compromised, compromised, cloned card, card was cloned, card cloned,
		card has been cloned, skimm*, my card was stolen, card stolen, stolen card, stole my card, card got stolen,
		card has been stolen, wallet was stolen, wallet stolen, phone was stolen, stolen phone, sim swap,
		transactions i didn't make, transaction i didn't make, transactions i did not make, transaction i did not make,
		charges i did not make, charge i didn't make, charges i didn't make, charge i did not make, payment i didn't make,
		payments i didn't make, purchase i didn't make, purchase i did not make, purchases i didn't make,
		withdrawal i didn't make, withdrawal i did not make, didn't make this transaction, did not make this transaction,
		did not make these transactions, didn't make this payment, did not make this payment, did not make this purchase,
		didn't make this purchase, didn't make that, don't recognise this, don't recognize this, do not recognize this,
		do not recognise this, someone stole my wallet, someone stole my phone, someone stole my identity,
		someone stole my purse, somebody stole my card, somebody stole my money, payment wasn't me, transaction wasn't me,
		it wasn't me who, it was not me who, report fraud, report a fraud, reporting fraud, victim of fraud, fraud victim,
		unauthorised charge, unauthorized charge, somebody else stole my card, payment i did not$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'harm.scam', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$gave my password, gave him my password, gave her my password, gave my code, gave him my code, gave her my code,
		gave him my pin, gave her my pin, told him my pin, told them my pin, gave my card details, gave him my card,
		gave them my card, gave them remote access, gave him remote access, asked me to move my money,
		told me to move my money, safe account, scammer called, scammers called, clicked the link, clicked on the link,
		clicked a link, fell for a scam, fell for the scam, tricked out of, conned out of, cheated out of my savings,
		got my code, got my password, i was scammed, i got scammed, i've been scammed, i have been scammed, been scammed,
		was scammed, got scammed, scammed me out, scammed out of, i was defrauded, been defrauded, was defrauded,
		defrauded of, phish*, phishing, vishing, smishing, spoofed, impersonat*, pretending to be from,
		pretended to be from, pretending to be your, claiming to be from, claimed to be from, fraudster*, fake website,
		fake call from, romance scam, investment scam, crypto scam, gift card scam, remote access scam,
		tricked into sending, tricked into transferring, tricked me into sending, gave them my otp, gave him my otp,
		shared my otp, asked for my otp, gave my pin, gave them my password, money mule$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'harm.funds', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$the account is empty, account was empty, accounts are empty, account has been emptied, emptied our account,
		emptied the account, drained the account, drained our account, withheld my money, withholding our money,
		won't give me my money, cannot get to my money, can't get to my money, cannot get at my money,
		can't get at my money, not let me withdraw, won't let me withdraw, not allow me to withdraw, euros are gone,
		pounds are gone, dollars are gone, rupees are gone, money vanished from, money never arrived and, my money is gone,
		money is gone, money has gone, all my money is gone, money disappeared, money has disappeared,
		my money disappeared, money vanished, money has vanished, money is missing, money missing from, missing money,
		funds are missing, funds missing, missing funds, funds disappeared, savings are gone, savings gone,
		lost all my money, lost my savings, lost all my savings, lost my life savings, my account is empty,
		account emptied, emptied my account, emptied my bank account, drained my account, drained my bank account,
		wiped out my account, cleaned out my account, account has been frozen, account is frozen, account was frozen,
		froze my account, frozen my account, freezing my account, froze all my, funds are frozen, funds frozen,
		frozen funds, money is frozen, money frozen, holding my money, holding my funds, withholding my money,
		withholding my funds, won't release my, refuse to release my, refuses to release my, not releasing my,
		can't access my money, cannot access my money, can't access my funds, cannot access my funds,
		no access to my money, no access to my funds, can't get my money out, unable to access my money,
		unable to access my funds, unable to withdraw my money, can't withdraw my money, cannot withdraw my money,
		can't withdraw my funds, cannot withdraw my funds, kept my money, keeping my money, took all my money,
		salary not credited, my wages are missing, my paycheck is missing$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'harm.injury', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$was injured, got injured, injured my, injured me, injuries, got hurt, was hurt by, cut my finger, cut my hand,
cut myself, i was burned, i was burnt, burned my hand, burnt my hand, burned my skin, burnt my skin, got burned,
skin burn, broke my arm, broke my leg, hospitalized, hospitalised, ended up in hospital, ended up in the hospital,
in the emergency room, rushed to hospital, rushed to the hospital, went to the er, food poison*,
got food poisoning, fell ill after, fell sick after, got sick after eating, sick after eating, sick from the food,
vomiting after, vomited after, diarrhea, diarrhoea, allergic reaction, anaphyla*, rash on my, rashes,
breathing problem after, had a seizure, was assaulted, got assaulted, physically assaulted, assaulted me,
sexually harass*, groped, molested, slapped me, punched me, an injury, my injury, hit me in$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'harm.hazard', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$caught fire, catches fire, catch fire, caught on fire, burst into flames, went up in flames, started smoking,
smoke coming out, smoke came out, started to smoke, sparks came, sparks from, sparking, explosion, blew up in,
burst while, battery swollen, swollen battery, battery is swelling, electric shock, electrocut*, current shock,
got a shock from, shock from the, gives shock, giving shock, gives me shock, getting shock, short circuit,
gas leak, gas is leaking, glass in my, piece of glass, pieces of glass, glass pieces, metal in my food,
piece of metal, piece of plastic in, needle in, nail in my food, fire hazard, safety hazard, safety risk,
safety concern, choking hazard, could have killed, could have died, almost died, nearly died,
could have been killed, almost killed, nearly killed, brakes failed, not safe for, carbon monoxide,
battery exploded, phone exploded, it exploded, charger exploded, exploded in my, exploded while, engine on fire,
house on fire, it is on fire, was on fire, smell gas, smelled gas, smells of gas$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'harm.suicide', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$suicide, suicidal, kill myself, killing myself, end my life, ending my life, take my own life, taking my own life,
end it all, don't want to live, do not want to live, no reason to live, nothing left to live for, better off dead,
hurt myself, harm myself, harming myself, self harm, hang myself, overdose on, jump off a bridge,
jump off the bridge, can't go on living, cannot go on living, i want to die, i just want to die, i wanna die$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'harm.privacy', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$statement of another customer, statement for another customer, another customer's statement,
		another customer's letter, another customer's account, someone else's letter, someone else's details,
		someone else's data, someone else's bill, somebody else's letter, somebody else's details, somebody else's data,
		somebody else's bill, data of other customers, details of other customers, details of another customer,
		data of another customer, other people's data, other people's details, other customers' data, told my boss about,
		told my employer, told my landlord, told my neighbour, told my ex, posted my number, published my address,
		published my number, shared my number, passed on my number, passed my number, passed on my data, passed my data,
		passed my details, passed on my details, without my consent to third parties, sent my documents to,
		my passport was sent to, camera in the room, recorded me without, data breach, data leak, data leaked,
		leaked my data, leaked my details, leaked my information, leaked my personal, my data was leaked,
		my data has been leaked, my details were leaked, my information was leaked, personal data leaked, selling my data,
		sold my data, selling my information, sold my information, selling my details, sold my details, shared my personal,
		sharing my personal, shared my information with, sharing my information with, shared my data with,
		sharing my data with, shared my details with, gave my number to, gave out my number, gave out my address,
		gave out my information, gave my information to, gave my details to, disclosed my, disclosing my,
		exposed my personal, my personal information was, my personal data was, my private information,
		someone else's statement, someone else's account, somebody else's statement, another customer's details,
		another customer's information, other customers' details, invasion of privacy, invaded my privacy,
		violated my privacy, violation of privacy, violation of my privacy, breach of privacy, privacy breach,
		privacy violation, breach of confidentiality, breach of data, gdpr, misuse of my data, misused my data,
		misusing my data, told my employer about, told my family about, told my neighbours, told my neighbors$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'vulnerable.person', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$elderly, senior citizen*, my old mother, my old father, my aged, my grandmother, my grandfather, my grandma,
my grandpa, pensioner*, disabled, disability, disabilities, handicapped, wheelchair, blind, deaf, autistic, autism,
dementia, alzheimer*, cancer, chemo*, terminal illness, terminally ill, stroke patient, heart condition, diabetic,
insulin, epilep*, special needs, pregnant, newborn, infant, unaccompanied minor, single mother, single mom, widow,
widower, passed away, bereave*, funeral, my late husband, my late wife, death in the family, depression,
anxiety attack*, panic attack*, mental health, homeless, on benefits, veteran$$,
'\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'vulnerable.distress', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$cannot buy food, can not buy food, can't feed my, cannot feed my, feed my kids, feed my children, no food left,
		i cry, cry every, crying every, in pain, in the cold, without heating, no heating, without food, without insulin,
		cannot breathe, could not breathe, had to stand, had to crawl, carried him, carried her, fell down, for hours,
		all night, nobody came, no one came, keep sending him, keep sending her, keep calling him, keep calling her,
		pressured, pressured him, pressured her, took advantage, does not understand, doesn't understand, confused,
		terrified, scared, lose my home, losing my home, homeless, thrown out, cut off, no electricity, no phone to call,
		left alone, abandoned, left stranded, stranded, no assistance, nobody helped, no one helped, refused to help,
		denied assistance, no wheelchair, without wheelchair, waiting for a wheelchair, had to walk, crying, in tears,
		cried, can't afford food, cannot afford food, can't buy food, no money for food, can't feed, cannot feed, starving,
		no medicine, medication in, can't buy medicine, cannot buy medicine, without medication, need my medication,
		evicted, eviction, foreclos*, nothing to eat, exploited, taken advantage of, tricked, mistreated, humiliated,
		denied boarding$$,
'\s*,\s*') AS t;

/* What it is about: for types only. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en' FROM (VALUES
	('topic.insurance', $$insurance, insurer, insured, policyholder, premium, premiums, insurance policy, claim adjuster, claims department,
		coverage, deductible, claim denied, denied my claim, reject my claim, rejected my claim, insurance claim,
		health plan, payout$$),
	('topic.loan', $$loan, loans, mortgage, lender, borrow*, emi, credit limit, line of credit, payday loan, credit application,
		loan application, application denied, application was denied, denied credit, refinanc*, repayment, pre approved,
		preapproved, apply for a, denied me a, approved for$$),
	('topic.collection', $$debt collector*, collection agency, collections agency, collection agencies, sent to collections, in collections,
		collections, debt collection, collector, collectors, recovery agent*, collection agent*, collection call*,
		collection department$$),
	('topic.contract', $$contract, contracts, terms and conditions, terms of, agreement, termination fee, early termination, early payoff,
		prepayment penalty, cancellation policy, lock in period, minimum term, notice period, breach of contract$$),
	('topic.marketing', $$advertis*, advert, ad said, marketing, salesman, salesperson, sales rep*, sales agent, sales team, promised,
		promise, offer, offers, telemarket*, sold me, sales pitch$$),
	('topic.promotion', $$coupon, coupons, promo, promo code, promotion, promotional, reward points, rewards points, points, cashback,
		cash back, bonus, sign up bonus, welcome bonus, gift card, discount, discount code, rewards, reward, miles,
		frequent flyer, bonus offer, price match, price drop, loyalty$$),
	('topic.unsolicited', $$unsolicited, spam, cold call*, robocall*, junk mail, unwanted calls, unwanted emails, marketing calls,
		marketing emails, unsubscribe, opt out$$),
	('topic.closing', $$close my account, closing my account, closed my account, account closure, close the account, closing the account,
		close account, account was closed, account closed, closing of my account, cancel my account,
		cancel my subscription, cancel my card, terminate my account, delete my account, cancel the card,
		close my credit card, closed the account, accounts closed, closed my accounts, close my accounts$$),
	('topic.account', $$my account, bank account, checking account, savings account, current account, joint account, open an account,
		opening an account, account number, my accounts, new account, statement, balance, branch, direct deposit, check,
		checks, cheque, deposit, deposited$$),
	('topic.card', $$my card, debit card, credit card, prepaid card, gift card, virtual card, card declined, card was declined,
		declined my card, card not working, card doesn't work, new card, replacement card, card expired, pin, contactless,
		card issuer$$),
	('topic.auto_debit', $$direct debit, standing order, auto pay, autopay, auto debit, auto renew*, automatic renewal, automatic payment*,
		recurring payment*, recurring charge*, subscription, free trial, auto payment*$$),
	('topic.refund', $$refund, refunds, refunded, refunding, money back, reimburse*, return policy, returned item, return request,
		chargeback, credit back, credited back, merchant, vendor, purchase, dispute, disputed$$),
	('topic.fee', $$fee, fees, charge, charges, charged, charging, billing, billed, bill, price, prices, pricing, overdraft, deducted,
		debited, deduction, interest rate, interest rates, rate of interest, apr, exchange rate, interest charge*,
		interest charged$$),
	('topic.delivery', $$deliver*, delivery, courier, shipping, shipped, shipment, parcel, package, tracking, tracking number, driver,
		dispatch*, order status$$),
	('topic.food', $$food, meal, meals, taste, tastes, restaurant, pizza, burger, chicken, rice, flavor, flavour, biscuit*, cookie*,
		snack*, tea, coffee, milk$$),
	('topic.product', $$product, products, item, quality, material, fabric, brand, phone, laptop, battery, screen, camera, shirt, shoes,
		dress, headphones, warranty$$),
	('topic.service', $$customer service, customer care, customer support, customer relations, cust service, cust svc, call center,
		call centre, helpline, helpdesk, help desk, agent, agents, representative, representatives, rep, reps,
		service desk, support team, support, hotline, phone line, supervisor, staff, employee, employees, service,
		customerservice, call volume, phone number, phone system, 800 number, live person, operator, operators, wait time,
		wait times, hold time*, hold music, call back, callback, feedback form, email address$$),
	('topic.flight', $$flight, flights, airline, airlines, plane, planes, aircraft, airport, gate, boarding, pilot, crew, layover,
		connection, connecting, departure, landed, take off, train, trains, bus, ferry$$),
	('topic.baggage', $$bag, bags, luggage, baggage, suitcase, suitcases, carry on, baggage claim, checked bag, checked bags, check bag,
		stroller, golf clubs, carousel$$),
	('topic.booking', $$book, booking, booked, reservation, reservations, reserve, ticket, tickets, itinerary, check in, boarding pass,
		upgrade, upgraded, seat assignment, seat selection, seat, seats, standby, confirmation number, voucher, vouchers,
		fare, fares$$),
	('topic.comfort', $$legroom, leg room, cabin, hotel room, my room, the room, in flight, inflight, seats are, lavatory, bathroom,
		entertainment, headphones, recline, wifi on, wi fi on, first class, business class, economy class$$),
	('topic.app', $$app, apps, website, web site, site, online banking, mobile banking, netbanking, net banking, log in, login,
		logged in, password, otp, online, server, system, atm, machine$$),
	('topic.network', $$broadband, internet, data plan, mobile data, sim, sim card, signal, network, phone number port*, roaming, fiber,
		fibre, router, modem, tariff$$),
	('topic.fee_question', $$charged a fee, charging a fee, charging fees, why am i charged, why was i charged, why am i being charged,
		why did you charge, why have i been charged, why i am charged, why have you charged, change fee*,
		cancellation fee*, baggage fee*, bag fee*, late fee*, not authorized, did not authorize, didn't authorize,
		never authorized, never authorised, strange fee, unknown charge*, unexplained charge*, unknown fee*,
		automatically charged, auto charged, overdraft fee*, convenience fee*, maintenance fee*, resort fee*,
		charged without, unexpected charge*, unexpected fee*$$),
	('topic.cancelled', $$cancellation, been cancelled, been canceled, was cancelled, was canceled, got cancelled, got canceled,
		is cancelled, is canceled, just cancelled, just canceled$$),
	('demand.refund', $$i want a refund, want my money, i want my money, i want my refund, want my money back, give me my money,
		give my money back, give me a refund, give me back my, return my money, refund my money, full refund,
		expect a refund, expect a full refund, deserve a refund, need my money back, get my money back, my money back,
		refund asap, any compensation, what compensation$$),
	('topic.staff', $$staff, employee, employees, crew, crews, cabin crew, crew member, crew members, flight attendant,
		flight attendants, attendant, attendants, stewardess, stewardesses, steward, stewards, pilot, pilots, captain,
		gate agent, gate agents, gate staff, ground crew, ground staff, counter agent, ticket agent, desk agent,
		receptionist, front desk, reception, cashier, teller, tellers, branch manager, store manager, shift manager,
		duty manager, manager, managers, waiter, waitress, server was, courier, driver, drivers, delivery man,
		delivery guy, delivery boy, delivery person, postman, technician, technicians, engineer, engineers, installer,
		salesman, saleswoman, salesperson, sales rep, security guard, shop assistant, sales assistant, assistant,
		personnel, team member, team members, clerk, host, hostess, porter, concierge, housekeeping, personal banker,
		banker, loan officer, adviser, advisor, relationship manager, claims handler, adjuster, operator, colleague, bloke,
		lady, gentleman, guy, woman, rep$$),
	('topic.exchange', $$exchange rate, exchange rates, conversion rate, conversion rates, currency conversion, rate of exchange, foreign exchange,
		fx rate, forex rate, interbank rate, interbank exchange, exchange fee, exchange fees, exchanged currency, mid market rate$$),
	('topic.identity', $$verify my identity, verify identity, identity verification, identity check, identity checks, id verification, id check,
		verification, verify my account, verify my id, proof of identity, proof of address, proof of id, kyc, re kyc, selfie, passport,
		source of funds, my identity, aadhaar, pan card, video kyc, driving licence, driver's license, national id$$),
	('topic.telecom', $$phone plan, data plan, prepaid, postpaid, sim, sim card, esim, broadband, fibre, fiber, router, modem, roaming,
		porting, port my number, mobile data, landline, hotspot, data allowance, data cap$$),
	('topic.transfer', $$transfer, transfers, transferred, transferring, payment, payments, top up, top ups, topping up, topped up, topup,
		withdrawal, withdrawals, withdraw, withdrew, cash, atm, atms, deposit, deposited, cheque, cheques, wire,
		beneficiary, recipient, remittance, payee, direct deposit$$),
	('topic.credit_report', $$credit report, credit reports, credit score, credit bureau*, equifax, experian, transunion, cibil, credit file,
		credit history, credit reporting, credit inquiry$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t;

INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', 'time.long', t, 'en' FROM pg_catalog.regexp_split_to_table(
$$for weeks, for months, for hours, for days, for years, weeks, months, hours, hrs, two hours, three hours,
four hours, 2 hours, 3 hours, 4 hours, 5 hours, 6 hours, an hour, over an hour, half an hour, 45 minutes, 45 min,
2 weeks, 3 weeks, two weeks, three weeks, 2 months, 3 months, two months, three months, six months, all day,
all night, the whole day, all week, entire day, days now, weeks now, months now, since yesterday, since last week,
since last month, days ago, weeks ago, months ago, long time, so long, ages, forever, overnight$$,
'\s*,\s*') AS t;

/*
 * The same classes, industry by industry: how customers of each put it.
 */

/* Judgement and reproach in any trade. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('tone.anger', $$misery, killing me, driving us mad, driving us crazy, makes my blood boil, boiling with rage, at a loss,
		beside myself, beyond frustrated, beyond angry, beyond annoyed, beyond upset, beyond disappointed, beyond pissed,
		sick to my stomach, made me cry, making me cry, nerve wracking, nerve racking, worried sick, losing sleep,
		sleepless nights, mental agony, mental torture, mental harassment, mentally harassed, mentally disturbed,
		fuming mad, hopping mad, cheesed off, hacked off, brassed off, miffed, peeved, irked, irks me, grinds my gears,
		gets my goat, fed up of, sick to death, sick to the back teeth, had it up to here, can't take it anymore,
		cannot take it anymore, can't stand, cannot stand, at breaking point, at the end of my tether, end of my tether,
		my patience is running out, no patience left, tested my patience, testing my patience, trying my patience,
		wearing thin, run out of patience, lost patience, shaking with anger, shouting at my phone, want to scream,
		trying not to scream, tearing my hair out, stop messing with, messing with me, messing me around,
		messing us around, messed me around, messed us around, dicking me around, jerking me around,
		playing with customers, playing with my money, playing with people, toying with$$),
	('tone.disappointment', $$failed me, failed us, fails me, fails us, failing me, failed your customers, failed to deliver, fail to deliver,
		failed miserably, fails miserably, underwhelmed, underwhelming, unimpressive, anticlimax, gutted, heartbroken,
		bummed, bummed out, bummer, not best pleased, not well pleased, less than pleased, less than happy,
		less than impressed, less than satisfied, less than ideal, less than helpful, not what i paid for,
		not what we paid for, not worth what, expected so much more, expected a lot more, was hoping for better,
		thought better of, thought you were better, gone downhill, going downhill, went downhill, has gone down,
		going from bad to worse, from bad to worse, going to the dogs, have lost it, nowhere near, far from satisfied,
		far from happy, far from good, far from perfect, far from ideal, not expected from, didn't expect this from,
		did not expect this from, never expected this, not expecting this, not living up, isn't up to, wasn't up to,
		not really happy, not entirely happy, not overly happy, no longer happy, wasn't happy, i'm not happy, am not happy,
		we are not happy, we're not happy, not fair, unfair, sadly lacking, feel let down, felt let down, feeling let down,
		feel ripped, feel robbed, feel scammed, feel used, feel ignored, feeling ignored, feel abandoned, feel neglected,
		feel helpless, feeling helpless, lose faith, losing trust, lost all trust, lost all confidence, lost my confidence,
		lost respect, no faith in, no confidence in, no trust in, zero confidence, zero trust, has lost my trust,
		doesn't inspire confidence, does not inspire confidence$$),
	('tone.contempt', $$abomination, amateur hour, amateurish, asinine, broken promises, brain dead, braindead, cowboys, bunch of cowboys,
		crummy, deplorably, diabolical, dire service, dumpster fire, embarrassingly bad, god awful, godawful, half assed,
		half baked, horror show, hot mess, inferior service, kafkaesque, laughably, ludicrously, mickey mouse,
		mess up after mess up, monstrosity, negligently, nightmarish, not fit for purpose, piss poor, pisspoor, piss take,
		taking the piss, taking the mick, taking the mickey, takes the biscuit, takes the cake, preposterous, rock bottom,
		rotten service, rotten company, rubbish service, scandalous, shambolic, shocking service, shockingly,
		absolutely shocking, truly shocking, quite shocking, shocking experience, shocking customer, shite, shit service,
		shittiest, crappiest, slapdash, slipshod, spineless, third world, travesty, trash company, trash service,
		unbelievably bad, unconscionable, unforgiveable, unspeakable, unworkable, woeful, woefully, wretched,
		zero customer service, zero respect, zero help, zero support, zero accountability, not worth a penny,
		not worth a dime, absolute garbage, absolute rubbish, complete rubbish, complete garbage, complete waste,
		utter rubbish, utter garbage, utter shambles, utter disgrace, utter waste, utter nonsense, utter joke,
		total disgrace, total shambles, total rubbish, total nightmare, absolute nightmare, complete nightmare,
		absolute disgrace, absolute shambles, absolute farce, complete farce, total farce, complete shambles,
		complete disgrace, complete disaster, total disaster, absolute disaster, worst customer service, worst company,
		worst experience, worst bank, worst airline, worst service, worst network, worst app, worst website, worst support,
		worst delivery, worst hotel, worst insurance, worst purchase, by far the worst, one of the worst, the very worst,
		among the worst, wrost, worest, horible, horrable, terible, terrable, aweful, unaceptable, unacceptible,
		unexceptable, pathatic, patheic, pethetic, pathethic, redicilous, rediculously, ridicules, rediculus, disgustingly,
		disgracefully, useles, usless, uselessness, hopelessly, no clue what, have no clue, has no clue, haven't a clue,
		not have a clue, couldn't organise, couldn't organize, couldn't care, couldn't run, brainless, no common sense,
		zero common sense, lack of common sense$$),
	('tone.sarcasm', $$how hard can it be, how hard would it be, how difficult can it be, how long does it take to fix,
		how many times should, how many times will, how many people does it take, what kind of company,
		what kind of service, what kind of bank, what kind of airline, what kind of business,
		what kind of customer service, what kind of support, what sort of company, what sort of service,
		what type of service, what type of company, is this the service, is this the kind, is this your service,
		is that the best you, is this a joke, is this some kind, is this even legal, is this legal, are you blind,
		are you deaf, are you joking, are you having a laugh, are you for real, are you even listening, are you listening,
		are you people, are you guys serious, are you asleep, are you awake, anyone awake, hello is anyone,
		is anyone alive, is anyone listening, is anybody listening, is anyone working, is anyone going to,
		is anybody going to, is someone going to, does anyone read, does anyone even, does anybody even,
		does anyone know what, do you people, do you guys even, do you even, do your job, doing your job, do your jobs,
		did you even read, did nobody, did no one, how do you sleep, how do you stay in business,
		how are you still in business, how is this legal, how is this allowed, how is this even, how can you be so,
		how can such a, how can a company, how can a bank, how can an airline, how come nobody, how come no one,
		you had one job, one job, what am i paying for, what are we paying for, what do i pay for, what was the point,
		great customer service huh, excellent customer service not, great service not, so helpful not,
		thanks for absolutely nothing, thanks a bunch, thanks for not, thanks for never, thanks for keeping me waiting,
		thanks for the bullshit, thanks for canceling, thanks for cancelling, thanks for delaying, thanks for losing my,
		thanks for the late, thanks for no, thanks for stranding, thanks for the terrible, thanks for your lack,
		keep up the bad, keep up the great work losing, bravo, colour me shocked, color me shocked, love how you,
		love the way you, gotta love, got to love, you gotta love, it's funny how, it's funny that, how convenient,
		how ironic, the irony, ironic that, clearly you don't, obviously you don't, apparently you don't,
		apparently my time, do the right thing, have some compassion, show some respect, have some respect,
		have some decency, have some shame, common decency, basic decency, basic courtesy, common courtesy,
		is that too much to ask, too much to ask, is it so hard, is it really that hard, is it that difficult,
		you must be kidding, you've got to be kidding, got to be kidding, gotta be kidding, have to be kidding,
		got to be joking, got to be a joke, crickets, radio silence, tumbleweed, wakey wakey, pull your socks up,
		pull your finger out, raise your game, get a grip, get with the times, get your house in order,
		sort yourselves out, sort your life out, sort yourself out, sort it out asap, buck up, pony up$$),
	('tone.poor', $$hassle, nuisance, pain in the, faff, palaver, clunky, cumbersome, convoluted, long winded, longwinded, bureaucracy,
		bureaucratic, red tape, hoops, jump through hoops, jumping through hoops, unintuitive, user unfriendly,
		not user friendly, not intuitive, overloaded, overcrowded, overworked, overly complicated, laborious, patchy,
		not amazing, not brilliant, not good enough, isn't enough, nowhere to be seen, nowhere to be found, nowhere to,
		slow to respond, slow response, slower than, glacial, sluggish, lagging behind, non responsive, non existent,
		nonexistent, doesn't exist, does not exist, useless for, of no use, no luck, no joy, no progress,
		no further forward, no further ahead, no closer, not getting anywhere, getting nowhere, got nowhere,
		getting me nowhere, gone nowhere, back to square one, none the wiser, in limbo, left hanging, left in the dark,
		left in limbo, left waiting, left me waiting, left us waiting, left me hanging, kept waiting, kept me waiting,
		kept us waiting, made me wait, made us wait, making me wait, making us wait, make me wait, make us wait,
		make customers wait, keeping me waiting, keeping us waiting, keep me waiting, having to wait, have to wait,
		had to wait, forced to wait, to wait another, all over again, chased up, chase up, chasing up, hunt down, fight to,
		fighting to, had to fight, had to chase, had to beg, have to chase, have to beg, have to fight, downside,
		negative point, negative side, could be better, could've been better, could have been better, could be improved,
		room for improvement, should be better, should have been better, should be improved, needs improving,
		need improving, need to up, not too great, not too happy, not so happy, not so impressed, not sure i will,
		second guessing, disservice, ill informed, mishandled, mishandling, mishandle, mismanaged, mismanagement, mixed up,
		mix up, mixup, muddle, muddled, short changed, shortchanged, skimp, skimping, tight fisted, nickel and dime,
		nickel and diming, nickle and dime, underhand, underhanded, suspicious of, suspicious about, smells fishy$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* What the company did or left undone, in any trade. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('reproach.neglect', $$couldn't be bothered, can't be bothered, could not be bothered, cannot be bothered, don't bother to,
		doesn't bother, didn't bother, never bothered, don't value, do not value, doesn't value, not valued,
		don't appreciate your, no one takes, nobody takes, nobody wants to help, no one wants to help, no one is helping,
		nobody is helping, no one can help, nobody can help, no one able to, nobody able to, no one is able,
		nobody is able, unwilling to, not willing to, wouldn't listen, won't listen, not listening, never listen,
		don't listen, doesn't listen, didn't listen, refuse to listen, refuses to listen, refused to listen,
		turned a deaf ear, deaf ears, turn a blind eye, blind eye, pushed aside, pushed from pillar, pillar to post,
		ping pong, pingpong, merry go round, wild goose chase, passed along, passed on to another, keep transferring me,
		keeps transferring me, transferring me, transferred me, transferred between, transferred 3 times,
		transferred three times, transferred twice, transferred again, sent me in circles, sending me in circles,
		round in circles, round and round, around in circles, left to wait, left on hold, stuck us, abandoned us,
		abandoned me, abandoned by, dumped us, dumped me, hides behind, hiding behind, hide behind, washed their hands,
		wash your hands, won't take responsibility, won't own up, won't admit, refuse to admit, refuses to admit,
		refused to admit, deny responsibility, denied responsibility, denying responsibility, denies responsibility,
		shifting blame, shift the blame, shifting the blame, blamed me, blaming me, blames me, blaming the customer,
		blame the customer, blame it on, not our problem, not their problem, isn't our problem, aren't their problem,
		not our fault, not our responsibility, not their responsibility, not their job, telling me to wait,
		keep telling me to wait, asks me to wait, asking me to wait, just said sorry, just say sorry, just apologize,
		just apologise, sorry is not enough, sorry isn't enough, sorry doesn't, sorry won't, sorry not good enough,
		hollow apology, half hearted apology, fake apology, no real help, no real answer, not much help, wasn't much help,
		weren't much help, of no help, zero effort, made no effort, makes no effort, no attempt, no urgency,
		no sense of urgency, zero urgency, not taking this seriously, not taken seriously, not take me seriously,
		take me seriously, don't take it seriously, kept me in the dark, keeping me in the dark, no transparency,
		lack of transparency, lack of urgency, lack of empathy, lack of respect, lack of responsibility,
		lack of professionalism, lack of help, lack of effort, lack of any, lack of follow up, lack of updates,
		poorly trained, badly trained, not trained, ill equipped, under trained, has no idea what, don't know what they,
		doesn't know what, didn't know what they, nobody knew, no one knew, nobody had a clue, no one had a clue,
		left hand, doesn't know what the right, won't do anything, will not do anything, couldn't do anything,
		didn't do anything, did not do anything, haven't done anything, hasn't done anything, nothing they can do,
		nothing you can do, nothing can be done, nothing could be done, nothing has changed, nothing changed,
		nothing to help, nothing but excuses, excuse after excuse, one excuse after, full of excuses, same old,
		same old story, same nonsense, same crap, same bs, same scripted, reading from a script, reading a script,
		read from a script, bot reply, bot replies, talking to a wall, talking to a brick wall, brick wall, stonewalled,
		stonewalling, stone walled, forgotten me, forgot me, forgot us$$),
	('reproach.no_answer', $$ghosting, gone quiet, go quiet, gone silent, went silent, went quiet, total silence, complete silence,
		deafening silence, falls on deaf, not one reply, not one response, not a single reply, not a single response,
		not a single call, no word on, no word back, not a peep, no acknowledgement, no acknowledgment, no contact from,
		no communication from, never came back to me, never got back, never get back, never gets back, never got a call,
		never got an answer, never received a call, never heard from, never reply, never replies, never respond,
		never responds, never answer, never answers, never return calls, never returned my, won't return my,
		don't return calls, doesn't return, not returning calls, aren't answering, isn't answering, stopped replying,
		stopped responding, stopped answering, not picking, won't pick up, never pick up, never picks up, no one picks,
		nobody picks, no one picking, nobody picking, no one answering, nobody answering, no one will answer,
		nobody will answer, no one to answer, nobody to answer, nobody to talk, nobody to speak, nobody bothers,
		no one bothers, noone answers, noone replies, noone responds, noone called, noone picks, no one calls,
		nobody calls, nobody phoned, nobody rang, nobody turned up, no one turned up, nobody showed up, no one showed up,
		no one has shown, never turned up, didn't turn up, failed to turn up, failed to show, failed to call,
		failed to respond, failed to reply, failed to answer, fails to respond, fails to reply, refuse to answer,
		refuses to answer, refusing to answer, refuse to respond, refuses to respond, avoid my calls, avoiding my calls,
		avoids my calls, blocking my calls, blocked my number, call gets disconnected, call got disconnected,
		call was disconnected, call disconnected, call dropped, call is dropped, call was dropped, calls are dropped,
		cut off after, got cut off, was cut off, been cut off, kept on hold, keeps me on hold, kept me on hold,
		keep us on hold, kept us on hold, keeping me on hold, left me on hold, leave me on hold, sat on hold,
		waiting on hold, waited on hold, been holding for, holding for an hour, on the phone all,
		on the phone with you for, on the line for, hours on the phone, hour on the phone, minutes on the phone,
		hour on hold, hold for 2 hours, long hold, long wait time, long wait times, queue for over, in the queue for,
		queueing for, no phone number, no number to call, no contact number, no way to contact, no way to reach,
		no way of contacting, no way to speak, no way to talk, impossible to speak, impossible to talk,
		impossible to get through, impossible to get hold, impossible to get a hold, not able to get through,
		can't get hold, cannot get hold, couldn't get hold, can't reach anyone, cannot reach anyone, can't speak to anyone,
		cannot speak to anyone, can't talk to anyone, couldn't get anyone, cannot get an answer,
		can't get a straight answer, no straight answer, straight answer, never a straight answer, waiting for a call,
		waiting for a callback, waiting for call back, waiting for a call back, waiting for someone to,
		awaiting your reply, promised a call, promised callback, promised a callback, promised to call, promised me a call,
		said they would call, said they'd call, said someone would call, said someone will call, told someone would call,
		told someone will call, told i would get a call, told i'd get a call, supposed to call, supposed to get back,
		supposed to contact, was supposed to call, were supposed to call, call back never, callback never, call never came,
		calls go unanswered, emails go unanswered, gone unanswered, went unanswered, going unanswered, emails unanswered,
		bounced back, mailbox full, voice mail full, useless bot, chatbot, chat disconnected, ended the chat,
		closed the chat, ended my chat, left the chat, ticket closed, closed my ticket, closed the ticket, closed my case,
		closed my complaint, closed the complaint, closed it without$$),
	('reproach.attitude', $$such attitude, nasty attitude, their attitude, rude attitude, snooty, snide, smirk*, rolling their eyes,
		eye rolling, scoffed, sneer*, laughing at us, yelled at me, yelled at us, yelling at me, looked down on,
		belligerent, confrontational, curt, brusque, dismissed my, demeaning, degrading, disrespect, disrespected,
		disrespectful*, disrespecting, zero manners, uncivil, uncivilised, uncivilized, uncouth, unwelcoming,
		disinterested, not interested in helping, couldn't care less, indifference, careless attitude, on her phone,
		on his phone, on their phones, chatting to each other, gossiping, ignored us, ignored me, ignoring us, ignoring me,
		ignoring customers, ignored my, ignored by, turned his back, turned her back, slammed the, threw my, threw it at,
		swore at, sworn at, cursed at, cussed at, verbally abused, verbal abuse, abused by, was abused, threatened by,
		insulted us, insulted by, made fun of, humiliated, embarrassed me, embarrassed us, accused me, accusing me,
		called me a liar, called us liars, treated me like, treated us like, treats you like, treats customers,
		treats its customers, treat us like, treat me like, treating us like, treating me like, like a criminal,
		like criminals, like cattle, like dirt, like garbage, like trash, like rubbish, like an idiot, like idiots,
		like second class, as if i was, as if we were, no apologies, without an apology, not even sorry,
		not even an apology, not even a sorry, no sympathy, zero sympathy, zero empathy, callous, cold hearted, heartless,
		unapologetic, insensitive, tone deaf, inconsiderate, thoughtless, unaccommodating, obstructive, unco operative,
		jobsworth$$),
	('reproach.repeated', $$5th call, 4th call, 3rd call, third call, fourth call, fifth call, sixth call, 2nd call, third email, fourth email,
		third attempt, fourth attempt, fifth attempt, 3rd attempt, second attempt failed, fourth visit, third request,
		3rd request, third complaint, 3rd complaint, second day in a row, days in a row, weeks in a row, months in a row,
		times in a row, two days in a row, third day in a row, a third time, for the fourth, for the fifth,
		for the umpteenth, for the nth, for the hundredth, for the millionth, for the 4th, for the 5th, umpteen,
		umpteen times, many a time, god knows how many, lost count, a million times, a thousand times, hundreds of times,
		a hundred times, 100 calls, dozens of calls, a dozen calls, dozens of emails, countless hours, multiple occasions,
		several occasions, numerous occasions, many occasions, on each occasion, every few minutes, every 5 minutes,
		every single call, every single month, every single order, every single flight, every single week, happens every,
		happening every, happening again, happened again, happens again, happened twice, this keeps, this always happens,
		always happens, it always, always a problem, always an issue, always delayed, always late, always wrong,
		always broken, always down, always the case, always problems, never works, never work, never worked, never right,
		never get it right, never available, never seem, as usual, as per usual, same as usual, usual story, same again,
		same issue again, same problem again, same thing again, same mistake, same mistakes, same error, again this week,
		again this month, again last night, down again, broken again, late again, wrong again, failed again, missing again,
		declined again, cancelled again, delayed again, charged again, out again, not working again, and again and again,
		and over again, repeat offender, repeat issue, recurring issue, recurring problem, persistent issue,
		persistent problem, persistently, incessant*$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Telephone and internet companies. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('problem.network', $$no internet, internet is out, internet out, internet has been down, internet has been out, internet went out,
		internet goes out, internet outage, internet cutting, internet drops, internet dropping, internet not,
		internet won't, internet isn't, internet connection keeps, internet speed, internet speeds, internet so slow,
		internet is so slow, internet is terrible, internet is trash, without internet, lost internet, lose internet,
		losing internet, lost connection, loses connection, losing connection, lost signal, loses signal, losing signal,
		lose signal, no bars, one bar, 1 bar, no reception, poor reception, bad reception, no 4g, no 5g, no lte, no 3g,
		only 3g, 4g not, 5g not, data is not working, data isn't working, data won't, data has stopped, mobile data not,
		no mobile data, network coverage, network is bad, network is so, network is slow, network is too, network is poor,
		network is very, network has been, network not, network outage, network failure, network keeps, network error,
		network was down, out of network, outage, outages, an outage, service outage, service is out, service is down,
		service has been down, service has been out, service went out, service keeps, no service at, no service for,
		no service since, lost service, without service, line is down, line has been, line fault, faulty line,
		crackling line, crackly, line noise, no dial, can't make calls, cannot make calls, can't make or receive,
		cannot make or receive, unable to make calls, can't receive calls, can't call, calls failing, calls fail,
		call failed, call drop, call dropping, calls dropping, calls getting dropped, dropped call, drops every,
		dropping out, drops out, drop outs, dropouts, cuts out, cutting out, cuts off, keeps cutting, keeps disconnecting,
		keeps going down, keeps going out, keeps going off, keeps cutting out, intermittent, intermittently, unstable,
		unstable connection, connection is slow, connection is terrible, connection lost, no connection, poor connection,
		bad connection, slow connection, weak connection, wifi is slow, wifi is down, wifi down, wifi keeps, wifi not,
		wifi so slow, wifi drops, wifi won't, slow wifi, slow data, slow speeds, dialup, throttled, throttling, throttle,
		buffers, keeps buffering, lag spikes, high ping, packet loss, tv is out, tv not working, no channels,
		channels missing, missing channels, channels are not, no picture, picture freezes, pixelated, pixelating,
		signal keeps, signal issue*, signal problem*, signal drops, set top box, cable is out, cable out, satellite out,
		texts not sending, texts won't send, can't send texts, not receiving texts, messages not sending, sms not,
		voicemail not working, router not, router keeps, modem not, sim not working, sim card not working, sim deactivated,
		sim blocked, roaming not working, no roaming, dead zone, dead spot, not connected to the internet$$),
	('problem.late', $$engineer didn't, engineer never, engineer did not, engineer no show, engineer not, technician didn't,
		technician never, technician did not, technician no show, technician hasn't, engineer hasn't, missed appointment,
		missed my appointment, missed the appointment, appointment was missed, appointment cancelled,
		cancelled my appointment, canceled my appointment, appointment was cancelled, rescheduled again, rescheduled my,
		rescheduled twice, took a day off, took the day off, took time off, taken a day off, day off work,
		waited in all day, waiting in all day, stayed home all day, installation delayed, installation date,
		installation was, not installed, never installed, not activated, not been activated, still not activated,
		porting delayed, port request, porting request rejected, number not ported, line not activated, activation pending,
		not been connected$$),
	('problem.overcharge', $$bill is wrong, bill was wrong, incorrect bill, incorrectly billed, wrongfully charged, overbilled, over billed,
		overbilling, inflated bill, bill doubled, bill has doubled, bill went up, bill keeps going up, bill increased,
		bill is higher, bill too high, bill shock, billing issue*, billing problem*, charged for something i,
		charged for services i, charged for a service i, charged after i cancelled, charged after cancelling,
		charged after canceling, billed after i cancelled, billed after cancelling, still being billed, still charging me,
		still billing me, keep charging me, keep billing me, keeps charging me, keeps billing me, kept charging me,
		kept billing me, continue to bill, continued to charge, continued to bill, continues to bill, continuing to charge,
		charged me incorrectly, charged me wrongly, charged me wrong, charged me extra, charged me more,
		charged me for nothing, charged me the wrong, charged the wrong amount, wrong amount charged, charged the full,
		charged me full, charged full price, charged for two, charged me for two, charged for both, charged more than,
		charged incorrectly, charged wrongly, charged unnecessarily, charged for no reason, excess charge, excess charges,
		overpriced bill, paying for something i, paying for nothing, paying for a service i, paying twice,
		made to pay twice, double payment, double charge*, charging double, billed double, debited double, deducted double,
		deducted extra, took twice, took too much, taken too much, took double, duplicate payment*, duplicate bill*$$),
	('topic.telecom', $$contract phone, phone contract, sim only, pay as you go, payg, top up my phone, airtime, talktime, recharge,
		recharged, prepaid plan, unlimited data, unlimited plan, data usage, data bundle, data pack, gigabytes, gb of data,
		roaming charges, roaming fees, network provider, my carrier, phone company, phone bill, phone line, mobile plan,
		mobile number, mobile network, porting my, port out, port in, unlock my phone, locked phone, handset,
		phone upgrade, upgrade my phone, device upgrade, early upgrade, internet bill, internet service, internet provider,
		isp, internet plan, internet package, broadband contract, line rental, cable bill, cable company, cable box,
		cable tv, tv package, set top, dish, engineer visit, technician visit, gigabit$$),
	('topic.network', $$coverage, reception, 4g, 5g, lte, bandwidth, download speed, upload speed, speed test, cell tower, phone mast,
		tower, hot spot, ethernet$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Insurance. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('topic.insurance', $$insurers, uninsured, underinsured, underwriter, underwriting, policy holder, my policy, policy number,
		policy document, policy documents, policy renewal, policy lapsed, policy cancelled, policy was cancelled, claim,
		my claim, claims, claim number, claim form, claims team, claims handler, claims process, claim process,
		claim settlement, claim amount, claim rejected, claim approved, claimant, loss adjuster, adjuster, adjusters,
		assessor, surveyor, excess payment, copay, co pay, copayment, coverage denied, covered under, cover note,
		no claims bonus, no claims discount, write off, written off, total loss, health insurance, medical insurance,
		dental insurance, car insurance, auto insurance, motor insurance, vehicle insurance, home insurance,
		house insurance, contents insurance, buildings insurance, travel insurance, life insurance, pet insurance,
		gadget insurance, phone insurance, renters insurance, homeowners insurance, term insurance, term plan, endowment,
		ulip, lic policy, surrender value, maturity amount, maturity benefit, sum assured, sum insured, cashless,
		mediclaim, reimbursement claim, tpa, preauth, pre authorization, prior authorization, pre existing condition,
		preexisting condition, waiting period, nominee, beneficiary of the policy, repair shop, courtesy car, hire car,
		rental car coverage, at fault, accident claim, insurance company, insurance premium, insurance agent,
		insurance broker, insurance renewal, insurance card, roadside assistance$$),
	('problem.claim', $$claim denied, claim was denied, claim got denied, claim has been denied, denied my claim, denied our claim,
		denied the claim, deny my claim, deny the claim, denying my claim, denying claims, deny claims, denies claims,
		denied coverage, claim rejected, claim was rejected, claim got rejected, claim has been rejected,
		rejected my claim, rejected our claim, rejected the claim, rejecting my claim, reject my claim, claim refused,
		refused my claim, refused to pay my claim, refused to pay the claim, refuse to pay the claim,
		refusing to pay the claim, won't pay my claim, won't pay the claim, won't pay out, refuse to pay out,
		refused to pay out, refuses to pay out, not paying out, never pay out, never paid out, haven't paid out,
		not paid out, not paid my claim, not paid the claim, not settled, claim not settled, claim is not settled,
		claim has not been settled, claim not paid, claim has not been paid, claim still not, claim still pending,
		claim is still pending, claim pending, claim is pending, claim delayed, claim delay, delaying my claim,
		delay my claim, delaying the claim, claim is taking, claim has taken, claim taking, claim takes, months to settle,
		weeks to settle, settle my claim, settle the claim, low settlement, settlement is too low, settlement offer is,
		lowball, lowballed, low ball, low balled, undervalued, under valued, undervalue, underpaid, under paid,
		not covered, isn't covered, wasn't covered, not cover, doesn't cover, does not cover, didn't cover, won't cover,
		will not cover, refuse to cover, refused to cover, refuses to cover, no cover, no coverage, claim number never,
		closed my claim, lost my claim, lost my documents, lost my paperwork, keep asking for documents,
		keeps asking for documents, asking for more documents, asking for the same documents, asking for documents again,
		premium went up, premium increased, premium has gone up, premium doubled, premium has doubled, premiums keep,
		premium increase, premiums went up, raised my premium, increased my premium, hiked my premium, renewal price,
		renewal quote, renewal doubled, renewal has doubled, cancelled my policy, canceled my policy, policy was cancelled,
		policy got cancelled, policy lapsed, let my policy lapse, voided my policy, policy void, policy was voided,
		declined my claim, declined the claim, claim declined, claim was declined, claim has been declined,
		mis sold policy, mis sold insurance, technicality, loophole, loopholes, small print, fine print$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Shops and their parcels. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('problem.missing', $$tracking says delivered, says delivered but, says it was delivered, marked delivered, shows as delivered,
		delivered to wrong, delivered to someone else, delivered to another, delivered to a neighbour,
		given to someone else, left at the wrong, never dispatched, not dispatched, not shipped, never shipped,
		hasn't shipped, has not shipped, lost in transit, lost in the post, lost in the mail, parcel lost, package lost,
		parcel is missing, empty envelope, box was empty, half my order, half the order, part of my order, missing item,
		missing items, items are missing, received the wrong, sent me wrong, got the wrong, got wrong, wrong items,
		wrong version, wrong colour, wrong color, wrong meal, wrong dish, incorrect item, incorrect order,
		incorrect product, different item than, forgot my order, forgot my food, forgot my drink*, forgot to include,
		forgot to send, not included, was not included, wasn't included, not include, not in the box, not in box,
		missing from the box, missing from my order, missing from the parcel, not found in, only one of, only received one,
		received only, only got one, stolen parcel, porch pirate$$),
	('problem.late', $$stuck in customs, stuck in transit, stuck at the depot, stuck in the warehouse, no tracking, tracking has not,
		tracking hasn't, tracking not, tracking number doesn't, missed delivery, missed the delivery, failed delivery,
		delivery attempt, attempted delivery, no delivery attempt, never attempted, driver never, courier never,
		courier did not, courier didn't, driver did not, driver didn't, delivery date keeps, delivery date changed,
		delivery date was, delivery was supposed, was supposed to arrive, supposed to be delivered, supposed to arrive,
		should have arrived, should have been delivered, should have been here, was due yesterday, was due on,
		still in transit, still hasn't moved, has not moved, hasn't moved, not moved since, delivery postponed,
		postponed again, backordered, back ordered, backorder, on backorder, out of stock after$$),
	('problem.packing', $$left in the rain, left outside, left on the street, thrown over, threw over, threw the parcel, threw my parcel,
		threw it over, dumped at, dumped on, dumped outside, soaked, soaking wet, wet parcel, smashed, crushed, squashed,
		bent, dented box, seal was, no seal, unsealed, not sealed, without seal, without packing, without packaging,
		unpacked, open box, opened box, box open, box opened, box was open, packet open, pack was open, was open,
		already open, poorly wrapped, badly wrapped, damage product, damage condition, damage item, received damage,
		recieved damage, recieved damaged, product damage, product damaged, item damaged, got damaged, is damage, cut mark,
		packaging damage, packaging damaged, packing damaged$$),
	('problem.mismatch', $$colour different, color different, colour is not, color is not, colour was different, color was different,
		different shade, different from image, different from images, different from pictures, different from photo,
		different from photos, different from the photo, different from the photos, different from the pictures,
		different from the image, different from the website, different from description, different from the description,
		different to the picture, different to the photo, different than the picture, different than pictured,
		doesn't look as, doesn't look like the, does not look like the, looks nothing like, look nothing like,
		nothing like the picture, nothing like the photo, nothing like described, not like shown, not as showing,
		not same as shown, not the same product, not the same item, not what was advertised, not what was pictured,
		not what is shown, not what it says, wrong information, wrong details, wrong specification*, wrong specs,
		as mentioned in description, not as mentioned, not mentioned in, product is differ, differs a lot, differ from$$),
	('problem.size', $$doesn't fits, dont fit, size not, sizes are, sizing is, sizing off, size chart is, size chart wrong, runs a size,
		one size smaller, one size bigger, two sizes, too narrow, too wide, too baggy, too long, too heavy, fit is bad,
		fit is poor, fit is not, fits poorly, doesn't close, does not close$$),
	('problem.defect', $$is damage, was damage, damage in, won't turn, doesn't open, does not open, not opening, won't open, won't close,
		not closing, not charge, does not charge, won't charge, not holding charge, dies quickly, died, broke off,
		broke after, breaks after, broke within, came loose, loose connection, loose wire, loose screws, bent out, crooked,
		warped, melted, melting, burnt, burning smell, flickers, flickering, blinking, beeping, keeps beeping, buzzing,
		humming, hissing, static noise, no display, blank screen, black screen, white screen, lines on the screen,
		dead screen, screen cracked, screen broke, touch not, touch screen not, buttons don't, button doesn't, keys stick,
		motor stopped, motor burnt, does nothing, not responding, doesn't respond, does not respond, restarts itself,
		restarting itself, keeps restarting, keeps switching off, keeps turning off, keeps shutting, shuts off,
		error light, red light, warning light, engine light, clogged, blocked drain, dripping, leaky, flooded, mould,
		no longer charges, needs repair, had to be repaired, beyond repair, manufacturing defect, factory defect,
		design flaw, design fault, poor workmanship$$),
	('problem.quality', $$low grade, bargain basement, worn after, wore out after, lasted a week, lasted two, lasted three, lasted one,
		lasted a month, lasted a day, didn't even last, fell to pieces, in pieces, comes undone, came undone, zip broke,
		zipper broke, zip broken, zipper broken, button fell, buttons fell, seam split, seams split, split seam,
		hole after, holes after, bobbling, pills after, thin and, paper thin, smells of chemicals, smells of plastic,
		smells like chemicals, smells like plastic, plastic smell, muffled, tinny, distorted, crackles, crackling,
		poor sound, bad sound, poor picture, bad picture, poor battery, bad battery, battery dies, battery is bad,
		battery is poor, battery doesn't, battery does not, weak battery, poor camera, bad camera, slow charging,
		charges slowly, poor reception on, heats a lot$$),
	('topic.part', $$quality, material, sound, sound quality, camera, battery, battery life, battery backup, fabric, cloth, fit,
		fitting, finish, stitching, colour, color, taste, flavour, flavor, smell, screen, display, picture,
		picture quality, print, printing, paper, page, pages, binding, cover, zip, zipper, button, buttons, strap, handle,
		motor, charger, cable, cord, plug, lid, bottle, cap, wheel, wheels, speaker, mic, microphone, remote, software,
		bluetooth, design, build, build quality, performance, suction, bed, beds, mattress, pillow, pillows, shower,
		toilet, bathroom, towels, sheets, carpet, curtains, breakfast, air con, aircon, heating, lift, elevator, pool,
		view, furniture, seat, seats, tray$$),
	('topic.packing', $$packaging, packing, package, box, packet, carton, wrapping, seal, packed, pack, parcel, bubble wrap$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Hotels and other stays. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('problem.comfort', $$no towels, dirty towels, no toilet paper, no soap, cold shower, cold water only, no pressure in the shower,
		shower didn't, shower was broken, shower is broken, shower leaked, toilet didn't flush, toilet wouldn't flush,
		toilet blocked, blocked toilet, toilet was blocked, sink blocked, drain blocked, lumpy bed, hard bed, bed was hard,
		bed broke, bed was broken, beds were hard, stained sheets, dirty sheets, hair in the bed, hair in the shower,
		hair on the, bed bugs, mouldy, moldy, mold in the, mould in the, damp room, smell of smoke, smelled of smoke,
		smelt of smoke, smelled of, smelt of, room smelt, stank, stunk, room was freezing, room was cold, room was hot,
		room was tiny, tiny room, room too small, room was too, room is too, room was not, room wasn't, room not ready,
		rooms not ready, room was not ready, room wasn't ready, wrong room, not the room we, gave our room, gave my room,
		given away our room, no view, air con broken, aircon broken, air con didn't, air conditioning didn't,
		air conditioning was broken, aircon not, air con not, ac didn't, ac was broken, ac is broken, heater didn't,
		heating didn't, heating not, no lift, lift was broken, lift broken, elevator broken, elevator was broken,
		elevator out, pool was closed, pool closed, gym closed, construction noise, building work, building noise,
		noise from, noise all night, loud music, couldn't sleep, could not sleep, can't sleep, cannot sleep, no sleep,
		didn't sleep, kept awake, kept us awake, kept me awake, walls are thin, paper thin walls, slept badly,
		breakfast was cold, breakfast was poor, poor breakfast, cold breakfast, breakfast ran out, no breakfast,
		wifi in the room, wifi was slow, tv didn't, tv was broken, key card didn't, key didn't work, run down, rundown,
		shabby, tired decor, needs renovation, needs refurbishment, worn carpet, dirty carpet, peeling paint,
		cracked tiles, broken furniture, broken window, cramped room, smoking room, no parking, windows didn't,
		window wouldn't$$),
	('problem.booking', $$lost our booking, lost my booking, no booking under, booking was cancelled, booking got cancelled,
		booking cancelled, cancelled our booking, cancelled our reservation, not honoured our booking,
		not honor our reservation, refused our booking, denied check in, wouldn't let us check in, refused to check us in,
		check in took, waited for our room, waited for the room, hours to check in, moved us to another hotel,
		put us in a different, downgraded us, downgraded my, downgraded our, charged for the room, charged for a room,
		no availability, not available anymore, seat was given, seats were given, split us up, separated my family,
		separated us, sat apart$$),
	('topic.comfort', $$hotel, hostel, resort, apartment, airbnb, our room, hotel staff, room service, minibar, housekeeping, lobby,
		check out, suite, twin room, double room, sea view, stay, stayed, guests$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Banks, lenders, payments. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('problem.payment', $$transfer hasn't, transfer has not, transfer didn't, transfer did not, transfer never, transfer is stuck,
		transfer stuck, transfer rejected, transfer bounced, payment stuck, payment is stuck, payment never,
		payment hasn't, payment has not, payment lost, lost payment, payment disappeared, transfer disappeared,
		money didn't arrive, money did not arrive, money has not arrived, money hasn't arrived, money never arrived,
		money not received, money hasn't come, money has not come, sent to the wrong account, wrong account,
		deposit is missing, cash deposit not, cheque not, check not, cheque hasn't, check hasn't, cheque lost, check lost,
		cash not, swallowed my cash, kept my cash, ate my cash, atm kept, machine kept, machine swallowed, machine ate,
		dispensed less, didn't give me the money, didn't give me my money, did not give me the money, no cash came,
		didn't pay out, did not pay out, nothing came out, standing order not, direct debit bounced,
		direct debit was rejected, salary not, wages not, pension not, benefit payment not, payroll not, refund bounced,
		amount is deducted but, deducted but, debited but, not reversed, not been reversed, yet to be reversed,
		not reverted, reversal not, top up not, top up failed, top up didn't, top up has not, topup failed$$),
	('problem.access', $$locked my card, card blocked, card is blocked, card was blocked, card got blocked, my card is blocked, card frozen,
		card is frozen, card was frozen, froze my card, blocked without, blocked for no reason, locked for no reason,
		closed for no reason, suspended for no reason, account inaccessible, can't get into, cannot get into, can't get in,
		cannot get in, can't sign in, cannot sign in, unable to sign in, couldn't sign in, won't accept my password,
		password doesn't work, password not working, code doesn't arrive, code didn't arrive, code not received, no code,
		never receive the code, face id not, fingerprint not, security questions, logged me out, logs me out,
		keeps asking me to verify, keeps asking for verification, not recognise my, doesn't recognise my,
		doesn't recognize my, account banned, banned my account, banned from, account deleted, deleted my account$$),
	('problem.secret_fee', $$foreclosure charges, processing fee not, never told about the fee, never told about fees, not told about the fee,
		not told about fees, not told about the charge, not told about charges, not informed about charges,
		not informed of the charges, not informed about the fee, not informed of any, nobody mentioned a fee,
		fee out of nowhere, charges out of nowhere, fees out of nowhere, charged out of nowhere, fee i never agreed,
		never agreed to this, never signed up, did not sign up, didn't sign up, did not subscribe, didn't subscribe,
		never requested this, never asked for this, did not ask for this, didn't ask for this, never opted, did not opt,
		didn't opt, never activated, did not activate, didn't activate, never ordered, did not order, didn't order this,
		unwanted subscription, autorenewed, renewed automatically without, renewed itself, activated without,
		taken without, took money without, charged my card without, charged without my, charged without asking,
		charged without telling, without prior notice, without any notice, without prior intimation,
		without any intimation, without intimation, mystery fee*, sneaky fee*, sneaky charge*, stealth charge*, bogus fees$$),
	('problem.interest', $$interest rate went up, interest rates went up, interest went up, rate went up, rates went up,
		interest rate doubled, interest doubled, interest is huge, interest is ridiculous, interest is insane,
		interest on interest, interest added, interest charged wrongly, wrong interest, incorrect interest,
		charged me interest, charging me interest, keep charging interest, keeps charging interest, poor exchange rate,
		bad exchange rate, awful exchange rate, worst exchange rate, exchange rate is bad, exchange rate is terrible,
		exchange rate is awful, exchange rate is wrong, exchange rate was wrong, wrong exchange rate,
		incorrect exchange rate, unfair exchange rate, emi increased, increased my emi, apr is, sky high interest,
		extortionate, rip off rate, rip off rates$$),
	('problem.credit_report', $$score went down, score dropped, score has dropped, score fell, my score down, my cibil, cibil score,
		credit score fell, credit score has, wrong entry, incorrect entry, wrongly reported, incorrectly reported,
		falsely reported, false reporting, inaccurate information, incorrect information, not my debt, isn't my debt,
		not my account, not my loan, not mine on my, does not belong to me, doesn't belong to me, do not belong to me,
		don't belong to me, mixed with another, mixed up with, paid off but, paid in full but, shows as unpaid,
		shows unpaid, showing as unpaid, still shows as open, still reporting, reporting inaccurate, late payment on my,
		late payments on my, default on my, missed payment on my, marked as default, marked as late, settled status,
		bankruptcy, dispute was rejected, disputed it, disputed this, have disputed, remove this from, remove these from,
		remove it from my, fcra, fair credit reporting$$),
	('topic.loan', $$home loan, car loan, auto loan, student loan, student loans, personal loan, business loan, gold loan, vehicle loan,
		loan account, loan officer, loan servicer, servicer, loan amount, loan closure, foreclosure, preclosure,
		pre closure, principal, instalment, instalments, installment, installments, emis, lease, leasing, car finance,
		finance company, escrow, refinance, mortgages, mortgage company, credit union, underwriting, lien, title loan,
		cosigner, co signer, borrower, credit check$$),
	('topic.collection', $$debt collection agency, collection calls, collection letters, collection letter, collections department, bailiff,
		bailiffs, enforcement agent, recovery team, recovery department, recovery calls, debt recovery, debt agency,
		third party collector, validation of debt, debt validation, validate the debt, validate this debt, alleged debt,
		owed debt, not owe, don't owe, do not owe, paid this debt, fdcpa, fair debt collection, cease and desist, garnish*,
		wage garnishment, charge off, charged off account$$),
	('topic.credit_report', $$credit scores, my credit, credit rating, credit reference agency, credit agency, credit agencies, consumer report,
		consumer reporting, reporting agency, reporting agencies, tradeline, tradelines, inquiry, inquiries, hard inquiry,
		hard inquiries, soft inquiry, dispute letter, late payments, negative item, negative items, derogatory, fcra,
		cibil score, crif, clearscore$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* Journeys that do not go on. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('problem.flight_delay', $$haven't left, hasn't left, have not left, has not left, haven't taken off, hasn't taken off, have not taken off,
		not taken off, yet to take off, yet to board, yet to depart, haven't boarded, hasn't boarded, not boarded,
		haven't departed, hasn't departed, not departed, haven't moved, hasn't moved, still on the ground,
		still on the plane, still at the gate, still at the airport, still sitting, still waiting to board,
		waiting to take off, waiting for takeoff, waiting to board, waiting to deplane, waiting to depart,
		waiting to leave, waiting on the runway, waiting on the plane, waiting for the crew, waiting on a crew,
		waiting on a pilot, waiting on pilot, waiting for fuel, not enough fuel, no fuel, need fuel, missing crew,
		late inbound, inbound aircraft, behind schedule, off schedule, after scheduled, past departure, past scheduled,
		past our departure, supposed to leave, supposed to depart, supposed to take off, supposed to board,
		supposed to land, should have left, should have departed, should have landed, should have boarded, departure keeps,
		departure time keeps, time keeps changing, keeps getting pushed, keep pushing, pushed back again, pushed back to,
		delay after delay, delayed till, delayed until, delayed to, delayed flight, delayed twice, delayed more,
		more delays, another delay, endless delays, holding pattern, circling, diverted, turned around, back to the gate,
		returned to the gate, return to the gate, waiting for deicing, de icing, deicing, no rampers, no one to marshal,
		no jet bridge, no gate agent, no ground crew, train is late, train was late, train late, bus is late, bus was late,
		bus never came, train never came, train cancelled, late train, late bus, replacement bus, rail replacement,
		missed my train, missed the train, missed our train, missed the ferry, missed my bus, stuck on the train,
		stuck on a train, signal failure, overnight delay, overnight at, spend the night, spent the night,
		sleeping on the floor, slept on the floor, night on the floor, floor of the airport, get us out of here,
		get me out of here, let us off, won't make my, will not make my, not going to make, won't make the connection,
		tight connection missed, missed a day, missed the meeting, missed my meeting, missed the wedding,
		missed the funeral, missed our cruise, missed my appointment because$$),
	('problem.comfort', $$engine problem, engine trouble, burning up, like an oven, like a sauna, sweltering, boiling hot, boiling in,
		stifling, no ventilation, freezing on, terrible landing, rough landing, hard landing, seat in front, reclined into,
		my knees, no room for, overhead space, overhead bins full, bins full, kicking my seat, screaming baby,
		next to a screaming, smelled like, bathroom is, lavatory is, lavatories, toilet is, toilets are, toilets were,
		toilet out, no working toilet, ran out of food, ran out of water, ran out of drinks, out of water, out of drinks,
		no water on, no beverage, no beverages, no beverage service, no drink service, no food on, no movies, no screens,
		no usb, no charging, outlets not, outlet not, wifi is not, wifi doesn't, wifi didn't, wifi never, wifi sucks,
		wifi down, wifi out, wifi broken, in flight wifi, inflight wifi, entertainment system, tvs not, tvs don't,
		tv doesn't, tv is not, headphones didn't, dirty tray, dirty floor, trash on, stained seat, wet seat, sticky,
		seat was wet, broken armrest, broken recliner, no recline, doesn't recline, ancient plane, falling apart plane,
		tiny seats, tiny seat, narrow seats$$),
	('problem.booking', $$rebook, rebooked, rebooking, re book, re booked, unable to price, not available online, flights not showing,
		doesn't show my, not showing my, can't find my flight, cannot find my flight, can't see my, site won't let,
		website won't let, website doesn't let, won't let me purchase, won't let me pay, won't let me change,
		won't let me select, won't let me add, can't purchase, unable to purchase, can't select, cannot select, can't add,
		cannot add my, price changed, price went up, price jumped, fare changed, fare went up, more expensive now,
		cancellation fee, paid for early, paid for a seat, paid for seats, paid extra for, paid for an upgrade,
		upgrade was, lost my upgrade, no upgrade, seat assignment was, seats were changed, seat was changed, seats changed,
		not sitting with, sit apart, separate seats, spelled wrong, misspelled, wrong airport, wrong dates,
		booked the wrong, miles not, points not, miles haven't, miles never, points never, points haven't,
		points disappeared, miles disappeared, lost my miles, lost my points, blackout dates, blacked out, no award,
		award seats, reward flight, companion pass won't, can't use my voucher, cannot use my voucher, voucher won't,
		voucher doesn't, voucher not, credit expired$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/* More of what is told in passing, in any trade. */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('reproach.neglect', $$no one can tell, nobody can tell, no one can explain, nobody can explain, no one could tell, nobody could tell,
		no one could explain, nobody could explain, no one will tell, nobody will tell, no one will explain,
		nobody will explain, no one has explained, nobody has explained, no one can give, nobody can give,
		no one could give, nobody could give, no one has told, nobody has told, nobody told, no one seems to care,
		nobody seems to care, no one seems able, nobody seems able, no one wants to, nobody wants to, can't tell me why,
		cannot tell me why, couldn't tell me why, can't give me an answer, cannot give me an answer, can't explain why,
		cannot explain why, couldn't explain why, too bad, tough luck, got nowhere, blame me, blame us, blame it on me,
		pin it on me, charge me for something$$),
	('tone.poor', $$slowest, dirtiest, rudest, laziest, cheapest looking, most expensive, most useless, most incompetent,
		least helpful, unhelpful, poorest, ugliest, weirdest, have to drive, had to drive, now i have to, now we have to,
		now i need to, now i'm stuck, now we're stuck, my whole day, my entire day, my whole weekend, my weekend,
		missed work, miss work, off work, out of pocket, down the drain, rip off prices, not worth, no consistency,
		keep changing, bring back the old, bring it back, why would you discontinue, discontinued my, stop changing,
		used to work, worked fine before, was fine before, was working before, was better before, old version was better,
		better before, getting worse every$$),
	('problem.missing', $$got my order wrong, got our order wrong, order wrong, got it wrong, messed up my order, messed up our order,
		screwed up my order, screwed up our order, order was wrong, order is wrong, order was incorrect,
		not what was ordered, not my order, someone else's order, somebody else's order, someone elses order,
		stuff missing, things missing, parts missing, pieces missing, something missing, missing from my bag,
		fries missing, drink missing, food missing, missing food, missing drink$$),
	('problem.refund', $$wouldn't take it back, won't take it back, would not take it back, will not take it back, refused to take it,
		wouldn't take the return, wouldn't accept the return, won't accept the return, wouldn't accept my return,
		wouldn't take it, wouldn't exchange, won't exchange, refused to exchange, wouldn't replace, won't replace,
		refused to replace, wouldn't let me return, won't let me return, return window, restocking fee, store credit only,
		only store credit, only offered store credit, refund was supposed, refund should have, promised a refund,
		promised me a refund, told i would be refunded, told i'd be refunded, said i would be refunded,
		said i'd be refunded$$),
	('problem.defect', $$went black, goes black, went dead, goes dead, went blank, goes blank, reboots, rebooting itself, reboots itself,
		slipping, stalls, stalled, stalling, overheats, misfires, motor burned, ripped already, already ripped,
		already broken, already broke, broken already, ripped after, tore after, quit on me, died on me, gave out,
		conked out, packed up, on the blink, on the fritz, acting up, playing up, keeps freezing, keeps breaking,
		keeps stopping, keeps jamming, won't sync, won't update, won't stay, won't hold a charge, not holding a charge,
		doesn't hold a charge, holds no charge, bricked, unresponsive screen, cracked already$$),
	('problem.booking', $$someone else's name, somebody else's name, wrong name on, name on my ticket, never got the reservation,
		never got my reservation, no reservation for, no record of my, no record of our, lost the reservation,
		lost the booking, can't find our booking, couldn't find my booking, couldn't find our booking,
		couldn't find our reservation, couldn't find my reservation, room wasn't available, room was not available,
		car wasn't available, no car available, no cars available, no car for us$$),
	('problem.access', $$can't log into, cannot log into, unable to log into, couldn't log into, can't login to, cannot login to,
		can't log on, cannot log on, unable to log on, can't get back in, cannot get back in, can't get back into,
		been locked out, got locked out, keep getting locked, keeps locking me, locks me out, kicked me out, kicks me out,
		keeps kicking me, got banned, been banned, was banned, banned for no reason, account got banned, suspended for,
		got suspended, been suspended$$),
	('problem.secret_fee', $$never asked for, never wanted, never agreed, never consented, never approved, i did not ask, i didn't ask for,
		didn't want this, cleaning fee, service i cancelled, service i canceled, subscription i cancelled,
		subscription i canceled, membership i cancelled, membership i canceled, plan i cancelled, account i closed,
		after i cancelled, after i canceled, even though i cancelled, even though i canceled, still taking money,
		still taking payments, taking payments out, keep taking money, keeps taking money, kept taking money,
		for nothing in return$$),
	('problem.network', $$been out since, has been out, been down since, has been down, been down for, been out for, internet been down,
		is down again, went down again, down all day, down all morning, down all week, out all day, out all week,
		down since, out since, paying for 100, paying for 200, paying for 300, paying for 500, paying for a gig,
		not getting the speed, speeds i pay for, speed i pay for, speed i'm paying for, port my number for, trying to port,
		number won't port, used up my data, data is used up, data used up, eating my data, eats my data$$),
	('tone.poor', $$without asking, without any notification, without notification, without notifying, without telling anyone,
		without consulting, without my knowing, out of the blue, out of nowhere, refused to, refuse to, not even one,
		still get ads, still getting ads, full of ads, so many ads, too many ads, nothing loads, loads forever,
		loading forever, never loads, keeps loading, keeps spinning, spins forever, just spins, erroring out, errors out,
		keeps erroring, keep getting an error, keep getting errors, a downgrade, downgraded the, ruined the app,
		ruined the game, ruined it, unplayable, unwatchable, unreadable, cut in half, in half$$),
	('problem.defect', $$never works, never work, never worked, only lasts, lasts an hour, drains my, drains the, crashes every,
		game crashes, freezes every, keeps glitching$$),
	('problem.missing', $$lost my paperwork, lost my documents, lost my application, lost my form, lost my forms, lost my mail,
		lost my letter, lost our paperwork, lost my payment, lost my file, lost my car seat, lost our car seat,
		lost my stuff, lost my things, lost my belongings, lost our stuff, payments are lost, you lost my, you lost our,
		they lost my, they lost our, label created, still shows label, saying you didn't get it, say you didn't receive,
		say you never received, says they never received, saying they never received, claim i wasn't home,
		says i wasn't home, said i wasn't home, say i wasn't home, nobody was home, no one was home$$),
	('problem.food', $$expired yesterday, expired last, past its date, out of date food, went off, gone off, sour milk, smelled off,
		tasted off, spoiled milk, frozen inside, burned, burnt, greasy, no sauce, forgot the sauce, wrong toppings$$),
	('problem.overcharge', $$took my money, taken my money, taking my money, took our money, charged me anyway, charged anyway,
		charged for it anyway, still got charged, still charged me, still charged us, got charged anyway,
		still got an interest charge, charged interest even, charged a fee even, charged even though, billed even though,
		charged me even, wasn't in the booking, wasn't in the price, not in the contract, not on my contract,
		not what's on my bill, not what i signed up for, not what i agreed, not what we agreed, not what was agreed,
		miscalculated, misapplied, posted on time but, paid on time but, paid in full and, paid in full but$$),
	('problem.network', $$can't hear anyone, can't hear me, can't hear them, can't hear anything, cannot hear, aren't going through,
		not going through, won't go through, don't go through, messages aren't, texts aren't, calls aren't, calls won't,
		calls don't, texts don't, texts won't$$),
	('problem.comfort', $$so packed, overpacked, jam packed, standing room, couldn't get on, could not get on, couldn't board, no seats left,
		no place to sit, nowhere to sit, had to stand, sat us apart, seated apart, view of a wall, no ocean view,
		not ocean view, like advertised, bed bug$$),
	('problem.claim', $$under review for, coverage was dropped, dropped my coverage, dropped me, dropped our coverage, lapse in coverage,
		cancelled my coverage, canceled my coverage, insurance was cancelled, insurance was canceled, insurance cancelled,
		insurance lapsed, doesn't cover anything, covers nothing, not covered even, won't cover my, denied coverage for,
		out of network, lowballed me, totaled my car, totalled my car, fighting my insurance, fighting with insurance,
		denied my mri, denied my surgery, denied my medication, denied my prescription$$),
	('problem.interest', $$rate jumped, interest jumped, interest rate jumped, rate increased to, rate went to, interest charge even,
		residual interest, deferred interest, back interest, limit was cut, cut my limit, limit cut, lowered my limit,
		lowered my credit limit, reduced my limit, reduced my credit limit, decreased my limit, decreased my credit limit,
		slashed my limit, escrow shortage, payment went up, payments went up, payment increased, payment doubled$$),
	('reproach.neglect', $$different things, different answers, different answer every, different story every, different stories,
		different information, conflicting answers, contradictory, nobody on the same page, keep asking for the same,
		keeps asking for the same, asking for the same documents, same documents over, keep sending me to,
		keeps sending me to, sent me to another, knew nothing, knows nothing, doesn't know anything, don't know anything,
		didn't know anything, no knowledge, unable to explain, couldn't explain, can't explain, told me to buy a new,
		told me to call someone else, told me to contact, not their department, not my department, wrong department,
		have to call to cancel, can't cancel, cannot cancel, won't let me cancel, wouldn't let me cancel,
		impossible to cancel, make it impossible, makes it impossible, making it impossible, won't unlock$$),
	('topic.unsolicited', $$marketing texts, spam texts, spam calls, spam emails, spam messages, full of spam, opted out, opting out,
		unsubscribed, unsubscribing, keep getting texts, keep getting emails, keep getting calls, stop sending me,
		stop emailing, stop texting, stop calling me, take me off, remove me from your, junk emails$$),
	('harm.injury', $$made me sick, made us sick, made my son sick, made my daughter sick, made my kids sick, made me ill, made us ill,
		got sick from, got ill from, bed bug bites, bug bites, bitten by, bites all over, throwing up after,
		been throwing up, vomiting all night, broke a tooth, broke my tooth, chipped a tooth, chipped my tooth,
		chipped tooth, burned myself, burnt myself, burns on my, third degree, second degree, slipped and fell,
		fell and broke, concussion, stitches, bleeding, needed surgery, ended up in a and e, in the er, at the er,
		called an ambulance, ambulance, choked on, my dog died, my cat died, swollen, blisters, infection from$$),
	('sign.trouble', $$expired, dropped, declines, approved me then, erroring, crashing, crashes, spam, shortage, overdue, undelivered,
		unopened, unlock, refunds, denied me, cut off, locked, blocked, charged, deducted$$),
	('tone.poor', $$is impossible, impossible, a maze, endless loop, in a loop, stuck in a loop, going round, makes you wait,
		make you wait, makes me repeat, making me repeat, repeat myself, repeating myself, have to repeat, had to repeat,
		explain again, explain myself again, takes weeks, takes months, takes hours, takes days, took weeks, took months,
		took hours, took days, taking weeks, taking months, taking hours, takes too long, took too long, took so long,
		takes so long, overdrafted me, overdrew my, out the money, out the item, out of my money, cost me my, score tanked,
		tanked my, tanked my credit, ended up with, ended up paying, ended up having, ended up waiting, ended up missing,
		ended up sleeping, ended up stranded$$),
	('reproach.neglect', $$won't tell me, wouldn't tell me, won't tell us, wouldn't tell us, won't say why, won't explain, wouldn't explain,
		refuses to explain, refused to explain, won't give me a reason, no reason given, form letter, form letters,
		form reply, form email, stock answer, stock reply, boilerplate, boiler plate, user error, sided with,
		took their side, took his side, drove past, drove right past, drove off, closed the door in, shut the door,
		turned us away, turned me away, turned away, sent us away, sent me away, kept going, walked past us,
		walked right past$$),
	('problem.system', $$deleted my photos, deleted all my, deleted my files, deleted my history, deleted my data, lost all my data,
		lost my data, lost my progress, lost all my progress, wiped my, wiped all, server issues, servers are,
		can't connect to, cannot connect to, unable to connect, won't connect to, lobby error, isn't applying,
		not applying, doesn't apply, won't apply, won't accept my, doesn't accept my, not accepting my, no button,
		button does nothing, link is broken, link broken, broken link, link doesn't, dead link, page is blank, blank page,
		404$$),
	('problem.payment', $$put a hold on my, hold on my money, hold on my check, hold on my funds, hold on my deposit, hold on my account,
		holding my paycheck, counted less, counted it wrong, short by, came up short, two days early, took the payment out,
		took the payment early, withdrew the payment early, drew the payment, reversed my payment, reversed the payment,
		payment got reversed, never went through, didn't go through but, returned my payment, lost my deposit$$),
	('harm.hazard', $$battery swelled, swelled up, swelling battery, battery is swollen, battery bulging, bulging battery, lug nuts,
		brake failure, brakes gave out, brakes went out, airbag didn't, airbags didn't, steering locked, steering failed,
		wheel came off, wheel fell off, tyre burst, tire blew, blew a tire, exposed wire, exposed wires, live wire,
		sparked, sparks flying, smoke came from, smoke from the, smoking from, burning smell from, melted the, melted on,
		overheated and, leaking gas, gas smell, chemical burn, toxic fumes, choked, choking, sharp edge, broken glass in,
		glass in the, metal in the, plastic in my food, screw in my, bone in my, insect in my, worm in my, mold in my$$),
	('reproach.dishonesty', $$are criminal, bunch of criminals, you criminals, these criminals, crooked company, shysters, grifters, con job,
		a con, total con, complete con, big con, swindle, scheme, a scheme, scamming us, hustle, racketeering, bandits,
		highwaymen, legal theft, legalised theft, legalized robbery, pickpockets, snake oil, dodgy practices,
		sharp practice, underhand tactics, dirty tricks, taking us for a ride, taken for a ride, took me for a ride,
		taking me for a fool, taking the customers for$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t
ON CONFLICT DO NOTHING;

/*
 * Weak signs: ordinary words, none of which is a complaint.  Rules count how
 * many kinds of them meet in one message, or join two of them ("has not" and
 * "arrived"), so that trouble told without any bad word is found as well.
 */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT 'default', v.entity, t, 'en'
FROM (VALUES
	('sign.denial', $$not, no, never, without, cannot, can't, couldn't, could not, won't, wouldn't, don't, doesn't, didn't, isn't,
		wasn't, aren't, weren't, hasn't, haven't, hadn't, unable, neither, nor, none, nothing, nobody, no one, noone,
		yet to, zero, nowhere$$),
	('sign.result', $$got, gotten, received, recieved, receive, recieve, arrived, arrive, arriving, delivered, credited, reflected, reflecting,
		reflect, updated, shipped, dispatched, processed, completed, resolved, resolve, solved, fixed, refunded, reversed,
		cleared, posted, showed up, shown up, show up, showing up, come through, came through, gone through, go through,
		going through, went through, turned up, turn up, activated, returned, issued, installed, connected, transferred,
		approved, confirmed, reimbursed, paid out, disbursed, replaced, repaired, picked up, collected, restored, unlocked,
		unblocked, removed, corrected, adjusted, honored, honoured, rescheduled, rebooked, cancelled, canceled, closed,
		waived, appeared, appear, appearing$$),
	('sign.answer', $$called, reached out, come back to, written back, got in touch, been in touch, response, responses, responce,
		respons, reply, replies, replied, replying, respond, responds, responded, responding, answer, answers, answered,
		answering, call back, calls back, called back, callback, callbacks, calling back, get back, gets back, got back,
		getting back, gotten back, revert, acknowledgement, acknowledgment, acknowledged, acknowledge, follow up,
		followed up, heard back, hear back, heard from, hear from, hearing back, heard anything, come back to me,
		came back to me, reach anyone, get through, getting through, got through, get anyone, get a hold, get hold,
		reach a human, reach anybody, reach someone, contacted me, contact me, contacted us, called me, call me, calls me,
		respond to me$$),
	('sign.contact', $$called, calling, call, phone, phoned, rang, email, emails, emailed, mail, mailed, spoke, told, says, said, saying,
		contacted, contacting, contact, customer service, customer care, customer support, agent, agents, rep, reps,
		representative, representatives, executive, executives, advisor, adviser, advisors, support, team, staff, manager,
		dm, dms, message, messaged, response, reply, replied, answer, asked, asking, informed, speak, talk, talked, spoken,
		chat, helpline, hotline, branch$$),
	('sign.wait', $$wait, waiting, waited, hour, hours, hr, hrs, day, days, week, weeks, month, months, mins, minutes, still, hold,
		since, yet, late, delay, delayed, ago, till, until, yesterday, last week, last month, last year, so long, forever,
		ages$$),
	('sign.plea', $$please, pls, plz, plss, help, resolve, solve, fix, kindly, asap, urgent, urgently, immediately, need, needed, sort,
		needful, look into, request, requested$$),
	('sign.again', $$again, twice, times, another, second, 2nd, third, 3rd, fourth, 4th, same, every, always, constantly, multiple,
		several, keep, keeps, kept, continually, repeatedly, many times$$),
	('sign.contrast', $$but, even, instead, supposed, should, why, how come, despite, though, although, already, because, due to, in spite,
		inspite, however, yet, only$$),
	('sign.money', $$charged, charging, charge, charges, deducted, debited, refund, refunded, refunds, money, paid, paying, pay, fee,
		fees, bill, billed, amount, cost, compensation, reimbursed, reimbursement, premium, deposit$$),
	('sign.payment', $$payment, payments, transaction, transactions, charge, charges, purchase, purchases, withdrawal, withdrawals, transfer, transfers,
		direct debit, direct debits, debit, debits, deduction, deductions, cash withdrawal, standing order$$),
	('sign.effort', $$had to, have to, having to, trying, tried, try, made me, makes me, making me, was told, been told, i've been,
		i have been, my issue, my problem, my complaint, my request, my flight, my bag, my bags, my luggage, my order,
		my refund, my money, my account, my card, my phone, my bill, my claim, my package, my parcel, my service,
		my internet, my policy, my booking, my reservation, my seat, my ticket, my payment, my loan, my family, my kids,
		my wife, my husband$$),
	('sign.trouble', $$issue, issues, problem, problems, complaint, complain, complained, complaints, error, errors, failed, fail, fails,
		failing, failure, wrong, wrongly, stuck, lost, missed, missing, miss, cancelled, canceled, cancel, denied, refused,
		refuse, rejected, declined, closed, mistake, mistakes, bad, down, broken, wasted, ruined, unable, confusion, mess,
		trouble$$),
	('demand.fix', $$please resolve, kindly resolve, pls resolve, plz resolve, resolve my issue, resolve my problem,
		resolve my complaint, resolve this issue, resolve the issue, resolve this, resolve it, resolved asap,
		solve my problem, solve my issue, solve this, solve the issue, solve the problem, solve it, please solve,
		pls solve, plz solve, kindly solve, look into this matter, look into the matter, look into the issue,
		look into this issue, looking into this issue, please look into, pls look into, plz look into, kindly look into,
		do the needful, needful, take action, take some action, take necessary, please fix, pls fix, plz fix,
		fix the issue, fix the problem, get this fixed, get it fixed, get this sorted, get it sorted, get this resolved,
		get it resolved, sort this, sort it, sort out my, rectify, escalate this, address this issue, address this problem,
		expedite, your intervention, intervene, need resolution, want resolution, need a resolution, need a solution,
		want a solution, want solution, need solution, give me a solution, give me solution, provide a solution,
		provide solution, provide resolution, need this resolved, needs to be resolved, needs to be fixed, needs fixing,
		urgent help, need urgent, help me out, help me resolve, help resolve, help us resolve, help me to resolve,
		please help me to get, reopen my, reinstate my$$)
) AS v (entity, list), LATERAL pg_catalog.regexp_split_to_table(v.list, '\s*,\s*') AS t;

/*
 * Customers drop apostrophes: every term with one is also known without
 * (cant, dont, im ...).
 */
INSERT INTO complaint.term (ruleset, entity, term, language)
SELECT DISTINCT t.ruleset, t.entity, pg_catalog.replace(t.term, '''', ''), t.language
FROM complaint.term t
WHERE t.ruleset = 'default' AND t.language = 'en'
	AND pg_catalog.strpos(t.term, '''') > 0
	AND t.term NOT IN ($$we'll$$, $$i'll$$)
ON CONFLICT DO NOTHING;

/*
 * Level rules over classes.  They hold for both languages.
 *
 * any(...) in a pattern lets a mention count although it is denied: nobody
 * writes "not pathetic", but many write "did not answer, pathetic".
 */
INSERT INTO complaint.rule (ruleset, rule, pattern, level, language, description) VALUES
	('default', 'level.problem_goods', $$({problem.defect} | {problem.quality} | {problem.counterfeit} | {problem.mismatch} | {problem.size}) & count({tone.praise}) < 2$$, 1, NULL, 'Goods are broken, poor, not genuine or not as described'),
	('default', 'level.problem_food', $$({problem.food} | {problem.hygiene} | {problem.packing}) & count({tone.praise}) < 2$$, 1, NULL, 'Food, cleanliness or packing is wrong'),
	('default', 'level.problem_delivery', $$({problem.late} | {problem.missing}) & count({tone.praise}) < 2$$, 1, NULL, 'Late, missing or wrong goods, long waiting'),
	('default', 'level.problem_journey', $${problem.flight_delay} | {problem.flight_cancelled} | {problem.baggage} | {problem.booking} | {problem.comfort} | (any({topic.cancelled}) & (any({topic.flight}) | any({topic.booking})))$$, 1, NULL, 'Something went wrong on a journey'),
	('default', 'level.problem_system', $$({problem.system} | {problem.network}) & count({tone.praise}) < 2$$, 1, NULL, 'App, website, machine or network fails'),
	('default', 'level.problem_fees', $${problem.secret_fee} | ({problem.interest} & ({tone.poor} | {tone.contempt} | {tone.anger}))$$, 1, NULL, 'A charge nobody announced'),
	('default', 'level.problem_waited', $$(({problem.payment} | {problem.refund} | {problem.extra_charge} | {problem.access}) & ({time.long} | {time.still} | {reproach.repeated} | {reproach.unresolved})) & count({tone.praise}) < 3$$, 1, NULL, 'Money or access trouble that lasts'),
	('default', 'level.overcharge', $${problem.overcharge}$$, 1, NULL, 'Charged twice, too much or for nothing, stated as a fact'),
	('default', 'level.problem_claim', $${problem.claim} & any({topic.insurance})$$, 1, NULL, 'A claim is refused, short or slow, a policy cancelled or dearer'),
	('default', 'level.overcharge_kept', $${problem.overcharge} & ({problem.refund} | {reproach.no_answer} | {reproach.neglect} | {reproach.unresolved})$$, 2, NULL, 'Charged twice or too much, and nobody gives it back'),
	('default', 'level.poor', $${tone.poor} & count({tone.praise}) < 2$$, 1, NULL, 'A mild bad word'),
	('default', 'level.refund', $${demand.refund} & ({problem.*} | {tone.poor})$$, 1, NULL, 'Wants the money back because something is wrong'),
	('default', 'level.refund_blame', $${demand.refund} & ({tone.anger} | {tone.contempt} | {tone.disappointment} | {tone.regret} | {reproach.neglect} | {reproach.no_answer} | {reproach.dishonesty} | {reproach.deceived})$$, 3, NULL, 'Wants the money back, and blames'),
	('default', 'level.en_impatient', $$('how much longer' | 'how long do i have to wait' | 'how long do we have to wait' | 'how long must i wait' | 'what is taking so long' | 'what''s taking so long' | 'why is it taking so long' | 'why does it take so long' | 'why is this taking so long' | 'when are you going to' | 'when will you finally' | 'hurry up' | 'still waiting' | 'not moving' | 'going nowhere' | 'are we ever' | 'will i ever' | 'any time soon' | 'anytime soon') & (any({topic.flight}) | any({topic.baggage}) | any({topic.booking}))$$, 2, 'en', 'Impatient questions on a journey'),
	('default', 'level.unresolved', $${reproach.unresolved} & count({tone.praise}) < 4$$, 1, NULL, 'Still open'),
	('default', 'level.supervisor', $${demand.supervisor} & ({tone.poor} | {tone.anger} | {tone.contempt} | {problem.*} | {reproach.*})$$, 2, NULL, 'Wants somebody who can decide, and is not content'),

	('default', 'level.angry', $${tone.anger} & count({tone.praise}) < 4$$, 2, NULL, 'Says that he is angry'),
	('default', 'level.disappointed', $${tone.disappointment} & count({tone.praise}) < 3$$, 2, NULL, 'Says that he is disappointed'),
	('default', 'level.contempt', $$any({tone.contempt}) & count({tone.praise}) < 4$$, 2, NULL, 'Strong bad words'),
	('default', 'level.regret', $${tone.regret} & count({tone.praise}) < 3$$, 2, NULL, 'Money or time wasted'),
	('default', 'level.warning', $${tone.warning} & count({tone.praise}) < 3$$, 2, NULL, 'Advises others to keep away'),
	('default', 'level.sarcasm', $${tone.sarcasm} & count({tone.praise}) < 4$$, 2, NULL, 'Bitter thanks, questions that blame'),
	('default', 'level.swearing', $$any({tone.swearing}) & !{tone.praise}$$, 2, NULL, 'Swears, at nobody in particular'),
	('default', 'level.attitude', $${reproach.attitude} & count({tone.praise}) < 4$$, 2, NULL, 'Rude or unprofessional staff'),
	('default', 'level.no_answer', $${reproach.no_answer} & count({tone.praise}) < 4$$, 2, NULL, 'Nobody answers'),
	('default', 'level.neglect', $${reproach.neglect} & count({tone.praise}) < 3$$, 2, NULL, 'The company does nothing'),
	('default', 'level.several_problems', $$3 of ({problem.defect}, {problem.quality}, {problem.counterfeit}, {problem.mismatch}, {problem.size}, {problem.food}, {problem.hygiene}, {problem.packing}, {problem.late}, {problem.missing}, {problem.overcharge}, {problem.refund}, {problem.system}, {problem.flight_delay}, {problem.flight_cancelled}, {problem.baggage}, {problem.booking}, {problem.comfort}) & !{tone.praise}$$, 2, NULL, 'A list of problems is a reproach'),
	('default', 'level.problem_and_poor', $${problem.*} & {tone.poor} & !{tone.praise} & !(any({topic.card}) | any({topic.account}) | any({topic.transfer}))$$, 2, NULL, 'A problem and a bad word for it; in money matters that is an ordinary question'),
	('default', 'level.waited_long', $${problem.*} & {reproach.unresolved} & {time.long} & !(any({topic.card}) | any({topic.transfer}))$$, 2, NULL, 'A problem open for a long time'),
	('default', 'level.complained', $$({demand.complain} & ({problem.*} | {tone.poor} | {tone.anger} | {tone.contempt} | {reproach.*})) & count({tone.praise}) < 3$$, 2, NULL, 'Speaks of complaining about something'),

	('default', 'level.dishonest', $${reproach.dishonesty} & count({tone.praise}) < 4$$, 3, NULL, 'Calls the company dishonest'),
	('default', 'level.unfair', $${reproach.unfair}$$, 3, NULL, 'Calls it unlawful, forced, against the rules'),
	('default', 'level.deceived', $${reproach.deceived} & count({tone.praise}) < 3$$, 3, NULL, 'Was misled or promised otherwise'),
	('default', 'level.harassed', $${reproach.harassment}$$, 3, NULL, 'Harassed by collectors or calls'),
	('default', 'level.redress', $${demand.redress}$$, 3, NULL, 'Demands redress'),
	('default', 'level.repeated_problem', $$({reproach.repeated} & ({problem.defect} | {problem.quality} | {problem.late} | {problem.missing} | {problem.refund} | {problem.network} | {problem.flight_delay} | {problem.flight_cancelled} | {problem.baggage} | {problem.booking} | {problem.secret_fee} | {problem.packing} | {problem.hygiene}) & !(any('transfer') | any('transfers') | any('top up') | any('new card') | any('my card') | any('declined'))) & count({tone.praise}) < 3$$, 2, NULL, 'The same problem again, or still; in money matters that is an ordinary question'),
	('default', 'level.repeated_failure', $$({reproach.repeated} & ({reproach.no_answer} | {reproach.neglect} | {tone.contempt} | {tone.anger} | {tone.disappointment})) & count({tone.praise}) < 3$$, 3, NULL, 'The same thing failed again and again, and says what he thinks of it'),
	('default', 'level.unresolved_angry', $${reproach.unresolved} & ({tone.contempt} | {tone.anger} | {tone.disappointment} | {reproach.neglect} | {reproach.attitude})$$, 3, NULL, 'Unresolved for long, and says what he thinks of it'),
	('default', 'level.piled_up', $$3 of ({tone.anger}, {tone.contempt}, {tone.regret}, {tone.warning}, {tone.disappointment}, {reproach.attitude}, {reproach.neglect}, {reproach.no_answer}) & count({tone.praise}) < 5$$, 3, NULL, 'Three kinds of reproach in one message'),
	('default', 'level.complain_angry', $$({demand.complain} & ({tone.contempt} | {reproach.neglect} | {reproach.no_answer} | {reproach.attitude})) & count({tone.praise}) < 3$$, 3, NULL, 'Complains, and blames'),

	('default', 'level.en_no_consent', $$('without my consent' | 'without my permission' | 'without my knowledge' | 'without my approval' | 'without my authorization' | 'without my authorisation' | 'without permission' | 'without consent') & !{harm.unauthorized} & !('someone' | 'somebody' | 'was used' | 'was taken' | 'take money out')$$, 3, 'en', 'Done without the customer''s consent'),
	('default', 'level.en_waited', $$('waiting' | 'waited' | 'wait' | 'sitting' | 'sat' | 'stuck' | 'standing' | 'delayed' | 'hold' | 'queue' | 'late') near/6 {time.long}$$, 1, 'en', 'Waited for a long time'),
	('default', 'level.en_on_hold', $$'on hold' & (any({topic.service}) | any({topic.flight}) | {time.long} | 'phone' | 'call' | 'calling' | 'called' | 'minutes' | 'mins' | 'min')$$, 2, 'en', 'On hold'),
	('default', 'level.en_baggage', $$any({topic.baggage}) & ('lost' | 'missing' | 'still' | 'where' | 'waiting' | 'hours' | 'days' | 'hrs' | 'never' | 'damaged' | 'broken' | 'left behind')$$, 1, 'en', 'Baggage that is not there'),
	('default', 'level.en_journey', $$('stuck' | 'waiting' | 'missed' | 'late' | 'sitting' | 'stranded' | 'no gate' | 'bumped' | 'rerouted') near/8 (any({topic.flight}) | 'hours' | 'hrs' | 'hour')$$, 1, 'en', 'A journey that does not go on'),
	('default', 'level.en_why', $$('why' | 'how come') & (any({topic.flight}) | any({topic.baggage}) | any({topic.booking}) | any({topic.service}) | 'you' | 'your') & !{tone.praise}$$, 1, 'en', 'Asks for the reason'),
	('default', 'level.en_why_you', $$('why can''t you' | 'why cant you' | 'why can you not' | 'why don''t you' | 'why dont you' | 'why should i have to') & !(any({topic.card}) | any({topic.account}) | 'transfer' | 'payment' | 'atm' | 'top up' | 'identity' | 'refund' | 'beneficiary')$$, 2, 'en', 'Blames by asking; in money matters that is an ordinary question'),
	('default', 'level.en_error', $$(('error' | 'errors' | 'glitch' | 'failed' | 'failure') & (any({topic.app}) | any({topic.flight}) | any({topic.booking}))) & count({tone.praise}) < 3$$, 1, 'en', 'A fault of a system'),
	('default', 'level.en_was_told', $$('was told' | 'were told' | 'told me' | 'told us' | 'been told' | 'keep being told') & (any({topic.flight}) | any({topic.baggage}) | any({topic.service}) | any({topic.booking}) | any({topic.refund}))$$, 1, 'en', 'What somebody told and did not hold'),
	('default', 'level.threat_regulator', $${threat.regulator} & {threat.verb}$$, 4, NULL, 'Announces or reports a complaint to a supervisor'),
	('default', 'level.threat_regulator_blame', $${threat.regulator} & ({reproach.dishonesty} | {reproach.unfair} | {reproach.deceived} | {reproach.neglect} | {reproach.no_answer} | {reproach.harassment} | {tone.contempt} | {tone.anger} | {demand.redress})$$, 4, NULL, 'Names a supervisor, and blames'),
	('default', 'level.authority_called', $${threat.handle} & ({problem.*} | {reproach.*} | {sign.trouble} | {demand.*} | {tone.poor} | {tone.disappointment} | {sign.money} | {sign.denial} | any({topic.refund}))$$, 3, NULL, 'Tells a supervisor or consumer body of a trouble in public'),
	('default', 'level.authority_blame', $${threat.handle} & ({reproach.*} | {tone.contempt} | {tone.anger} | {demand.refund} | {demand.redress} | {problem.refund} | {problem.overcharge} | {harm.*} | any({topic.refund}) | 'fraud')$$, 4, NULL, 'Blames, and tells a supervisor or consumer body in public'),
	('default', 'level.emoji', $${tone.emoji_angry} & !{tone.praise}$$, 2, NULL, 'Angry emoji'),
	('default', 'level.emoji_sad', $${tone.emoji_sad} & ({sign.denial} | {sign.trouble} | {sign.wait} | {problem.*} | {tone.poor}) & !{tone.praise}$$, 1, NULL, 'Sad emoji beside a trouble'),
	('default', 'level.threat_court_direct', $${threat.court_direct} & !{tone.hypothesis}$$, 4, NULL, 'Says outright that he goes to court'),
	('default', 'level.threat_court', $${threat.court} & ({threat.verb} | {reproach.*} | {tone.contempt} | {tone.anger} | {demand.redress})$$, 4, NULL, 'Threatens with lawyers and courts'),
	('default', 'level.threat_media', $${threat.media} near/8 {threat.verb}$$, 4, NULL, 'Threatens to go public'),
	('default', 'level.threat_police', $${threat.police} near/8 {threat.verb} & ({reproach.*} | {tone.contempt} | {tone.anger} | {demand.redress} | {problem.refund})$$, 4, NULL, 'Threatens with the police'),
	('default', 'level.threat_public', $${threat.public}$$, 4, NULL, 'Calls for a boycott, promises to warn everybody'),
	('default', 'level.leaving', $${threat.leaving} & !('fly elsewhere' | 'anyone else' | 'any other' | 'anybody else' | 'another airline again' | 'other airlines again' | {tone.praise}) | {threat.leaving} & ({tone.contempt} | {tone.anger} | {tone.disappointment} | {reproach.*})$$, 4, NULL, 'Leaves in anger'),
	('default', 'level.abuse', $$any({tone.abuse})$$, 4, NULL, 'Insults');

/*
 * Trouble told without a bad word.  "Has not arrived", "no reply", "please
 * resolve my issue"; and, where even that is missing, many weak signs at once.
 */
INSERT INTO complaint.rule (ruleset, rule, pattern, level, language, description) VALUES
	('default', 'level.en_not_done', $${sign.denial} then/3 any({sign.result}) & !{tone.praise}$$, 1, 'en', 'What should have happened has not'),
	('default', 'level.en_no_reply', $$({sign.denial} then/3 any({sign.answer})) & !('no thanks' | 'no thank you' | 'i didn''t answer' | 'i did not answer' | 'i couldn''t answer' | 'no need' | 'not sure' | 'no rush' | 'i can''t answer' | 'don''t call me' | 'not call me')$$, 2, 'en', 'No reply, never called back, cannot get through'),
	('default', 'level.en_plea', $${demand.fix} & ({sign.trouble} | {sign.wait} | {sign.denial} | {problem.*})$$, 1, 'en', 'Asks to mend what is wrong'),
	('default', 'level.en_issue', $$('my issue' | 'this issue' | 'the issue' | 'my problem' | 'same issue' | 'same problem' | 'facing' | 'regarding my issue' | 'having an issue' | 'having issues' | 'having a problem') & ({sign.wait} | {sign.again} | {sign.denial} | {sign.contact}) & !{tone.praise}$$, 1, 'en', 'Speaks of his issue as of one that goes on'),
	('default', 'level.en_complaint', $$('complaint*' | 'complain' | 'complained' | 'complaining' | 'grievance' | 'grievances') & count({tone.praise}) < 3$$, 1, 'en', 'Speaks of a complaint'),
	('default', 'level.en_signs', $$5 of ({sign.denial}, {sign.contact}, {sign.wait}, {sign.plea}, {sign.again}, {sign.contrast}, {sign.money}, {sign.effort}, {sign.trouble}) & !{tone.praise}$$, 1, 'en', 'Many weak signs of trouble in one message'),
	('default', 'level.en_signs_many', $$7 of ({sign.denial}, {sign.contact}, {sign.wait}, {sign.plea}, {sign.again}, {sign.contrast}, {sign.money}, {sign.effort}, {sign.trouble}) & ('your' | 'you guys' | 'team' | 'customer care' | 'customer service') & !{tone.praise} & !('seller' | 'merchant' | 'store' | 'shop')$$, 2, 'en', 'Nearly all signs of trouble in one message'),
	('default', 'level.en_signs_service', $$4 of ({sign.denial}, {sign.contact}, {sign.wait}, {sign.again}, {sign.contrast}, {sign.effort}, {sign.trouble}, {sign.money}) & (any({topic.delivery}) | any({topic.telecom}) | any({topic.network}) | any({topic.insurance}) | any({topic.collection}) | any({topic.credit_report}) | 'customer service' | 'customer care' | 'customer support' | 'technician' | 'engineer') & !{tone.praise} & !(any({topic.card}) | any({topic.transfer}))$$, 1, 'en', 'Signs of trouble with a delivery, a line, a claim, a service'),
	('default', 'level.en_blocked', $$({problem.access} | {problem.system} | 'won''t let me' | 'won''t allow me' | 'not letting me' | 'isn''t working' | 'aren''t working' | 'doesn''t seem to be working' | 'not seem to be working' | 'stuck on') & (any({topic.flight}) | any({topic.booking}) | any({topic.network}) | any({topic.telecom}) | any({topic.delivery}) | any({topic.insurance}) | 'website' | 'site' | 'page' | 'app' | 'online' | 'check in') & !(any({topic.card}) | any({topic.transfer}) | any({topic.identity}) | 'atm') & !{tone.praise}$$, 1, 'en', 'Something that cannot be done'),
	('default', 'level.en_no_reason', $$'for no reason' | 'without any reason' | 'without reason' | 'no reason given' | 'without giving a reason' | 'without giving me a reason' | 'no valid reason' | 'without a valid reason' | 'for no apparent reason' | 'without cause' | 'without any explanation' | 'without justification'$$, 2, 'en', 'Done for no reason'),
	('default', 'level.en_how_can_you', $$('how can you' | 'how can they' | 'how could you' | 'how could they' | 'how do you' | 'how are you' | 'why do you' | 'why would you' | 'why did you' | 'why are you' | 'why have you' | 'why do they' | 'why would they' | 'why did they') & ({sign.denial} | {sign.trouble} | {sign.money} | {sign.wait}) & (any({topic.flight}) | any({topic.baggage}) | any({topic.delivery}) | any({topic.telecom}) | any({topic.network}) | any({topic.insurance}) | any({topic.service}) | 'people' | 'customers' | 'passengers') & !(any({topic.card}) | any({topic.transfer}) | any({topic.identity})) & !{tone.praise}$$, 1, 'en', 'Asks how they could'),
	('default', 'level.en_denied_journey', $$('not' | 'never' | 'without' | 'cannot' | 'can''t' | 'couldn''t' | 'won''t' | 'wouldn''t' | 'doesn''t' | 'didn''t' | 'isn''t' | 'wasn''t' | 'aren''t' | 'weren''t' | 'hasn''t' | 'haven''t' | 'unable' | 'nothing' | 'nobody' | 'no one') & ({sign.contact} | {sign.wait} | {sign.contrast} | {sign.effort} | {sign.trouble} | {sign.money}) & (any({topic.flight}) | any({topic.baggage})) & !{tone.praise} & !('what is' | 'is there' | 'do you' | 'can i' | 'i need a' | 'looking for' | 'not sure' | 'doesn''t matter' | 'don''t care')$$, 1, 'en', 'Something was not to be had on a journey'),
	('default', 'level.en_part_bad', $$any({topic.part}) near/3 ({tone.poor} | {tone.contempt} | 'not good' | 'low' | 'cheap' | 'average' | 'issue' | 'issues' | 'problem' | 'problems' | 'could be better') & count({tone.praise}) < 2$$, 1, 'en', 'A part of it is bad'),
	('default', 'level.en_packing_bad', $$any({topic.packing}) near/3 ({tone.poor} | {tone.contempt} | {problem.defect} | 'not good' | 'not proper' | 'not properly' | 'improper' | 'damage' | 'torn' | 'torned' | 'loose' | 'open' | 'opened') & count({tone.praise}) < 2$$, 1, 'en', 'Bad packing'),
	('default', 'level.en_waited_form', $$('waiting' | 'waited' | 'wait' | 'sitting' | 'sat' | 'stuck' | 'hold' | 'holding' | 'standing' | 'queue' | 'queuing' | 'queueing' | 'delayed' | 'late' | 'without' | 'on the phone' | 'still no' | 'nothing') near/5 {duration >= '20 minutes'} & !(any({topic.card}) | any({topic.transfer})) & !{tone.praise}$$, 1, 'en', 'Waited for a span that is told'),
	('default', 'level.en_open_days', $${duration >= '3 days'} & ({reproach.unresolved} | {problem.refund} | {problem.claim} | ({sign.denial} then/3 any({sign.answer})) | 'chasing' | 'still nothing' | 'still no') & !(any({topic.card}) | any({topic.transfer}) | 'seller' | 'merchant') & count({tone.praise}) < 2$$, 2, 'en', 'Open for days'),
	('default', 'level.en_asked_often', $$({count >= 3} near/4 ('called' | 'rang' | 'phoned' | 'emailed' | 'mailed' | 'contacted' | 'written' | 'wrote' | 'asked' | 'complained' | 'messaged' | 'visited' | 'spoke' | 'spoken' | 'reported' | 'explained' | 'calls' | 'emails' | 'mails' | 'messages' | 'requests' | 'complaints' | 'letters' | 'reminders' | 'visits') | {ordinal >= 3} near/2 ('call' | 'email' | 'mail' | 'message' | 'request' | 'complaint' | 'letter' | 'reminder' | 'visit' | 'appointment' | 'replacement' | 'repair' | 'engineer' | 'technician' | 'agent')) & !(any({topic.card}) | any({topic.transfer})) & !{tone.praise}$$, 2, 'en', 'Has asked three times or more'),
	('default', 'level.en_asked_often_blame', $$({count >= 3} near/4 ('called' | 'emailed' | 'contacted' | 'written' | 'asked' | 'complained' | 'visited' | 'spoke' | 'spoken' | 'reported' | 'calls' | 'emails' | 'letters') | {ordinal >= 3} near/2 ('call' | 'email' | 'request' | 'complaint' | 'letter' | 'visit' | 'appointment' | 'replacement' | 'repair')) & ({tone.contempt} | {tone.anger} | {tone.disappointment} | {reproach.neglect} | {reproach.no_answer} | {reproach.attitude} | {demand.redress} | ({sign.denial} then/3 any({sign.answer})))$$, 3, 'en', 'Has asked three times or more, and blames'),
	('default', 'level.en_out', $$('internet' | 'cable' | 'wifi' | 'broadband' | 'signal' | 'phone line' | 'landline' | 'network' | 'service' | 'power' | 'website' | 'app' | 'site' | 'system' | 'systems' | 'reception' | 'coverage') then/3 ('out' | 'down' | 'dead' | 'awful' | 'slow' | 'spotty' | 'terrible' | 'not working' | 'useless' | 'crashing' | 'buggy' | 'freezing') & !{tone.praise}$$, 1, 'en', 'A line or a system is down'),
	('default', 'level.en_dearer', $$('double' | 'doubled' | 'tripled' | 'gone up' | 'went up' | 'going up' | 'goes up' | 'increased' | 'hiked' | 'jumped' | 'higher' | 'so high' | 'too high' | 'more expensive') near/6 ('premium' | 'premiums' | 'quote' | 'bill' | 'bills' | 'price' | 'prices' | 'rent' | 'fee' | 'fees' | 'rate' | 'rates' | 'fare' | 'fares' | 'subscription' | 'insurance' | 'deductible' | 'emi') & ('my' | 'your' | 'you' | 'why' | 'again' | 'every') & !any({topic.exchange}) & !{tone.praise}$$, 1, 'en', 'It has become dearer'),
	('default', 'level.en_denied_claim', $$('denied' | 'denies' | 'denying' | 'deny' | 'rejected' | 'rejecting' | 'declined' | 'refused' | 'refusing' | 'refuse') near/4 ('claim' | 'claims' | 'coverage' | 'warranty' | 'application' | 'appeal' | 'reimbursement') & !{tone.praise}$$, 1, 'en', 'A claim or application is refused'),
	('default', 'level.en_long_since', $$('trying' | 'tried' | 'paid' | 'ordered' | 'applied' | 'it''s been' | 'its been' | 'it has been' | 'been' | 'locked' | 'requested' | 'submitted' | 'filed' | 'asked' | 'promised' | 'took' | 'taken' | 'taking' | 'since') near/10 {duration >= '1 day'} & ({sign.denial} | {sign.contrast} | {sign.trouble} | 'waiting' | 'trying' | 'still' | 'took') & !(any({topic.card}) | any({topic.transfer}) | any({topic.exchange}) | any({topic.identity})) & !{tone.praise} & !('how long' | 'usually' | 'normally')$$, 1, 'en', 'Days have passed'),
	('default', 'level.en_took_hours', $$('took' | 'takes' | 'taken' | 'taking' | 'wasted' | 'spent' | 'lost') near/5 {duration >= '40 minutes'} & ('you' | 'your' | 'they' | 'phone' | 'line' | 'agent' | 'support' | 'service' | 'trying' | 'to get' | 'show up') & !(any({topic.card}) | any({topic.transfer})) & !{tone.praise} & !('how long' | 'usually' | 'normally')$$, 1, 'en', 'It took hours'),
	('default', 'level.en_collector_calls', $$any({topic.collection}) & ('keep calling' | 'keeps calling' | 'kept calling' | 'calling my' | 'called my' | 'calls my' | 'calls me' | 'calling me' | 'calls at' | 'my work' | 'my job' | 'my employer' | 'my boss' | 'my family' | 'my neighbours' | 'my neighbors' | 'every day' | 'times a day' | 'not owe' | 'don''t owe' | 'never owed' | 'already paid')$$, 3, 'en', 'Collectors call where they must not'),
	('default', 'level.en_wrong_goods', $$'ordered' near/12 ('received' | 'got' | 'sent me' | 'delivered' | 'came') & ('wrong' | 'instead' | 'different' | 'another' | 'but' | 'and received' | 'and got') & !(any({topic.card}) | any({topic.transfer})) & !{tone.praise}$$, 1, 'en', 'Ordered one thing and got another'),
	('default', 'level.en_left_parcel', $$('left' | 'dumped' | 'threw' | 'thrown' | 'chucked' | 'dropped') near/5 ('parcel' | 'package' | 'delivery' | 'box' | 'order') & ('rain' | 'outside' | 'street' | 'bin' | 'bins' | 'fence' | 'neighbour' | 'neighbor' | 'wrong' | 'doorstep' | 'porch' | 'stairs' | 'open') & !{tone.praise}$$, 1, 'en', 'The parcel was left where it should not be'),
	('default', 'level.en_cannot_log', $${problem.access} & ('since' | 'again' | 'today' | 'anymore' | 'days' | 'yesterday' | 'update' | 'upgrade' | 'morning' | 'keeps' | 'for no reason' | 'banned' | 'suspended') & !(any({topic.card}) | any({topic.transfer}) | any({topic.identity})) & !{tone.praise}$$, 1, 'en', 'Cannot get in, and has tried'),
	('default', 'level.en_you_did', $$('you' | 'you guys' | 'you people' | 'they' | 'your company' | 'your driver' | 'your agent' | 'your technician' | 'your staff' | 'your store' | 'your app' | 'your website' | 'the airline' | 'the hotel' | 'the seller' | 'the courier' | 'the bank' | 'the insurance') then/2 ('lost' | 'changed my' | 'changed the' | 'changed our' | 'closed my' | 'cancelled' | 'canceled' | 'denied' | 'deleted' | 'dropped' | 'miscalculated' | 'sold me' | 'sold my' | 'damaged' | 'ruined' | 'messed' | 'forgot' | 'removed my' | 'blocked' | 'refused' | 'won''t' | 'wouldn''t' | 'failed' | 'stopped' | 'moved my' | 'switched my' | 'switched us' | 'reduced' | 'raised my' | 'raised the' | 'keep asking' | 'keep sending' | 'keep changing' | 'keep telling' | 'keep charging' | 'keep saying' | 'never' | 'screwed' | 'wasted' | 'misled' | 'ignored' | 'downgraded' | 'bumped' | 'gave my' | 'gave away' | 'left me' | 'left us' | 'made us' | 'made me') & !(any({topic.card}) | any({topic.exchange}) | any({topic.identity})) & !{tone.praise}$$, 1, 'en', 'What the company did'),
	('default', 'level.en_pending_days', $$('pending' | 'stuck' | 'under review' | 'in review' | 'processing' | 'on hold' | 'in transit' | 'frozen' | 'locked' | 'waiting' | 'it''s been' | 'its been' | 'it has been' | 'trying to reach' | 'trying to get') near/6 {duration >= '2 days'} & !{tone.praise} & !('how long' | 'usually' | 'normally')$$, 1, 'en', 'Hangs for days'),
	('default', 'level.en_even_though', $$('even though' | 'despite' | 'in spite of' | 'inspite of' | 'although') & ({sign.trouble} | {sign.denial} | 'still' | 'wants' | 'claims') & ({sign.effort} | {sign.money} | {sign.contact} | {sign.wait}) & !{tone.praise} & !(any({topic.product}) | any({topic.exchange}))$$, 1, 'en', 'Although the customer did his part'),
	('default', 'level.en_spam', $$any({topic.unsolicited}) & ('keep' | 'keeps' | 'still' | 'stop' | 'after' | 'again' | 'every' | 'times' | 'never' | 'full')$$, 1, 'en', 'Unwanted messages'),
	('default', 'level.en_cash_kept', $$'ate my card' | 'swallowed my card' | 'kept my card' | 'ate my money' | 'swallowed my money' | 'ate my cash' | 'swallowed my cash' | 'took my money and' | 'gave no ticket' | 'no ticket came' | 'nothing came out'$$, 1, 'en', 'A machine kept card or money'),
	('default', 'level.en_again', $$('billed me again' | 'charged me again' | 'me again' | 'us again' | 'is down again' | 'out again' | 'late again' | 'down again' | 'broken again' | 'wrong again' | 'missed again' | 'cancelled again' | 'canceled again' | 'not working again' | 'picked up again' | 'yet again' | 'once again') & ({sign.denial} | {sign.trouble} | {problem.*} | {sign.money} | {sign.wait}) & !(any({topic.card}) | any({topic.transfer})) & !{tone.praise}$$, 1, 'en', 'It happened again'),
	('default', 'level.en_says_but', $$('says' | 'said' | 'shows' | 'showing' | 'claims' | 'claimed' | 'stated' | 'told' | 'listing' | 'quoted' | 'advertised' | 'promised') then/14 ('but' | 'however' | 'yet' | 'instead' | 'though' | 'isn''t' | 'it isn''t' | 'not true') & ({sign.denial} | {sign.trouble} | {sign.money} | {sign.wait}) & !(any({topic.card}) | any({topic.transfer}) | any({topic.exchange}) | any({topic.product}) | any({topic.identity})) & !{tone.praise}$$, 1, 'en', 'One thing is said and another is so'),
	('default', 'level.en_quoted', $$('quoted' | 'listing said' | 'ad said' | 'advertised' | 'was told' | 'were told' | 'promised' | 'agreed' | 'signed up for') then/14 ({money} | 'free') & ('bill' | 'billed' | 'charged' | 'charge' | 'it''s' | 'now' | 'but' | 'instead') & !{tone.praise}$$, 1, 'en', 'Another price than was said'),
	('default', 'level.en_account_closed', $$'closed my account' | 'closed our account' | 'closed my accounts' | 'closed my credit card' | 'closed my card' | 'limited my account' | 'suspended my account' | 'deactivated my account' | 'terminated my account' | 'locked my account' | 'froze my account' | 'restricted my account' | 'blocked my account' | 'banned my account' | 'shut down my account' | 'cancelled my card' | 'canceled my card'$$, 1, 'en', 'An account was closed or limited'),
	('default', 'level.en_wrong', $$('to the wrong' | 'at the wrong' | 'the wrong' | 'is wrong' | 'was wrong' | 'are wrong' | 'were wrong' | 'wrongly' | 'incorrectly' | 'incorrect') & !(any({topic.card}) | any({topic.transfer}) | any({topic.exchange}) | any({topic.identity}) | 'i entered' | 'i typed' | 'i sent' | 'i booked' | 'i ordered' | 'i gave' | 'i put' | 'i chose' | 'i selected' | 'i think' | 'correct me') & !{tone.praise}$$, 1, 'en', 'Something is wrong'),
	('default', 'level.en_thanks_to_you', $$('thanks to you' | 'thanks to your' | 'because of you' | 'because of your' | 'due to your') & ('missed' | 'miss' | 'lost' | 'late' | 'stuck' | 'ruined' | 'lose' | 'can''t' | 'couldn''t' | 'stranded' | 'missing' | 'waiting' | 'delay' | 'mistake' | 'error')$$, 2, 'en', 'Names the company as the cause'),
	('default', 'level.en_signs_journey', $$3 of ({sign.denial}, {sign.contact}, {sign.wait}, {sign.again}, {sign.contrast}, {sign.effort}, {sign.trouble}) & (any({topic.flight}) | any({topic.baggage}) | any({topic.booking})) & !{tone.praise}$$, 1, 'en', 'Signs of trouble on a journey');

/*
 * Effects: they hold in the sentence in which they are found.
 */
INSERT INTO complaint.rule (ruleset, rule, pattern, effect, language, description) VALUES
	('default', 'effect.shouting', $$caps & ({tone.contempt} | {tone.anger} | {tone.disappointment} | {tone.regret} | {reproach.*})$$, 'raise', NULL, 'Blames in capitals'),
	('default', 'effect.exclaiming', $$exclaim >= 3 & ({tone.contempt} | {tone.anger} | {tone.regret} | {reproach.*})$$, 'raise', NULL, 'Blames with a run of exclamation marks'),
	('default', 'effect.angry_emoji', $${tone.emoji_angry} & ({tone.contempt} | {tone.anger} | {tone.disappointment} | {tone.regret} | {reproach.*})$$, 'raise', NULL, 'Blames with an angry emoji'),
	('default', 'effect.en_boosted', $${tone.booster} near/1 ({tone.contempt} | {tone.anger}) & count({tone.praise}) < 1 & ({sign.again} | {sign.wait} | {sign.money})$$, 'raise', 'en', 'A strong word made stronger, and a reason given'),
	('default', 'effect.money_at_stake', $${money >= 1000} & ({problem.refund} | {harm.funds} | {problem.overcharge} | {problem.claim} | {reproach.unresolved})$$, 'raise', NULL, 'A large sum is at stake'),
	('default', 'effect.mild', $${tone.mild} & !{tone.contempt} & !{tone.anger}$$, 'lower', NULL, 'A fault that is played down'),
	('default', 'effect.hypothesis', $$({tone.hypothesis} | 'if my' | 'if i' | 'if the' | 'if it' | 'how do i dispute' | 'how can i dispute') & !{tone.contempt} & !{tone.anger} & !{reproach.*} & !{threat.*}$$, 'suppress', NULL, 'Asks about something that has not happened'),
	('default', 'effect.en_request', $$('how do i' | 'how can i' | 'how would i' | 'how should i' | 'how to' | 'how long' | 'what do i' | 'what should i' | 'what can i' | 'what is' | 'what''s' | 'what are' | 'what happened' | 'what went wrong' | 'what caused' | 'why is' | 'why isn''t' | 'why was' | 'why wasn''t' | 'why did' | 'why didn''t' | 'why do' | 'why does' | 'why doesn''t' | 'why won''t' | 'why am' | 'why has' | 'why have' | 'why hasn''t' | 'why can''t' | 'why are' | 'why would' | 'is there' | 'is it' | 'is my' | 'was my' | 'did my' | 'do i' | 'does my' | 'can i' | 'can you' | 'could you' | 'could i' | 'may i' | 'will i' | 'would you' | 'when will' | 'where is' | 'where can' | 'please' | 'pls' | 'tell me' | 'i tried' | 'i''ve tried' | 'trying to' | 'i have tried' | 'why aren''t' | 'when is' | 'when are' | 'what do' | 'what if' | 'help me' | 'need help' | 'need to' | 'i want to' | 'i would like' | 'i''d like' | 'i think' | 'looks like' | 'it says' | 'i see' | 'i noticed' | 'i just') & (any({topic.card}) | any({topic.account}) | any({topic.fee}) | any({topic.fee_question}) | any({topic.transfer}) | any({topic.exchange}) | any({topic.identity}) | {problem.payment} | {problem.access} | {problem.extra_charge} | 'app' | 'payment' | 'transfer' | 'top up' | 'atm' | 'cash' | 'money' | 'card' | 'cards' | 'transaction') & !{tone.contempt} & !{tone.anger} & !{tone.disappointment} & !{tone.swearing} & !{tone.sarcasm} & !{tone.warning} & !{tone.regret} & !{reproach.dishonesty} & !{reproach.unfair} & !{reproach.deceived} & !{reproach.attitude} & !{reproach.neglect} & !{reproach.no_answer} & !{reproach.harassment} & !{threat.*} & !{demand.redress} & !{demand.fix} & !{problem.overcharge}$$, 'suppress', 'en', 'A calm request for help about money matters'),
	('default', 'effect.en_polite', $$('how do i' | 'how can i' | 'how could i' | 'can you help' | 'could you help' | 'please help' | 'hope you can' | 'would you be able' | 'could you please' | 'can you please' | 'please tell me' | 'i would like to' | 'i''d like to') & (any({topic.card}) | any({topic.account}) | any({topic.fee}) | any({topic.fee_question}) | 'card' | 'account' | 'transfer' | 'top up' | 'atm') & !{reproach.*} & !{threat.*} & !{tone.abuse} & !{demand.redress}$$, 'lower', 'en', 'Annoyed, but asks for help politely'),
	('default', 'effect.en_nth_time', $$('second time' | '2nd time' | 'third time' | '3rd time' | 'fourth time' | '4th time' | 'fifth time' | '5th time' | 'sixth time' | 'nth time' | 'umpteenth time' | 'time and again' | 'time after time') & {problem.*} & !({tone.anger} | {tone.contempt} | {tone.disappointment} | {reproach.neglect} | {reproach.no_answer} | {reproach.dishonesty} | {reproach.unfair} | {reproach.deceived} | {reproach.harassment} | {demand.redress} | {threat.*} | {tone.hypothesis} | {tone.praise})$$, 'raise', 'en', 'The same failure for the umpteenth time weighs more; what is an accusation already stays one'),
	('default', 'effect.en_no_complaint', $$'not complaining' | 'not a complaint' | 'no complaint' | 'no complaints' | 'can''t complain' | 'cannot complain' | 'no reason to complain' | 'nothing to complain' | 'not here to complain' | 'without any complaint' | 'without complaint'$$, 'suppress', 'en', 'Says himself that it is no complaint'),
	('default', 'effect.en_own_fault', $$'my mistake' | 'my fault' | 'my own fault' | 'my bad' | 'sorry about the mistake' | 'sorry for the mistake' | 'i made a mistake' | (('i made' | 'i''ve made' | 'ive made' | 'i have made') near/3 ('mistake' | 'error' | 'typo')) | 'a typo' | 'by mistake' | 'by accident' | 'accidently' | 'accidentally' | 'i apologize' | 'i apologise' | 'sorry for the trouble' | 'sorry to bother' | 'sorry for the inconvenience' | 'no worries' | 'not your fault'$$, 'suppress', 'en', 'Takes the blame himself');

/*
 * Harms: whatever the tone.  One message with a harm rings, so these patterns
 * prefer to miss.
 */
INSERT INTO complaint.rule (ruleset, rule, pattern, harm, language, description) VALUES
	('default', 'harm.unauthorized', $${harm.unauthorized} & !{tone.hypothesis}$$, 'fraud', NULL, 'A transaction or account the customer did not make'),
	('default', 'harm.scam', $${harm.scam} & !{tone.hypothesis}$$, 'fraud', NULL, 'The customer was defrauded by a third party'),
	('default', 'harm.en_not_mine', $$('never made' | 'did not make' | 'didn''t make' | 'not make' | 'never authorised' | 'never authorized' | 'not authorise' | 'not authorize' | 'didn''t authorise' | 'didn''t authorize' | 'wasn''t me' | 'was not me' | 'not mine' | 'isn''t mine' | 'know nothing about' | 'nothing to do with') near/12 any({sign.payment}) & !{tone.hypothesis}$$, 'fraud', 'en', 'Payments that the customer did not make'),
	('default', 'harm.en_in_my_name', $$('opened' | 'open' | 'took out' | 'taken out' | 'applied' | 'registered' | 'contract' | 'loan' | 'loans' | 'account' | 'accounts' | 'card' | 'credit') near/8 'in my name' & ('someone' | 'somebody' | 'never' | 'did not' | 'didn''t' | 'stranger' | 'not me' | 'fraud*' | 'without my' | 'identity' | 'know nothing') & !{tone.hypothesis}$$, 'fraud', 'en', 'Somebody acts in the customer''s name'),
	('default', 'harm.funds', $${harm.funds} & !{tone.hypothesis}$$, 'funds', NULL, 'Money gone or out of reach'),
	('default', 'harm.injury', $${harm.injury}$$, 'safety', NULL, 'Somebody was hurt or fell ill'),
	('default', 'harm.hazard', $${harm.hazard}$$, 'safety', NULL, 'Fire, shock, foreign bodies'),
	('default', 'harm.suicide', $${harm.suicide}$$, 'self_harm', NULL, 'Speaks of suicide or self-harm'),
	('default', 'harm.privacy', $${harm.privacy}$$, 'privacy', NULL, 'Personal data leaked or passed on'),
	('default', 'harm.vulnerable', $${vulnerable.person} near/20 {vulnerable.distress} & !{tone.praise}$$, 'vulnerable', NULL, 'A person in a weak position, left in distress');

/*
 * Types.  Weight 1: the topic is named.  2: the topic and a matching trouble.
 * 3: words that leave little doubt.  The rule with the highest weight wins,
 * then the deeper type.
 */
INSERT INTO complaint.rule (ruleset, rule, pattern, type, weight, language, description) VALUES
	('default', 'type.collection', $$count({topic.collection}) >= 2 | count({reproach.harassment}) >= 2 | (any({topic.collection}) & {reproach.harassment})$$, 'collection', 3.6, NULL, 'Debt collection'),
	('default', 'type.collection_named', $$any({topic.collection}) | {reproach.harassment}$$, 'collection', 2.84, NULL, 'Debt collection, among other things'),
	('default', 'type.fraud_unauthorized', $${harm.unauthorized}$$, 'fraud.unauthorized', 3.2, NULL, 'Not the customer''s own transaction'),
	('default', 'type.fraud', $${harm.scam}$$, 'fraud', 3.1, NULL, 'Defrauded by a third party'),
	('default', 'type.privacy', $${harm.privacy}$$, 'privacy', 3.3, NULL, 'Personal data'),
	('default', 'type.credit_report', $${problem.credit_report}$$, 'credit.report', 2.6, NULL, 'Wrong or damaging credit entries'),
	('default', 'type.credit_report_topic', $$any({topic.credit_report})$$, 'credit.report', 1.2, NULL, 'Credit reports'),
	('default', 'type.double_charge', $${problem.overcharge}$$, 'fees.double_charge', 2.6, NULL, 'Charged twice or too much'),
	('default', 'type.unexpected', $${problem.secret_fee} | {problem.extra_charge} | any({topic.fee_question})$$, 'fees.unexpected', 2.65, NULL, 'A charge nobody announced'),
	('default', 'type.interest', $${problem.interest}$$, 'fees.interest', 2.4, NULL, 'Interest too high'),
	('default', 'type.fees', $$any({topic.fee})$$, 'fees', 1.15, NULL, 'Fees and charges'),
	('default', 'type.repayment', $${problem.hardship}$$, 'credit.repayment', 2.3, NULL, 'Cannot pay as agreed'),
	('default', 'type.credit', $$any({topic.loan})$$, 'credit', 0.8, NULL, 'Loans and credit'),
	('default', 'type.transfer', $$any({topic.transfer})$$, 'payment', 1.05, NULL, 'Payments, transfers, cash'),
	('default', 'type.transfer_trouble', $$any({topic.transfer}) & ({sign.denial} | {sign.trouble} | {sign.wait})$$, 'payment', 1.55, NULL, 'A payment, transfer or cash that makes trouble'),
	('default', 'type.exchange', $$any({topic.exchange})$$, 'fees.interest', 1.95, NULL, 'Exchange rates'),
	('default', 'type.identity', $$any({topic.identity})$$, 'account', 0.9, NULL, 'Proof of identity'),
	('default', 'type.telecom_topic', $$any({topic.telecom})$$, 'telecom', 1.4, NULL, 'Telephone and internet contracts'),
	('default', 'type.telecom_topics', $$count({topic.telecom}) >= 2 | (any({topic.telecom}) & any({topic.network}))$$, 'telecom', 2.2, NULL, 'Telephone and internet throughout'),
	('default', 'type.loans', $$count({topic.loan}) >= 2$$, 'credit', 2.8, NULL, 'Loans throughout'),
	('default', 'type.insurances', $$count({topic.insurance}) >= 2$$, 'insurance', 2.62, NULL, 'Insurance throughout'),
	('default', 'type.credit_reports', $$count({topic.credit_report}) >= 2$$, 'credit.report', 3.2, NULL, 'Credit reports throughout'),
	('default', 'type.cards', $$count({topic.card}) >= 3 & !{harm.*}$$, 'card', 2.75, NULL, 'Cards throughout'),
	('default', 'type.staff', $$any({topic.staff})$$, 'service.attitude', 1.65, NULL, 'Staff are named'),
	('default', 'type.staff_judged', $$any({topic.staff}) near/8 ({tone.contempt} | {tone.anger} | {tone.disappointment} | {tone.poor} | {reproach.neglect} | {reproach.attitude})$$, 'service.attitude', 2.3, NULL, 'Staff are blamed'),
	('default', 'type.en_staff_acts', $$any({topic.staff}) near/6 ({sign.denial} | 'told' | 'said' | 'made me' | 'made us' | 'forced' | 'asked' | 'yelled' | 'laughed' | 'walked')$$, 'service.attitude', 1.45, 'en', 'What staff did or did not'),
	('default', 'type.en_hold', $$'on hold' | 'hold for' | 'hung up' | 'hang up' | 'hangs up' | 'hold time' | 'hold times' | 'disconnected' | 'call back' | 'callback' | 'voicemail' | 'busy signal' | 'answer the phone' | 'pick up the phone'$$, 'service.no_response', 2.5, 'en', 'Holding and calling'),
	('default', 'type.en_held', $$('on hold' | 'hold' | 'holding') near/6 ({duration >= '5 minutes'} | 'hours' | 'hour' | 'hrs' | 'minutes' | 'mins' | 'min' | 'forever' | 'long' | 'ages') | 'hung up on' | 'hangs up on' | 'been on hold' | 'still on hold' | 'on hold again' | 'keep getting disconnected' | 'get through' | 'get a hold of' | 'reach anyone' | 'reach a human'$$, 'service.no_response', 2.75, 'en', 'Held on the line, cannot get through'),
	('default', 'type.en_customer_service', $$'customer service' | 'customer care' | 'customer support' | 'customer relations' | 'cust service' | 'customerservice' | 'call center' | 'call centre' | 'help desk' | 'helpdesk' | 'support team'$$, 'service', 2.6, 'en', 'Customer service by name'),
	('default', 'type.en_queue', $$'in line' | 'long line' | 'long lines' | 'the line is' | 'lines are' | 'queue' | 'queues' | 'queuing' | 'stood in' | 'standing in line'$$, 'service.no_response', 1.7, 'en', 'Queues'),
	('default', 'type.en_cancelled', $$('cancelled' | 'canceled' | 'cancels' | 'cancelling' | 'canceling' | 'cancellations' | 'cxld' | 'cancel') near/6 (any({topic.flight}) | 'trip' | 'train' | 'booking' | 'hotel')$$, 'travel.cancelled', 2.6, 'en', 'Cancelled journeys'),
	('default', 'type.baggages', $$count({topic.baggage}) >= 2$$, 'travel.baggage', 2.35, NULL, 'Baggage throughout'),
	('default', 'type.en_baggage', $$any({topic.baggage}) & ('lost' | 'lose' | 'losing' | 'find' | 'where' | 'missing' | 'delivered' | 'deliver' | 'tracking' | 'located' | 'locate' | 'waiting' | 'still' | 'claim' | 'delayed' | 'damaged' | 'broken' | 'broke' | 'without' | 'left' | 'never' | 'tag' | 'days')$$, 'travel.baggage', 2.45, 'en', 'Baggage and what befell it'),
	('default', 'type.en_book', $$('to book' | 'book a' | 'book my' | 'book the' | 'book flight*' | 'booked a' | 'i booked' | 'we booked' | 'purchase' | 'purchased' | 'website' | 'online' | 'fare' | 'fares' | 'price' | 'my account' | 'award' | 'redeem' | 'miles') & (any({topic.flight}) | 'booking' | 'reservation' | 'reservations' | 'ticket*' | 'miles' | 'trip' | 'seats')$$, 'travel.booking', 1.7, 'en', 'Buying and changing a journey'),
	('default', 'type.en_seat', $$'my seat' | 'our seats' | 'window seat' | 'middle seat' | 'exit row' | 'seat*' near/5 ({problem.defect} | 'dirty' | 'recline' | 'uncomfortable' | 'small' | 'tight' | 'broken') | 'in flight' | 'inflight' | 'onboard' | 'on board' | 'wifi' | 'tv' | 'movie' | 'movies'$$, 'travel.comfort', 2.2, 'en', 'On board'),
	('default', 'type.en_not_mine', $$('never made' | 'did not make' | 'didn''t make' | 'wasn''t me' | 'was not me' | 'in my name' | 'not mine') near/12 (any({sign.payment}) | 'opened' | 'loan' | 'account' | 'card' | 'contract')$$, 'fraud.unauthorized', 3.0, 'en', 'Not made by the customer'),
	('default', 'type.en_no_reply', $${sign.denial} then/3 any({sign.answer})$$, 'service.no_response', 2.2, 'en', 'No reply'),
	('default', 'type.damaged_delivery', $$any({topic.delivery}) & ({problem.defect} | 'damaged' | 'broken' | 'torn' | 'smashed')$$, 'delivery.damaged', 2.45, NULL, 'Damaged by the carrier'),
	('default', 'type.closing', $$any({topic.closing})$$, 'account.closing', 2.7, NULL, 'Closing an account'),
	('default', 'type.locked', $${problem.access} & (any({topic.account}) | any({topic.card}) | {harm.funds})$$, 'account.locked', 2.3, NULL, 'Locked out of the account'),
	('default', 'type.frozen', $${harm.funds}$$, 'account.locked', 2.9, NULL, 'Money out of reach'),
	('default', 'type.account', $$any({topic.account})$$, 'account', 0.9, NULL, 'Accounts'),
	('default', 'type.card', $$any({topic.card})$$, 'card', 1.9, NULL, 'Cards'),
	('default', 'type.auto_debit', $$any({topic.auto_debit})$$, 'fees.unexpected', 1.9, NULL, 'Automatic debits and renewals'),
	('default', 'type.payment', $${problem.payment}$$, 'payment', 2.5, NULL, 'A payment failed or hangs'),
	('default', 'type.refund', $${problem.refund} | ({reproach.unfair} & any({topic.refund}))$$, 'payment.refund', 2.5, NULL, 'A refund does not come'),
	('default', 'type.refund_topic', $$any({topic.refund})$$, 'payment.refund', 1.15, NULL, 'Refunds and returns'),
	('default', 'type.contract', $$any({topic.contract})$$, 'contract', 1.8, NULL, 'Contracts and terms'),
	('default', 'type.misleading', $${reproach.deceived}$$, 'marketing.misleading', 2.0, NULL, 'Misled'),
	('default', 'type.misleading_sale', $${reproach.deceived} & any({topic.marketing})$$, 'marketing.misleading', 3, NULL, 'Sold under false pretences'),
	('default', 'type.marketing', $$any({topic.unsolicited})$$, 'marketing', 2.1, NULL, 'Unwanted offers'),
	('default', 'type.promotion', $$any({topic.promotion})$$, 'marketing.promotion', 1.4, NULL, 'Points, coupons, bonuses'),
	('default', 'type.insurance', $$any({topic.insurance})$$, 'insurance', 1.6, NULL, 'Insurance'),
	('default', 'type.claim', $${problem.claim} & any({topic.insurance})$$, 'insurance', 2.75, NULL, 'An insurance claim or policy in trouble'),
	('default', 'type.attitude', $${reproach.attitude}$$, 'service.attitude', 2.55, NULL, 'Rude staff'),
	('default', 'type.no_response', $${reproach.no_answer}$$, 'service.no_response', 2.45, NULL, 'Nobody answers'),
	('default', 'type.neglect', $${reproach.neglect}$$, 'service', 1.7, NULL, 'Nobody cares'),
	('default', 'type.service', $$any({topic.service})$$, 'service', 1.05, NULL, 'Customer service'),
	('default', 'type.service_bad', $$any({topic.service}) & ({tone.contempt} | {tone.poor} | {reproach.neglect} | {reproach.unresolved} | {tone.disappointment})$$, 'service', 1.95, NULL, 'Bad service'),
	('default', 'type.late', $${problem.late} & any({topic.delivery})$$, 'delivery.late', 2.35, NULL, 'Late delivery'),
	('default', 'type.missing', $${problem.missing}$$, 'delivery.missing', 2.1, NULL, 'Missing or wrong goods'),
	('default', 'type.damaged', $${problem.packing}$$, 'delivery.damaged', 2.4, NULL, 'Damaged on the way'),
	('default', 'type.delivery', $$any({topic.delivery})$$, 'delivery', 1.1, NULL, 'Delivery'),
	('default', 'type.counterfeit', $${problem.counterfeit}$$, 'product.counterfeit', 2.2, NULL, 'Not genuine or used'),
	('default', 'type.food', $${problem.food} | {problem.hygiene} & any({topic.food})$$, 'product.food', 2, NULL, 'Food'),
	('default', 'type.food_topic', $$any({topic.food})$$, 'product.food', 0.7, NULL, 'Food'),
	('default', 'type.quality', $$({problem.defect} | {problem.quality} | {problem.size} | {problem.mismatch}) & !(any({topic.flight}) | any({topic.service}) | any({topic.card}) | any({topic.account}) | any({topic.transfer}) | any({topic.app}) | any({topic.network}))$$, 'product', 1.5, NULL, 'Broken, poor, not as described'),
	('default', 'type.product_topic', $$any({topic.product})$$, 'product', 0.6, NULL, 'Goods'),
	('default', 'type.baggage', $${problem.baggage}$$, 'travel.baggage', 2.7, NULL, 'Lost, late, damaged baggage'),
	('default', 'type.baggage_topic', $$any({topic.baggage}) & !any({topic.product})$$, 'travel.baggage', 2.1, NULL, 'Baggage'),
	('default', 'type.cancelled', $${problem.flight_cancelled} | (any({topic.cancelled}) & any({topic.flight}))$$, 'travel.cancelled', 2.2, NULL, 'Trip cancelled'),
	('default', 'type.delay', $${problem.flight_delay}$$, 'travel.delay', 2.42, NULL, 'Late or stuck'),
	('default', 'type.late_journey', $${problem.late} & any({topic.flight})$$, 'travel.delay', 2, NULL, 'Waiting on a journey'),
	('default', 'type.en_journey', $$('waiting' | 'sitting' | 'sat' | 'wait' | 'late' | 'stuck' | 'hours' | 'hrs' | 'hour' | 'hr' | 'time' | 'maintenance' | 'deice' | 'de ice' | 'moving') near/10 any({topic.flight})$$, 'travel.delay', 1.3, 'en', 'A journey that does not go on'),
	('default', 'type.en_staff', $$('attendant' | 'attendants' | 'stewardess*' | 'pilot' | 'pilots' | 'gate agent' | 'gate agents' | 'agent' | 'staff' | 'employee' | 'employees' | 'crew' | 'she' | 'he') & ({reproach.attitude} | (any({topic.flight}) near/10 ({tone.contempt} | {tone.anger})))$$, 'service.attitude', 2.56, 'en', 'Staff on the journey'),
	('default', 'type.en_cabin', $$('legroom' | 'leg room' | 'food' | 'snack*' | 'meal' | 'meals' | 'drink' | 'drinks' | 'wine' | 'beer' | 'tv' | 'tvs' | 'movie' | 'movies' | 'entertainment' | 'wifi' | 'wi fi' | 'outlet*' | 'ac' | 'air conditioning' | 'heat' | 'smell*' | 'dirty' | 'filthy' | 'freezing' | 'hot' | 'blanket*' | 'pillow*' | 'bathroom*' | 'toilet*' | 'lavatory' | 'overhead' | 'armrest*' | 'recline*' | 'turbulence' | 'seats' | 'cramped' | 'uncomfortable' | 'water' | 'screen' | 'magazine' | 'tray table*') & (any({topic.flight}) | any({topic.comfort}))$$, 'travel.comfort', 1.9, 'en', 'Cabin and board service'),
	('default', 'type.en_contact', $$'call' | 'called' | 'calling' | 'phone' | 'speak to' | 'talk to' | 'help' | 'answer' | 'reply' | 'respond' | 'response' | 'email' | 'emailed' | 'dm' | 'tweet' | 'customers' | 'customer' | 'apology' | 'apologize' | 'treat' | 'voucher*' | 'explanation' | 'communication'$$, 'service', 0.85, 'en', 'Words of getting in touch'),
	('default', 'type.booking', $${problem.booking}$$, 'travel.booking', 1.5, NULL, 'Booking went wrong'),
	('default', 'type.booking_topic', $$any({topic.booking}) & (any({topic.flight}) | any({topic.comfort}) | 'reservation*' | 'booking' | 'booked' | 'ticket*' | 'check in' | 'boarding pass' | 'itinerary')$$, 'travel.booking', 0.7, NULL, 'Bookings and tickets'),
	('default', 'type.comfort', $${problem.comfort}$$, 'travel.comfort', 2.35, NULL, 'Uncomfortable cabin or room'),
	('default', 'type.comfort_topic', $$any({topic.comfort})$$, 'travel.comfort', 1.15, NULL, 'Cabin and room'),
	('default', 'type.travel', $$any({topic.flight})$$, 'travel', 0.95, NULL, 'Journeys'),
	('default', 'type.network', $${problem.network}$$, 'telecom', 2.3, NULL, 'Network trouble'),
	('default', 'type.network_topic', $$any({topic.network})$$, 'telecom', 0.85, NULL, 'Network'),
	('default', 'type.system', $${problem.system}$$, 'app', 1.6, NULL, 'App, site, machine'),
	('default', 'type.app_topic', $$any({topic.app})$$, 'app', 0.5, NULL, 'App, site, login');
