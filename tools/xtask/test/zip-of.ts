import { crc32 } from "node:zlib";

/** One entry of a ZIP archive; `mode` is that of Unix, with its type. */
interface ZipEntry {
  readonly path: string;
  readonly bytes: Buffer | string;
  readonly mode?: number;
  /** What the archive says of its size, where that is a lie. */
  readonly declaredBytes?: number;
}

/** A ZIP archive in which nothing is packed smaller. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const heads: Buffer[] = [];
  let offset = 0;
  for (const { path, bytes: given, mode = 0o100755, declaredBytes } of entries) {
    const bytes = Buffer.from(given);
    const name = Buffer.from(path);
    const sum = crc32(bytes);
    const size = declaredBytes ?? bytes.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt32LE(sum, 14);
    local.writeUInt32LE(bytes.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE((3 << 8) | 20, 4);
    head.writeUInt16LE(20, 6);
    head.writeUInt32LE(sum, 16);
    head.writeUInt32LE(bytes.length, 20);
    head.writeUInt32LE(size, 24);
    head.writeUInt16LE(name.length, 28);
    head.writeUInt32LE((mode << 16) >>> 0, 38);
    head.writeUInt32LE(offset, 42);
    parts.push(local, name, bytes);
    heads.push(head, name);
    offset += local.length + name.length + bytes.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
