/*
 * rights.h
 *		Who calls, and as which agent.
 */
#ifndef COMPLAINT_RIGHTS_H
#define COMPLAINT_RIGHTS_H

/* Registers the mark of the connection's acting agent. */
extern void rights_init(void);

#endif							/* COMPLAINT_RIGHTS_H */
