"""Prints random parsers of argparse as JSON: what each declares, and its help at several widths.

Usage: random-parsers.py SEED COUNT. The output depends on the two numbers and on the version of Python alone.
"""

import argparse
import json
import os
import random
import sys

WORDS = ["alpha", "run", "list", "--other", "<x>", "[opt]", "(see docs)", "e.g.", "default:", "a|b", "-x", "stop.", "{y}", "usage", "..."]
WIDTHS = [60, 80, 120, 400]


def prose(rng, least=1):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, 12)))


def add_option(rng, target, index):
    short, long = "-" + "abcdefgijk"[index], "--f%d-%s" % (index, rng.choice(["mode", "mode_x", "m"]))
    spellings = rng.choice([[long], [short, long], [long, short], [long, long + "-too"], [short]])
    kind = rng.choice(["store", "store", "switch", "count", "choices", "optional", "plus", "star", "pair", "tuple", "negatable", "int"])
    wants_default = rng.random() < 0.3
    options = {"help": rng.choice([None, prose(rng)])}
    unit = {"names": spellings, "takes_value": kind not in ("switch", "count", "negatable")}
    if rng.random() < 0.4 and unit["takes_value"] and kind not in ("choices", "tuple"):
        options["metavar"] = rng.choice(["X", "FILE", "key=value", "HOST:PORT"])
    if kind in ("store", "int", "choices") and wants_default:
        options["default"] = {"store": "x y", "int": 7, "choices": "b"}[kind]
        options["help"] = prose(rng) + " (default: %(default)s)"
        unit["default"] = str(options["default"])
    if kind == "int":
        options["type"] = int
    elif kind == "switch":
        options["action"] = "store_true"
    elif kind == "count":
        options["action"] = "count"
    elif kind == "negatable":
        spellings = unit["names"] = [long]
        options.update(action=argparse.BooleanOptionalAction, default=None)
        unit["negatable"] = True
    elif kind == "choices":
        options["choices"] = ["a", "b", "c-d"]
        unit["choices"] = options["choices"]
    elif kind in ("optional", "plus", "star"):
        options["nargs"] = {"optional": "?", "plus": "+", "star": "*"}[kind]
        unit["optional"] = kind != "plus"
        unit["variadic"] = kind != "optional"
    elif kind == "pair":
        options["nargs"] = 2
    elif kind == "tuple":
        options.update(nargs=2, metavar=("KEY", "VALUE"))
    if kind != "negatable" and rng.random() < 0.15:
        options["required"] = True
    action = target.add_argument(*spellings, **options)
    if unit["takes_value"] and kind != "choices":
        name = action.metavar or action.dest.upper()
        unit["value_names"] = list(name) if isinstance(name, tuple) else [name] * (2 if kind == "pair" else 1)
    return unit


def add_positional(rng, target, index):
    nargs = rng.choice([None, None, "?", "*", "+", 2])
    options = {"nargs": nargs, "help": rng.choice([None, prose(rng)])}
    name = "pos%d" % index
    if rng.random() < 0.3:
        options["metavar"] = "ARG%d" % index
    elif rng.random() < 0.2 and nargs in (None, "?"):
        options["choices"] = ["on%d" % index, "off"]
    target.add_argument(name, **options)
    choices = options.get("choices")
    shown = "{%s}" % ",".join(choices) if choices else options.get("metavar", name)
    return {"name": shown, "required": nargs not in ("?", "*"), "variadic": nargs in ("*", "+", 2), "choices": choices}


def add_commands(rng, parser):
    options = rng.choice([{}, {"metavar": "<command>"}, {"title": "commands", "description": prose(rng)}, {"dest": "action", "required": True}])
    slot = parser.add_subparsers(**options)
    units = []
    for index in range(rng.randint(1, 4)):
        name = "c%d%s" % (index, rng.choice(["", "-x", "_y"]))
        text = rng.choice([None, prose(rng)]) if "metavar" not in options else prose(rng)
        aliases = ["al%d" % index] if text and rng.random() < 0.4 else []
        extra = {} if text is None else {"help": text}
        slot.add_parser(name, aliases=aliases, **extra)
        units.append({"name": name, "aliases": aliases})
    return units


def build(rng):
    parser = argparse.ArgumentParser(
        prog=rng.choice(["tool", "tool sub", "a-rather-long-name-of-a-program with-a-command"]),
        description=rng.choice([None, prose(rng, 4)]),
        epilog=rng.choice([None, prose(rng)]),
    )
    group = parser.add_argument_group("group of its own", rng.choice([None, prose(rng)]))
    flags = [add_option(rng, rng.choice([parser, parser, group]), index) for index in range(rng.randint(0, 7))]
    has_commands = rng.random() < 0.3
    args = [] if has_commands else [add_positional(rng, parser, index) for index in range(rng.randint(0, 3))]
    commands = add_commands(rng, parser) if has_commands else []
    if rng.random() < 0.2:
        parser.add_argument("--hidden", help=argparse.SUPPRESS)
    return parser, {"flags": flags, "args": args, "commands": commands}


def main():
    rng = random.Random(int(sys.argv[1]))
    printed = []
    for _ in range(int(sys.argv[2])):
        parser, declared = build(rng)
        helps = []
        for width in WIDTHS:
            os.environ["COLUMNS"] = str(width)
            helps.append(parser.format_help())
        printed.append({**declared, "prog": parser.prog.split(), "helps": helps})
    json.dump(printed, sys.stdout)


main()
