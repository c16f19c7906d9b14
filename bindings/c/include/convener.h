/* convener: panels for forums, proven optimal, explained and verified. One function for each verb, JSON in and JSON out.
 *
 * Made from the sources of the library by `bindings/tools`; do not edit.
 *
 * Ownership: a function that returns a pointer to a reply or a flag gives it away; `convener_reply_free` and
 * `convener_flag_free` take it back. What is passed in stays the caller's and is not kept.
 *
 * Threads: any thread may call any function, several at once. A reply belongs to one thread at a time. A flag may be raised
 * by any thread while another runs a verb with it. A verb runs on the thread that calls it and needs 1 MB of stack.
 */

#ifndef CONVENER_H
#define CONVENER_H

#include <stddef.h>
/* How a verb ended: the exit statuses of the program. */
#define CONVENER_SUCCESS 0   /* a plan, a clean audit, or what was asked for */
#define CONVENER_BROKEN 1    /* infeasible, or a broken requirement */
#define CONVENER_REJECTED 2  /* the input or an option is refused; the reply lists every fault */
#define CONVENER_UNKNOWN 3   /* a limit came first */
#define CONVENER_FAULT 70    /* a fault of the program itself */

/*
 Raised from any thread, it stops every verb that was called with it. It may be raised but once, and not lowered.
 */
typedef struct convener_flag convener_flag;

/*
 What a verb replies: a text and a status. Whoever gets it owns it, and frees it with `convener_reply_free`.
 */
typedef struct convener_reply convener_reply;

/*
 Called with what is known while a verb runs: the JSON text of a `progress` document, ended by a zero byte and valid until
 the function returns. It is called on the thread that called the verb. Whatever it returns but 0 stops the verb, which then
 answers with what it has. It must return: neither `longjmp` nor an exception of C++ may leave it.
 */
typedef int (*convener_progress)(const char *progress, void *data);

/*
 Who listens to a verb while it runs, and who may stop it. Fields of zero are nobody.
 */
typedef struct convener_ears {
  /*
   Called with what is known.
   */
  convener_progress progress;
  /*
   Passed on to `progress`.
   */
  void *data;
  /*
   Stops the verb soon after any thread raises it.
   */
  const struct convener_flag *cancel;
} convener_ears;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 Calls a verb by its name: `verb` and `options` end with a zero byte, `options` may be null for the defaults; `input` has
 `length` bytes and may be null where `length` is 0; `ears` may be null. Never returns null; `convener_reply_free` frees it.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_call(const char *verb,
                                     const char *input,
                                     size_t length,
                                     const char *options,
                                     const struct convener_ears *ears);

/*
 The version of the library, such as `0.1.0`. It is never freed.
 */
const char *convener_version(void);

/*
 A flag not raised; `convener_flag_free` frees it. Never null.
 */
struct convener_flag *convener_flag_new(void);

/*
 Raises a flag, from any thread or a signal handler. Null is no flag.

 # Safety
 `flag` is null or a flag that was not freed.
 */
void convener_flag_raise(const struct convener_flag *flag);

/*
 Frees a flag. Null is nothing to free.

 # Safety
 `flag` is null or a flag that was not freed, and nobody uses it afterwards.
 */
void convener_flag_free(struct convener_flag *flag);

/*
 The text: JSON, or MPS of a successful export. It ends with a zero byte and lives as long as the reply. Null for null.

 # Safety
 `reply` is null or a reply that was not freed.
 */
const char *convener_reply_text(const struct convener_reply *reply);

/*
 The length of the text in bytes, without the zero byte. 0 for null.

 # Safety
 `reply` is null or a reply that was not freed.
 */
size_t convener_reply_length(const struct convener_reply *reply);

/*
 How it ended: `CONVENER_SUCCESS`, `_BROKEN`, `_REJECTED`, `_UNKNOWN` or `_FAULT`. `CONVENER_FAULT` for null.

 # Safety
 `reply` is null or a reply that was not freed.
 */
int convener_reply_status(const struct convener_reply *reply);

/*
 Frees a reply. Null is nothing to free.

 # Safety
 `reply` is null or a reply that was not freed, and nobody uses it or its text afterwards.
 */
