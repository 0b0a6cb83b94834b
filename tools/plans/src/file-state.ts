/** What stands at a path, links not followed. Two states are the same when all of their fields are. */
export type FileState =
  | { readonly type: "absent" }
  | {
      readonly type: "file";
      /** Of the bytes, in lower-case hex. */
      readonly sha256: string;
      readonly sizeBytes: number;
      /** The permission bits as four octal digits, such as `0644`. */
      readonly mode: string;
    }
  | { readonly type: "link"; readonly target: string }
  | { readonly type: "folder" }
  | { readonly type: "other" };

/** What a change can leave at a path. */
export type WrittenState = Extract<FileState, { readonly type: "absent" | "file" | "link" }>;
