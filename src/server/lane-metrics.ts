import { Counter, Gauge, type Registry } from 'prom-client';
import type { Turnstile } from '../lanes/turnstile.ts';

export interface LaneMetrics {
  add(named: Readonly<Record<string, Turnstile>>): void;
  /** Takes over what is now. */
  read(): void;
}

/** Who waits for his turn where. */
export function laneMetrics(registry: Registry): LaneMetrics {
  const lanes = new Map<string, Turnstile>();
  const registers = [registry];
  const labelNames = ['lane'];
  const running = new Gauge({
    name: 'audit_gateway_lane_running',
    help: 'What has its turn now, by lane: requests, exports, and what the gateway asks of its database.',
    labelNames,
    registers,
  });
  const waiting = new Gauge({
    name: 'audit_gateway_lane_waiting',
    help: 'What waits for its turn now, by lane.',
    labelNames,
    registers,
  });
  const refused = new Counter({
    name: 'audit_gateway_lane_refused_total',
    help: 'What was refused because too much waited already, or its turn did not come in time, by lane.',
    labelNames,
    registers,
  });
  return {
    add(named) {
      for (const [lane, turns] of Object.entries(named)) lanes.set(lane, turns);
    },
    read() {
      refused.reset();
      for (const [lane, turns] of lanes) {
        running.set({ lane }, turns.running);
        waiting.set({ lane }, turns.waiting);
        refused.inc({ lane }, turns.refused);
      }
    },
  };
}