void convener_reply_free(struct convener_reply *reply);

/*
 Finds the best plan for a forum, proven; an infeasible forum is explained. `input` is the JSON text of a forum,
 `length` bytes. `options` is the JSON text of an object, ended by a zero byte, or null for the defaults:

 - `time_limit`: Stop after this many seconds with the best that is known. Default: no limit.
 - `backend`: The solver. Default: `engine`.
 - `explain`: Explain an infeasible forum. Default: true.
 - `language`: The language of the explanation. Default: `en`.
 - `certificate`: Give the proofs with the answer. Default: true.
 - `seed`: Decides between equally good plans; without one, the order of the forum does.
 - `pretty`: Indent what is written. Default: false.

 `ears` may be null. Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_solve(const char *input,
                                      size_t length,
                                      const char *options,
                                      const struct convener_ears *ears);

/*
 Says which rules clash, what to give up and whom to invite; or what each rule costs. `input` is the JSON text of
 a forum, `length` bytes. `options` is the JSON text of an object, ended by a zero byte, or null for the
 defaults:

 - `time_limit`: Stop after this many seconds with what is known. Default: no limit.
 - `backend`: The solver. Default: `engine`.
 - `why`: Panels and speakers: why each speaker is, or is not, on the panel.
 - `language`: The language of the explanation. Default: `en`.
 - `pretty`: Indent what is written. Default: false.

 `ears` may be null. Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_explain(const char *input,
                                        size_t length,
                                        const char *options,
                                        const struct convener_ears *ears);

/*
 Counts a forum's draft against every rule, without solving. `input` is the JSON text of a forum, `length` bytes.
 `options` is the JSON text of an object, ended by a zero byte, or null for the defaults:

 - `pretty`: Indent what is written. Default: false.

 Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_audit(const char *input, size_t length, const char *options);

/*
 Checks every claim of an answer, or of a record, against its forum, without solving. `input` is the JSON text of
 a claims, `length` bytes. `options` is the JSON text of an object, ended by a zero byte, or null for the
 defaults:

 - `key`: The key of a record's pseudonyms.
 - `pretty`: Indent what is written. Default: false.

 Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_verify(const char *input, size_t length, const char *options);

/*
 Makes the public record of an answer, once every claim of it is confirmed. `input` is the JSON text of a claims,
 `length` bytes. `options` is the JSON text of an object, ended by a zero byte, or null for the defaults:

 - `key`: Pseudonyms by this key instead of speakers' ids.
 - `language`: The language of the rules' words. Default: `en`.
 - `pretty`: Indent what is written. Default: false.

 Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_record(const char *input, size_t length, const char *options);

/*
 Writes a forum's integer program as MPS. `input` is the JSON text of a forum, `length` bytes. `options` is the
 JSON text of an object, ended by a zero byte, or null for the defaults:

 - `open`: The rows of the forum's statements, none of which takes another for granted: what conflicts are proven
   by. Default: false.
 - `pretty`: Indent the answer, should the forum be rejected. Default: false.

 Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_export(const char *input, size_t length, const char *options);

/*
 Makes a synthetic forum, the same on every machine. `options` is the JSON text of an object, ended by a zero
 byte, or null for the defaults:

 - `name`: The size, such as `regional`, `global` or `mega`. Required.
 - `seed`: Any whole number; another seed is another forum. Required.
 - `variant`: What sets the forum apart. Default: `plain`.
 - `pretty`: Indent what is written. Default: false.

 Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_generate(const char *options);

/*
 The JSON Schemas of all documents, and the verbs with their options. `options` is the JSON text of an object,
 ended by a zero byte, or null for the defaults:

 - `pretty`: Indent what is written. Default: false.

 Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_schema(const char *options);

/*
 The policies as rules, with source and date. `options` is the JSON text of an object, ended by a zero byte, or
 null for the defaults:

 - `pretty`: Indent what is written. Default: false.

 Never returns null; `convener_reply_free` frees the reply.

 # Safety
 The pointers are null or point to what is said of them, unchanged until the function returns.
 */
struct convener_reply *convener_policies(const char *options);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CONVENER_H */
