import type { SegmentDefinition } from "../../contract/segments.ts";
import type { List } from "../lists/index.ts";
import { segmentUsers } from "../mailings/index.ts";
import type { Actor, Tx } from "../platform/index.ts";
import { addSegment } from "../segments/index.ts";

/** Three segments as a marketing department keeps them. */
export async function fillSegments(
  tx: Tx,
  by: { accountId: number; actor: Actor; now: Date },
  lists: List[],
): Promise<void> {
  const actor = { ...by.actor, permissions: new Set(["tracking.read"]) };
  const segments: { name: string; where: SegmentDefinition["where"] }[] = [
    {
      name: "Neue Leser seit drei Monaten",
      where: {
        all: [
          { about: "list", list: lists[0]!.publicId, state: "confirmed", days: 90 },
          { not: { about: "purchase" } },
        ],
      },
    },
    {
      name: "Interessierte: zuletzt geklickt",
      where: {
        all: [
          { about: "behaviour", did: "clicked", last: 3 },
          {
            any: [
              { about: "list", list: lists[0]!.publicId, state: "confirmed" },
              { about: "received", days: 60 },
            ],
          },
        ],
      },
    },
    {
      name: "Noch nicht nach der Auswertung gefragt",
      where: {
        all: [
          { about: "consent", purpose: "newsletter", state: "granted" },
          { about: "consent", purpose: "analysis", state: "unknown" },
        ],
      },
    },
  ];
  for (const { name, where } of segments)
    await addSegment(
      tx,
      { ...by, actor, users: segmentUsers },
      { name, definition: { version: 1, where } },
    );
}
