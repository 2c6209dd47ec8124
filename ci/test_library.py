"""The rules of library.py, tried on libraries that this machine's C compiler makes, each breaking one of them: xtask's lint runs this."""

import platform
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import library

# It asks for something of the C library and offers what the JVM asks first.
SOURCE = 'extern int puts(const char *);\nint JNI_OnLoad(void) { return puts("0123abcd"); }\n'
NOTE = 'static const char note[] __attribute__((used, section(".note.android.ident"))) = "stands in";\n'
PROCESSOR = platform.machine()
LINUX = ["linux", f"{PROCESSOR}-unknown-linux-gnu", "glibc 2.17"]
ANDROID = ["android", f"{PROCESSOR}-linux-android", "Android 8 (API 26)"]
# As a library of Android: the C library has another name, and pages are large.
ANDROIDS = ["-nostdlib", "-Wl,--no-as-needed,-z,max-page-size=16384", "-L.", "-l:libc.so"]


@unittest.skipUnless(sys.platform == "linux", "the compiler of another system makes other libraries")
class Rules(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def compiled(self, source, *options):
        (self.folder / "library.c").write_text(source)
        libc = ["-shared", "-nostdlib", "-Wl,-soname,libc.so", "-x", "c", "/dev/null", "-o", "libc.so"]
        for words in (libc, ["-shared", "-fPIC", "-O1", "-Wl,-z,relro", "-o", "library.so", "library.c", *options]):
            subprocess.run(["cc", *words], cwd=self.folder, check=True)
        return self.folder / "library.so"

    def told(self, file, target, *options):
        with self.assertRaises(SystemExit) as told:
            library.main([*options, *target, str(file)])
        return told.exception.code

    def test_a_good_one_is_taken(self):
        said = library.main(["--own", "--of", "0123abcd", *LINUX, str(self.compiled(SOURCE))])
        self.assertRegex(said, r"^needs libc.so.6\noldest glibc 2\.\d+$")
        said = library.main(["--ndk", *ANDROID, str(self.compiled(SOURCE + NOTE, *ANDROIDS))])
        self.assertEqual(said, "needs libc.so")

    def test_what_breaks_a_rule_is_told(self):
        other = [LINUX[0], "armv7-unknown-linux-gnu", LINUX[2]]
        musl = [LINUX[0], LINUX[1].replace("gnu", "musl"), "musl 1.2"]
        small = [*ANDROIDS, "-Wl,-z,max-page-size=4096"]
        writes = 'asm(".text\\n.quad puts\\n");\n'
        for source, options, target, words, says in [
            (SOURCE, ["-Wl,-z,norelro"], LINUX, [], "it has no RELRO segment"),
            (SOURCE + writes, ["-Wl,-z,notext"], LINUX, [], "it has text relocations"),
            (SOURCE + "int helper(void) { return 2; }", [], LINUX, [], "it offers more than JNI_OnLoad: helper"),
            ("int f(void) { return 1; }", [], LINUX, [], "so it is no library of ekyc"),
            (SOURCE, [], LINUX[:2] + ["glibc 2.1"], [], ", and the floor is 2.1: `cargo xtask natives`"),
            (SOURCE, [], musl, [], "it does not need libc.so but ['libc.so.6']"),
            (SOURCE, [], other, [], ", and linux needs ARM"),
            (SOURCE, [], ["win32", LINUX[1], "Windows 10"], [], "its format is ELF, which win32 does not load"),
            (SOURCE, [], LINUX, ["--of", "0123ffff"], "it is of another build"),
            (SOURCE, small, ANDROID, [], "a segment is aligned to 4096 bytes"),
            (SOURCE, ANDROIDS, ANDROID, ["--ndk"], "it was not linked by Android's NDK"),
        ]:
            with self.subTest(says):
                self.assertIn(says, self.told(self.compiled(source, *options), target, *words))

    def test_what_is_no_library_says_so(self):
        file = self.folder / "file"
        for contents in (b"", b"#!/bin/sh\n"):
            file.write_bytes(contents)
            self.assertEqual(self.told(file, LINUX), "it is no library, or a broken one")
        whole = self.compiled(SOURCE).read_bytes()
        file.write_bytes(whole[:len(whole) // 2])
        self.told(file, LINUX)


if __name__ == "__main__":
    unittest.main()
