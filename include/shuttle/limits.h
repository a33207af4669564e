/*
 * Every limit of the program, named in one place. Memory is bounded by these.
 * Sizes are in bytes, counts are counts; a value over a limit is refused with
 * the limit's name, never cut.
 */
#ifndef SHUTTLE_LIMITS_H
#define SHUTTLE_LIMITS_H

/* The wire. */
#define FRAME_HEADER_SIZE 40u
#define FRAME_BODY_MAX    65536u
#define FRAME_SIZE_MAX    (FRAME_HEADER_SIZE + FRAME_BODY_MAX)
#define TEXT_MAX          16384u /* one text of one item, UTF-8 */
#define PACKAGE_WORDS_MAX 4096u  /* words of a package, two more for each */
#define NAME_MAX_SIZE     63u    /* an id: room, issue, option, round, item */
#define DIGEST_SIZE       32u    /* SHA-256 */
#define NONCE_SIZE        16u
#define CHANNELS_MAX      4u /* mediators one room may speak through */
#define MEDIATORS_MAX     CHANNELS_MAX /* of one scenario */
#define ACK_EVERY         64u /* frames between two transcript acknowledgements */

/* The talks. */
#define ROOMS_MAX           16u
#define PROCESSES_MAX       (ROOMS_MAX + MEDIATORS_MAX) /* of one talk */
#define ISSUES_MAX          32u
#define OPTIONS_MAX         32u
#define ROUNDS_MAX          64u
#define LINES_MAX           512u /* scripted lines of one seat, all rounds */
#define EVENTS_MAX          64u
#define TRUST_MAX           100
#define TRUST_START         50
#define FACTS_MAX           64u
#define BRANCHES_MAX        16u /* ways out of one round */
#define ENDINGS_MAX         32u
#define EXPECTS_MAX         64u    /* rehearsals of a scenario */
#define EXPECT_LIST_MAX     256u   /* things one rehearsal names under a key */
#define EXPECT_SEEDS_MAX    10000u /* runs of one rehearsal */
#define EXPECT_TURNS_MAX    20000u /* turns of the mediator in one such run */
#define CONDITION_MAX       512u   /* source text of one condition */
#define CONDITION_OPS_MAX   64u
#define CONDITION_DEPTH_MAX 16u   /* brackets and nots within each other */
#define ITEMS_LIVE_MAX      8192u /* items not disposed of, shared by rooms */
#define ARRIVED_MAX         4096u /* a room's, not taken; less WAITs owed */
#define ARRIVED_SIZE_MAX    (4u * 1024u * 1024u) /* a room's, not yet taken */
#define ITEMS_PAST_MAX      1024u /* disposed of, may still be answered */
#define RECEIPTS_MAX        4096u /* receipts waiting for the mediator's visit */
#define INSTANT_STEPS_MAX   10000u /* steps the mediator takes at one instant */
#define VAIN_VISITS_MAX     1000u  /* visits on end in which nothing happens */
#define INSTRUCTIONS_MAX    8u     /* asked of a capital and not received */
#define LINK_NOTES_MAX      64u /* comings and goings noted: a room, the door */
#define CARRIERS_MAX        8u  /* mediators of one team walking at once */
#define PARAMS_MAX          32u /* parameters of one member of a family */
#define MEMBER_STATE_MAX    1024u /* own state of one member of a family */

/* Outside programs (shuttle-program(7)). */
#define PROGRAM_VERSION_SPOKEN 1u
#define PROGRAM_FAILURES_MAX   3u  /* then its default decides to the end */
#define PROGRAM_WORDS_MAX      16u /* words of `run` */
#define PROGRAM_LINE_MAX       (256u * 1024u) /* one line that it answers */
#define PROGRAM_QUEUE_MAX      (8u * 1024u * 1024u) /* told and not yet read */
#define PROGRAM_STRAY_MAX      64u /* lines that answer nothing, in a row */
#define PROGRAM_ERRORS_MAX     (16u * 1024u) /* kept of its standard error */
#define PROGRAM_START_LIMIT_MS 10000u /* from its start to its first line */
#define PROGRAM_GRACE_MS       1000u  /* from our last line to its end */

/* The record. */
#define RECORD_ENTRY_MAX (BRIEF_MAX + 256u) /* a brief is the longest body */
#define BRIEF_MAX        (1024u * 1024u)

/* The scenario file. */
#define SCENARIO_SIZE_MAX  (1024u * 1024u)
#define SCENARIO_DEPTH_MAX 16u
#define SCENARIO_NODES_MAX 65536u
#define SCENARIO_DIAGS_MAX 200u
#define TABLE_SIZE_MAX     (256u * 1024u) /* a table of values beside it */
#define TABLE_LINES_MAX    4096u

/* The sockets. */
#define LINK_QUEUE_HIGH      (256u * 1024u) /* stop reading those who fill it */
#define LINK_QUEUE_LOW       (64u * 1024u)  /* and read on below this */
#define LINK_QUEUE_MAX       (4u * 1024u * 1024u) /* a peer that will not read */
#define LINK_LATER_MS        2u /* what may wait for company waits so long */
#define LINK_STALL_LIMIT_MS  30000u /* a peer takes nothing of its queue */
#define LINK_LINGER_LIMIT_MS 2000u  /* for the peer's end after ours */
#define LINK_REKEY_RECORDS   (8u * 1024u * 1024u) /* records under a key */
#define HANDSHAKE_LIMIT_MS   5000u
#define FRAME_LIMIT_MS       10000u /* half a frame, and nothing more */
#define ADMISSION_LIMIT_MS   10000u /* a room that never comes */
#define GOODBYE_LIMIT_MS     30000u /* a room's BYE after the mediator's */
#define JOURNAL_BEHIND_MAX   (4u * 1024u * 1024u) /* read on when on disk */

#endif
