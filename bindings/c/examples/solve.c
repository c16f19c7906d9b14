/* Solves a forum from a file, shows its progress, and stops on Ctrl-C: `solve FORUM.json`. */

#include <convener.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static convener_flag *stop;

static void interrupted(int signal) {
    (void)signal;
    convener_flag_raise(stop);
}

static int told(const char *progress, void *data) {
    fprintf((FILE *)data, "%s\n", progress);
    return 0;
}

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: solve FORUM.json\n");
        return 2;
    }
    char *forum = NULL;
    size_t length = 0, room = 0, got = 1;
    while (got > 0) {
        if (length + 4096 > room) {
            room = 2 * room + 4096;
            char *larger = realloc(forum, room);
            if (larger == NULL) {
                free(forum);
                fclose(file);
                return 70;
            }
            forum = larger;
        }
        got = fread(forum + length, 1, room - length, file);
        length += got;
    }
    fclose(file);

    stop = convener_flag_new();
    signal(SIGINT, interrupted);
    convener_ears ears = {.progress = told, .data = stderr, .cancel = stop};
    convener_reply *reply = convener_solve(forum, length, "{\"time_limit\": 60}", &ears);
    int status = convener_reply_status(reply);
    printf("%s\n", convener_reply_text(reply));

    convener_reply_free(reply);
    signal(SIGINT, SIG_DFL);
    convener_flag_free(stop);
    free(forum);
    return status;
}
