import { describe, expect, it } from 'vitest';
import { parse } from '../../simulators/command.ts';
import { fault } from '../../simulators/kit/faults/fault.ts';
import { SIMULATORS } from '../../simulators/registry.ts';

function faultsOf(...texts: readonly string[]) {
  const args = ['--kind', 'salt', ...texts.flatMap((text) => ['--fault', text])];
  return parse(args, { writeErr: () => {} }).options.faults;
}

function refused(text: string): string {
  const written: string[] = [];
  try {
    parse(['--kind', 'salt', '--fault', text], { writeErr: (line) => written.push(line) });
  } catch {
    return written.join('');
  }
  throw new Error(`${text} was taken`);
}

describe('faults by command line', () => {
  it.each([
    ['hang', { kind: 'hang' }],
    ['latency=500', { kind: 'latency', ms: 500 }],
    ['latency=ms=500', { kind: 'latency', ms: 500 }],
    ['latency=500,only=login,times=3', { kind: 'latency', ms: 500, only: 'login', times: 3 }],
    [
      'status=429,retryAfter=2,retryAfterForm=date',
      { kind: 'status', status: 429, retryAfter: 2, retryAfterForm: 'date' },
    ],
    ['status=503,code=SYS.1012', { kind: 'status', status: 503, code: 'SYS.1012' }],
    ['status=500,form=rpc,message=a = b', { kind: 'status', status: 500, form: 'rpc', message: 'a = b' }],
    ['truncated=connection', { kind: 'truncated', how: 'connection' }],
    ['reset=body,probability=0.25,seed=9', { kind: 'reset', at: 'body', probability: 0.25, seed: 9 }],
    ['redirect=https://elsewhere.invalid/a?b=c', { kind: 'redirect', to: 'https://elsewhere.invalid/a?b=c' }],
    ['sessionExpiry=3', { kind: 'sessionExpiry', every: 3 }],
    ['wrongTotal=-5', { kind: 'wrongTotal', by: -5 }],
    ['hang=after=2', { kind: 'hang', after: 2 }],
  ] as const)('%s', (text, given) => {
    expect(faultsOf(text)).toEqual([fault.parse(given)]);
  });

  it('come in the order in which they are said', () => {
    expect(faultsOf('hang', 'latency=1')?.map(({ kind }) => kind)).toEqual(['hang', 'latency']);
  });

  it.each([
    ['gremlins', /expected one of latency, hang, status, .*found "gremlins"/],
    ['toString', /expected one of latency/],
    ['latency', /--fault latency: ms: .*number/],
    ['latency=soon', /--fault latency: ms: .*found "latency=soon"/],
    ['status=418', /--fault status: status: /],
    ['hang=3', /expected name=value, found "3"/],
    ['hang=for=3', /--fault hang: .*"for"/],
  ])('refuse %s and say why', (text, why) => {
    expect(refused(text)).toMatch(why);
  });
});

describe.each(Object.entries(SIMULATORS))('the simulator %s', (kind, { start }) => {
  it('starts with the faults of the command line on', async () => {
    const { options } = parse(['--kind', kind, '--events', '5', '--fault', 'status=502,form=empty,only=all']);
    const simulator = await start(options);
    const answer = await fetch(simulator.url);
    await simulator.close();
    expect(answer.status).toBe(502);
  });

  it('does not start with a fault that it cannot have', async () => {
    const lacking = kind === 'riverbed' ? 'outsideWindow' : 'growingCounts';
    const { options } = parse(['--kind', kind, '--fault', lacking]);
    await expect(start(options)).rejects.toThrow(`${kind} cannot have the fault ${lacking}`);
  });

  it('makes up a burst: many events in one instant, each unlike the others', async () => {
    const { options } = parse(['--kind', kind, '--events', '50', '--burst', '300', '--seed', '3']);
    const simulator = await start(options);
    await simulator.close();
    const instants = simulator.records.map((record) => instantOf(record as Readonly<Record<string, unknown>>));
    const middle = instants.toSorted()[Math.floor(instants.length / 2)];
    const largest = simulator.records.filter((_, index) => instants[index] === middle);
    expect(largest).toHaveLength(300);
    expect(new Set(largest.map((record) => JSON.stringify(record))).size).toBe(300);
  });
});

/** Each vendor keeps its time under another name. */
function instantOf(record: Readonly<Record<string, unknown>>): string {
  return String(record.start_time ?? record.time ?? record.at ?? record.timestamp);
}
