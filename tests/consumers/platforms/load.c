/* Loads a library at once with all that it needs, and looks every other argument up in it. */
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **words) {
    void *library = dlopen(words[1], RTLD_NOW);
    if (!library) { fprintf(stderr, "%s\n", dlerror()); return 1; }
    for (int i = 2; i < count; i++)
        if (!dlsym(library, words[i])) { fprintf(stderr, "%s\n", dlerror()); return 1; }
    return 0;
}
