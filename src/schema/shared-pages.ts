import { GraphQLError } from 'graphql';
import type { EventsArguments } from '../federation/ask/asked-page.ts';
import type { Answer } from '../federation/gateway.ts';
import { ownTurn } from '../lanes/breath.ts';
import type { SchemaContext } from './context.ts';

/** So many different pages of one operation are read at the same time. */
const PAGES_AT_ONCE = 4;

interface Reading {
  readonly known: Map<string, Promise<Answer>>;
  /** Each ends when the page does that is read there. */
  readonly places: Promise<unknown>[];
  next: number;
}

const readings = new WeakMap<SchemaContext, Reading>();

/**
 * A page for one of an operation's fields. Fields that ask the same share it; of the others a few are read at a time, so that
 * one operation with many aliases takes from others, and waits, no more than a few would. Each answer comes in a turn of the
 * loop of its own.
 */
export async function askPage(args: EventsArguments, context: SchemaContext): Promise<Answer> {
  const reading = readings.get(context) ?? { known: new Map(), places: [], next: 0 };
  readings.set(context, reading);
  const key = JSON.stringify(args);
  const page = reading.known.get(key) ?? inPlace(reading, () => pageOf(args, context));
  reading.known.set(key, page);
  try {
    return await page;
  } catch (error) {
    throw reading.next > 1 && isOutOfTime(context.signal) ? tooMany(reading.next) : error;
  } finally {
    await ownTurn();
  }
}

async function pageOf(args: EventsArguments, { gateway, signal }: SchemaContext): Promise<Answer> {
  signal.throwIfAborted();
  return gateway.events(args, signal);
}

/** One page that takes too long has its own error; of many, the operation is at fault, and refused whole. */
function tooMany(pages: number): GraphQLError {
  return new GraphQLError(
    `query: expected pages that can be read within limits.requestTimeoutMs, but ${pages} of them take longer`,
    { extensions: { code: 'QUERY_TOO_COMPLEX' } },
  );
}

function isOutOfTime({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof Error && reason.name === 'RequestTimeout';
}

function inPlace(reading: Reading, read: () => Promise<Answer>): Promise<Answer> {
  const place = reading.next % PAGES_AT_ONCE;
  reading.next += 1;
  const page = (reading.places[place] ?? Promise.resolve()).then(read, read);
  reading.places[place] = page;
  return page;
}
