import type { ZodObject, ZodType } from 'zod';
import { FAULT_KINDS, type Fault, type FaultKind, fault } from './fault.ts';

/** What `--fault kind=value` sets where it names nothing. */
const MAIN: { readonly [Kind in FaultKind]?: string } = {
  latency: 'ms',
  status: 'status',
  tooLong: 'most',
  truncated: 'how',
  reset: 'at',
  slowBody: 'everyMs',
  oversized: 'mib',
  redirect: 'to',
  clockSkew: 'ms',
  sessionExpiry: 'every',
  lateRows: 'n',
  headInserts: 'n',
  tailPruning: 'n',
  growingCounts: 'n',
  repeatedRows: 'n',
  skippedRows: 'n',
  outsideWindow: 'ms',
  wrongTotal: 'by',
  loopingCursor: 'length',
  reusedIds: 'n',
  undecodable: 'n',
  timeless: 'n',
};

/**
 * A fault written as `hang`, `latency=500` or `status=503,retryAfter=2,times=3`. Throws an Error that says what was expected.
 */
export function faultOfText(text: string): Fault {
  const [, name = '', said] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const option = fault.options.find(({ shape }) => [...shape.kind.values].some((kind) => kind === name));
  if (option === undefined)
    throw new Error(`--fault: expected one of ${FAULT_KINDS.join(', ')}, found ${JSON.stringify(name)}`);
  const kind = name as FaultKind;
  const pairs = (said?.split(',') ?? []).map((part, index) =>
    pairOf(option, part, index === 0 ? MAIN[kind] : undefined),
  );
  const read = fault.safeParse({ kind, ...Object.fromEntries(pairs) });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(
    `--fault ${kind}: ${[...(issue?.path ?? []), issue?.message].join(': ')}, found ${JSON.stringify(text)}`,
  );
}

function pairOf(option: ZodObject, part: string, main: string | undefined): readonly [name: string, value: unknown] {
  const [, name = main, value = ''] = /^(?:(\w+)=)?(.*)$/s.exec(part) ?? [];
  if (name === undefined) throw new Error(`--fault: expected name=value, found ${JSON.stringify(part)}`);
  const form: ZodType | undefined = Object.hasOwn(option.shape, name) ? option.shape[name] : undefined;
  return [name, form === undefined || form.safeParse(value).success ? value : numberOr(value)];
}

function numberOr(text: string): unknown {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
