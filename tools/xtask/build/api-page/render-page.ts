import type { Declaration, Member } from "./declarations.ts";
import { type DocComment, type NoteTag, parseDocComment } from "./doc-comment.ts";

/** What one page describes. */
export interface ApiPage {
  /** The name that users import. */
  readonly packageName: string;
  /** The command that writes the page. */
  readonly command: string;
  /** Docstring of the entry file. */
  readonly introduction: string | undefined;
  readonly declarations: readonly Declaration[];
  /** Whole programs that are compiled elsewhere, by file name. */
  readonly programs: readonly { readonly name: string; readonly text: string }[];
}

const sections = { function: "Functions", class: "Classes", interface: "Types", alias: "Types", constant: "Constants" } as const;
const sectionOrder = ["Functions", "Classes", "Types", "Constants"];
const noteLabels: Readonly<Record<NoteTag, string>> = {
  returns: "Returns",
  throws: "Throws",
  deprecated: "Deprecated",
  default: "Default",
  see: "See",
};

/**
 * One Markdown page: table of contents, programs, then every declaration in sections, by name. A section is that of the
 * `@group` of a declaration's docstring, or of its kind; the sections of groups come after those of kinds.
 */
export function renderApiPage(page: ApiPage): string {
  const items = page.declarations.map((declaration): Item => {
    const doc = parseDocComment(declaration.comment ?? "");
    return { ...declaration, doc, section: doc.group ?? sections[declaration.type] };
  });
  const used = [...new Set(items.map(({ section }) => section))];
  const groups = used.filter((section) => !sectionOrder.includes(section)).toSorted();
  const ordered = [...sectionOrder, ...groups].filter((section) => used.includes(section));
  const bySection = ordered.map((section) => ({
    section,
    items: items.filter((item) => item.section === section).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));

  const slugs = slugger();
  const title = `API of ${page.packageName}`;
  slugs(title);
  slugs("Contents");
  const programAnchors = page.programs.length === 0 ? undefined : slugs("Programs");
  for (const { name } of page.programs) slugs(name);
  const sectionAnchors = new Map<string, string>();
  const anchors = new Map<string, string>();
  for (const { section, items: own } of bySection) {
    sectionAnchors.set(section, slugs(section));
    for (const { name } of own) anchors.set(name, slugs(name));
  }
  const linked = (text: string, self?: string): string => linkNames(text, anchors, self);

  const contents = [
    ...(programAnchors === undefined ? [] : [`- [Programs](#${programAnchors})`]),
    ...bySection.flatMap(({ section, items: own }) => [
      `- [${section}](#${sectionAnchors.get(section)})`,
      ...own.map(({ name, doc }) => `  - [\`${name}\`](#${anchors.get(name)})${dashed(firstSentence(doc.text))}`),
    ]),
  ];
  const blocks = [
    `# ${title}`,
    `<!-- Written by \`${page.command}\` from the docstrings of the source. Edits are lost. -->`,
    page.introduction === undefined ? "" : renderDoc(parseDocComment(page.introduction), linked),
    "## Contents",
    contents.join("\n"),
    ...(page.programs.length === 0 ? [] : ["## Programs"]),
    ...page.programs.flatMap(({ name, text }) => [`### ${name}`, fence(text.trimEnd())]),
    ...bySection.flatMap(({ section, items: own }) => [`## ${section}`, ...own.flatMap((item) => renderItem(item, anchors, linked))]),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

interface Item extends Declaration {
  readonly doc: DocComment;
  readonly section: string;
}

type Linker = (text: string, self?: string) => string;

function renderItem(item: Item, anchors: ReadonlyMap<string, string>, linked: Linker): string[] {
  const see = item.references.map((name) => `[\`${name}\`](#${anchors.get(name)})`);
  return [
    `### ${item.name}`,
    renderDoc(item.doc, (text) => linked(text, item.name), fence(item.code)),
    item.members.map((member) => renderMember(member, linked)).join("\n"),
    see.length === 0 ? "" : `Its types: ${see.join(", ")}.`,
  ];
}

function renderMember({ code, comment }: Member, linked: Linker): string {
  const doc = parseDocComment(comment ?? "");
  // Neither fits into inline code.
  const fenced = code.includes("\n") || code.includes("`");
  const nested = fenced || /\n\n|^```/m.test(doc.text) || doc.parameters.length > 0 || doc.notes.length > 0 || doc.examples.length > 0;
  if (!nested) return `- \`${code}\`${dashed(linked(doc.text.replaceAll(/\s*\n\s*/g, " ")))}`;
  const head = fenced ? fence(code) : `\`${code}\``;
  const [first = "", ...rest] = `${head}\n\n${renderDoc(doc, linked)}`.trimEnd().split("\n");
  return [`- ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))].join("\n");
}

function renderDoc(doc: DocComment, linked: Linker, code?: string): string {
  const parameters = doc.parameters.map(({ name, text }) => `- \`${name}\`${dashed(linked(text.replaceAll("\n", " ")))}`);
  const notes = doc.notes.map(({ tag, text }) => `**${noteLabels[tag]}:** ${linked(text)}`);
  const examples = doc.examples.map((example) => (example.startsWith("```") ? `Example:\n\n${example}` : `Example: ${example}`));
  return [linked(doc.text), code ?? "", parameters.join("\n"), ...notes, ...examples].filter((part) => part !== "").join("\n\n");
}

/** Turns `{@link Name}` and a name in backticks into links to what the page describes; fenced code stays as it is. */
function linkNames(text: string, anchors: ReadonlyMap<string, string>, self?: string): string {
  const linkTo = (label: string, name: string): string => {
    const anchor = name === self ? undefined : anchors.get(name);
    return anchor === undefined ? label : `[${label}](#${anchor})`;
  };
  const parts = text.split(/(^```.*?^```$)/ms);
  const prose = (part: string): string =>
    part
      .replaceAll(/\{@link\s+([^\s|}]+)\s*(?:\|\s*([^}]+))?\}/g, (_, name: string, label?: string) =>
        linkTo(label?.trim() ?? `\`${name}\``, name),
      )
      .replaceAll(/(?<!\[)`([A-Za-z]\w*)(?:\(\))?`(?!\])/g, (label, name: string) => linkTo(label, name));
  return parts.map((part, index) => (index % 2 === 1 ? part : prose(part))).join("");
}

function firstSentence(text: string): string {
  const paragraph = text.split(/\n\n|:\n *- /, 1)[0]?.replaceAll("\n", " ") ?? "";
  const plain = paragraph.replaceAll(/\{@link\s+([^\s|}]+)[^}]*\}/g, "`$1`");
  return /^.*?[.!?](?=\s+[A-Z`]|$)/.exec(plain)?.[0] ?? plain;
}

function dashed(text: string): string {
  return text === "" ? "" : `: ${text}`;
}

function fence(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

/** Gives each heading the anchor that GitHub gives it, in the order of the page. */
function slugger(): (heading: string) => string {
  const seen = new Map<string, number>();
  return (heading) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  };
}
