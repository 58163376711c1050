// libcurl: HTTP. Its variadic functions are unknown to Swift; these are their forms that are used.
#pragma once
#include <curl/curl.h>

typedef size_t (*pocket_curl_receiver)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode pocket_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode pocket_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode pocket_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode pocket_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode pocket_curl_set_receiver(CURL *handle, CURLoption option, pocket_curl_receiver value) {
    return curl_easy_setopt(handle, option, value);
}
// 0 where libcurl does not know.
static inline long pocket_curl_number(CURL *handle, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(handle, info, &value);
    return value;
}
// Microseconds; 0 where the transfer has not got so far.
static inline curl_off_t pocket_curl_time(CURL *handle, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(handle, info, &value);
    return value;
}
// The result of a transfer that has ended, the only one of `multi`.
static inline CURLcode pocket_curl_result(CURLM *multi) {
    int left = 0;
    CURLMsg *message = curl_multi_info_read(multi, &left);
    return message && message->msg == CURLMSG_DONE ? message->data.result : CURLE_GOT_NOTHING;
}
