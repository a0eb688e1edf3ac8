import type { InboundState } from "../../../../contract/inbound.ts";
import { useApiQuery, useCan } from "../../api/index.ts";
import type { PageRoute } from "../../ui/index.ts";

function useWaiting(): number | undefined {
  const may = useCan()("replies.read");
  return useApiQuery<InboundState>(may ? "/inbound" : undefined, undefined, {
    refetchInterval: 60_000,
  }).data?.waiting;
}

export const routes: PageRoute[] = [
  {
    path: "/antworten",
    title: { de: "Antworten", en: "Replies" },
    permission: "replies.read",
    nav: "replies",
    useBadge: useWaiting,
    keywords:
      "Abmeldewunsch Widerspruch Posteingang Weiterleitung reply objection inbox forwarding",
    load: () => import("./replies-page.tsx"),
  },
  {
    path: "/antworten/unbekannt",
    title: { de: "Unbekannte Nachrichten", en: "Unknown messages" },
    permission: "replies.read",
    keywords: "Rückläufer Quarantäne Bounces quarantine",
    load: () => import("./unknown-page.tsx"),
  },
];
