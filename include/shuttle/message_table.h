/*
 * The one table of everything that is said on the wire and noted in a record.
 * Codec, PROTOCOL.md's tables, the JSON view and the fuzzers' dictionary all
 * come from it.
 *
 * KIND(number, NAME, name, who, text) opens a kind, FIELD(type, name, text)
 * adds a field in wire order, END(name) closes it. who: ROOM (sent by a room),
 * MEDIATOR (sent to a room), BOTH, or NOTE (never on the wire: a note in a
 * record).
 *
 * Field types, as they stand on the wire:
 *   u8 u16 u32 u64   big-endian
 *   time             i64 microseconds, INT64_MAX for never; not negative
 *   text             u16 size, then UTF-8 of up to TEXT_MAX bytes without NUL
 *   package          u8 count, then count pairs (u8 issue, u8 option) with
 *                    issues rising; then for each option 254 a text that is
 *                    not empty, up to PACKAGE_WORDS_MAX bytes in all
 *   caveats          u16 bits; then time when NOT_BEFORE, time when EXPIRES,
 *                    text when IF_THEY_MOVE_FIRST
 *   digest           32 bytes;   nonce: 16 bytes
 *   handles          u8 count, then count of (u8 room, u64 handle), rooms
 * rising; 254 is the mediator reads            u8 count, then count of (u16
 * channel, u64 number), channels rising
 *
 * No include guard: the file is included once for each use.
 */

/* Both ways. */
KIND(1, ACK, ack, BOTH, "unnumbered; the transcript so far of what was read")
FIELD(u64, upto, "the last frame counted, a multiple of ACK_EVERY")
FIELD(digest, transcript, "running digest of the frames 1 to upto")
END(ack)

KIND(2, BYE, bye, BOTH, "the last frame of a session")
FIELD(u8, reason, "see the table of reasons")
FIELD(u64, received, "the number of the last frame read")
FIELD(digest, transcript_received, "of the frames 1 to received")
FIELD(u64, sent, "the number of the last frame sent before this one")
FIELD(digest, transcript_sent, "of the frames 1 to sent")
END(bye)

/* From a room. */
KIND(8, HELLO, hello, ROOM, "the first frame of a room")
FIELD(u8, version_low, "lowest protocol version spoken")
FIELD(u8, version_high, "highest protocol version spoken")
FIELD(u16, semantics, "version of the meaning of messages")
FIELD(text, room, "id of the room")
FIELD(text, program, "name and version of the program")
END(hello)

KIND(9, ITEM, item, ROOM, "something handed to the mediator")
FIELD(u32, item, "the room's own number of the item: 1, 2, 3 ...")
FIELD(u8, move, "see the table of moves")
FIELD(u16, to, "bit per room; 0 means all other rooms")
FIELD(caveats, caveats, "what may be done with it")
FIELD(u8, about, "issue a question or a text is about, from 1; 0 none")
FIELD(u8, answer, "of a reply; 0 otherwise")
FIELD(u64, re, "handle of what this replies to, or 0")
FIELD(u32, own, "own item withdrawn by this one, or 0")
FIELD(package, package, "options named; count 0 when none")
FIELD(handles, handles, "handles under which rooms are to know it; may be none")
FIELD(text, text, "the words")
FIELD(text, gist, "the author's own rewording, or empty")
FIELD(text, gloss, "the same in the talks' other language, or empty")
FIELD(digest, digest, "digest of the package a reply confirms; else zero")
END(item)

KIND(10, WAIT, wait, ROOM, "nothing more to say until then or until told")
FIELD(time, until, "wake me then; never when only told things matter")
FIELD(reads, reads, "the last frame read on each channel")
END(wait)

/* To a room: all of it leaves through release. */
KIND(16, WELCOME, welcome, MEDIATOR, "the room is admitted when it reads this")
FIELD(u8, version, "protocol version of this session")
FIELD(u16, semantics, "version of the meaning of messages")
FIELD(u8, room, "the room's index")
FIELD(u8, rooms, "number of rooms")
FIELD(u8, clock, "0 simulated, 1 live")
END(welcome)

KIND(17, REFUSED, refused, MEDIATOR, "the room is not admitted")
FIELD(u8, reason, "see the table of reasons")
END(refused)

KIND(18, WAKE, wake, MEDIATOR, "the time the room waited for has come")
END(wake)

