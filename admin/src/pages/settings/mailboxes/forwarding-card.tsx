import { Checkbox } from "@mantine/core";
import type { ReactNode } from "react";
import type { ForwardingView } from "../../../../../contract/unknown-messages.ts";
import { api, useApiMutation, useApiQuery } from "../../../api/index.ts";
import { Card, Link, showDone, showProblem, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

/** To whom replies of people are passed on: confirmed test addresses of the account. */
export function ForwardingCard({ mayChange }: { mayChange: boolean }): ReactNode {
  const t = useTexts(texts);
  const { data } = useApiQuery<ForwardingView>("/reply-forwarding");
  const save = useApiMutation(
    (targets: string[]) => api.put<ForwardingView>("/reply-forwarding", { targets }),
    {
      invalidates: ["/reply-forwarding"],
      onError: showProblem,
      onSuccess: () => showDone(t("forwardSaved")),
    },
  );
  if (!data) return null;
  const chosen = data.targets.map((target) => target.id);
  return (
    <Card title={t("forwardTitle")}>
      <div className="k-stack">
        <p>{t("forwardText")}</p>
        {data.available.length === 0 ? (
          <p className="k-muted">
            {t("forwardNone")} <Link to="/einstellungen/testadressen">{t("forwardLink")}</Link>
          </p>
        ) : (
          <div className="k-stack" style={{ gap: 8 }}>
            {data.available.map(({ id, email }) => (
              <Checkbox
                key={id}
                label={email}
                disabled={!mayChange || save.isPending}
                checked={chosen.includes(id)}
                onChange={(event) =>
                  save.mutate(
                    event.currentTarget.checked
                      ? [...chosen, id]
                      : chosen.filter((other) => other !== id),
                  )
                }
              />
            ))}
          </div>
        )}
      </div>
    </Card>
  );
}
