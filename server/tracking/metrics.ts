import { Counter, Gauge, type Registry } from "prom-client";
import { dropReasons, type DropReason } from "../../contract/tracking.ts";

/** Numbers of the hit pipeline. No label names a mailing, an account or a person (TRK-06). */
export interface HitMetrics {
  stored(): void;
  counted(): void;
  dropped(reason: DropReason): void;
  /** A redirect or pixel left before its personal hit was committed. */
  answeredEarly(): void;
}

/** Counts in plain numbers, read by Prometheus only when it asks: the hot path pays an addition. */
export function createHitMetrics(
  registry: Registry | undefined,
  held: { held(): number; lost(): number },
): HitMetrics & { counts: Readonly<Record<string, number>> } {
  const counts: Record<string, number> = { stored: 0, counted: 0, early: 0 };
  for (const reason of Object.keys(dropReasons)) counts[`dropped_${reason}`] = 0;
  if (registry) {
    const of = (name: string, help: string, value: () => number) =>
      new Counter({
        name,
        help,
        registers: [registry],
        collect() {
          this.reset();
          this.inc(value());
        },
      });
    of("klarpost_hits_stored_total", "Personal hits stored.", () => counts["stored"]!);
    of(
      "klarpost_hits_counted_total",
      "Hits taken into anonymous totals.",
      () => counts["counted"]!,
    );
    of(
      "klarpost_hits_answered_early_total",
      "Answers that left before their personal hit was committed.",
      () => counts["early"]!,
    );
    of("klarpost_hits_lost_total", "Anonymous hits lost with a broken connection.", () =>
      held.lost(),
    );
    new Counter({
      name: "klarpost_hits_dropped_total",
      help: "Hits answered without being stored for a person, by reason.",
      labelNames: ["reason"],
      registers: [registry],
      collect() {
        this.reset();
        for (const reason of Object.keys(dropReasons))
          this.inc({ reason }, counts[`dropped_${reason}`]!);
      },
    });
    new Gauge({
      name: "klarpost_anonymous_hits_held",
      help: "Anonymous hits in memory that a crash would lose.",
      registers: [registry],
      collect() {
        this.set(held.held());
      },
    });
  }
  return {
    counts,
    stored: () => void (counts["stored"]! += 1),
    counted: () => void (counts["counted"]! += 1),
    dropped: (reason) => void (counts[`dropped_${reason}`]! += 1),
    answeredEarly: () => void (counts["early"]! += 1),
  };
}
