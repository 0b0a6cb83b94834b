import type { DownloadProgress } from "@lockstep/kernel";

/** Downloads below that are over before anybody wonders. */
const LARGE_BYTES = 20_000_000;
/** How much comes in between two lines, when the whole is unknown. */
const STEP_BYTES = 50_000_000;

/** Tells a person a few lines about a large download, the same ones each time: at each quarter, or every 50 MB. */
export function downloadLines(spec: string, tell: (line: string) => void): DownloadProgress {
  let told = 0;
  return (received, whole) => {
    if (whole !== undefined && whole < LARGE_BYTES) return;
    const step = Math.floor(whole === undefined ? received / STEP_BYTES : (4 * received) / whole);
    if (step < told) told = step;
    if (step === told || received === whole) return;
    told = step;
    tell(`Downloading ${spec}: ${megabytes(received)}${whole === undefined ? "" : ` of ${megabytes(whole)}`} MB`);
  };
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 1e6));
}
