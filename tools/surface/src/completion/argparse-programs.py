"""Answers questions to random programs of argparse, as JSON.

Usage: argparse-programs.py SEED COUNT, with a list of calls for each program on standard input: [[["sub", "--x=", "--help"]]]. Prints for
each program what it declares, the help of each command, and for each call how it ended and what it acted on before it did.
"""

import argparse
import contextlib
import io
import json
import os
import random
import sys

NAMES = ["all", "alpha", "bare", "color", "colour", "debug", "debug-x", "dry-run", "every", "force", "format", "help-all", "key", "level", "profile-self", "quiet"]


def noting(base, acted):
    class Noting(base):
        def __call__(self, parser, namespace, values, option_string=None):
            acted.append([parser.prog, self.option_strings[0], self.help is argparse.SUPPRESS, self.nargs == 0])
            super().__call__(parser, namespace, values, option_string)

    return Noting


def add_options(rng, parser, acted):
    units = []
    for name in rng.sample(NAMES, rng.randint(0, 10)):
        kind = rng.choice(["switch", "switch", "store", "int", "choices", "optional"])
        is_hidden = rng.random() < 0.3
        options = {"help": argparse.SUPPRESS if is_hidden else "Text"}
        if kind == "switch":
            options["action"] = noting(argparse._StoreTrueAction, acted)
        else:
            options["action"] = noting(argparse._StoreAction, acted)
            options.update({"int": {"type": int}, "choices": {"choices": ["a", "b"]}, "optional": {"nargs": "?"}}.get(kind, {}))
        parser.add_argument("--" + name, **options)
        units.append({"name": "--" + name, "hidden": is_hidden, "takes_value": kind != "switch"})
    return units


def add_own_help(parser):
    """A program may look at `--help` itself: then argparse does not stop there."""
    parser.add_argument("-h", "--help", action="store_true", help="show this help message and exit")
    return parser


def make(rng, acted):
    has_own_help = rng.random() < 0.3
    root = argparse.ArgumentParser(prog="tool", allow_abbrev=rng.random() < 0.9, add_help=not has_own_help)
    if has_own_help:
        add_own_help(root)
    commands = [{"path": [], "hidden": False, "flags": add_options(rng, root, acted), "parser": root}]
    if rng.random() < 0.7:
        below = root.add_subparsers(metavar="COMMAND", required=rng.random() < 0.5)
        for index in range(rng.randint(1, 4)):
            is_hidden = index > 0 and rng.random() < 0.3
            sub = below.add_parser("c%d" % index, add_help=not has_own_help, **({} if is_hidden else {"help": "Text"}))
            if has_own_help:
                add_own_help(sub)
            commands.append({"path": ["c%d" % index], "hidden": is_hidden, "flags": add_options(rng, sub, acted), "parser": sub})
            rest = rng.choice([None, "*", "?", argparse.REMAINDER])
            if rest is not None:
                sub.add_argument("rest", nargs=rest, help="Text")
    return root, commands


def call(root, words, acted):
    del acted[:]
    out, err = io.StringIO(), io.StringIO()
    code = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            root.parse_known_args(words)
        except SystemExit as end:
            code = end.code
    return {"exitCode": code, "stdout": out.getvalue(), "stderr": err.getvalue(), "acted": list(acted)}


os.environ["COLUMNS"] = "400"
seed, count = sys.argv[1:]
rng = random.Random(int(seed))
asked = json.load(sys.stdin)
answers = []
for number in range(int(count)):
    acted = []
    root, commands = make(rng, acted)
    calls = asked[number] if number < len(asked) else []
    for command in commands:
        command["help"] = command.pop("parser").format_help()
    answers.append({"commands": commands, "abbreviates": root.allow_abbrev, "answers": [call(root, words, acted) for words in calls]})
json.dump(answers, sys.stdout)
