import type {
  CoreHandoverView,
  CoreImportView,
  CoreListDetail,
  CoreListView,
} from "../../contract/crm.ts";
import type { Tx } from "../platform/index.ts";
import { countRecords, type CoreList } from "../records/index.ts";
import { importsOfList, type CoreImport } from "./core-imports.store.ts";
import { handoversOfList, listFigures, waitingOfLists, type Handover } from "./lists.store.ts";
import { campaignsOfList } from "./return.store.ts";

type Waiting = Awaited<ReturnType<typeof waitingOfLists>>[number];

export function presentCoreList(
  list: CoreList,
  records: number,
  waiting: Waiting | undefined,
): CoreListView {
  return {
    id: list.publicId,
    name: list.name,
    occasion: list.occasion,
    owner: list.ownerName,
    source: list.sourceSystem,
    keepDays: list.keepDays,
    createdBy: list.createdBy,
    createdAt: list.createdAt.toISOString(),
    endedAt: list.endedAt?.toISOString() ?? null,
    records,
    open: waiting?.open ?? 0,
    openSince: waiting?.openSince?.toISOString() ?? null,
    manualOpen: waiting?.manualOpen ?? 0,
  };
}

export async function showCoreList(tx: Tx, list: CoreList): Promise<CoreListView> {
  const waiting = (await waitingOfLists(tx)).find((one) => one.listId === list.id);
  return presentCoreList(list, await countRecords(tx, list.id), waiting);
}

export function presentCoreImport(made: CoreImport): CoreImportView {
  return {
    id: made.publicId,
    kind: made.kind,
    fileName: made.fileName,
    sha256: made.sha256,
    counts: made.counts,
    manual: made.undoneAt === null && (made.counts.warnings["person_number_missing"] ?? 0) > 0,
    manualDoneBy: made.manualDoneBy,
    manualDoneAt: made.manualDoneAt?.toISOString() ?? null,
    madeBy: made.madeBy,
    madeAt: made.madeAt.toISOString(),
    undoneAt: made.undoneAt?.toISOString() ?? null,
    undoneBy: made.undoneBy,
  };
}

export async function showCoreListDetail(tx: Tx, list: CoreList): Promise<CoreListDetail> {
  const figures = await listFigures(tx, list.id);
  const campaigns = await campaignsOfList(tx, list.publicId);
  const named = new Map(campaigns.map((one) => [one.id, { id: one.publicId, name: one.name }]));
  return {
    ...(await showCoreList(tx, list)),
    persons: figures.persons,
    addresses: figures.addresses,
    profiled: figures.profiled,
    bases: { consent: figures.consent, customer: figures.customer, none: figures.none },
    unsubscribed: figures.unsubscribed,
    changes: figures.changes,
    imports: (await importsOfList(tx, list.id)).map(presentCoreImport),
    mailings: campaigns.map((one) => ({
      id: one.publicId,
      name: one.name,
      state: one.state,
      at: one.at?.toISOString() ?? null,
    })),
    handovers: (await handoversOfList(tx, list.id)).map((one) =>
      presentHandover(one, named.get(one.mailingId ?? 0) ?? null),
    ),
  };
}

export function presentHandover(
  made: Handover,
  mailing: { id: string; name: string } | null,
): CoreHandoverView {
  return {
    id: made.publicId,
    mailing,
    format: made.format,
    reason: made.reason,
    rows: made.rows,
    madeBy: made.madeBy,
    madeAt: made.madeAt.toISOString(),
    acknowledgedBy: made.acknowledgedBy,
    acknowledgedAt: made.acknowledgedAt?.toISOString() ?? null,
  };
}
