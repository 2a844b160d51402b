import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { type SourceError, sourceError } from '../lanes/source-error.ts';

/** What a vendor may send its answers in. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

/** Codings of one answer, one inside the other; nobody means more. */
export const MOST_CODINGS = 5;

type Chunks = AsyncIterable<Buffer>;
type Coding = 'gzip' | 'deflate' | 'br' | 'zlib';

const CODING_OF: ReadonlyMap<string, Coding> = new Map([
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br', 'br'],
]);

/** What bytes themselves say they are. */
const SHOWN: readonly Coding[] = ['gzip', 'zlib'];

/**
 * An answer's bytes without their codings, at most `maxBytes` on the way in and after each step, however small they came.
 * A gzip, and a deflate with its header, show by their first bytes: such are decoded though no header names them, and a gzip
 * that is named and is none stays as it is. Nothing shows a bare deflate or a br.
 * Throws `SourceError` RESPONSE_TOO_LARGE or INVALID_RESPONSE.
 */
export async function decodedBody(body: Chunks, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  const codings = [...codingsOf(contentEncoding).toReversed(), ...SHOWN];
  const decoded = codings.reduce((bytes, coding) => within(decode(bytes, coding), maxBytes), within(body, maxBytes));
  const chunks: Buffer[] = [];
  for await (const chunk of decoded) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As they were applied, the first one first. */
function codingsOf(contentEncoding: string): readonly Coding[] {
  const names = contentEncoding.split(',').map((name) => name.trim().toLowerCase());
  const applied = names.filter((name) => name !== '' && name !== 'identity');
  if (applied.length > MOST_CODINGS) {
    throw sourceError(
      'INVALID_RESPONSE',
      `expected at most ${MOST_CODINGS} content codings, but got ${applied.length}`,
    );
  }
  return applied.map((name) => {
    const coding = CODING_OF.get(name);
    if (coding) return coding;
    throw sourceError('INVALID_RESPONSE', `expected an answer in ${ACCEPT_ENCODING}, but got one in ${shown(name)}`);
  });
}

const LONGEST_NAME = 40;

function shown(name: string): string {
  return JSON.stringify(name.slice(0, LONGEST_NAME));
}

async function* within(chunks: Chunks, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

export function tooLarge(maxBytes: number): SourceError {
  return sourceError('RESPONSE_TOO_LARGE', `expected an answer of at most ${maxBytes} bytes, but got more`);
}

const HEAD_BYTES = 3;

async function* decode(chunks: Chunks, coding: Coding): AsyncGenerator<Buffer> {
  const { head, all } = await begun(chunks);
  const engine = head.length === 0 ? null : ENGINES[coding](head);
  yield* engine === null ? all : through(all, engine, coding);
}

/** The decoder for bytes that begin so; null: they are not in this coding. */
const ENGINES: Readonly<Record<Coding, (head: Buffer) => Transform | null>> = {
  gzip: (head) => (isGzip(head) ? createGunzip() : null),
  deflate: (head) => (isZlib(head) ? createInflate() : createInflateRaw()),
  br: () => createBrotliDecompress(),
  zlib: (head) => (head[0] === NO_TEXT_BEGINS_SO && isZlib(head) ? createInflate() : null),
};

/** The first byte of nearly every deflate with a header; a JSON that begins with another one may be a number. */
const NO_TEXT_BEGINS_SO = 0x78;

function isGzip([first, second, method]: Buffer): boolean {
  return first === 0x1f && second === 0x8b && method === 8;
}

/** Of the two things that are called deflate, the one with a header: method 8, and a check that 31 divides (RFC 1950). */
function isZlib([method = 0, flags = 0]: Buffer): boolean {
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

/** The first bytes, and all of them, those included. */
async function begun(chunks: Chunks): Promise<{ readonly head: Buffer; readonly all: Chunks }> {
  const rest = chunks[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, all: preceded(head, rest) };
}

async function* preceded(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** What goes wrong on the bytes' way here stays what it is; what the decoder finds wrong is the answer's fault. */
async function* through(chunks: Chunks, engine: Transform, coding: Coding): AsyncGenerator<Buffer> {
  const onTheWay: unknown[] = [];
  async function* watched(): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      onTheWay.push(error);
      throw error;
    }
  }
  const source = Readable.from(watched(), { objectMode: false });
  try {
    for await (const chunk of pipeline(source, engine, () => {})) yield chunk as Buffer;
  } catch (cause) {
    if (onTheWay.length > 0) throw onTheWay[0];
    throw sourceError('INVALID_RESPONSE', `expected an answer in ${coding}, but its bytes are damaged`, {}, { cause });
  } finally {
    source.destroy();
  }
}
