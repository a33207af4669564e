/* Why a session ended or was refused, as both ends write it in their logs and
 * as REFUSED and BYE carry it. The numbers are part of the protocol. */
#ifndef SHUTTLE_REASON_H
#define SHUTTLE_REASON_H

#include <stdint.h>

#define REASON_TABLE(X)                                                        \
    X(0, NONE, "the talks ended")                                              \
    X(1, VERSION, "no protocol version in common")                             \
    X(2, TALK, "the frame or the certificate names another talk")              \
    X(3, ROOM, "no such room in this talk")                                    \
    X(4, ROLE, "the certificate is for another role")                          \
    X(5, DOOR, "the certificate is for another room than this door")           \
    X(6, TAKEN, "the room is already here")                                    \
    X(7, ORDER, "a frame came out of order")                                   \
    X(8, LENGTH, "a frame is longer than allowed")                             \
    X(9, FORM, "a frame does not have its form")                               \
    X(10, KIND, "a message of an unknown kind")                                \
    X(11, STATE, "a message that has no place in this state")                  \
    X(12, LIMIT, "a limit was passed")                                         \
    X(13, SLOW, "the peer does not read what it is sent")                      \
    X(14, LATE, "the peer did not come or did not answer in time")             \
    X(15, GONE, "the connection ended without a goodbye")                      \
    X(16, AUTHORITY, "the certificate is signed by another authority")         \
    X(17, EXPIRED, "the certificate has expired")                              \
    X(18, NOT_YET, "the certificate is not valid yet")                         \
    X(19, NO_CERTIFICATE, "the peer showed no certificate")                    \
    X(20, USAGE, "the certificate is not for this use")                        \
    X(21, TLS_VERSION, "the peer does not speak TLS 1.3")                      \
    X(22, TLS, "the TLS handshake failed")                                     \
    X(23, TRANSCRIPT, "the two ends do not have the same transcript")          \
    X(24, INTERRUPTED, "the other end was stopped")

enum reason {
#define X(number, name, text) REASON_##name = number,
    REASON_TABLE(X)
#undef X
};

/* "NONE", ... or NULL for a number that is not in the table. */
const char *reason_name(uint32_t number);
/* One sentence; "an unknown reason" for a number that is not in the table. */
const char *reason_text(uint32_t number);

#endif