KIND(19, ROUND, round, MEDIATOR, "a round begins or ends, or its limit changes")
FIELD(u8, round, "index of the round, from 0")
FIELD(u8, state, "1 begins, 2 ended, 3 has another limit")
FIELD(time, limit, "when it will end; never when there is no limit")
FIELD(text, title, "its name for people where it begins, or empty")
END(round)

KIND(20, VISIT, visit, MEDIATOR, "the mediator came in or left")
FIELD(u8, state, "1 came in, 2 left")
END(visit)

KIND(21, RECEIPT, receipt, MEDIATOR, "what became of the room's own item")
FIELD(u32, item, "the room's own number of the item")
FIELD(u8, status, "see the table of receipts")
END(receipt)

KIND(22, TOLD, told, MEDIATOR, "something told in this room")
FIELD(u64, handle, "opaque; names this telling to this room")
FIELD(u8, move, "see the table of moves")
FIELD(u8, from,
      "index of the author's room; 253 nobody, 254 mediator, 255 world")
FIELD(u8, form, "in whose words")
FIELD(u32, re, "the room's own item that this answers or asks about, or 0")
FIELD(u8, about, "issue it is about, from 1; 0 none")
FIELD(u8, answer, "of a reply or a result; 0 otherwise")
FIELD(time, due,
      "when the result of a blind proposal leaves, a pause ends or an "
      "announcement becomes public; else never")
FIELD(u16, draft, "number of a draft, from 1; 0 otherwise")
FIELD(u32, brackets, "of a draft: bit per issue that is still open")
FIELD(package, package, "options named; count 0 when none")
FIELD(nonce, nonce, "with a digest; zero otherwise")
FIELD(digest, digest,
      "of the package, or of a draft, under the nonce; else zero")
FIELD(text, label, "id of an event of the world; empty otherwise")
FIELD(text, text, "the words")
FIELD(text, gloss, "the same in the room's own language, or empty")
END(told)

KIND(23, OUTCOME, outcome, MEDIATOR, "how the talks ended")
FIELD(u8, outcome, "see the table of outcomes")
FIELD(package, package, "what was agreed; count 0 when nothing was")
FIELD(nonce, nonce, "of the digest; zero when nothing was agreed")
FIELD(digest, digest, "of the package agreed; zero when nothing was")
END(outcome)

KIND(24, AGREED, agreed, MEDIATOR,
     "agreement is reached; its implementation follows")
FIELD(package, package, "what was agreed")
FIELD(nonce, nonce, "of the digest")
FIELD(digest, digest, "of the package agreed")
END(agreed)

KIND(25, DEPOSITED, deposited, MEDIATOR,
     "a sealed deposit is acknowledged to its author")
FIELD(u32, item, "the room's own number of the item")
FIELD(nonce, nonce, "of the digest")
FIELD(digest, digest, "of what an exchange will tell of it, under the nonce")
END(deposited)

/* Notes in a record. item names (author room, the author's number). */
KIND(64, ADMITTED, admitted, NOTE, "a room was admitted")
FIELD(u8, room, "index")
END(admitted)

KIND(65, WALKED, walked, NOTE, "a carrier set out")
FIELD(u8, carrier, "which of the mediator's team")
FIELD(u8, from, "room left, 255 none")
FIELD(u8, to, "room walked to")
FIELD(time, arrives, "when he will be there")
END(walked)

KIND(66, VISITED, visited, NOTE, "a carrier came in or left")
FIELD(u8, carrier, "which of the mediator's team")
FIELD(u8, room, "which room")
FIELD(u8, state, "1 came in, 2 left")
END(visited)

KIND(67, TAKEN, taken, NOTE, "the mediator took an item from a room")
FIELD(u8, room, "author")
FIELD(u32, item, "the author's number")
FIELD(u8, carrier, "which of the mediator's team; 255 at the door")
END(taken)

KIND(68, JUDGED, judged, NOTE, "hold's decision on an item for one room")
FIELD(u8, room, "author")
FIELD(u32, item, "the author's number")
FIELD(u8, to, "addressee")
FIELD(u8, verdict, "1 tell, 2 hold, 3 withhold")
FIELD(u8, rule, "see the table of rules")
FIELD(time, until, "judged again at this time at the latest")
FIELD(text, reason, "one line")
END(judged)

