import type { Position } from '../../domain/position.ts';
import type { PrintedPage } from '../../lanes/lane.ts';

/** `PGCOPY` and so on, then 4 bytes of flags, and 4 that tell how long what follows them is. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const HEADER_BYTES = SIGNATURE.length + 8;
/** Of a row before its text: how many columns, then the time and the id, each and the text behind its length. */
const ROW_BYTES = 2 + (4 + 8) + (4 + 16) + 4;
const END = -1;

/**
 * The lines in what COPY gives in its binary format for rows of (time BIGINT, id UUID, line TEXT), as pages of as many whole
 * lines as came together. Bytes are moved, never read as text.
 */
export async function* copiedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PrintedPage> {
  let rest: Buffer = Buffer.alloc(0);
  let isBegun = false;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk]);
    if (!isBegun) {
      if (rest.length < HEADER_BYTES) continue;
      rest = rest.subarray(headerOf(rest));
      isBegun = true;
    }
    const { page, read } = linesIn(rest);
    rest = rest.subarray(read);
    if (page) yield page;
  }
  if (rest.length !== 2 || rest.readInt16BE(0) !== END) {
    throw new Error(`expected the end of what is copied, but got ${rest.length} bytes without one`);
  }
}

function headerOf(bytes: Buffer): number {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE))
    throw new Error('expected a binary copy, but got something else');
  return HEADER_BYTES + bytes.readInt32BE(HEADER_BYTES - 4);
}

function linesIn(bytes: Buffer): { readonly page: PrintedPage | null; readonly read: number } {
  const text = Buffer.allocUnsafe(bytes.length);
  let [read, written, count, last] = [0, 0, 0, 0];
  while (bytes.length - read >= ROW_BYTES) {
    const length = bytes.readInt32BE(read + ROW_BYTES - 4);
    const end = read + ROW_BYTES + length;
    if (end > bytes.length) break;
    written += bytes.copy(text, written, read + ROW_BYTES, end);
    count += 1;
    last = read;
    read = end;
  }
  const page = count === 0 ? null : { text: text.subarray(0, written), count, last: placeOf(bytes, last) };
  return { page, read };
}

function placeOf(bytes: Buffer, row: number): Position {
  const hex = bytes.toString('hex', row + 18, row + 34);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  return { occurredAt: Number(bytes.readBigInt64BE(row + 6)), id } as Position;
}
