import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { parseForeignJson } from '../../../src/domain/foreign-json.ts';
import { isJsonObject, type JsonObject } from '../../../src/domain/json.ts';
import { BUILT_IN, redact } from '../../../src/domain/redact.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import { rewritingProxy } from '../../end-to-end/rewriting-proxy.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import { connectTo, truthOf } from './connect-to.ts';
import { decoded, isDraft, someRecords } from './odd-records.ts';
import { everything } from './pushed-answers.ts';
import type { SourceSubject } from './source-subject.ts';

/** What answers travel in, and what numbers they hold. */
export const ANSWER_CHECKS: readonly Check<SourceSubject>[] = [
  {
    id: 'SRC-033',
    level: 'MUST',
    says: 'answers in gzip, deflate or br are what they hold, and one that bursts the cap is refused early',
    verify: async (subject) =>
      (await firstFinding(Object.keys(CODINGS), (coding) => decodedWhole(subject, coding))) ?? refused(subject),
  },
  {
    id: 'SRC-034',
    level: 'MUST',
    says: 'in keys the digits of a number count, however many they are',
    verify: (subject) =>
      firstFinding(someRecords(subject).filter(isJsonObject), (record) =>
        firstFinding(Object.keys(record), (member) => {
          const [one, two, large, larger] = ['1', '2', ...ALIKE_AS_DOUBLES].map((digits) =>
            keyOf(subject, record, member, digits),
          );
          if (!one || !two || one === two || !large || large !== larger) return null;
          return { expected: `two events that differ in ${member}`, found: `one, ${large}` };
        }),
      ),
  },
];

const CODINGS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: (bytes) => gzipSync(bytes),
  deflate: (bytes) => deflateSync(bytes),
  br: (bytes) => brotliCompressSync(bytes),
};

const CAP = 500_000;
const BLANKS = ' '.repeat(4 * CAP);

/** What a lane gives when every answer travels in this coding, with so much behind it. */
async function idsIn(subject: SourceSubject, coding: string, behind = ''): Promise<ReadonlySet<string>> {
  const encode = CODINGS[coding] ?? ((bytes: Buffer) => bytes);
  const proxy = await rewritingProxy(subject.vendor.url, (body) => ({
    bytes: encode(Buffer.from(body + behind)),
    coding,
  }));
  const connected = connectTo(subject, { url: proxy.url, ...(behind === '' ? {} : { maxResponseBytes: CAP }) });
  try {
    const ids = new Set<string>();
    for await (const item of connected.lane.open(everything(), new AbortController().signal)) {
      if (item.kind === 'event') ids.add(item.event.id);
    }
    return ids;
  } finally {
    await connected.close();
    await proxy.close();
  }
}

async function decodedWhole(subject: SourceSubject, coding: string): Promise<Finding | null> {
  const ids = await idsIn(subject, coding);
  const lost = truthOf(subject).filter(({ id }) => !ids.has(id)).length;
  return lost === 0 ? null : { expected: `all events in ${coding}`, found: `${lost} missing` };
}

async function refused(subject: SourceSubject): Promise<Finding | null> {
  try {
    const ids = await idsIn(subject, 'gzip', BLANKS);
    return { expected: 'RESPONSE_TOO_LARGE', found: `${ids.size} events` };
  } catch (error) {
    const code = error instanceof SourceError ? error.problem.code : String(error);
    return code === 'RESPONSE_TOO_LARGE' ? null : { expected: 'RESPONSE_TOO_LARGE', found: code };
  }
}

/** No double tells them apart. */
const ALIKE_AS_DOUBLES = ['18014398509481985', '18014398509481986'];

/** The native key of a record whose member is a number of these digits, as it came; null where it is no event, or cannot be read. */
function keyOf(subject: SourceSubject, record: JsonObject, member: string, digits: string): string | null {
  const mark = '@digits@';
  const text = JSON.stringify({ ...record, [member]: mark }).replace(JSON.stringify(mark), digits);
  const received = redact(parseForeignJson(text), BUILT_IN);
  const draft = decoded(subject, received);
  return isDraft(draft) ? draft.nativeKey : null;
}
