import { type ExecProtocolOptions, messages, PGlite, type PGliteOptions } from '@electric-sql/pglite';

type BackendMessage = Awaited<ReturnType<PGlite['execProtocolStream']>>[number];

/** U+FEFF, and what it is in UTF-8. */
const MARK = '\ufeff';
const MARK_BYTES = Buffer.from(MARK);

/** Of a message: one letter that says what it is, then four bytes of its length, themselves included. */
const TYPE_BYTES = 1;
const DATA_ROW = 'D'.charCodeAt(0);
const ABSENT = -1;

/**
 * PGlite that gives every text as it is stored. Its decoder takes a U+FEFF at the beginning of a value for a mark of the byte
 * order and drops it; here it is put back, from the bytes of the answer.
 */
export class ExactPGlite extends PGlite {
  static async open(options: PGliteOptions): Promise<ExactPGlite> {
    const pglite = new ExactPGlite(options);
    await pglite.waitReady;
    return pglite;
  }

  override async execProtocolStream(message: Uint8Array, options?: ExecProtocolOptions): Promise<BackendMessage[]> {
    const answer = await this.execProtocol(message, options);
    const bytes = Buffer.from(answer.data.buffer, answer.data.byteOffset, answer.data.length);
    if (bytes.includes(MARK_BYTES)) restoreMarks(answer.messages, bytes);
    return answer.messages;
  }
}

function restoreMarks(answered: readonly BackendMessage[], bytes: Buffer): void {
  const rows = answered.filter((message) => message instanceof messages.DataRowMessage);
  let row = 0;
  for (let at = 0; at < bytes.length; at += TYPE_BYTES + bytes.readInt32BE(at + TYPE_BYTES)) {
    if (bytes[at] !== DATA_ROW) continue;
    const fields = rows[row]?.fields ?? [];
    for (const index of marked(bytes, at, fields.length)) fields[index] = `${MARK}${fields[index]}`;
    row += 1;
  }
}

/** Which values of the row that begins here begin with a mark. */
function* marked(bytes: Buffer, row: number, count: number): Generator<number> {
  let at = row + TYPE_BYTES + 4 + 2;
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length === ABSENT) continue;
    if (bytes.subarray(at, at + Math.min(length, MARK_BYTES.length)).equals(MARK_BYTES)) yield index;
    at += length;
  }
}
