/** What one process tells the others through the database. */
export type Notice =
  /** Events were stored. */
  | 'events'
  /** A sync was asked for, or one has ended. */
  | 'sync';

export const CHANNEL = 'audit_gateway';

/** Who wants to hear of which notice. */
export interface Listeners {
  on(notice: Notice, heard: () => void): () => void;
  hear(notice: string): void;
  /** Something may have been missed: everybody looks. */
  hearAll(): void;
}

export function listeners(): Listeners {
  const all = new Set<{ readonly notice: Notice; readonly heard: () => void }>();
  return {
    on(notice, heard) {
      const listener = { notice, heard };
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    hear(notice) {
      for (const listener of all) if (listener.notice === notice) listener.heard();
    },
    hearAll() {
      for (const { heard } of all) heard();
    },
  };
}
