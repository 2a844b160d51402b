import { resolve } from 'node:path';
import { z } from 'zod';
import type { SourceKey } from '../../domain/event.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { SourceAdapter } from '../../sources/adapter.ts';
import type { VendorKind } from '../../sources/registry.ts';
import { describeIssue } from './describe-issue.ts';
import { fromText } from './from-text.ts';
import type { SourceConfig } from './gateway-config.ts';
import { at, type Path } from './path.ts';
import { readable } from './readable.ts';
import { COMMON } from './shape.ts';

export type Adapters = Readonly<Record<VendorKind, SourceAdapter<unknown>>>;

type Read = { readonly source: SourceConfig | null; readonly problems: readonly string[] };

/** One item of `sources`: what every source carries, and the keys of its own vendor. */
export function readSource(item: Json, path: Path, root: Json, adapters: Adapters, folder: string): Read {
  const kind = isJsonObject(item) ? COMMON.kind.safeParse(item.kind) : null;
  const adapter = kind?.success ? adapters[kind.data] : null;
  const known = { ...COMMON, ...(adapter ? passedOver(adapter.options.shape) : {}) };
  const common = (adapter ? z.strictObject(known) : z.looseObject(known)).safeParse(item);
  const own = adapter && isJsonObject(item) ? ownOptions(adapter.options.strict(), item) : null;
  const shape = z.object({ ...COMMON, ...adapter?.options.shape });
  const problems = [...(common.error?.issues ?? []), ...(own?.error?.issues ?? [])].flatMap((issue) =>
    describeIssue(issue, shape, root, path),
  );
  if (!common.success || !own?.success) return { source: null, problems };
  const { id, name, tls, ...settings } = z.object(COMMON).parse(item);
  const caFile = tls?.caFile === undefined ? {} : { caFile: resolve(folder, tls.caFile) };
  const unread = tls?.caFile === undefined ? [] : unreadable(tls.caFile, [...path, 'tls', 'caFile'], folder);
  const source = {
    ...settings,
    key: id as SourceKey,
    name: name ?? id,
    tls: tls && { ...tls, ...caFile },
    options: own.data,
  };
  return { source, problems: [...problems, ...unread] };
}

function unreadable(file: string, path: Path, folder: string): readonly string[] {
  const read = readable(resolve(folder, file), at(path), file);
  return 'problem' in read ? [read.problem] : [];
}

/** A vendor's keys are known to the common shape, but judged by the vendor's own. */
function passedOver(shape: z.ZodRawShape): z.ZodRawShape {
  const names = Object.keys(shape).filter((name) => !Object.hasOwn(COMMON, name));
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));
}

function ownOptions(schema: z.ZodObject, item: Readonly<Record<string, Json>>) {
  return schema.safeParse(fromText(schema, withoutCommon(item, schema.shape)));
}

function withoutCommon(item: Readonly<Record<string, Json>>, shape: z.ZodRawShape): Record<string, Json> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => Object.hasOwn(shape, name)));
}
