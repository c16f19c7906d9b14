/* One case of the contract: `driver VERB OPTIONS` reads the input from standard input and prints the reply as it stands. */

#include <convener.h>
#include <stdio.h>

static char input[16 << 20];

int main(int count, char **arguments) {
    if (count != 3) return 64;
    const char *verb = arguments[1], *options = arguments[2];
    size_t length = fread(input, 1, sizeof input, stdin);
    convener_reply *reply = convener_call(verb, input, length, options, NULL);
    fwrite(convener_reply_text(reply), 1, convener_reply_length(reply), stdout);
    int status = convener_reply_status(reply);
    convener_reply_free(reply);
    return status;
}
