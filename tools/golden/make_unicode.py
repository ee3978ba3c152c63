#!/usr/bin/python3
"""Classes of all code points from Unicode's own files -> tests/golden/unicode.h.

Run on Debian 12 with unicode-data (15.0):  /usr/bin/python3 tools/golden/make_unicode.py [FOLDER of UnicodeData.txt]
The oracle of src/text/classes.c, whose table comes from another reader of later files (tools/text/make_classes.mjs).
"""
import os
import sys
from itertools import groupby

SOURCE = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tests/golden/unicode.h")


def categories():
    found, first = ["Cn"] * 0x110000, None
    with open(os.path.join(SOURCE, "UnicodeData.txt"), encoding="ascii") as file:
        for line in file:
            code, name, category = line.split(";")[:3]
            code = int(code, 16)
            for k in range(first if name.endswith(", Last>") else code, code + 1):
                found[k] = category
            first = code
    return found


def scripts(*wanted):
    found = set()
    with open(os.path.join(SOURCE, "Scripts.txt"), encoding="utf-8") as file:
        for line in file:
            fields = line.split("#")[0].split(";")
            if len(fields) == 2 and fields[1].strip() in wanted:
                low, _, high = fields[0].strip().partition("..")
                found.update(range(int(low, 16), int(high or low, 16) + 1))
    return found


ALONE = scripts("Han", "Hiragana")


def kind(code, category):
    # WhiteSpace and LineTerminator of ECMA-262
    if category == "Zs" or code in (9, 10, 11, 12, 13, 0x2028, 0x2029, 0xFEFF):
        return "S"
    if category == "Cn":
        return "U"
    if category[0] == "L":
        return "I" if code in ALONE else "L"
    return category[0] if category[0] in "NM" else "O"


runs = [f"{sum(1 for _ in group)}{k}" for k, group in groupby(kind(c, g) for c, g in enumerate(categories()))]
lines, line = [], ""
for run in runs:
    if len(line) + len(run) > 110:
        lines.append(line)
        line = ""
    line += run
lines.append(line)
with open(OUT, "w", encoding="utf-8") as out:
    out.write(
        "// All code points of Unicode 15.0 from U+0000 on, as runs of a class: L letter, I one of Han or Hiragana, N number,\n"
        "// S space, M mark, O other, U not assigned. Made by tools/golden/make_unicode.py. Do not edit.\n"
        "// clang-format off\n"
        "static const char *const unicode_runs[] = {\n" + "".join(f'    "{text}",\n' for text in lines) + "};\n"
    )
