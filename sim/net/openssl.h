/* OpenSSL's headers, once, for the files of this folder. OpenSSL has a type
 * called ERR_STATE, which is also a constant of shuttle/err.h: the type gets
 * another name here. Private: headers of this folder name OpenSSL's structs
 * by their tags instead. */
#ifndef SIM_NET_OPENSSL_H
#define SIM_NET_OPENSSL_H

#define ERR_STATE OPENSSL_ERR_STATE
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

#endif
