/* figure: drawings, by gnuplot; see figure.h. */
#include "figure.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "command.h"
#include "text.h"

static const char *const names[] = { "fig2", "fig3", "fig4", "fig5", "fig6" };

enum { NOT_FOUND = 127 };

/* In the child: gnuplot in the directory of the curves, its drawing to `descriptor`. -d: nobody's own settings. */
__attribute__((noreturn))
static void become_gnuplot(const char *directory, const char *style, const char *layout, int descriptor)
{
    if (chdir(directory) == 0 && dup2(descriptor, STDOUT_FILENO) >= 0 && setenv("LC_ALL", "C.UTF-8", 1) == 0)
        execlp("gnuplot", "gnuplot", "-d", style, layout, (char *)NULL);
    _exit(errno == ENOENT ? NOT_FOUND : 1);
}

/* gnuplot's exit code, NOT_FOUND when there is none, -1 when it did not end by itself. */
static int run_gnuplot(const char *directory, const char *style, const char *layout, int descriptor)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        become_gnuplot(directory, style, layout, descriptor);
    if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

/* DIRECTORY/NAME.svg, whole or not at all; the code of run_gnuplot. */
static int draw(const char *directory, const char *scenarios, const char *name)
{
    char *path = ref_text_format("%s/%s.svg", directory, name);
    char *temporary = ref_text_format("%s.XXXXXX", path);
    char *style = ref_text_format("%s/style.gp", scenarios);
    char *layout = ref_text_format("%s/%s.gp", scenarios, name);
    int descriptor = mkstemp(temporary);
    int code = descriptor < 0 ? -1 : run_gnuplot(directory, style, layout, descriptor);
    if (code == 0 && (fchmod(descriptor, 0644) != 0 || fsync(descriptor) != 0 || rename(temporary, path) != 0))
        code = -1;
    if (descriptor >= 0) {
        close(descriptor);
        if (code != 0)
            unlink(temporary);
    }
    free(layout);
    free(style);
    free(temporary);
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
    if (code == NOT_FOUND)
        ref_command_fail(REF_HELD, "gnuplot is not installed: the curves are written, the drawings (SVG) are not");
    else if (code != 0) {
        ref_command_fail(REF_SYSTEM_FAILURE, "%s/%s.svg: cannot be drawn", claims->output, name);
        claims->failed = true;
    }
}
