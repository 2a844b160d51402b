import { canonicalJson } from '../../../src/domain/canonical.ts';
import { and, conjuncts, filterPath, type Is } from '../../../src/domain/filter.ts';
import { MINUTE, plus } from '../../../src/domain/instant.ts';
import type { Json } from '../../../src/domain/json.ts';
import { matches } from '../../../src/domain/matches.ts';
import { BUILT_IN } from '../../../src/domain/redact.ts';
import { SourceError } from '../../../src/lanes/source-error.ts';
import type { Pushdown, Stream } from '../../../src/sources/adapter.ts';
import { type Division, divide } from '../../../src/sources/divide.ts';
import { type Check, type Finding, firstFinding } from '../check.ts';
import { streamsOf, truthOf } from './connect-to.ts';
import { declaredLeaves, HOSTILE_TEXTS, heldValues } from './declared-leaves.ts';
import { leavesAbout } from './leaves-about.ts';
import { everything, pushedAnswers } from './pushed-answers.ts';
import type { SourceSubject } from './source-subject.ts';
import { walksOf } from './walks.ts';

/** How a question becomes the vendor's words. */
export const FILTER_CHECKS: readonly Check<SourceSubject>[] = [
  {
    id: 'SRC-004',
    level: 'MUST',
    says: 'a declared filter has words or none, the same each time, whatever its value',
    verify: (subject) =>
      firstFinding(streamsOf(subject), (stream) =>
        firstFinding(leavesOf(subject, stream), (leaf) => {
          const [once, twice] = [stream.words(leaf), stream.words(leaf)];
          if (once === null && twice === null) return null;
          if (canonicalJson(once) === canonicalJson(twice)) return null;
          return { expected: show(once), found: `${show(twice)} for ${show(leaf)}` };
        }),
      ),
  },
  {
    id: 'SRC-005',
    level: 'MUST',
    says: 'two filters that cannot both be said share a slot: of two that are pushed the request says both',
    verify: (subject) => firstFinding(streamsOf(subject), (stream) => swallowed(subject, stream)),
  },
  {
    id: 'SRC-006',
    level: 'MUST',
    says: 'the vendor refuses nothing that it is sent',
    verify: async (subject) =>
      firstFinding(await pushedAnswers(subject), ({ where, error }) =>
        wasRefused(error) ? { expected: 'an answer', found: `${error.message} to ${show(where)}` } : null,
      ),
  },
  {
    id: 'SRC-007',
    level: 'MUST',
    says: 'what is pushed is never narrower than what was asked',
    verify: async (subject) => {
      const truth = truthOf(subject);
      return firstFinding(await pushedAnswers(subject), ({ where, events, error }) => {
        if (error !== null) return null;
        const given = new Set(events.map((event) => event.id));
        const lost = truth.filter((event) => matches(event, where) && !given.has(event.id));
        return lost[0]
          ? { expected: `all of ${show(where)}`, found: `${lost.length} missing: ${show(lost[0].raw)}` }
          : null;
      });
    },
  },
  {
    id: 'SRC-008',
    level: 'MUST',
    says: 'what is declared exact lets nothing else through',
    verify: async (subject) =>
      firstFinding(await pushedAnswers(subject), ({ where, report, error }) => {
        if (where.kind !== 'is' || error !== null || report.filteredHere.length > 0) return null;
        if (!report.pushedDown.includes(filterPath(where)) || report.scanned === report.matched) return null;
        return {
          expected: `only what matches ${show(where)}`,
          found: `${report.matched} of ${report.scanned} that do`,
        };
      }),
  },
  {
    id: 'SRC-015',
    level: 'MUST',
    says: 'what is foreseen of a filter is so for every record',
    verify: async (subject) => {
      const leaves = leavesAbout(truthOf(subject));
      return firstFinding(await walksOf(subject), ({ stream: name, events }) => {
        const stream = streamsOf(subject).find((each) => each.name === name);
        return firstFinding(leaves, (leaf) => {
          const known = stream?.foresee(leaf);
          const wrong = known === undefined ? undefined : events.find((event) => matches(event, leaf) !== known);
          return wrong ? { expected: `${show(leaf)} to be ${known}`, found: show(wrong.raw) } : null;
        });
      });
    },
  },
  {
    id: 'SRC-029',
    level: 'SHOULD',
    says: 'every declared filter can be said for some value',
    verify: (subject) => {
      const truth = truthOf(subject);
      const leaves = declaredLeaves(subject, (field) => [...heldValues(truth, field), 'SUCCESS', '192.0.2.1', 'a']);
      const sayable = leaves.filter((leaf) => streamsOf(subject).some((stream) => says(stream, leaf)));
      const mute = leaves.find(
        (leaf) => !sayable.some(({ field, test }) => field === leaf.field && test.op === leaf.test.op),
      );
      return mute ? { expected: `words for ${mute.field} ${mute.test.op}`, found: 'none for any value' } : null;
    },
  },
  {
    id: 'SRC-030',
    level: 'MUST',
    says: 'a vendor that can be asked for a window of time is told which',
    verify: (subject) =>
      firstFinding(streamsOf(subject), (stream) => {
        const pushdown = plainly(stream);
        if (!stream.capabilities.timeFilter || pushdown === null) return null;
        const { from, until } = pushdown.window;
        const windows = [pushdown.window, { from: plus(from, MINUTE), until }, { from, until: plus(until, -MINUTE) }];
        const asked = windows.map((window) => requestOf(stream, { ...pushdown, window }));
        return new Set(asked).size === 3
          ? null
          : { expected: 'another request for another window', found: asked[0] ?? '' };
      }),
  },
  {
    id: 'SRC-032',
    level: 'MUST',
    says: 'of a filter that is not declared nothing is sent',
    verify: (subject) => {
      const leaves = leavesAbout(truthOf(subject));
      return firstFinding(streamsOf(subject), (stream) => {
        const plain = plainly(stream);
        const { filters } = stream.capabilities;
        if (plain === null) return null;
        const expected = requestOf(stream, plain);
        return firstFinding(leaves, (leaf) => {
          if (filters[leaf.field]?.[leaf.test.op] !== undefined) return null;
          const division = plainly(stream, leaf);
          const found = division && requestOf(stream, { ...division, window: plain.window });
          return found === null || found === expected ? null : { expected, found: `${found} for ${show(leaf)}` };
        });
      });
    },
  },
];

