import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DeclaredSurface } from "./declared-surface.ts";
import { readDeclarations } from "./read-declarations.ts";

const read = (...texts: readonly string[]): DeclaredSurface =>
  readDeclarations(texts.map((text, index) => ({ name: `chunk-${String(index)}.js`, text })));

/** Each command with its options, `!` behind those that are hidden, `~` behind those that may be, `?` behind those of a branch. */
function outline({ commands }: DeclaredSurface): readonly string[] {
  return commands.map(({ path, tail, hidden, aliases, args, options }) => {
    const place = path === undefined ? `?${(tail ?? []).join(" ")}` : `/${path.join(" ")}`;
    const names = options.map(
      (option) =>
        `${option.long ?? option.short ?? ""}${option.hidden === true ? "!" : ""}${option.may_be_hidden === true ? "~" : ""}${option.conditional === true ? "?" : ""}`,
    );
    return [
      place + (hidden === true ? "!" : ""),
      ...aliases.map((alias) => `|${alias}`),
      ...args.map(({ name }) => `<${name}>`),
      ...names,
    ].join(" ");
  });
}

test("readDeclarations() gives every field that commander is told", () => {
  const { commands } = read(`
    class O{} var P={};
    function main(){let e=new C().name("tool").argument("[prompt]","What to do",String)
      .option("-p, --print <mode>","How",(x)=>x,"text")
      .addOption(new O("-m, --mode <m>","Pick").choices(["a","b"]).default("a").env("TOOL_MODE").hideHelp())
      .addOption(new O("--files <x...>").hideHelp(!1)).requiredOption("--must [v]","Needed").option("--no-color","Off")
      .option("--old","(deprecated) use --new").version("1","-V, --version","Show");e.parseAsync(process.argv)}main();`);
  assert.deepEqual(commands, [
    {
      path: [],
      aliases: [],
      args: [{ name: "prompt", required: false, variadic: false, description: "What to do" }],
      options: [
        { long: "--print", short: "-p", takes_value: true, value_name: "mode", description: "How", default: "text" },
        {
          long: "--mode",
          short: "-m",
          takes_value: true,
          value_name: "m",
          description: "Pick",
          default: "a",
          possible_values: ["a", "b"],
          env: "TOOL_MODE",
          hidden: true,
        },
        { long: "--files", takes_value: true, value_name: "x", repeatable: true },
        { long: "--must", takes_value: true, value_name: "v", description: "Needed", optional_value: true },
        { long: "--no-color", takes_value: false, description: "Off" },
        { long: "--old", takes_value: false, description: "(deprecated) use --new", deprecated: true },
        { long: "--version", short: "-V", takes_value: false, description: "Show" },
      ],
    },
  ]);
});

test("readDeclarations() gives every field that yargs is told", () => {
  const { commands } = read(`
    const shared={describe:"Level",choices:["low","high"],type:"string"};
    yargs(hideBin(process.argv)).scriptName("tool").option("level",shared).option("v",{type:"count",alias:["verbose","V"]})
      .option("cache",{type:"boolean",default:!0,hidden:!0}).option("items",{array:!0,deprecated:"old"}).option("free",{desc:"Any"})
      .options({port:{type:"number",default:80}}).command({command:["serve <dir> [more..]","s"],aliases:"run",describe:!1,
      builder:(y)=>y.positional("dir",{describe:"Where",choices:["x"]}).boolean(["fast","slow"]).describe("fast","Quick")}).parse()`);
  assert.deepEqual(commands, [
    {
      path: [],
      aliases: [],
      args: [],
      options: [
        { long: "--level", takes_value: true, description: "Level", possible_values: ["low", "high"], persistent: true },
        { long: "--verbose", short: "-v", takes_value: false, repeatable: true, aliases: ["-V"], persistent: true },
        { long: "--cache", takes_value: false, default: "true", hidden: true, persistent: true },
        { long: "--items", takes_value: true, repeatable: true, deprecated: true, persistent: true },
        { long: "--free", takes_value: true, description: "Any", optional_value: true, persistent: true },
        { long: "--port", takes_value: true, default: "80", persistent: true },
      ],
    },
    {
      path: ["serve"],
      aliases: ["s", "run"],
      hidden: true,
      args: [
        { name: "dir", required: true, variadic: false, description: "Where", possible_values: ["x"] },
        { name: "more", required: false, variadic: true },
      ],
      options: [
        { long: "--fast", takes_value: false, description: "Quick", persistent: true },
        { long: "--slow", takes_value: false, persistent: true },
      ],
    },
  ]);
});

