import { useState, type ReactNode } from "react";
import type { MailingView } from "../../../../contract/mailings.ts";
import { useApiQuery } from "../../api/index.ts";
import { Loaded, PageSkeleton, useRouteParam } from "../../ui/index.ts";
import { EditorPage } from "./editor/editor-page.tsx";
import { ProgressPage } from "./progress/progress-page.tsx";

/** One mailing: its editor while it is a draft, else how its sending goes. */
export default function MailingPage(): ReactNode {
  const id = useRouteParam("id");
  const query = useApiQuery<MailingView>(`/mailings/${id}`);
  const [loaded, setLoaded] = useState(0);
  const reload = async (): Promise<void> => {
    await query.refetch({ throwOnError: true });
    setLoaded((count) => count + 1);
  };
  return (
    <Loaded query={query} skeleton={<PageSkeleton cards={3} />}>
      {(mailing) =>
        mailing.state === "draft" ? (
          <EditorPage key={`${id}-${loaded}`} mailing={mailing} onReload={reload} />
        ) : (
          <ProgressPage key={id} mailing={mailing} />
        )
      }
    </Loaded>
  );
}
