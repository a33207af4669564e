/* format_tables [NAME]: print the tables of scenarios/FORMAT.md, or one. */
#include "tests/rig/format_tables.h"

int main(int argc, char **argv)
{
    if (argc > 1)
        return format_table(argv[1], stdout) ? 0 : 2;
    for (size_t n = 0; format_table_name(n); n++) {
        printf("\n%s\n\n", format_table_name(n));
        format_table(format_table_name(n), stdout);
    }
    return 0;
}
