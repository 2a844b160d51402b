import { describe, expect, it } from 'vitest';
import { type Order, parse } from '../../simulators/command.ts';
import { SIMULATORS } from '../../simulators/registry.ts';

/** What the command line means, or what is written about it. */
function read(...args: readonly string[]): Order | string {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  try {
    return parse(args, { writeOut: write, writeErr: write });
  } catch {
    return written.join('');
  }
}

describe('the command line of simulate', () => {
  it('says only what was said: the rest is up to the simulator', () => {
    expect(read('--kind', 'salt')).toEqual({ kind: 'salt', options: {}, switches: {} });
  });

  it('reads every option', () => {
    const line =
      '--kind salt --port 5001 --events 100000 --seed 1 --from 2025-01-01T00:00:00Z --to 2026-01-01 --latency-ms 50';
    expect(read(...line.split(' '))).toEqual({
      kind: 'salt',
      options: {
        port: 5001,
        events: 100_000,
        seed: 1,
        from: Date.parse('2025-01-01T00:00:00Z'),
        to: Date.parse('2026-01-01T00:00:00Z'),
        latencyMs: 50,
      },
      switches: {},
    });
  });

  it.each([
    [['xsrf=false'], { xsrf: false }],
    [['prefix=/raas'], { prefix: '/raas' }],
    [['prefix='], { prefix: '' }],
    [['lostSession=401'], { lostSession: '401' }],
    [['jwtLifetimeMs=1000'], { jwtLifetimeMs: 1000 }],
    [['configName=a=b'], { configName: 'a=b' }],
    [['configName="a"'], { configName: '"a"' }],
    [['configName=true', 'count=page'], { configName: 'true', count: 'page' }],
  ])('takes the switches %j', (texts, switches) => {
    const order = read('--kind', 'salt', ...texts.flatMap((text) => ['--set', text]));
    expect(order).toEqual({ kind: 'salt', options: {}, switches });
  });

  it.each([
    [[], /--kind <kind>' not specified/],
    [['--kind', 'splunk'], /Allowed choices are salt, riverbed, zstack, f5xc, astromkey/],
    [['--kind', 'salt', '--port', '65536'], /whole number from 0 to 65535/],
    [['--kind', 'salt', '--port', '-1'], /whole number/],
    [['--kind', 'salt', '--events', '1e5'], /whole number/],
    [['--kind', 'salt', '--seed', ''], /whole number/],
    [['--kind', 'salt', '--latency-ms', '0.5'], /whole number/],
    [['--kind', 'salt', '--from', 'yesterday'], /Expected a date/],
    [['--kind', 'salt', '--from', '2025-01-01T00:00:00'], /with zone/],
    [['--kind', 'salt', '--from', '2025-13-01'], /Expected a date/],
    [
      ['--kind', 'salt', '--from', '2026-01-01', '--to', '2025-01-01'],
      /expected a moment before 2025-01-01T00:00:00.000Z/,
    ],
    [['--kind', 'salt', '--from', '2999-01-01'], /expected a moment before/],
    [['--kind', 'salt', '--verbose'], /unknown option '--verbose'/],
    [['--kind', 'salt', 'more'], /too many arguments/],
    [['--kind', 'salt', '--set', 'xsrf'], /expected name=value, found "xsrf"/],
    [['--kind', 'salt', '--set', 'meta=full'], /salt has no switch "meta"; it has prefix, configName, /],
    [['--kind', 'riverbed', '--set', 'xsrf=true'], /riverbed has no switch "xsrf"; it has token, /],
    [['--kind', 'salt', '--set', 'toString=1'], /salt has no switch "toString"/],
    [['--kind', 'salt', '--set', 'xsrf=maybe'], /--set xsrf: .*expected boolean.*found "maybe"/],
    [['--kind', 'salt', '--set', 'lostSession=404'], /--set lostSession: .*"401"\|"html"\|"403-xsrf"/],
    [['--kind', 'salt', '--set', 'jwtLifetimeMs=-1'], /--set jwtLifetimeMs: /],
  ])('refuses %j and says why', (args, why) => {
    expect(read(...args)).toMatch(why);
  });

  it('explains itself', () => {
    expect(read('--help')).toMatch(/--kind <kind>[\s\S]*--set <name=value>/);
  });
});

describe.each(Object.entries(SIMULATORS))('the simulator %s', (kind, { start, switches }) => {
  it('starts with nothing said, as the kind it is called, and stops', async () => {
    const simulator = await start({ events: 20 });
    const answered = await fetch(simulator.url).then(({ status }) => status);
    await simulator.close();
    expect([simulator.kind, simulator.records.length > 0, answered >= 400]).toEqual([kind, true, true]);
    await expect(fetch(simulator.url)).rejects.toThrow();
  });

  it('has a default for each of its switches', () => {
    expect(switches.safeParse({}).success).toBe(true);
  });
});
