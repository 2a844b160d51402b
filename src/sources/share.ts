import { SourceError } from '../lanes/source-error.ts';
import { together } from '../lanes/together.ts';
import type { VendorRequest, VendorResponse } from './adapter.ts';
import type { Asker } from './asker.ts';
import type { Connection } from './connection.ts';

/**
 * Identical requests that are under way at the same time are made once. All who ask through one connection are one
 * principal to the vendor, so the key is the whole request. Each asker hears of every request made while it waits.
 */
export function sharing(inner: Connection): Connection {
  const running = new Map<string, Connection['send']>();
  return {
    async send(request, asker) {
      if (request.effect !== undefined) return inner.send(request, asker);
      asker.signal.throwIfAborted();
      const key = JSON.stringify(request);
      const known = running.get(key);
      if (known) return known(request, asker);
      const begun = shared(inner, request, () => {
        if (running.get(key) === begun) running.delete(key);
      });
      running.set(key, begun);
      return begun(request, asker);
    },
  };
}

function shared(inner: Connection, request: VendorRequest, ended: () => void): Connection['send'] {
  const members = new Set<{ readonly asker: Asker }>();
  let underWay = false;
  let lastFailure: SourceError | null = null;

  const all: Omit<Asker, 'signal'> = {
    leftMs: () => Math.max(...[...members].map(({ asker }) => asker.leftMs())),
    sent() {
      underWay = true;
      lastFailure = null;
      for (const { asker } of members) asker.sent();
    },
    failed(error) {
      underWay = false;
      lastFailure = error;
      for (const { asker } of members) asker.failed?.(error);
    },
  };
  const work = together<VendorResponse>((signal) => inner.send(request, { ...all, signal }).finally(ended), ended);

  return async (_, asker) => {
    const member = { asker };
    members.add(member);
    if (underWay) asker.sent();
    try {
      return await work.join(asker.signal);
    } catch (error) {
      throw asker.signal.aborted ? whyNone(error, lastFailure) : error;
    } finally {
      members.delete(member);
    }
  };
}

/** Whose time ends while a repeat is waited for is told what failed; who leaves of its own accord gets its own reason. */
function whyNone(reason: unknown, lastFailure: SourceError | null): unknown {
  return reason instanceof SourceError ? (lastFailure ?? reason) : reason;
}
