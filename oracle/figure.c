/* figure: drawings, by gnuplot; see figure.h. */
#include "figure.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "command.h"
#include "text.h"

static const char *const names[] = { "fig2", "fig3", "fig4", "fig5", "fig6", "limit" };

enum { NOT_FOUND = 127 };

/* In the child: gnuplot where the curves are, its drawing to `output`. -d: nobody's own settings. */
__attribute__((noreturn))
static void become_gnuplot(const char *directory, const char *style, const char *layout, int output)
{
    bool ready = chdir(directory) == 0 && dup2(output, STDOUT_FILENO) >= 0 &&
                 setenv("LC_ALL", "C.UTF-8", 1) == 0;
    errno = 0;
    if (ready)
        execlp("gnuplot", "gnuplot", "-d", style, layout, (char *)NULL);
    _exit(errno == ENOENT ? NOT_FOUND : 1);
}

/* Everything that can be read from a descriptor, as text (malloc'ed). */
static char *read_all(int descriptor)
{
    char *text, block[65536];
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    if (stream == NULL)
        abort();
    for (ssize_t count; (count = read(descriptor, block, sizeof block)) > 0;)
        fwrite(block, 1, (size_t)count, stream);
    fclose(stream);
    return text;
}

/* What gnuplot draws (malloc'ed), and in *code its exit code, NOT_FOUND when there is no gnuplot, -1 when it
 * did not end by itself. */
static char *run_gnuplot(int *code, const char *directory, const char *style, const char *layout)
{
    int ends[2], status;
    *code = -1;
    if (pipe(ends) != 0)
        return NULL;
    pid_t child = fork();
    if (child == 0)
        become_gnuplot(directory, style, layout, ends[1]);
    close(ends[1]);
    char *drawing = read_all(ends[0]);
    close(ends[0]);
    if (child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status))
        *code = WEXITSTATUS(status);
    return drawing;
}

/* DIRECTORY/NAME.svg; 0, or the code of run_gnuplot. */
static int draw(const char *directory, const char *scenarios, const char *name)
{
    char *path = ref_text_format("%s/%s.svg", directory, name);
    char *style = ref_text_format("%s/style.gp", scenarios);
    char *layout = ref_text_format("%s/%s.gp", scenarios, name);
    int code;
    char *drawing = run_gnuplot(&code, directory, style, layout);
    if (code == 0 && !ref_write_file(path, drawing))
        code = -1;
    free(drawing);
    free(layout);
    free(style);
    free(path);
    return code;
}

/* The path from wherever one stands (malloc'ed); NULL when the present directory has no name. */
static char *absolute(const char *path)
{
    char here[PATH_MAX];
    if (path[0] == '/')
        return ref_text_format("%s", path);
    return getcwd(here, sizeof here) == NULL ? NULL : ref_text_format("%s/%s", here, path);
}

void ref_figure_draw(ref_claims *claims)
{
    char *scenarios = absolute(claims->scenarios);
    int code = scenarios == NULL ? -1 : 0;
    const char *name = names[0];
    for (size_t i = 0; code == 0 && i < sizeof names / sizeof names[0]; i++) {
        name = names[i];
        code = draw(claims->output, scenarios, name);
    }
    free(scenarios);
    if (code == NOT_FOUND) {
        ref_command_fail(REF_HELD, "gnuplot is not installed: curves are written (CSV), drawings (SVG) are not");
    } else if (code != 0) {
        ref_command_fail(REF_SYSTEM_FAILURE, "%s/%s.svg: cannot be drawn", claims->output, name);
        claims->failed = true;
    }
}
