/*
 * hours.c
 *		Business hours (see hours.h).
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/hours.h"

#define MAX_DAYS 3660

/* The moment of a local time of a day (Julian). */
static TimestampTz
local_moment(int julian_day, int64 time, pg_tz *zone)
{
	struct pg_tm tm = {0};
	TimestampTz result;
	int			tz;

	/* 24:00 is 0:00 of the next day, also where that day has 23 hours */
	if (time >= USECS_PER_DAY)
	{
		julian_day++;
		time -= USECS_PER_DAY;
	}
	j2date(julian_day, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	tm.tm_hour = (int) (time / USECS_PER_HOUR);
	tm.tm_min = (int) (time / USECS_PER_MINUTE % MINS_PER_HOUR);
	tm.tm_sec = (int) (time / USECS_PER_SEC % SECS_PER_MINUTE);
	tz = DetermineTimeZoneOffset(&tm, zone);
	if (tm2timestamp(&tm, (fsec_t) (time % USECS_PER_SEC), &tz, &result) != 0)
		return DT_NOEND;
	return result;
}

TimestampTz
hours_after(const Hours *hours, TimestampTz since, int64 span)
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;
	int			day;

	if (TIMESTAMP_NOT_FINITE(since) ||
		timestamp2tm(since, &tz, &tm, &fsec, NULL, hours->zone) != 0)
		return since;
	day = date2j(tm.tm_year, tm.tm_mon, tm.tm_mday);
	for (int i = 0; i < MAX_DAYS; i++, day++)
	{
		int			weekday = (j2day(day) + 6) % 7 + 1;

		CHECK_FOR_INTERRUPTS();
		for (int j = 0; j < hours->nopenings; j++)
		{
			const Opening *opening = &hours->openings[j];
			TimestampTz from;
			TimestampTz to;

			if (opening->day != weekday)
				continue;
			from = Max(local_moment(day, opening->opens, hours->zone), since);
			to = local_moment(day, opening->closes, hours->zone);
			if (from >= to)
				continue;
			/* the end is no business time any more, but a span may end there */
			if (span > 0 ? to - from >= span : to > from)
				return from + span;
			span -= to - from;
		}
	}
	return DT_NOEND;
}
