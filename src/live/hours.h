/*
 * hours.h
 *		Business hours: when somebody is there.
 */
#ifndef COMPLAINT_HOURS_H
#define COMPLAINT_HOURS_H

#include "datatype/timestamp.h"
#include "pgtime.h"

/* An opening of a day of the week; local times in microseconds. */
typedef struct Opening
{
	int			day;			/* 1 Monday to 7 Sunday */
	int64		opens;
	int64		closes;
} Opening;

/* Rows of complaint.business_hours of one name. */
typedef struct Hours
{
	char	   *name;
	pg_tz	   *zone;
	int			nopenings;
	Opening    *openings;		/* by day and time */
} Hours;

/*
 * When "span" microseconds of business time have passed since then.  With a
 * span of 0: "since" if it lies in the hours, else when they next begin.
 * DT_NOEND if that is never, or more than ten years away.  Daylight saving is
 * the zone's: an opening may be an hour longer or shorter.
 */
extern TimestampTz hours_after(const Hours *hours, TimestampTz since, int64 span);

#endif							/* COMPLAINT_HOURS_H */
