/*
 * compat.h
 *		Every difference between the server versions that we build on.
 *
 * Include after postgres.h.  The code elsewhere is written for the newest
 * form of an interface; what older servers lack is given here.
 */
#ifndef COMPLAINT_COMPAT_H
#define COMPLAINT_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "complaint needs PostgreSQL 15 or newer"
#endif

#endif							/* COMPLAINT_COMPAT_H */
