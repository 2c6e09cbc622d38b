/*
 * worker_private.h
 *		What the worker and those who start and stop it share.
 *
 * Without shared_preload_libraries there is no shared memory of ours, so they
 * talk by locks, and by the row of complaint.worker for what must last.
 */
#ifndef COMPLAINT_WORKER_PRIVATE_H
#define COMPLAINT_WORKER_PRIVATE_H

#include "storage/lock.h"

typedef enum WorkerLock
{
	WORKER_LOCK_ONE,			/* the worker's, all its life: there is one */
	WORKER_LOCK_ALIVE,			/* the worker's too; others look at it */
	WORKER_LOCK_CONTROL,		/* start and stop, until their transaction ends */
	WORKER_LOCK_STOP			/* stop, while it waits for the worker's end */
} WorkerLock;

/*
 * Takes a lock in ExclusiveLock, to be held until the transaction ends or, if
 * "session", until worker_unlock() or the process's end.  False if it is not
 * to be had without waiting and "wait" is not set.
 */
extern bool worker_lock(WorkerLock lock, bool session, bool wait);
extern void worker_unlock(WorkerLock lock);

/*
 * Whether another process has it.  Takes it in ShareLock for a moment, which
 * is why the worker has two: whoever looks must not make it think that there
 * is another worker.
 */
extern bool worker_lock_is_held(WorkerLock lock);

/* Whether complaint.worker_databases names this database; in a transaction. */
extern bool worker_database_is_named(void);

/* complaint.worker_interval, in milliseconds. */
extern int	worker_interval;

#endif							/* COMPLAINT_WORKER_PRIVATE_H */
