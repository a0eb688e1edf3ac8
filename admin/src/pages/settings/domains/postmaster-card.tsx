import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { DomainView } from "../../../../../contract/domains.ts";
import { api, apiKey, queryClient, useApiMutation, useCan } from "../../../api/index.ts";
import { Card, RuleTag, showProblem, useTexts } from "../../../ui/index.ts";
import { domainPath } from "./domain-path.ts";
import { texts } from "./texts.ts";

/** What was declared about postmaster tools and complaint feedback (CHK-18). */
export function PostmasterCard({ view }: { view: DomainView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const path = domainPath(view.domain);
  const change = useApiMutation(
    (postmaster: boolean) => api.patch<DomainView>(path, { postmaster }),
    {
      onSuccess: (found) => queryClient.setQueryData(apiKey(path), found),
      onError: showProblem,
    },
  );
  return (
    <Card title={t("postmasterTitle")}>
      <div className="k-stack">
        <p className="k-muted">
          {t("postmasterText")} <RuleTag rule="CHK-18" />
        </p>
        <Checkbox
          label={t("postmaster")}
          checked={view.postmasterAt !== null}
          disabled={!can("senders.write") || change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
        />
      </div>
    </Card>
  );
}
