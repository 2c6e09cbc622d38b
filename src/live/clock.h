/*
 * clock.h
 *		What time it is for policies, alerts and the worker.
 *
 * Everything in the live room that compares or stores a moment asks here, so
 * that windows, cooldowns and escalations can be tested and simulated to the
 * second.
 */
#ifndef COMPLAINT_CLOCK_H
#define COMPLAINT_CLOCK_H

#include "datatype/timestamp.h"

/* Registers complaint.clock. */
extern void clock_init(void);

/* The simulated time if there is one, else the real one. */
extern TimestampTz clock_now(void);

#endif							/* COMPLAINT_CLOCK_H */
