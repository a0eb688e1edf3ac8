import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { DomainView } from "../../../../../contract/domains.ts";
import { api, apiKey, queryClient, useApiMutation, useCan } from "../../../api/index.ts";
import { Card, Pill, RuleTag, showProblem, useTexts } from "../../../ui/index.ts";
import { domainPath } from "./domain-path.ts";
import { texts } from "./texts.ts";

/** Whether bounces have a domain of their own (SND-13). */
export function BounceCard({ view }: { view: DomainView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const path = domainPath(view.domain);
  const change = useApiMutation(
    (bounceDomain: boolean) => api.patch<DomainView>(path, { bounceDomain }),
    {
      onSuccess: (found) => queryClient.setQueryData(apiKey(path), found),
      onError: showProblem,
    },
  );
  const name = view.bounceDomain ?? `bounce.${view.domain}`;
  return (
    <Card
      title={t("bounceTitle")}
      aside={
        view.bounceDomain && (
          <Pill tone={view.bounceInUse ? "go" : "wait"}>
            {t(view.bounceInUse ? "bounceInUse" : "bounceWaiting")}
          </Pill>
        )
      }
    >
      <div className="k-stack">
        <p className="k-muted">
          {view.canBounce ? t("bounceText", { domain: name }) : t("bounceNone")}{" "}
          <RuleTag rule="SND-13" />
        </p>
        {view.canBounce && (
          <Checkbox
            label={t("bounceOn")}
            checked={view.bounceDomain !== null}
            disabled={!can("senders.write") || change.isPending}
            onChange={(event) => change.mutate(event.currentTarget.checked)}
          />
        )}
      </div>
    </Card>
  );
}
