// As much of SQLite's file format (https://sqlite.org/fileformat2.html, sections 1.3 to 2.1) as a GeoPackage's tables
// need: b-trees of tables, records, overflow pages. No index, no write-ahead log.

export type Value = null | number | string | Uint8Array;

const HEADER = 100;
const MAX_DEPTH = 40;

/** The tables of a database file. */
export class Sqlite {
  private readonly bytes: DataView;
  private readonly pageSize: number;
  private readonly usable: number;

  constructor(private readonly file: Uint8Array) {
    this.bytes = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const isDatabase = new TextDecoder().decode(file.subarray(0, 15)) === "SQLite format 3";
    if (!isDatabase || file.length < HEADER) {
      throw new Error("not a SQLite file");
    }
    const size = this.bytes.getUint16(16);
    this.pageSize = size === 1 ? 65_536 : size;
    this.usable = this.pageSize - file[20]!;
    if (this.pageSize < 512 || file.length < this.pageSize) {
      throw new Error("a damaged SQLite file");
    }
  }

  /** The rows of a table as objects by the names of its columns; empty if there is no such table. */
  rows(table: string): Record<string, Value>[] {
    const found = this.records(1).find(([type, name]) => type === "table" && name === table);
    if (!found) {
      return [];
    }
    const names = columns(String(found[4]));
    const rows: Record<string, Value>[] = [];
    this.walk(Number(found[3]), 0, (record, row) =>
      rows.push(
        Object.fromEntries(
          // An integer that is the primary key is the number of its row, and nowhere else.
          names.map(({ name, isKey }, i) => [name, record[i] ?? (isKey ? row : null)]),
        ),
      ),
    );
    return rows;
  }

  private records(root: number): Value[][] {
    const records: Value[][] = [];
    this.walk(root, 0, (record) => records.push(record));
    return records;
  }

  private walk(page: number, depth: number, take: (record: Value[], row: number) => void) {
    const start = (page - 1) * this.pageSize;
    if (page < 1 || start + this.pageSize > this.file.length || depth > MAX_DEPTH) {
      throw new Error("a damaged SQLite file");
    }
    const head = page === 1 ? start + HEADER : start;
    const type = this.file[head];
    const cells = this.bytes.getUint16(head + 3);
    const isLeaf = type === 0x0d;
    if (!isLeaf && type !== 0x05) {
      throw new Error("a damaged SQLite file");
    }
    for (let i = 0; i < cells; i++) {
      const cell = start + this.bytes.getUint16(head + (isLeaf ? 8 : 12) + 2 * i);
      if (isLeaf) {
        const [, afterLength] = varint(this.file, cell);
        take(parse(this.payload(cell)), varint(this.file, afterLength)[0]);
      } else {
        this.walk(this.bytes.getUint32(cell), depth + 1, take);
      }
    }
    if (!isLeaf) {
      this.walk(this.bytes.getUint32(head + 8), depth + 1, take);
    }
  }

  /** What a leaf's cell holds, with the pages that it flows over into. */
  private payload(cell: number): Uint8Array {
    const [length, afterLength] = varint(this.file, cell);
    const [, start] = varint(this.file, afterLength);
    if (length > this.file.length) {
      throw new Error("a damaged SQLite file");
    }
    const most = this.usable - 35;
    if (length <= most) {
      return this.file.subarray(start, start + length);
    }
    const least = Math.floor(((this.usable - 12) * 32) / 255) - 23;
    const fitting = least + ((length - least) % (this.usable - 4));
    const local = fitting <= most ? fitting : least;
    const whole = new Uint8Array(length);
    whole.set(this.file.subarray(start, start + local));
    let page = this.bytes.getUint32(start + local);
    for (let done = local; done < length && page > 0;) {
      const from = (page - 1) * this.pageSize;
      const part = this.file.subarray(
        from + 4,
        from + 4 + Math.min(this.usable - 4, length - done),
      );
      whole.set(part, done);
      done += part.length;
      page = part.length > 0 ? this.bytes.getUint32(from) : 0;
    }
    return whole;
  }
}

/** Value, and where the next one begins. */
function varint(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i]!;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      return [value, at + i + 1];
    }
  }
  return [value * 256 + bytes[at + 8]!, at + 9];
}

function parse(record: Uint8Array): Value[] {
  const [size, first] = varint(record, 0);
  const types: number[] = [];
  for (let at = first; at < size;) {
    const [type, next] = varint(record, at);
    types.push(type);
    at = next;
  }
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  let at = size;
  return types.map((type) => {
    const length = lengthOf(type);
    const value = valueOf(view, record, type, at, length);
    at += length;
    return value;
  });
}

function lengthOf(type: number): number {
  return type >= 12 ? Math.floor((type - 12) / 2) : ([0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0);
}

function valueOf(
  view: DataView,
  record: Uint8Array,
  type: number,
  at: number,
  length: number,
): Value {
  if (type === 0) {
    return null;
  }
  if (type === 7) {
    return view.getFloat64(at);
  }
  if (type === 8 || type === 9) {
    return type - 8;
  }
  if (type >= 12) {
    const bytes = record.subarray(at, at + length);
    return type % 2 === 0 ? bytes : new TextDecoder().decode(bytes);
  }
  let value = view.getInt8(at);
  for (let i = 1; i < length; i++) {
    value = value * 256 + record[at + i]!;
  }
  return value;
}

interface Column {
  name: string;
  isKey: boolean;
}

/** Columns of a CREATE TABLE. */
function columns(sql: string): Column[] {
  const body = sql.slice(sql.indexOf("(") + 1, sql.lastIndexOf(")"));
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let from = 0;
  for (let i = 0; i <= body.length; i++) {
    const c = body[i] ?? ",";
    if (quote) {
      quote = c === quote ? "" : quote;
    } else if (c === '"' || c === "'" || c === "`" || c === "[") {
      quote = c === "[" ? "]" : c;
    } else if (c === "(" || c === ")") {
      depth += c === "(" ? 1 : -1;
    } else if (c === "," && depth === 0) {
      parts.push(body.slice(from, i).trim());
      from = i + 1;
    }
  }
  return parts
    .filter((part) => !/^(CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)\b/i.test(part))
    .map((part) => {
      const match = /^(?:"([^"]*)"|`([^`]*)`|\[([^\]]*)\]|([^\s(]+))/.exec(part);
      return {
        name: match?.slice(1).find((each) => each !== undefined) ?? "",
        isKey: /\bINTEGER\b.*\bPRIMARY\s+KEY\b/i.test(part),
      };
    });
}