function leavesOf(subject: SourceSubject, { capabilities }: Stream): readonly Is[] {
  const truth = truthOf(subject);
  const all = declaredLeaves(subject, (field) => [...heldValues(truth, field), '', ...HOSTILE_TEXTS]);
  const declared = all.filter(({ field, test }) => capabilities.filters[field]?.[test.op] !== undefined);
  return declared.flatMap((leaf) => [leaf, { ...leaf, negated: true }]);
}

function says(stream: Stream, leaf: Is): boolean {
  return stream.capabilities.filters[leaf.field]?.[leaf.test.op] !== undefined && stream.words(leaf) !== null;
}

function plainly(stream: Stream, where: Division['pushed'] = and()): Division | null {
  return divide(everything({ where }), stream, { pageSize: 10, rules: BUILT_IN });
}

function requestOf(stream: Stream, pushdown: Pushdown): string {
  return canonicalJson(stream.ask({ ...pushdown, pageSize: 10 }).request as unknown as Json);
}

/** Two leaves that are both pushed, of which the request says but one. */
function swallowed(subject: SourceSubject, stream: Stream): Promise<Finding | null> {
  const truth = truthOf(subject);
  const leaves = declaredLeaves(subject, (field) => heldValues(truth, field)).filter((leaf) => says(stream, leaf));
  const window = plainly(stream)?.window;
  const asked = (where: Division['pushed']) => {
    const division = plainly(stream, where);
    return (
      division && window && { pushed: conjuncts(division.pushed), request: requestOf(stream, { ...division, window }) }
    );
  };
  const pairs = leaves.flatMap((a, index) => leaves.slice(index + 1).map((b) => [a, b] as const));
  return firstFinding(pairs, ([a, b]) => {
    const both = asked(and(a, b));
    if (!both || both.pushed.length < 2) return null;
    const alone = [a, b].find((leaf) => asked(leaf)?.request === both.request);
    return alone
      ? { expected: `a request that says ${show(a)} and ${show(b)}`, found: `that of ${show(alone)} alone` }
      : null;
  });
}

function show(value: unknown): string {
  return JSON.stringify(value).slice(0, 300);
}

/** The vendor's own word, in an answer: what is thrown before anything is sent is found by another check. */
function wasRefused(error: unknown): error is SourceError {
  return error instanceof SourceError && error.problem.httpStatus !== null;
}
