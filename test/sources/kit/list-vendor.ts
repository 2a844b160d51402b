import type { Instant } from '../../../src/domain/instant.ts';
import { isJsonObject, type Json } from '../../../src/domain/json.ts';
import type { Direction } from '../../../src/domain/order.ts';
import type { Exchange, RecordPage, VendorResponse } from '../../../src/sources/adapter.ts';
import { type Ask, asking } from '../../../src/sources/kit/walks/ask.ts';

/** A record of a vendor that orders by `at`, in microseconds; null: it tells no time. */
export interface Entry {
  readonly id: number;
  readonly at: number | null;
}

export const timeOf = (record: Json) =>
  isJsonObject(record) && typeof record.at === 'number' ? (record.at as Instant) : null;

/** The vendor's list in the order asked for; `turn` puts those of one moment in another order. */
export function inList(entries: readonly Entry[], direction: Direction, turn = 0): readonly Entry[] {
  const sign = direction === 'ASC' ? 1 : -1;
  const tieOf = ({ id }: Entry) => (id + turn * 7) % 11;
  return entries.toSorted((a, b) => sign * ((a.at ?? 0) - (b.at ?? 0)) || tieOf(a) - tieOf(b));
}

/** Asks by data: the place stands in the request, and the answer is JSON. */
export function asked<Place extends object | Json, Answer>(): Ask<Place, Answer> {
  return asking(
    (place) => ({ method: 'POST', path: '/', json: place as Json }),
    ({ text }) => JSON.parse(text) as Answer,
  );
}

export interface Walked {
  readonly records: readonly Entry[];
  readonly pages: readonly RecordPage[];
  readonly places: readonly Json[];
}

/** A whole walk, answered place by place; an answer that is an Error is a refusal. Throws where it does not end. */
export function walked(
  first: Exchange<RecordPage> | null,
  answerTo: (place: Json, call: number) => object,
  most = 5_000,
): Walked {
  const pages: RecordPage[] = [];
  const places: Json[] = [];
  for (let exchange = first; exchange; ) {
    if (places.length >= most) throw new Error(`expected an end within ${most} requests`);
    const place = exchange.request.json ?? null;
    const answer = answerTo(place, places.length);
    places.push(place);
    if (answer instanceof Error) {
      exchange = exchange.refused?.({ code: 'BAD_REQUEST', message: answer.message } as never) ?? null;
      continue;
    }
    const { result, next } = exchange.read(answering(answer));
    pages.push(result);
    exchange = next;
  }
  return { pages, places, records: pages.flatMap(({ records }) => records as unknown as readonly Entry[]) };
}

function answering(answer: object): VendorResponse {
  return { status: 200, headers: {}, setCookies: [], text: JSON.stringify(answer) };
}

export const idsOf = (entries: readonly Entry[]) => [...new Set(entries.map(({ id }) => id))].sort((a, b) => a - b);

/** Which of the entries came more than once. */
export function repeatedOf(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ id }, index) => entries.findIndex((each) => each.id === id) !== index);
}

export function isInOrder(entries: readonly Entry[], direction: Direction): boolean {
  const times = entries.flatMap(({ at }) => at ?? []);
  return times.every((at, index) => {
    const before = times[index - 1] ?? at;
    return direction === 'ASC' ? before <= at : before >= at;
  });
}
