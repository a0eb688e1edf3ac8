import { seededRandom } from "../random.ts";
import { guesses } from "./attack.ts";
import { gatherEvidence, logPosition } from "./evidence.ts";
import { type House, leaveTables, type Level, sendMailing, watchTables } from "./house.ts";
import { judge, type Verdict } from "./judge.ts";
import type { Leak } from "./leaks.ts";
import { GAP, letPeopleRead, type Pattern } from "./readers.ts";

export interface Trial {
  name: string;
  level: Level;
  pattern: Pattern;
  people: number;
  seed: number;
  hits: number;
  /** Whether the adversary learned who opened, and who clicked. */
  opened: Verdict;
  clicked: Verdict;
  caught: boolean;
}

/** Sends a mailing, lets people read, gives the adversary everything but the mails, and says what it found out. */
export async function trial(
  house: House,
  options: {
    level: Level;
    pattern: Pattern;
    people: number;
    granted: number;
    seed: number;
    leak?: Leak;
  },
): Promise<Trial> {
  const { level, pattern, people, granted, seed, leak } = options;
  const random = seededRandom(seed);
  const rendering = leak?.rendering?.(house);
  const sent = await sendMailing(house, {
    level,
    people,
    granted,
    ...(rendering && { rendering }),
  });
  await leak?.store?.(house);
  await watchTables(house.owner);
  const from = await logPosition(house);
  const read = await letPeopleRead(house, sent, {
    pattern,
    random,
    ...(leak?.hit && { leak: leak.hit }),
  });
  try {
    const evidence = await gatherEvidence(house, sent, read, from);
    const all = guesses(evidence, sent.anonymous, GAP[pattern]);
    const verdict = (did: ReadonlySet<number>) =>
      judge(
        all,
        sent.anonymous.map((person) => did.has(person.deliveryId)),
        random,
      );
    const opened = verdict(read.truth.opened);
    const clicked = verdict(read.truth.clicked);
    const name = leak?.name ?? "the product";
    const caught = opened.caught || clicked.caught;
    return {
      ...{ name, level, pattern, people: sent.anonymous.length, seed, hits: read.hits },
      ...{ opened, clicked, caught },
    };
  } finally {
    read.end();
    await leaveTables(house.owner);
  }
}

/** One line of a table. */
export function describe(result: Trial): string {
  const of = ({ auc, precision, baseRate, precisionLimit }: Verdict) =>
    `AUC ${auc.toFixed(3)}, surest 1 % ${(precision * 100).toFixed(0)} % (base ${(baseRate * 100).toFixed(0)} %, limit ${(precisionLimit * 100).toFixed(0)} %)`;
  return `${result.name} · ${result.level} · ${result.pattern} · seed ${result.seed}: opened ${of(result.opened)}; clicked ${of(result.clicked)} [${result.opened.best[0]}]`;
}