test("readDeclarations() tells what yargs hands down from what its default command and a command alone have", () => {
  const { commands } = read(`
    const y=yargs(hideBin(process.argv)).scriptName("tool").option("all",{type:"boolean"}).option("own",{global:!1})
      .option("computed",{global:wanted()}).string("late").global("late",!1).command("$0 [query]","Run",(d)=>d.option("model",{type:"string"})
      .option("all",{describe:"Again"})).command(["chat","$0"],"Talk",(c)=>c.option("tone",{}).command("now","Now",(n)=>n.option("deep",{})));
    y.option("after",{type:"boolean"});y.parse()`);
  assert.deepEqual(
    commands.map(({ path = [], options }) => [
      path.join(" "),
      options.filter(({ persistent }) => persistent === true).map(({ long }) => long),
      options.filter(({ persistent }) => persistent !== true).map(({ long }) => long),
    ]),
    [
      ["", ["--all", "--after"], ["--own", "--computed", "--late", "--model", "--tone"]],
      ["chat", ["--tone"], []],
      ["chat now", ["--deep"], []],
      ["now", ["--deep"], []],
    ],
  );
});

test("readDeclarations() gives no choices that a function makes alike of different words", () => {
  const { commands } = read(`
    const modes=["default","plan"],shown=modes.map((m)=>m===first()?"manual":m),all=["a","b"].map((m)=>m);
    function main(){let p=new C;p.addOption(new O("--mode <m>","Mode").choices(shown)).addOption(new O("--all <m>","All").choices(all))
      .addArgument(new A("[where]").choices(shown)).option("--tag <t>","Tag it. Repeatable. Checked");p.parse()}main();`);
  assert.deepEqual(
    commands[0]?.options.map(({ long, possible_values, repeatable }) => [long, possible_values, repeatable]),
    [
      ["--mode", undefined, undefined],
      ["--all", ["a", "b"], undefined],
      ["--tag", undefined, true],
    ],
  );
  assert.deepEqual(commands[0]?.args, [{ name: "where", required: false, variadic: false }]);
});

/** What stands between the parts of a large bundle. */
const filler = `${"function noise(a){return a.b(1)}var none=2;".repeat(900)}\n`;

