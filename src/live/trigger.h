/*
 * trigger.h
 *		The triggers of attached tables.
 */
#ifndef COMPLAINT_TRIGGER_H
#define COMPLAINT_TRIGGER_H

/* Registers complaint.alerts. */
extern void trigger_init(void);

#endif							/* COMPLAINT_TRIGGER_H */
