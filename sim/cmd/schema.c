/* shuttle schema: the language as JSON Schema, for editors. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/scenario/schema_json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct argp parser = {
    .doc = "Print the language of scenario files as JSON Schema, draft-07, so "
           "that an editor completes keys and explains them.\v"
           "Save it, and let the first line of a scenario name it:\n"
           "  # yaml-language-server: $schema=scenario.schema.json\n"
           "What only the whole file can tell is left to `shuttle check`.",
};

int cmd_schema(int argc, char **argv)
{
    struct buffer out;
    argp_err_exit_status = 2;
    if (argp_parse(&parser, argc, argv, 0, NULL, NULL))
        return 2;
    buffer_init(&out);
    bool ok = schema_json(&out);
    if (!ok)
        fputs("shuttle schema: out of memory\n", stderr);
    else if (fwrite(out.data, 1, out.size, stdout) != out.size ||
             fflush(stdout) != 0) {
        ok = false;
        fprintf(stderr, "shuttle schema: cannot be written: %s\n",
                strerror(errno));
    }
    buffer_fini(&out);
    return ok ? 0 : 2;
}
