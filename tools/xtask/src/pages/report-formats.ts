/** Where pages are written by default: git ignores it. */
export const defaultPagesFolder = ".cache/pages";

/** What `--format` asks for. */
export interface ReportFormats {
  readonly json: boolean;
  readonly html: boolean;
  readonly md: boolean;
  /** The reports and nothing else, as without the option. */
  readonly isPlain: boolean;
}

/** Reads names with commas between. */
export function reportFormats(format: string): ReportFormats {
  const names = format.split(",");
  const [json, html, md] = ["json", "html", "md"].map((name) => names.includes(name));
  return { json: json === true, html: html === true, md: md === true, isPlain: html !== true && md !== true };
}
