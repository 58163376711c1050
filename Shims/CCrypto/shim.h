// libcrypto: hashes. libcurl brings it anyway.
#pragma once
#include <openssl/evp.h>
