/*
 * clock.c
 *		What time it is (see clock.h).
 *
 * The setting complaint.clock stops the clock of a session at a moment.  It is
 * the superuser's: whoever may set the time decides when alerts ring.
 */
#include "postgres.h"

#include <ctype.h>

#include "fmgr.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/guc.h"
#include "utils/timestamp.h"

#include "compat.h"
#include "live/clock.h"

PG_FUNCTION_INFO_V1(complaint_clock);
PG_FUNCTION_INFO_V1(complaint_is_time_zone);

static char *clock_setting = NULL;
static TimestampTz simulated = DT_NOBEGIN;	/* none */

/*
 * A date and time with its zone, as ISO 8601 writes it.  The pieces of
 * timestamptz_in, since that raises errors and a check hook must not.  No words
 * such as "tomorrow": the setting is read again later and must say the same.
 */
static bool
read_time(const char *string, TimestampTz *time)
{
	char		buffer[MAXDATELEN + MAXDATEFIELDS];
	char	   *fields[MAXDATEFIELDS];
	int			types[MAXDATEFIELDS];
	int			nfields;
	int			dtype;
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;

	if (!isdigit((unsigned char) *string) || strlen(string) > MAXDATELEN ||
		ParseDateTime(string, buffer, sizeof(buffer), fields, types, MAXDATEFIELDS, &nfields) != 0 ||
		compat_decode_datetime(fields, types, nfields, &dtype, &tm, &fsec, &tz) != 0 ||
		dtype != DTK_DATE)
		return false;
	return tm2timestamp(&tm, fsec, &tz, time) == 0;
}

static bool
check_clock(char **value, void **extra, GucSource source)
{
	TimestampTz time = DT_NOBEGIN;

	if (**value != '\0' && !read_time(*value, &time))
	{
		GUC_check_errdetail("It is a time such as 2026-01-05 10:00:00+00, or empty for the real clock.");
		return false;
	}
	*extra = compat_guc_malloc(sizeof(TimestampTz));
	if (*extra == NULL)
		return false;
	memcpy(*extra, &time, sizeof(TimestampTz));
	return true;
}

static void
assign_clock(const char *value, void *extra)
{
	memcpy(&simulated, extra, sizeof(TimestampTz));
}

void
clock_init(void)
{
	DefineCustomStringVariable("complaint.clock",
							   "Stops the clock of policies and alerts at this time; empty: the real clock.",
							   "For tests and simulations.",
							   &clock_setting,
							   "",
							   PGC_SUSET,
							   0,
							   check_clock, assign_clock, NULL);
}

TimestampTz
clock_now(void)
{
	return simulated != DT_NOBEGIN ? simulated : GetCurrentTimestamp();
}

Datum
complaint_clock(PG_FUNCTION_ARGS)
{
	PG_RETURN_TIMESTAMPTZ(clock_now());
}

/*
 * AT TIME ZONE takes abbreviations and offsets too; but only a whole zone knows
 * when daylight saving begins, and local times are read by one.
 */
Datum
complaint_is_time_zone(PG_FUNCTION_ARGS)
{
	pg_tz	   *zone = pg_tzset(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	PG_RETURN_BOOL(zone != NULL && pg_tz_acceptable(zone));
}
