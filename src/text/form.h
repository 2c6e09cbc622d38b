/*
 * form.h
 *	  Recognised forms: money, durations, dates, telephone and card numbers ...
 *	  with a normalised value.
 *
 * Customers put what matters into figures: how much was taken, for how long
 * they have waited, how often they have called, which card it was.  A rule
 * cannot list all of them, so they are found by their form, in English and in
 * Chinese, digits or words, and each comes out as one value that a rule can
 * compare and a report can group by.
 *
 * Values of persons (form_is_personal) must not be stored or logged: use
 * form_mask.
 */
#ifndef COMPLAINT_FORM_H
#define COMPLAINT_FORM_H

#include "text.h"

typedef enum FormKind
{
	FORM_MONEY,
	FORM_DURATION,
	FORM_DATE,
	FORM_TIME,
	FORM_PERCENTAGE,
	FORM_ORDINAL,
	FORM_COUNT,
	FORM_PHONE,
	FORM_EMAIL,
	FORM_URL,
	FORM_BANK_CARD,
	FORM_ID_CARD,
	FORM_IBAN,
	FORM_ORDER_NUMBER
} FormKind;

#define FORM_KINDS		14

/* A text with more forms than this is judged by the first ones. */
#define FORM_MAX		256

#define FORM_VALUE_SIZE 40

/*
 * What number and value hold:
 *
 * money			amount in its currency	'1234.50 CNY', '5000' (currency not said)
 * duration			seconds					'3 days', '1.5 hours', 'since monday'
 * date				days since 1970-01-01	'2026-03-05', '--03-05', 'yesterday'
 * time				seconds of the day		'15:30'
 * percentage		20 for 20%				'20%'
 * ordinal, count	n						'3', 'many'
 * phone			-						'+8613800138000', '9889757334' (of what country not said)
 * email, url		-						as written, cut at the size
 * bank_card, id_card, iban, order_number	without separators, in capitals
 *
 * A range has its lower end ("3-4 days": 3), and so has a vague number ("20
 * 多天": 20); a vague number without any ("several") counts as three.
 */
typedef struct Form
{
	uint8		kind;			/* FormKind */
	bool		has_number;		/* a number can be told, also from value */
	uint32		first;			/* tokens, inclusive */
	uint32		last;
	uint32		start;			/* bytes of the original */
	uint32		end;			/* exclusive */
	double		number;			/* 0 if not has_number */
	char		value[FORM_VALUE_SIZE]; /* ends with a zero byte */
} Form;

/* Zeroed by the caller; grows in the context of its first use and is kept. */
typedef struct FormList
{
	Form	   *forms;
	uint32		nforms;
	uint32		capacity;
	void	   *work;			/* of form_find, for the next text */
	uint32		work_capacity;
} FormList;

extern uint32 form_possible(const TextDoc *doc);
extern void form_find(const TextDoc *doc, FormList *list);
extern void form_list_free(FormList *list);

extern int	form_kind(const char *name, size_t length);
extern const char *form_name(FormKind kind);
extern bool form_is_personal(FormKind kind);
extern bool form_is_comparable(FormKind kind);
extern void form_mask(const Form *form, char *out, size_t size);
extern bool form_parse_number(FormKind kind, const char *text, size_t length, double *number);

#endif							/* COMPLAINT_FORM_H */
