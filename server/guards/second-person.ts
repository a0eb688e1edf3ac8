import type { ExportSubject } from "../../contract/export-subjects.ts";
import type { Raises, SecondPersonKind, SecondPersonState } from "../../contract/guards.ts";
import type { Permission } from "../accounts/index.ts";
import type { Actor } from "../platform/index.ts";

/** Something that waits, or waited, for the word of a second person. */
export interface SecondPersonRequest {
  id: number;
  publicId: string;
  kind: SecondPersonKind;
  state: SecondPersonState;
  /** The export or block it is about; null for a release, whose addresses stand in `act`. */
  objectId: string | null;
  act: { ids?: string[]; what?: ExportSubject; raises?: Raises };
  people: number;
  reason: string;
  requestedBy: number | null;
  requestedByKey: number | null;
  requestedName: string;
  requestedAt: Date;
  expiresAt: Date;
  decidedBy: number | null;
  decidedName: string | null;
  decidedAt: Date | null;
  /** Why it was refused, or why there was nobody to ask. */
  word: string;
}

/** The right each kind needs: of who asks, and of who confirms. */
export const rightFor: Readonly<Record<SecondPersonKind, Permission>> = {
  export: "contacts.export",
  evidence: "consents.read",
  release: "addresses.release",
  lift: "suppression.write",
  guards: "privacy.manage",
};

/** Who asked cannot be the second person; neither can a program. */
export function isSecondPerson(
  request: Pick<SecondPersonRequest, "requestedBy">,
  actor: Pick<Actor, "operatorId">,
): boolean {
  return actor.operatorId !== undefined && actor.operatorId !== request.requestedBy;
}

/** Whether the caller is who asked: the same person, or the same key. */
export function isOwnRequest(
  request: Pick<SecondPersonRequest, "requestedBy" | "requestedByKey">,
  actor: Pick<Actor, "operatorId" | "apiKeyId">,
): boolean {
  return actor.operatorId === undefined
    ? actor.apiKeyId !== undefined && actor.apiKeyId === request.requestedByKey
    : actor.operatorId === request.requestedBy;
}