KIND(69, RELEASED, released, NOTE, "why the next frame may leave")
FIELD(u8, room, "author; 254 mediator, 255 the world")
FIELD(u32, item, "the author's number; 0 for service")
FIELD(u8, to, "addressee")
FIELD(u8, form, "in whose words")
FIELD(u8, rule, "see the table of rules")
FIELD(u64, handle, "as told")
FIELD(text, reason, "one line")
END(released)

KIND(70, DISPOSED, disposed, NOTE, "an item is finished with for one room")
FIELD(u8, room, "author")
FIELD(u32, item, "the author's number")
FIELD(u8, to, "addressee")
FIELD(u8, disposition, "see the table of dispositions")
FIELD(u8, rule, "see the table of rules")
END(disposed)

KIND(71, PUT, put, NOTE, "the mediator decided to put something forward")
FIELD(u32, item, "the mediator's own number")
FIELD(u8, move, "see the table of moves")
FIELD(text, id, "id of the mediator's line")
FIELD(package, package, "options named")
FIELD(time, due, "when its result leaves; never when it has none")
END(put)

KIND(72, SEALED, sealed, NOTE, "a sealed answer was put away unread")
FIELD(u32, item, "the mediator's own number of what is answered")
FIELD(u8, room, "who answered")
END(sealed)

KIND(73, HAPPENED, happened, NOTE, "an event of the world")
FIELD(text, event, "its id")
END(happened)

KIND(74, CHANGED, changed, NOTE, "a room's position moved")
FIELD(u8, room, "whose")
FIELD(package, package, "options newly deposited")
END(changed)

KIND(75, CONCLUDED, concluded, NOTE, "how the talks ended, and why")
FIELD(u8, outcome, "see the table of outcomes")
FIELD(package, package, "what was agreed")
FIELD(text, reason, "one line")
END(concluded)

KIND(76, SWITCHED, switched, NOTE, "a member of a family took over")
FIELD(text, family, "walk, carry, hold or table")
FIELD(text, member, "its name")
END(switched)

KIND(77, LINE, line, NOTE, "what a room's script did with a line")
FIELD(text, id, "of the line")
FIELD(u8, state, "1 handed over, 2 skipped, 3 late, 4 beyond authority")
FIELD(u32, item, "number under which it was handed over; 0 if it was not")
END(line)

KIND(78, CAPITAL, capital, NOTE, "instructions asked or received")
FIELD(u8, state, "1 asked, 2 received")
FIELD(package, package, "options concerned")
FIELD(time, due, "when the answer comes")
END(capital)

KIND(79, ENDED, ended, NOTE, "a session ended")
FIELD(u8, room, "index")
FIELD(u8, reason, "see the table of reasons")
END(ended)

KIND(80, FAULT, fault, NOTE, "something refused by a rule")
FIELD(u8, room, "whose")
FIELD(u32, item, "the author's number, or 0")
FIELD(text, reason, "one line")
END(fault)

KIND(81, ENDING, ending, NOTE, "a named ending was reached")
FIELD(text, id, "its id")
END(ending)

KIND(82, DRAWN, drawn, NOTE, "chance decided on an event of the world")
FIELD(text, event, "its id")
FIELD(u8, happens, "1 it happens, 0 it never will")
END(drawn)

KIND(83, REACHED, reached, NOTE,
     "agreement was reached; its implementation follows")
FIELD(package, package, "what was agreed")
FIELD(text, reason, "one line")
END(reached)

KIND(86, DEPOSIT, deposit, NOTE, "a sealed deposit was taken and acknowledged")
FIELD(u8, room, "author")
FIELD(u32, item, "the author's number")
FIELD(digest, digest, "as acknowledged to the author")
END(deposit)

KIND(88, VOIDED, voided, NOTE, "something leaked that was to be void then")
FIELD(u8, room, "author")
FIELD(u32, item, "the author's number")
FIELD(text, event, "id of the leak")
END(voided)

KIND(90, LINE_BY, line_by, NOTE,
     "as LINE, of a line that went by another mediator than the first")
FIELD(text, id, "of the line")
FIELD(u8, state, "as in LINE")
FIELD(u32, item, "number under which it was handed over there")
FIELD(u16, channel, "by which mediator of the room")
END(line_by)

KIND(84, GROUND, ground, NOTE, "an item that what was put forward rests on")
FIELD(u32, item, "the mediator's own number of what was put forward")
FIELD(u8, room, "author of what it rests on")
FIELD(u32, number, "the author's number of that")
END(ground)