const cases: readonly { readonly title: string; readonly texts: readonly string[]; readonly wanted: readonly string[] }[] = [
  {
    title: "follows a command through variables, functions and what they give",
    texts: [
      `function add(p){let q=p.command("mcp <name>").alias("m");more(q)}function more(e){e.command("list",{hidden:!0}).option("--json")}
       function make(){let p=new K();return p.option("--all"),{program:p}}
       async function go(){let{program:e}=make();add(e);await e.parseAsync()}go()`,
    ],
    wanted: ["/ --all", "/mcp |m <name>", "/mcp list! --json"],
  },
  {
    title: "enters the functions of a large bundle that only hand a command on",
    texts: [
      `function mcp(e){e.command("mcp").option("--one")}${filler}let purge=(e)=>{e.command("purge").option("--two")};${filler}
       function inner(e){let q=e.command("project",{hidden:!0});purge(q)}${filler}const all=(p)=>{mcp(p),inner(p)};${filler}
       function outer(p){all(p)}${filler}function go(){let p=new K;outer(p);p.parse()}go()`,
    ],
    wanted: ["/", "/mcp --one", "/project!", "/project purge --two"],
  },
  {
    title: "takes no function for one that hands a command on because it calls a name that is used everywhere",
    texts: [
      `function t(e){e.command("mcp").option("--one")}${filler}${"function use(p){t(p)}".repeat(20)}${filler}
       function go(){let p=new K;p.option("--all");t(p);p.parse()}go()`,
    ],
    wanted: ["/ --all", "/mcp --one"],
  },
  {
    title: "follows imports from one text to another",
    texts: [
      'import{r as x}from"./chunk-1.js";async function go(){let e=new K().option("--all");x(e);let{z:y}=await import("./chunk-2.js");y(e);e.parse()}go()',
      'function reg(e){e.command("sub").option("--one")}export{reg as r}',
      'function reg(e){e.command("late").option("--two")}export{reg as z}',
    ],
    wanted: ["/ --all", "/late --two", "/sub --one"],
  },
  {
    title: "takes what a function makes of a command for that command, once",
    texts: [
      `import{w}from"./x";const one=w({command:"one",describe:"One",builder:(y)=>y.option("aa",{})}),two=w({command:"two",describe:"Two",
       builder:(y)=>y.option("bb",{})});yargs().scriptName("t").command(one).command(two).parse();function later(y){y.option("late",{})}`,
      "function wrap(o){return{command:o.command,describe:o.describe,builder:o.builder,handler:h}}export{wrap as w}",
    ],
    wanted: ["/", "/one --aa", "/two --bb", "? --late"],
  },
  {
    title: "rather follows a name to the text that declares something",
    texts: [
      'import{r as x}from"./chunk-9.js";async function go(){let e=new K().option("--all");x(e);e.parse()}go()',
      'function reg(e){e.command("sub").option("--one")}export{reg as r}',
      "var other={};export{other as r}",
    ],
    wanted: ["/ --all", "/sub --one"],
  },
  {
    title: "does not settle what a branch decides",
    texts: [
      'let p=new K();if(on())p.option("--maybe");{let k=new O("--x <v>");p.addOption(c()?k:k.hideHelp())}p.addOption(new O("--y").hideHelp(!c()));{let k=new O("--z");k.hideHelp(),p.addOption(k)}p.parse()',
    ],
    wanted: ["/ --maybe? --x~ --y~ --z!"],
  },
  {
    title: "leaves the command open where no text says it",
    texts: ['function lost(e){e.option("--who <x>").command("below").option("--deep")}'],
    wanted: ["? --who", "?below --deep"],
  },
  {
    title: "shares a builder's options among the commands that use it, and gives the default command's to the root",
    texts: [
      `var net={port:{type:"number"}};function common(y){return y.options(net)}const w=(c)=>c;
       var serve=w({command:"serve",describe:"Serve",builder:(y)=>common(y).option("own",{type:"boolean"})}),
       web=w({command:"web",describe:"Web",builder:common}),tui={command:"$0 [project]",describe:"Start",builder:(y)=>common(y).positional("project",{})};
       yargs().scriptName("t").command(serve).command(web).command(tui).parse()`,
    ],
    wanted: ["/ <project> --port", "/serve --port --own", "/web --port"],
  },
  {
    title: "reads the calls of loops over lists",
    texts: ['const p=new K();for(const n of ["a","b"])p.command(n).option("--x");p.parse()'],
    wanted: ["/", "/a --x", "/b --x"],
  },
  {
    title: "skips what does not parse and what only looks like a declaration",
    texts: [
      'let a = ;; p.option("--x"',
      'router.options("/path",f);el.command("x");let s={command:"git",args:[]};',
      'q.option("--fine").option("--also")',
    ],
    wanted: ["? --fine --also"],
  },
];
for (const { title, texts, wanted } of cases)
  test(`readDeclarations() ${title}`, () => {
    assert.deepEqual(outline(read(...texts)), wanted);
  });

test("readDeclarations() ends for programs that call themselves, without an end or in long chains", () => {
  assert.deepEqual(outline(read('function f(e){f(e.command("again").option("--x"))}f(new K().option("--top"))')).slice(0, 2), [
    "/ --top",
    "/again --x",
  ]);
  const chain = `new K()${'.option("--x")'.repeat(1).concat(Array.from({ length: 3000 }, (_, at) => `.option("--o${String(at)}")`).join(""))}.parse()`;
  assert.equal(read(chain).commands[0]?.options.length, 3001);
  assert.deepEqual(outline(read(`p.option("--x",${"(".repeat(20_000)}`)), []);
});

test("readDeclarations() is total and quick on any text", () => {
  const pieces = [
    '.option("--x")',
    '.command("a b',
    "function f(",
    "{",
    "}",
    "(",
    ")",
    "`${",
    '"',
    "=>",
    ";",
    "p",
    "=",
    "addOption(new X(",
    "...",
    "/*",
    "\n",
  ];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })), { maxLength: 80 }), (parts) => {
      read(parts.join(""));
    }),
    { numRuns: 500 },
  );
});
