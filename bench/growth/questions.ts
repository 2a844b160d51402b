import { sessionOf } from '../store/fill.ts';

export interface Question {
  readonly name: string;
  readonly filter: object | null;
}

/** What is asked of a store of so many filled events: the old session is at the far end of it. */
export function questionsOf(events: number): readonly Question[] {
  const actor = (id: string) => ({ actor: { uid: { eq: id } } });
  const session = (id: string) => ({ sessionId: { eq: id } });
  return [
    { name: 'no filter', filter: null },
    { name: 'one actor, 1 of 500', filter: actor('u-7') },
    { name: 'one actor, 20 events in all', filter: actor('u-rare') },
    { name: 'type subtree, 1 of 5', filter: { recordTypeUnder: ['inventory.volume'] } },
    { name: 'type subtree, 1 of 2,000', filter: { recordTypeUnder: ['access'] } },
    { name: 'outcome, 1 of 20', filter: { outcome: ['FAILURE'] } },
    { name: 'one session, a new one', filter: session(sessionOf(7)) },
    { name: 'one session, an old one', filter: session(sessionOf(events - 5_000)) },
    { name: 'addresses, a /24 (1 of 200)', filter: { client: { ip: ['10.3.7.0/24'] } } },
    { name: 'addresses, a /32 (1 of 1,000)', filter: { client: { ip: ['10.3.7.7/32'] } } },
    { name: 'addresses, a /24 of none', filter: { client: { ip: ['192.0.2.0/24'] } } },
  ];
}
