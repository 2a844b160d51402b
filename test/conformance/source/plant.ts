import type { EventDraft } from '../../../src/domain/event.ts';
import { isJsonObject, type JsonObject } from '../../../src/domain/json.ts';
import type {
  Exchange,
  Fault as Meant,
  Pushdown,
  RecordPage,
  SourceAdapter,
  Stream,
  VendorRequest,
} from '../../../src/sources/adapter.ts';
import type { SourceSubject } from './source-subject.ts';

export interface Fault {
  /** The one check that finds it. */
  readonly id: string;
  readonly fault: string;
  plant(sound: SourceSubject): SourceSubject;
}

export type Adapter = SourceAdapter<unknown>;

export function adapter(change: (sound: Adapter) => Partial<Adapter>): Fault['plant'] {
  return (sound) => ({ ...sound, adapter: { ...sound.adapter, ...change(sound.adapter) } });
}

export function stream(change: (sound: Stream) => Partial<Stream>): Fault['plant'] {
  return adapter(({ streams }) => ({
    streams: (options) => streams(options).map((each) => ({ ...each, ...change(each) })),
  }));
}

export function samples(change: Partial<SourceSubject['samples']>): Fault['plant'] {
  return (sound) => ({ ...sound, samples: { ...sound.samples, ...change } });
}

/** A filter of one field in other words. */
export function saying(field: string, change: (words: JsonObject) => JsonObject): Fault['plant'] {
  return stream(({ words }) => ({
    words(leaf) {
      const said = words(leaf);
      return said && leaf.field === field ? change(said) : said;
    },
  }));
}

export function exchange(
  change: (sound: Exchange<RecordPage>, asked: Pushdown) => Exchange<RecordPage>,
): Fault['plant'] {
  return stream(({ ask }) => ({
    ask: (pushdown) => change(ask(pushdown), pushdown),
  }));
}

export function requesting(change: (request: VendorRequest) => VendorRequest): Fault['plant'] {
  return exchange((sound) => ({ ...sound, request: change(sound.request) }));
}

export function decoding(change: (draft: EventDraft, record: JsonObject) => EventDraft | null): Fault['plant'] {
  return adapter(({ decode }) => ({
    decode(record, options) {
      const draft = decode(record, options);
      return draft && isJsonObject(record) ? change(draft, record) : draft;
    },
  }));
}

export function faulting(
  change: (meant: Meant | null, response: Parameters<Adapter['fault']>[0]) => Meant | null,
): Fault['plant'] {
  return adapter(({ fault }) => ({ fault: (response) => change(fault(response), response) }));
}
