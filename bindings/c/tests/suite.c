/* What holds at the border: `suite FORUM.json SOLVES SECONDS` solves so many times, then feeds malformed input for so long. */

#include <convener.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CHECK(held)                                                              \
    do {                                                                         \
        if (!(held)) {                                                           \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #held);   \
            exit(1);                                                             \
        }                                                                        \
    } while (0)

static const char SMALL[] =
    "{\"version\":1,\"forum\":\"f\",\"speakers\":[{\"id\":\"s1\"}],\"panels\":[{\"id\":\"p1\",\"seats\":{\"moderator\":1}}]}";
static char forum[1 << 20];
static size_t forum_length;
static int solves, seconds;

static int status_of(convener_reply *reply) {
    int status = convener_reply_status(reply);
    CHECK(strlen(convener_reply_text(reply)) == convener_reply_length(reply));
    convener_reply_free(reply);
    return status;
}

static void usable(void) { CHECK(status_of(convener_solve(SMALL, sizeof SMALL - 1, NULL, NULL)) == CONVENER_SUCCESS); }

static int count(const char *progress, void *data) {
    CHECK(progress[0] == '{');
    ++*(int *)data;
    return 0;
}

static int enough(const char *progress, void *data) {
    (void)data;
    return strstr(progress, "\"incumbent\":null") == NULL;
}

static void *raise_soon(void *flag) {
    usleep(300000);
    convener_flag_raise(flag);
    return NULL;
}

static long resident(void) {
    long pages = 0, all = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    CHECK(file != NULL && fscanf(file, "%ld %ld", &all, &pages) == 2);
    fclose(file);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static void nothing_is_fine(void) {
    CHECK(convener_reply_text(NULL) == NULL && convener_reply_length(NULL) == 0);
    CHECK(convener_reply_status(NULL) == CONVENER_FAULT);
    convener_reply_free(NULL);
    convener_flag_raise(NULL);
    convener_flag_free(NULL);
    CHECK(status_of(convener_solve(NULL, 0, NULL, NULL)) == CONVENER_REJECTED);
    CHECK(status_of(convener_call(NULL, NULL, 0, NULL, NULL)) == CONVENER_REJECTED);
    CHECK(status_of(convener_solve(SMALL, sizeof SMALL - 1, "{\"nonsense\":1}", NULL)) == CONVENER_REJECTED);
    CHECK(status_of(convener_policies(NULL)) == CONVENER_SUCCESS);
    CHECK(strchr(convener_version(), '.') != NULL);
}

static void stopping(void) {
    convener_reply *slow = convener_generate("{\"name\":\"regional\",\"variant\":\"wishes\",\"seed\":1}");
    const char *text = convener_reply_text(slow);
    size_t length = convener_reply_length(slow);

    convener_ears listening = {.progress = enough};
    convener_reply *reply = convener_solve(text, length, NULL, &listening);
    CHECK(strstr(convener_reply_text(reply), "\"status\":\"feasible\"") != NULL);
    convener_reply_free(reply);
    usable();

    pthread_t thread;
    convener_flag *flag = convener_flag_new();
    convener_ears cancelled = {.cancel = flag};
    CHECK(pthread_create(&thread, NULL, raise_soon, flag) == 0);
    int status = status_of(convener_solve(text, length, NULL, &cancelled));
    CHECK(status == CONVENER_SUCCESS || status == CONVENER_UNKNOWN);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(status_of(convener_solve(text, length, NULL, &cancelled)) == CONVENER_UNKNOWN);
    convener_flag_free(flag);
    convener_reply_free(slow);
    usable();
}

static void solving(void) {
    int heard = 0;
    long before = 0;
    convener_ears ears = {.progress = count, .data = &heard};
    for (int i = 0; i < solves + solves / 10; i++) {
        if (i == solves / 10) before = resident();
        CHECK(status_of(convener_solve(forum, forum_length, NULL, &ears)) == CONVENER_SUCCESS);
    }
    CHECK(solves == 0 || heard > 0);
    printf("%d solves: %ld kB before, %+ld kB after\n", solves, before, resident() - before);
    CHECK(solves < 1000 || resident() - before < 4000);
}

static void malformed(void) {
    static const char *pieces[] = {"{", "}", "[", "]", "\"", ",", "\\ud800", "1e999", "null", "\xff", "99999999999999999999"};
    unsigned long random = 88172645463325252UL;
    long inputs = 0, refused = 0;
    time_t until = time(NULL) + seconds;
    char *bytes = malloc(forum_length);
    CHECK(bytes != NULL);
    while (time(NULL) < until) {
        /* Of its own size, so that a read beyond the end is one beyond what was allocated. */
        memcpy(bytes, forum, forum_length);
        size_t length = forum_length;
        for (int i = 0; i < 3; i++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            const char *piece = pieces[random % (sizeof pieces / sizeof *pieces)];
            size_t at = (random >> 8) % forum_length, many = strlen(piece);
            if (at + many <= forum_length) memcpy(bytes + at, piece, many);
            if (random % 7 == 0) length = at;
        }
        char *exact = malloc(length + !length);
        CHECK(exact != NULL);
        memcpy(exact, bytes, length);
        int status = status_of(random % 2 ? convener_audit(exact, length, NULL) : convener_solve(exact, length, "{\"time_limit\":0}", NULL));
        CHECK(status >= 0 && status <= CONVENER_UNKNOWN);
        free(exact);
        inputs++, refused += status == CONVENER_REJECTED;
    }
    free(bytes);
    printf("%ld malformed inputs, %ld refused\n", inputs, refused);
    CHECK(seconds == 0 || refused > 0);
}

static void *everything(void *unused) {
    (void)unused;
    nothing_is_fine();
    if (seconds > 0) stopping();
    solving();
    malformed();
    usable();
    return NULL;
}

int main(int arguments, char **argument) {
    CHECK(arguments == 4);
    FILE *file = fopen(argument[1], "rb");
    CHECK(file != NULL);
    forum_length = fread(forum, 1, sizeof forum, file);
    fclose(file);
    solves = atoi(argument[2]), seconds = atoi(argument[3]);
    /* On no more stack than the header asks for. */
    pthread_t thread;
    pthread_attr_t attributes;
    CHECK(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, 1 << 20) == 0);
    CHECK(pthread_create(&thread, &attributes, everything, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0 && pthread_attr_destroy(&attributes) == 0);
    return 0;
}
